import { describe, expect, test } from "vitest";
import { MapFilter } from "../input.ts";
import type { Work } from "./board-projects.ts";
import { fits, isPicking } from "./tile-filter.ts";

const work = (given: Partial<Work>): Work => ({
  id: 1,
  name: "",
  owner: "",
  type: "farm",
  sector: "economy",
  approaches: [],
  light: "green",
  ...given,
});
const tile = (works: Work[], given = {}) => ({
  tier: "weak",
  light: works[0]?.light ?? null,
  works,
  clusterId: null,
  ...given,
});

describe("a map's filter", () => {
  test("that names nothing picks every village", () => {
    const all = MapFilter.parse({});
    expect(isPicking(all)).toBe(false);
    expect(fits(tile([]), all)).toBe(true);
  });
  test("by sector and type wants both of one project", () => {
    const filter = MapFilter.parse({ sector: "party", type: "trade" });
    expect(isPicking(filter)).toBe(true);
    expect(fits(tile([work({ sector: "party" }), work({ type: "trade" })]), filter)).toBe(false);
    expect(fits(tile([work({ sector: "party", type: "trade" })]), filter)).toBe(true);
  });
  test("by approach takes a project with several", () => {
    expect(
      fits(tile([work({ approaches: ["belt", "remote"] })]), MapFilter.parse({ approach: "remote" })),
    ).toBe(true);
    expect(fits(tile([work({ approaches: ["belt"] })]), MapFilter.parse({ approach: "remote" }))).toBe(false);
  });
  test("by cluster, tier and light looks at the village, where no project is a light of its own", () => {
    expect(fits(tile([], { clusterId: 2 }), MapFilter.parse({ cluster: "2" }))).toBe(true);
    expect(fits(tile([], { clusterId: 3 }), MapFilter.parse({ cluster: "2" }))).toBe(false);
    expect(fits(tile([]), MapFilter.parse({ tier: "met" }))).toBe(false);
    expect(fits(tile([]), MapFilter.parse({ light: "none" }))).toBe(true);
    expect(fits(tile([work({ light: "red" })]), MapFilter.parse({ light: "red" }))).toBe(true);
    expect(fits(tile([work({ light: "red" })]), MapFilter.parse({ light: "none" }))).toBe(false);
  });
  test("what makes no sense is as if it were not there", () => {
    expect(
      MapFilter.parse({ tiles: "rainbow", sector: ["a", "b"], cluster: "x", light: "blue", ties: "maybe" }),
    ).toEqual({ tiles: "tier" });
  });
});
