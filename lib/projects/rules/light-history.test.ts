import { expect, test } from "vitest";
import type { LightThresholds } from "#db/schema/projects.ts";
import { addMonths, type Calendar, monthsOf } from "#lib/core/dates.ts";
import { lightHistory } from "./light-history.ts";
import { type LightFacts, lightOf } from "./lights.ts";
import type { Rules } from "./thresholds.ts";

const with10: LightThresholds = {
  progress: { yellowFromPoints: 10, redAbovePoints: 30 },
  start: { redFromMonths: 3 },
  report: { redAfterMonths: 1 },
};
const with5: LightThresholds = { ...with10, progress: { yellowFromPoints: 5, redAbovePoints: 15 } };
const rules: Rules = [{ effectiveOn: "2015-01-01", thresholds: with10 }];
const calendar: Calendar = new Map(
  [...monthsOf(2016), ...monthsOf(2017)].map((month) => [month, `${addMonths(month, 1)}-05`]),
);
const facts = (some: Partial<LightFacts>): LightFacts => ({
  createdOn: "2016-01-15",
  endedOn: null,
  reports: [],
  pauses: [],
  startedOn: null,
  funds: [],
  overrides: [],
  plans: [{ madeOn: "2016-01-15", rows: [{ phase: "building", plannedOn: "2016-01-01", plannedBp: 5000 }] }],
  ...some,
});
const report = (month: string, percent: number) => ({
  month,
  progressBp: percent * 100,
  phase: "building" as const,
});
const strip = (all: LightFacts, today: string, by = rules) =>
  lightHistory(all, by, calendar, today).map(({ month, light }) => `${month.slice(5)} ${light}`);

test("one light a month since it was listed; a report that never came is grey, whatever its neighbours were", () => {
  const reports = [
    report("2016-01", 50),
    report("2016-02", 38),
    report("2016-04", 10),
    report("2016-05", 50),
  ];
  expect(strip(facts({ reports }), "2016-06-03")).toEqual([
    "01 green",
    "02 yellow",
    "03 grey",
    "04 red",
    "05 yellow",
    "06 yellow",
  ]);
});

test("the last one is today's light", () => {
  for (const today of ["2016-03-04", "2016-03-06", "2016-05-20", "2016-08-01"]) {
    const all = facts({ reports: [report("2016-01", 50), report("2016-02", 30)] });
    expect(lightHistory(all, rules, calendar, today).at(-1)?.light).toBe(
      lightOf(all, rules, today, calendar)?.light,
    );
  }
});

test("a later rule lights from the month on whose end it is in force, and leaves the months before as they were", () => {
  const reports = ["2016-01", "2016-02", "2016-03"].map((month) => report(month, 43));
  const before = strip(facts({ reports }), "2016-03-31");
  const after = strip(facts({ reports }), "2016-03-31", [
    { effectiveOn: "2016-03-15", thresholds: with5 },
    ...rules,
  ]);
  expect(before).toEqual(["01 green", "02 green", "03 green"]);
  expect(after).toEqual(["01 green", "02 green", "03 yellow"]);
});

test("a rule in force since then does not re-light the newest report, which was made for a month before it", () => {
  const all = facts({ reports: [report("2016-03", 43)] });
  const later: Rules = [{ effectiveOn: "2016-04-01", thresholds: with5 }, ...rules];
  expect(lightOf(all, later, "2016-04-04", calendar)?.light).toBe("green");
});

test("override, pause and end are those of the month's last day", () => {
  const reports = ["2016-01", "2016-02", "2016-03"].map((month) => report(month, 50));
  const row = {
    kind: "set" as const,
    light: "red" as const,
    fromOn: "2016-02-20",
    expiresOn: "2016-03-10",
    reason: "x",
    personName: "x",
  };
  const all = facts({
    reports,
    overrides: [row],
    pauses: [{ fromOn: "2016-04-10", toOn: null, reason: "x" }],
    endedOn: "2016-06-10",
  });
  expect(strip(all, "2016-08-01")).toEqual(["01 green", "02 red", "03 green", "04 paused", "05 paused"]);
});
