import fc from "fast-check";
import { expect, test } from "vitest";
import { stages } from "#db/schema/funding.ts";
import { isTownsOwn, needsDocument, noMoney, overBy, oversOf } from "./order.ts";

const sums = (plan: number, allot: number, disburse: number, receive: number, spend: number) => ({ plan, allot, disburse, receive, spend });

test("each stage may hold as much as the one before it, and not a fen more", () => {
  expect(oversOf(sums(500, 400, 400, 300, 300))).toEqual([]);
  expect(oversOf(sums(500, 500, 500, 500, 501))).toEqual([{ stage: "spend", amountFen: 501, limit: "receive", limitFen: 500, overFen: 1 }]);
});

test("every break is named, not only the first", () => {
  expect(oversOf(sums(100, 200, 150, 160, 10)).map((over) => over.stage)).toEqual(["allot", "receive"]);
});

test("a posting is measured with what stands already", () => {
  expect(overBy(sums(1000, 900, 0, 0, 0), "allot", 100)).toBeNull();
  expect(overBy(sums(1000, 900, 0, 0, 0), "allot", 101)).toEqual({ stage: "allot", amountFen: 1001, limit: "plan", limitFen: 1000, overFen: 1 });
});

test("taking away is measured against the stage that rests on it", () => {
  expect(overBy(sums(1000, 900, 0, 0, 0), "plan", -100)).toBeNull();
  expect(overBy(sums(1000, 900, 0, 0, 0), "plan", -101)).toEqual({ stage: "allot", amountFen: 900, limit: "plan", limitFen: 899, overFen: 1 });
  expect(overBy(sums(10, 10, 10, 10, 10), "spend", -10)).toBeNull();
});

test("a break that stood before does not stop what has nothing to do with it", () => {
  expect(overBy(sums(100, 200, 0, 0, 0), "disburse", 150)).toBeNull();
  expect(overBy(sums(100, 200, 0, 0, 0), "allot", 1)?.overFen).toBe(101);
});

test("whatever is posted without a break leaves no break behind", () => {
  const posting = fc.record({ stage: fc.constantFrom(...stages), amountFen: fc.integer({ min: -500, max: 500 }).filter((fen) => fen !== 0) });
  fc.assert(
    fc.property(fc.array(posting, { maxLength: 60 }), (postings) => {
      let held = noMoney();
      for (const { stage, amountFen } of postings) {
        if (overBy(held, stage, amountFen) === null) held = { ...held, [stage]: held[stage] + amountFen };
        expect(oversOf(held)).toEqual([]);
      }
    }),
  );
});

test("a town allots and disburses its own money, never what the state hands down", () => {
  expect(isTownsOwn("receive", "district")).toBe(true);
  expect(isTownsOwn("spend", "central")).toBe(true);
  expect(isTownsOwn("plan", "province")).toBe(true);
  expect(isTownsOwn("allot", "district")).toBe(false);
  expect(isTownsOwn("disburse", "city")).toBe(false);
  expect(isTownsOwn("allot", "town")).toBe(true);
  expect(isTownsOwn("disburse", "loan")).toBe(true);
});

test("an allotment and a spending name their paper", () => {
  expect(stages.filter(needsDocument)).toEqual(["allot", "spend"]);
});
