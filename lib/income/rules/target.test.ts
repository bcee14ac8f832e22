import fc from "fast-check";
import { expect, test } from "vitest";
import { gapFen, metTarget } from "#lib/views/target.ts";
import { attainedFen, crossings, cumulate, paceOf } from "./target.ts";

test("99,999.99 is not yet 100,000", () => {
  expect(metTarget(99_999_99, 100_000_00)).toBe(false);
  expect(gapFen(99_999_99, 100_000_00)).toBe(1);
});

test("100,000.00 is met and leaves no gap, and neither does more", () => {
  expect(metTarget(100_000_00, 100_000_00)).toBe(true);
  expect(gapFen(100_000_00, 100_000_00)).toBe(0);
  expect(gapFen(200_000_00, 100_000_00)).toBe(0);
});

test("the pace is a twelfth a month and ends at the target to the fen", () => {
  expect(paceOf(120_000_00).slice(0, 3)).toEqual([10_000_00, 20_000_00, 30_000_00]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e13 }), (target) => {
      const pace = paceOf(target);
      expect(pace[11]).toBe(target);
      expect(pace).toEqual(pace.toSorted((a, b) => a - b));
    }),
  );
});

test("a month without a report stays on the running sum", () => {
  expect(cumulate([5, null, 0, 7])).toEqual([5, 5, 5, 12]);
});

test("a village reaches its target in the month that carries it over, and relapses in the one that takes it back", () => {
  const rows = [
    { villageId: 1, month: "2016-01", operatingFen: 60 },
    { villageId: 1, month: "2016-02", operatingFen: 40 },
    { villageId: 1, month: "2016-03", operatingFen: -1 },
    { villageId: 2, month: "2016-01", operatingFen: 150 },
  ];
  const target = () => 100;
  expect(crossings(rows, target, "2016-01")).toEqual({ reached: [2], relapsed: [], met: 1, metBefore: 0 });
  expect(crossings(rows, target, "2016-02")).toEqual({ reached: [1], relapsed: [], met: 2, metBefore: 1 });
  expect(crossings(rows, target, "2016-03")).toEqual({ reached: [], relapsed: [1], met: 1, metBefore: 2 });
});

test("what is met now is what was met before, plus those that reached it, less those that fell back", () => {
  const row = fc.record({
    villageId: fc.integer({ min: 1, max: 5 }),
    month: fc.integer({ min: 1, max: 12 }).map((at) => `2016-${String(at).padStart(2, "0")}`),
    operatingFen: fc.integer({ min: -100, max: 100 }),
  });
  fc.assert(
    fc.property(fc.array(row), fc.integer({ min: 1, max: 12 }), (rows, at) => {
      const change = crossings(rows, () => 100, `2016-${String(at).padStart(2, "0")}`);
      expect(change.met).toBe(change.metBefore + change.reached.length - change.relapsed.length);
    }),
  );
});

test("a strong village does not pay for a weak one: 30 万 and 4 万 of two 10 万 are 14 of 20, not 34", () => {
  expect(attainedFen(30_000_000, 10_000_000) + attainedFen(4_000_000, 10_000_000)).toBe(14_000_000);
  expect([
    attainedFen(10_000_000, 10_000_000),
    attainedFen(9_999_999, 10_000_000),
    attainedFen(0, 1),
    attainedFen(null, 1),
  ]).toEqual([10_000_000, 9_999_999, 0, 0]);
});

test("attainment capped by village is never above the whole, and is the plain share where nobody is above theirs", () => {
  const village = fc.record({
    targetFen: fc.integer({ min: 1, max: 1e10 }),
    operatingFen: fc.option(fc.integer({ min: -1e9, max: 1e11 })),
  });
  fc.assert(
    fc.property(fc.array(village, { minLength: 1, maxLength: 40 }), (villages) => {
      const sum = (of: (each: (typeof villages)[number]) => number) =>
        villages.reduce((all, each) => all + of(each), 0);
      const attained = sum(({ operatingFen, targetFen }) => attainedFen(operatingFen, targetFen));
      expect(attained).toBeLessThanOrEqual(sum((each) => each.targetFen));
      if (villages.every(({ operatingFen, targetFen }) => (operatingFen ?? 0) <= targetFen)) {
        expect(attained).toBe(sum((each) => each.operatingFen ?? 0));
      }
      const gaps = sum(({ operatingFen, targetFen }) =>
        operatingFen === null ? 0 : gapFen(operatingFen, targetFen),
      );
      expect(attained).toBe(
        sum(({ operatingFen, targetFen }) => (operatingFen === null ? 0 : targetFen)) - gaps,
      );
    }),
  );
});
