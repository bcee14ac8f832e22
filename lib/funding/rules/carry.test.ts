import fc from "fast-check";
import { expect, test } from "vitest";
import { stages } from "#db/schema/funding.ts";
import { carryOver, spentFromBefore } from "./carry.ts";
import { noMoney } from "./stage-order.ts";

const sums = (plan: number, allot: number, disburse: number, receive: number, spend: number) => ({
  plan,
  allot,
  disburse,
  receive,
  spend,
});

test("what was allotted and not disbursed, received and not spent, goes into the next year", () => {
  const years = [
    { year: 2015, stages: sums(900, 800, 500, 500, 200) },
    { year: 2016, stages: sums(100, 100, 350, 300, 480) },
  ];
  expect(carryOver(years, 2016)).toEqual({
    year: 2016,
    opening: { allottedFen: 300, heldFen: 300 },
    moved: sums(100, 100, 350, 300, 480),
    closing: { allottedFen: 50, heldFen: 120 },
  });
  expect(carryOver(years, 2014)).toEqual({
    year: 2014,
    opening: { allottedFen: 0, heldFen: 0 },
    moved: noMoney(),
    closing: { allottedFen: 0, heldFen: 0 },
  });
});

test("the next year opens with what this one closed with, to the fen, and the year's movements lie between", () => {
  const fen = fc.integer({ min: -1e11, max: 1e11 });
  const stagesOf = fc.record({ plan: fen, allot: fen, disburse: fen, receive: fen, spend: fen });
  const years = fc.array(fc.record({ year: fc.integer({ min: 2010, max: 2020 }), stages: stagesOf }), {
    maxLength: 20,
  });
  fc.assert(
    fc.property(years, fc.integer({ min: 2009, max: 2021 }), (of, year) => {
      const [now, next] = [carryOver(of, year), carryOver(of, year + 1)];
      expect(next.opening).toEqual(now.closing);
      expect(now.closing.allottedFen).toBe(now.opening.allottedFen + now.moved.allot - now.moved.disburse);
      expect(now.closing.heldFen).toBe(now.opening.heldFen + now.moved.receive - now.moved.spend);
      for (const stage of stages) {
        const ofYear = of
          .filter((each) => each.year === year)
          .reduce((sum, each) => sum + each.stages[stage], 0);
        expect(now.moved[stage]).toBe(ofYear);
      }
    }),
  );
});

test("more than all of a year's receipts spent came from the year before; all of them did not", () => {
  expect(spentFromBefore(120, 100)).toBe(true);
  expect(spentFromBefore(100, 100)).toBe(false);
  expect(spentFromBefore(1, 0)).toBe(true);
  expect(spentFromBefore(0, 0)).toBe(false);
});
