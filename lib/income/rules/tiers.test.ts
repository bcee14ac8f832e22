import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Band, bandsFor, isWithin, tierOf } from "./tiers.ts";

const { tiers } = JSON.parse(readFileSync("db/seed/reference.json", "utf8")) as { tiers: Band[] };

test.each([
  [null, "noData"],
  [0, "none"],
  [-500, "none"],
  [1, "weak"],
  [49_999_99, "weak"],
  [50_000_00, "near"],
  [99_999_99, "near"],
  [100_000_00, "met"],
  [499_999_99, "met"],
  [500_000_00, "strong"],
  [999_999_99, "strong"],
  [1_000_000_00, "million"],
])("%s fen is in tier %s: the boundary goes up", (fen, tier) => {
  expect(tierOf(fen, tiers)).toBe(tier);
});

test("every amount is in exactly one tier", () => {
  fc.assert(
    fc.property(fc.integer({ min: -1e12, max: 1e12 }), (fen) => {
      expect(tiers.filter((band) => isWithin(band, fen))).toHaveLength(1);
    }),
  );
});

test("new bands hold from their year on, and the past keeps its own", () => {
  const band = (fromYear: number, key: string, rank: number) => ({
    fromYear,
    key,
    rank,
    name: "",
    nameEn: "",
    fromFen: null,
    toFen: null,
  });
  const rows = [band(2015, "b", 1), band(2015, "a", 0), band(2018, "c", 0)];
  expect(bandsFor(2017, rows).map((each) => each.key)).toEqual(["a", "b"]);
  expect(bandsFor(2018, rows).map((each) => each.key)).toEqual(["c"]);
  expect(bandsFor(2014, rows).map((each) => each.key)).toEqual(["a", "b"]);
});

test("a hole in the bands is an error, not a silent class", () => {
  expect(() => tierOf(5, [{ key: "a", name: "", nameEn: "", fromFen: 10, toFen: null }])).toThrow();
});
