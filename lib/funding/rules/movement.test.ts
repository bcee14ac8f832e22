import { expect, test } from "vitest";
import { stages } from "#db/schema/funding.ts";
import { mayMove, movementOf, needsDocument } from "./movement.ts";

test("the sign follows from what is done", () => {
  expect(movementOf("ordinary", 500)).toEqual({ movement: "ordinary", amountFen: 500 });
  expect(movementOf("raise", 500)).toEqual({ movement: "adjustment", amountFen: 500 });
  expect(movementOf("cut", 500)).toEqual({ movement: "adjustment", amountFen: -500 });
  expect(movementOf("return", 500)).toEqual({ movement: "return", amountFen: -500 });
});

test("plans and allotments are adjusted, what moved on is returned", () => {
  expect(stages.filter((stage) => mayMove("adjustment", stage))).toEqual(["plan", "allot"]);
  expect(stages.filter((stage) => mayMove("return", stage))).toEqual(["disburse", "receive", "spend"]);
  expect(stages.filter((stage) => mayMove("ordinary", stage))).toEqual([...stages]);
});

test("an allotment and a spending name their paper, and so does every return", () => {
  expect(stages.filter((stage) => needsDocument(stage))).toEqual(["allot", "spend"]);
  expect(stages.filter((stage) => needsDocument(stage, "adjustment"))).toEqual(["allot", "spend"]);
  expect(stages.filter((stage) => needsDocument(stage, "return"))).toEqual([...stages]);
});
