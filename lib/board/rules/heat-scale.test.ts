import { expect, test } from "vitest";
import { monthsOf } from "#lib/core/dates.ts";
import { paceOf } from "#lib/income/rules/target.ts";
import { heatStepOf, heatSteps, plansOf } from "./heat-scale.ts";
import { cellsOf } from "./month-classes.ts";

test("a month's colour goes by its own amount against its own part of the target, and a boundary goes up", () => {
  const plan = 8_333_33;
  const at = (amountFen: number | null) => heatStepOf(amountFen, plan);
  expect([1, 2_083_33, 2_083_34, 4_166_66, 4_166_67].map(at)).toEqual([1, 1, 2, 2, 3]);
  expect([8_333_32, 8_333_33, 12_499_99, 12_500_00, 24_999_98, 24_999_99].map(at)).toEqual([
    3, 4, 4, 5, 5, 6,
  ]);
  expect([null, 0, -1].map(at)).toEqual([null, null, null]);
  expect(heatStepOf(1, 0)).toBeNull();
});

test("the steps leave no hole", () => {
  for (const [at, step] of heatSteps.entries())
    expect(step.toPercent).toBe(heatSteps[at + 1]?.fromPercent ?? null);
});

test("of several villages the months are held against those that are in the amount", () => {
  const reported = new Map([["2016-02", { posted: 3, reported: 4, approved: 3, operatingFen: 30_000_00 }]]);
  const cells = cellsOf(monthsOf(2016), reported, 1_200_000_00, "2016-12");
  expect(plansOf(paceOf(1_200_000_00), cells, 12).slice(0, 3)).toEqual([0, 25_000_00, 0]); // 3 of 12 villages: a quarter of 100,000
});
