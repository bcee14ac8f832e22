import { describe, expect, test } from "vitest";
import { Refused } from "#lib/core/errors.ts";
import type { Feature } from "./geojson.ts";
import { type Candidate, villagesOf } from "./matching.ts";

const village = (id: number, name: string, code: string, ...earlier: string[]): Candidate => ({
  id,
  code,
  codes: [code, ...earlier],
  names: [`${name}村委会`, name],
  townNames: ["莲花镇"],
});
const villages = [
  village(1, "白交祠", "350212105208"),
  village(2, "军营", "350212105206", "350212105299"),
  village(3, "后埔村", "350212105211", "350212105208"), // had once what is 白交祠's code today
  village(4, "西坑", "350212105209", "350212105298"),
  village(5, "上陵", "350212105212", "350212105298"),
];
const feature = (index: number, given: Partial<Feature>): Feature => ({
  index,
  label: `f${index}`,
  code: "",
  town: "",
  name: "",
  kind: "point",
  geometry: { type: "Point", coordinates: [118.1, 24.7] },
  ...given,
});
const match = (...given: Partial<Feature>[]) => {
  try {
    return villagesOf(
      given.map((each, at) => feature(at + 1, each)),
      villages,
    );
  } catch (error) {
    if (error instanceof Refused) return error.details;
    throw error;
  }
};

describe("a feature is about the village", () => {
  test("that has its code today, else the one that once had it", () => {
    expect(match({ code: "350212105208" }, { code: "350212105299" })).toEqual([1, 2]);
  });
  test("of its town and name, with or without their endings; a name that ends in 村 stays whole", () => {
    const town = "莲花镇";
    expect(
      match(
        { town, name: "军营" },
        { town: "莲花", name: "白交祠村" },
        { town, name: "后埔村" },
        { town, name: "西坑村民委员会" },
      ),
    ).toEqual([2, 1, 3, 4]);
  });
  test("of its name where its code is unknown", () => {
    expect(match({ code: "JY-01", town: "莲花镇", name: "军营" })).toEqual([2]);
  });
  test("that has a point and an outline of it", () => {
    expect(match({ code: "350212105206" }, { code: "350212105206", kind: "outline" })).toEqual([2, 2]);
  });
});

describe("a feature is refused", () => {
  test("about no village, or one of another town", () => {
    expect(match({ code: "350212105206" }, { code: "999" })).toMatchObject({
      index: 2,
      feature: "f2",
      problem: "unknown",
    });
    expect(match({ town: "新民镇", name: "军营" })).toMatchObject({ index: 1, problem: "unknown" });
  });
  test("about two villages that once had the same code", () => {
    expect(match({ code: "350212105298" })).toMatchObject({ index: 1, problem: "ambiguous" });
  });
  test("about a village that an earlier one has placed", () => {
    expect(match({ code: "350212105206" }, { town: "莲花镇", name: "军营" })).toMatchObject({
      index: 2,
      problem: "twice",
      other: 1,
      place: "point",
    });
  });
});
