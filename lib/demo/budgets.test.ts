import { expect, test } from "vitest";
import { movementOf } from "#lib/funding/rules/movement.ts";
import { type ByStage, noMoney, overBy } from "#lib/funding/rules/stage-order.ts";
import { demonstrationPlan } from "./plan.ts";
import { randomOf } from "./random.ts";
import { scriptOf } from "./script.ts";
import { standsOn } from "./timelines.ts";

const seeds = ["guatu", "a", "b", "c", "d", "e", "f", "g"];

test.each(seeds)(
  "no stage overtakes the one before it in the order of recording, but where it is explained (%s)",
  (seed) => {
    const sums = new Map<string, ByStage>();
    let explained = 0;
    const plan = demonstrationPlan(seed);
    const reimbursed = new Set(plan.reimbursements.map(({ project, source }) => `${project} ${source}`));
    for (const { deed } of scriptOf(randomOf(seed).of("diary"), plan)) {
      if (deed.kind !== "money") continue;
      const { project, source, stage, explanation, change = "ordinary" } = deed.movement;
      const { amountFen } = movementOf(change, deed.typedFen);
      const key = `${project} ${source}`;
      const before = sums.get(key) ?? noMoney();
      const over = overBy(before, stage, amountFen, reimbursed.has(key) ? "reimbursement" : "advance");
      if (explanation === "") expect(over, `${key} ${deed.movement.on}`).toBeNull();
      else explained += 1;
      sums.set(key, { ...before, [stage]: before[stage] + amountFen });
    }
    expect(explained).toBeGreaterThan(0);
  },
);

test.each(seeds)("the district's allotments of 2016 come to between 85 and 86 million yuan (%s)", (seed) => {
  const allotted = demonstrationPlan(seed).movements.filter(
    (each) => each.stage === "allot" && each.source === "district" && each.on.startsWith("2016"),
  );
  const fen = allotted.reduce((sum, each) => sum + each.amountFen, 0);
  expect(fen).toBeGreaterThanOrEqual(8_500_000_000);
  expect(fen).toBeLessThan(8_600_000_000);
});

test("nothing is recorded before it happened, nor on the last day", () => {
  for (const { at, deed } of scriptOf(randomOf("guatu").of("diary"), demonstrationPlan("guatu"))) {
    expect(at.toISOString() < `${standsOn}T00:00:00`).toBe(true);
    if (deed.kind === "money") expect(deed.movement.recordedOn >= deed.movement.on).toBe(true);
  }
});
