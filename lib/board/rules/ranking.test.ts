import fc from "fast-check";
import { expect, test } from "vitest";
import { type Contender, isComplete, ranked } from "./ranking.ts";

const town = (code: string, villages: number, met: number, gapFen: number, posted = villages): Contender => ({
  code,
  villages,
  met,
  gapFen,
  posted,
});
const places = (rows: Contender[]) => ranked(rows).map((row) => [row.code, row.place]);

test("the larger share of villages comes first, however many they are", () => {
  expect(places([town("a", 20, 10, 0), town("b", 3, 2, 900), town("c", 16, 8, 5)])).toEqual([
    ["b", 1],
    ["a", 2],
    ["c", 3],
  ]);
});

test("equal shares go by what is missing, and equals share a place", () => {
  expect(
    places([town("a", 6, 4, 100), town("b", 3, 2, 100), town("c", 9, 6, 99), town("d", 4, 1, 0)]),
  ).toEqual([
    ["c", 1],
    ["a", 2],
    ["b", 2],
    ["d", 4],
  ]);
});

test("who has not reported every village has no place and takes none from another", () => {
  expect(
    places([town("a", 10, 10, 0, 9), town("b", 10, 5, 100), town("c", 0, 0, 0), town("d", 10, 4, 100)]),
  ).toEqual([
    ["b", 1],
    ["d", 2],
    ["a", null],
    ["c", null],
  ]);
});

const anyTown = fc.record({
  code: fc.string({ minLength: 1, maxLength: 3 }),
  villages: fc.integer({ min: 0, max: 6 }),
  met: fc.nat(6),
  gapFen: fc.nat(3),
  posted: fc.nat(6),
});
const anyTowns = fc.uniqueArray(anyTown, { selector: (row) => row.code, maxLength: 12 }).map((rows) =>
  rows.map((row) => ({
    ...row,
    met: Math.min(row.met, row.villages),
    posted: Math.min(row.posted, row.villages),
  })),
);

test("everybody stands in the ranking once, placed or not, and the order of the input does not matter", () => {
  fc.assert(
    fc.property(anyTowns, (rows) => {
      const result = ranked(rows);
      expect(result.map((row) => row.code).toSorted()).toEqual(rows.map((row) => row.code).toSorted());
      expect(ranked(rows.toReversed())).toEqual(result);
      for (const row of result) expect(row.place === null).toBe(!isComplete(row));
    }),
  );
});

test("a place is one more than the number of those who did better", () => {
  fc.assert(
    fc.property(anyTowns, (rows) => {
      const result = ranked(rows);
      const better = (a: Contender, b: Contender) =>
        a.met / a.villages > b.met / b.villages ||
        (a.met / a.villages === b.met / b.villages && a.gapFen < b.gapFen);
      for (const row of result.filter(isComplete))
        expect(row.place).toBe(1 + result.filter((other) => isComplete(other) && better(other, row)).length);
    }),
  );
});
