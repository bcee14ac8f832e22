import fc from "fast-check";
import { expect, test } from "vitest";
import { stages } from "#db/schema/funding.ts";
import { awaitsAcceptance, brokenByMode, isTownsOwn, noMoney, overBy, oversOf } from "./stage-order.ts";

const sums = (plan: number, allot: number, disburse: number, receive: number, spend: number) => ({
  plan,
  allot,
  disburse,
  receive,
  spend,
});

test("each stage may hold as much as the one before it, and not a fen more", () => {
  expect(oversOf(sums(500, 400, 400, 300, 300))).toEqual([]);
  expect(oversOf(sums(500, 500, 500, 500, 501))).toEqual([
    { stage: "spend", amountFen: 501, limit: "receive", limitFen: 500, overFen: 1 },
  ]);
});

test("every break is named, not only the first", () => {
  expect(oversOf(sums(100, 200, 150, 160, 10)).map((over) => over.stage)).toEqual(["allot", "receive"]);
});

test("a posting is measured with what stands already", () => {
  expect(overBy(sums(1000, 900, 0, 0, 0), "allot", 100)).toBeNull();
  expect(overBy(sums(1000, 900, 0, 0, 0), "allot", 101)).toEqual({
    stage: "allot",
    amountFen: 1001,
    limit: "plan",
    limitFen: 1000,
    overFen: 1,
  });
});

test("taking away is measured against the stage that rests on it", () => {
  expect(overBy(sums(1000, 900, 0, 0, 0), "plan", -100)).toBeNull();
  expect(overBy(sums(1000, 900, 0, 0, 0), "plan", -101)).toEqual({
    stage: "allot",
    amountFen: 900,
    limit: "plan",
    limitFen: 899,
    overFen: 1,
  });
  expect(overBy(sums(10, 10, 10, 10, 10), "spend", -10)).toBeNull();
});

test("a break that stood before does not stop what has nothing to do with it", () => {
  expect(overBy(sums(100, 200, 0, 0, 0), "disburse", 150)).toBeNull();
  expect(overBy(sums(100, 200, 0, 0, 0), "allot", 1)?.overFen).toBe(101);
});

test("whatever is posted without a break leaves no break behind", () => {
  const posting = fc.record({
    stage: fc.constantFrom(...stages),
    amountFen: fc.integer({ min: -500, max: 500 }).filter((fen) => fen !== 0),
  });
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

test("reimbursed money follows the work: spending waits for nobody but the plan, what is disbursed for what was spent", () => {
  expect(oversOf(sums(500, 0, 0, 0, 500), "reimbursement")).toEqual([]);
  expect(oversOf(sums(500, 400, 400, 400, 400), "reimbursement")).toEqual([]);
  expect(oversOf(sums(500, 400, 400, 400, 399), "reimbursement")).toEqual([
    { stage: "disburse", amountFen: 400, limit: "spend", limitFen: 399, overFen: 1 },
  ]);
  expect(
    oversOf(sums(500, 300, 400, 401, 501), "reimbursement").map(({ stage, limit }) => `${stage} > ${limit}`),
  ).toEqual(["disburse > allot", "receive > disburse", "spend > plan"]);
});

test("a refund under reimbursement is measured against what was disbursed for it", () => {
  expect(overBy(sums(500, 400, 300, 300, 400), "spend", -100, "reimbursement")).toBeNull();
  expect(overBy(sums(500, 400, 300, 300, 400), "spend", -101, "reimbursement")).toMatchObject({
    stage: "disburse",
    limit: "spend",
    overFen: 1,
  });
  expect(overBy(sums(500, 500, 500, 500, 500), "plan", -1, "reimbursement")).toMatchObject({
    limit: "plan",
    overFen: 1,
  });
});

test("a mode may change while what is posted keeps the new order; what it broke before does not count against it", () => {
  expect(brokenByMode(sums(500, 300, 0, 0, 0), "advance", "reimbursement")).toBeNull();
  expect(brokenByMode(sums(500, 300, 300, 300, 100), "advance", "reimbursement")).toMatchObject({
    stage: "disburse",
    limit: "spend",
    overFen: 200,
  });
  expect(brokenByMode(sums(500, 300, 0, 0, 400), "reimbursement", "advance")).toMatchObject({
    stage: "spend",
    limit: "receive",
    overFen: 400,
  });
  expect(brokenByMode(sums(100, 200, 0, 0, 0), "advance", "reimbursement")).toBeNull();
});

test("reimbursed money is disbursed on the day of acceptance at the earliest; other money at any time", () => {
  expect(awaitsAcceptance("reimbursement", "disburse", "2016-05-04", undefined)).toBe(true);
  expect(awaitsAcceptance("reimbursement", "disburse", "2016-05-03", "2016-05-04")).toBe(true);
  expect(awaitsAcceptance("reimbursement", "disburse", "2016-05-04", "2016-05-04")).toBe(false);
  expect(awaitsAcceptance("reimbursement", "spend", "2016-05-03", undefined)).toBe(false);
  expect(awaitsAcceptance("advance", "disburse", "2016-05-03", undefined)).toBe(false);
});
