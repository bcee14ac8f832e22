import { expect, test } from "vitest";
import { addMonths, monthsOf } from "#lib/core/dates.ts";
import { type Light, lightOf } from "#lib/projects/rules/lights.ts";
import { paceOn } from "#lib/projects/rules/pace.ts";
import { type Outcome, outcomesOf } from "./outcomes.ts";
import { demonstrationPlan } from "./plan.ts";
import { projectTemplates } from "./project-templates.ts";
import { randomOf } from "./random.ts";
import { standsOn } from "./timelines.ts";

const thresholds = {
  progress: { yellowFromPoints: 10, redAbovePoints: 30 },
  start: { redFromMonths: 3 },
  report: { redAfterMonths: 1 },
};
const rules = [{ effectiveOn: "2015-01-01", thresholds }];
const calendar = new Map(
  [...monthsOf(2015), ...monthsOf(2016), ...monthsOf(2017)].map((month) => [
    month,
    `${addMonths(month, 1)}-05`,
  ]),
);
const meant: Record<Outcome["course"], Light> = {
  steady: "green",
  behind: "yellow",
  farBehind: "red",
  unstarted: "yellow",
  longUnstarted: "red",
  silent: "grey",
  longSilent: "grey",
  recovered: "yellow",
  paused: "paused",
};

test.each(["guatu", "a", "b", "c"])(
  "every project ends in the light that its fate means, whatever the seed (%s)",
  (seed) => {
    const { towns, undertakings } = demonstrationPlan(seed);
    const fates = outcomesOf(
      randomOf(seed).of("fates"),
      projectTemplates(randomOf(seed).of("projects"), towns),
    );
    for (const { sketch, course } of undertakings) {
      const { createdOn, plan, reports, pausedOn } = course;
      const pauses = pausedOn ? [{ fromOn: pausedOn, toOn: null, reason: "" }] : [];
      const facts = {
        createdOn,
        endedOn: null,
        plans: [{ madeOn: createdOn, rows: plan }],
        reports,
        pauses,
        startedOn: null,
        funds: [],
        overrides: [],
      };
      const fate = fates.get(sketch.name) as Outcome;
      expect(lightOf(facts, rules, standsOn, calendar)?.light, `${sketch.name} ${fate.course}`).toBe(
        meant[fate.course],
      );
    }
  },
);

test("progress and phase never fall, and no report comes before what it tells", () => {
  for (const { course } of demonstrationPlan("guatu").undertakings) {
    for (const [i, report] of course.reports.entries()) {
      const before = course.reports[i - 1];
      if (before) {
        expect(report.progressBp).toBeGreaterThanOrEqual(before.progressBp);
        expect(report.month > before.month).toBe(true);
      }
      for (const passing of report.passed) expect(passing.on <= report.recordedOn).toBe(true);
      expect(report.recordedOn < standsOn).toBe(true);
      expect(report.progressBp).toBeLessThanOrEqual(10_000);
    }
    expect(paceOn(course.plan, "2020-01-01")).toBe(10_000);
  }
});

test("who is behind says why", () => {
  for (const { course } of demonstrationPlan("guatu").undertakings) {
    for (const report of course.reports) {
      if (paceOn(course.plan, report.recordedOn) - report.progressBp >= 1500)
        expect(report.delayReason).toBeDefined();
    }
  }
});
