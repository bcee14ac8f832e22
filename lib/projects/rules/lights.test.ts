import fc from "fast-check";
import { expect, test } from "vitest";
import type { LightThresholds, Phase } from "#db/schema/projects.ts";
import { addMonths, type Calendar, lastDay, monthsOf } from "#lib/core/dates.ts";
import { type LightFacts, lightOf, lightOfMonth } from "./lights.ts";

const rule: LightThresholds = {
  progress: { yellowFromPoints: 10, redAbovePoints: 30 },
  start: { redFromMonths: 3 },
  report: { redAfterMonths: 1 },
};
const rules = [{ effectiveOn: "2015-01-01", thresholds: rule }];
const calendar: Calendar = new Map(
  [...monthsOf(2015), ...monthsOf(2016), ...monthsOf(2017)].map((month) => [
    month,
    `${addMonths(month, 1)}-05`,
  ]),
);

// Pace: 20 % on 1 March, then one point every five days until 100 % on 5 April 2017; 2016-05-30 → 38 %,
// 2016-11-30 → 74.8 %.
const plan: LightFacts["plans"][number] = {
  madeOn: "2016-01-01",
  rows: [
    { phase: "identified", plannedOn: "2016-01-01", plannedBp: 0 },
    { phase: "building", plannedOn: "2016-03-01", plannedBp: 2000 },
    { phase: "accepted", plannedOn: "2017-04-05", plannedBp: 10_000 },
  ],
};
const facts = (some: Partial<LightFacts>): LightFacts => ({
  createdOn: "2016-01-01",
  endedOn: null,
  plans: [plan],
  reports: [],
  pauses: [],
  startedOn: "2016-03-01",
  funds: [],
  overrides: [],
  ...some,
});
const report = (month: string, percent: number, phase: Phase = "building") => ({
  month,
  progressBp: Math.round(percent * 100),
  phase,
});
const light = (some: Partial<LightFacts>, on: string) => lightOf(facts(some), rules, on, calendar);

// On 2016-06-30 the plan calls for 20 + 121/400 × 80 = 44.2 %.
test.each([
  ["on pace is green", 44.2, "green", "onPace"],
  ["ahead is green", 60, "green", "ahead"],
  ["9.99 points behind is green", 34.21, "green", "behind"],
  ["10 points behind is yellow", 34.2, "yellow", "behind"],
  ["30 points behind is still yellow", 14.2, "yellow", "behind"],
  ["30.01 points behind is red", 14.19, "red", "behind"],
])("%s", (_, percent, colour, key) => {
  const got = light({ reports: [report("2016-06", percent)] }, "2016-06-30");
  expect(got?.light).toBe(colour);
  expect(got?.progress.light).toBe(colour);
  expect(got?.why.key).toBe(key);
  expect(got?.countsAs).toBe(colour);
});

test("a light says what was called for, what was done and how far behind, in exact numbers", () => {
  const got = light({ reports: [report("2016-06", 20.7)] }, "2016-06-30");
  expect(got?.why).toEqual({
    key: "behind",
    values: { planned: 44.2, actual: 20.7, behind: 23.5, month: "2016-06" },
  });
  expect(got?.progress).toMatchObject({ plannedBp: 4420, actualBp: 2070, behindPoints: 23.5 });
});

test("a report is measured at the end of its month, not on the day somebody looks", () => {
  const onTime = light({ reports: [report("2016-06", 44.2)] }, "2016-07-31");
  expect(onTime).toMatchObject({ light: "green", why: { key: "onPace" } });
});

test("while the month runs, a report is measured on the day", () => {
  expect(light({ reports: [report("2016-06", 40)] }, "2016-06-09")?.why).toMatchObject({ key: "onPace" });
});

test.each([
  ["before the planned day nothing is late", "2016-02", "2016-02-29", "green", "startNotDue"],
  ["planned to start and not started in that month is yellow", "2016-03", "2016-03-31", "yellow", "startDue"],
  ["two months running is yellow", "2016-04", "2016-04-30", "yellow", "startLate"],
  ["three months running is red", "2016-05", "2016-05-31", "red", "startLate"],
  ["it stays red", "2016-07", "2016-07-31", "red", "startLate"],
])("start: %s", (_, month, on, colour, key) => {
  const got = light({ reports: [report(month, 100, "preparation")], startedOn: null }, on);
  expect(got?.start).toMatchObject({ light: colour, why: { key } });
  expect(got?.progress.light).toBe("green");
  expect(got?.light).toBe(colour);
});

test("a start says since when and for how many months it is late", () => {
  const got = light({ reports: [report("2016-05", 38, "preparation")], startedOn: null }, "2016-05-31");
  expect(got?.why).toEqual({ key: "startLate", values: { on: "2016-03-01", months: 3 } });
});

test("the worst of the sub-lights is the light, and its sentence is shown", () => {
  const got = light({ reports: [report("2016-03", 0, "approved")], startedOn: null }, "2016-03-31");
  expect(got).toMatchObject({
    light: "yellow",
    progress: { light: "yellow" },
    start: { light: "yellow" },
    why: { key: "behind" },
  });
  const worse = light({ reports: [report("2016-05", 28, "approved")], startedOn: null }, "2016-05-31");
  expect(worse).toMatchObject({
    light: "red",
    progress: { light: "yellow" },
    start: { light: "red" },
    why: { key: "startLate" },
  });
});

test("a plan without a building phase has no start to miss", () => {
  const trade = { ...plan, rows: plan.rows.filter((row) => row.phase !== "building") };
  const got = light(
    { plans: [trade], reports: [report("2016-06", 100, "approved")], startedOn: null },
    "2016-06-30",
  );
  expect(got?.start).toMatchObject({ light: "green", why: { key: "noStart" } });
});

test("a missing report is grey from the day after it was due, never the old colour", () => {
  const reports = [report("2016-04", 20)];
  expect(light({ reports }, "2016-06-05")).toMatchObject({ light: "yellow" });
  const late = light({ reports }, "2016-06-06");
  expect(late).toMatchObject({
    light: "grey",
    countsAs: "grey",
    progress: { light: "grey" },
    start: { light: "grey" },
    month: null,
  });
  expect(late?.why).toEqual({
    key: "noReport",
    values: { month: "2016-05", due: "2016-06-05", days: 1, months: 1 },
  });
});

test("a report missing for a further month counts as red in statistics and still shows grey", () => {
  const got = light({ reports: [report("2016-04", 100)] }, "2016-07-06");
  expect(got).toMatchObject({
    light: "grey",
    countsAs: "red",
    why: { key: "noReportLong", values: { month: "2016-05", months: 2 } },
  });
});

test("a later month's report makes up for a missing one", () => {
  expect(light({ reports: [report("2016-04", 30), report("2016-06", 44.2)] }, "2016-07-06")).toMatchObject({
    light: "green",
  });
});

test("a project that has never reported is grey, and late only once its first report was due", () => {
  expect(light({}, "2016-01-31")).toMatchObject({
    light: "grey",
    countsAs: "grey",
    why: { key: "firstReport", values: { due: "2016-02-05" } },
  });
  expect(light({}, "2016-02-06")).toMatchObject({
    light: "grey",
    why: { key: "noReport", values: { month: "2016-01" } },
  });
  expect(light({}, "2016-03-06")).toMatchObject({ light: "grey", countsAs: "red" });
});

test("no report is due for months before the project was there", () => {
  expect(light({ createdOn: "2016-06-20" }, "2016-06-30")?.why).toMatchObject({
    key: "firstReport",
    values: { month: "2016-06" },
  });
});

test("paused is its own light, whatever was reported or not", () => {
  const pauses = [{ fromOn: "2016-06-10", toOn: null, reason: "征地" }];
  const got = light({ reports: [report("2016-05", 0)], pauses }, "2016-12-31");
  expect(got).toMatchObject({
    light: "paused",
    countsAs: "paused",
    why: { key: "paused", values: { since: "2016-06-10", reason: "征地" } },
  });
  expect(light({ reports: [report("2016-05", 0)], pauses }, "2016-06-09")).toMatchObject({ light: "red" });
});

test("after a pause the clock goes on where it stood, and the months spent in it owe no report", () => {
  const pauses = [{ fromOn: "2016-06-01", toOn: "2016-10-01", reason: "汛期" }];
  const rested = light({ reports: [report("2016-05", 38)], pauses }, "2016-10-31");
  expect(rested).toMatchObject({ light: "green" });
  expect(light({ reports: [report("2016-05", 38)], pauses }, "2016-11-06")?.why).toMatchObject({
    key: "noReport",
    values: { month: "2016-10" },
  });
  // 122 days stood still: 31 October shows 1 July.
  expect(light({ reports: [report("2016-10", 44.4)], pauses }, "2016-10-31")?.why).toMatchObject({
    key: "onPace",
  });
});

test("a planned start is late by the clock's months, not by those it stood still", () => {
  const pauses = [{ fromOn: "2016-03-10", toOn: "2016-06-10", reason: "汛期" }];
  const got = light(
    { reports: [report("2016-06", 20, "preparation")], pauses, startedOn: null },
    "2016-06-30",
  );
  expect(got?.start).toMatchObject({ light: "yellow", why: { key: "startDue" } });
});

test("catching up after red is yellow for that month and green the month after", () => {
  const june = report("2016-06", 10);
  const july = report("2016-07", 50);
  const august = report("2016-08", 57);
  expect(light({ reports: [june] }, "2016-06-30")?.light).toBe("red");
  expect(light({ reports: [june, july] }, "2016-07-31")).toMatchObject({
    light: "yellow",
    progress: { light: "yellow" },
    why: { key: "caughtUp" },
  });
  expect(light({ reports: [june, july, august] }, "2016-08-31")).toMatchObject({
    light: "green",
    why: { key: "ahead" },
  });
});

test("catching up after yellow is green at once", () => {
  expect(light({ reports: [report("2016-06", 30), report("2016-07", 50)] }, "2016-07-31")?.light).toBe(
    "green",
  );
});

test("starting after a red start is yellow for that month", () => {
  const reports = [report("2016-05", 38, "preparation"), report("2016-06", 44.2)];
  const got = light({ reports, startedOn: "2016-06-20" }, "2016-06-30");
  expect(got).toMatchObject({
    light: "yellow",
    start: { light: "yellow", why: { key: "startedLate", values: { months: 3 } } },
  });
});

test("a project that operates is done: green, and owes no further report", () => {
  for (const phase of ["operating", "handedOver"] as const) {
    const got = light({ reports: [report("2016-05", 30, phase)] }, "2016-12-31");
    expect(got).toMatchObject({ light: "green", why: { key: "done", values: { phase } } });
  }
  expect(light({ reports: [report("2016-05", 100, "accepted")] }, "2016-12-31")).toMatchObject({
    light: "grey",
  });
});

test("an ended project has no light from that day on, and had one before", () => {
  const ended = { endedOn: "2016-07-01", reports: [report("2016-06", 44.2)] };
  expect(light(ended, "2016-07-01")).toBeNull();
  expect(light(ended, "2016-06-30")?.light).toBe("green");
});

test("a new plan does not re-light the past: the month before is judged by the plan it had", () => {
  const slower = {
    madeOn: "2016-07-10",
    rows: plan.rows.map((row) => ({ ...row, plannedBp: row.phase === "building" ? 0 : row.plannedBp })),
  };
  const plans = [plan, slower];
  const reports = [report("2016-06", 10), report("2016-07", 30.4)];
  expect(light({ plans, reports: reports.slice(0, 1) }, "2016-06-30")?.light).toBe("red");
  expect(light({ plans, reports }, "2016-07-31")?.why.key).toBe("caughtUp");
});

test("a project entered after it had begun is judged by its first plan", () => {
  expect(
    light({ plans: [{ ...plan, madeOn: "2016-12-01" }], reports: [report("2016-06", 10)] }, "2016-06-30")
      ?.light,
  ).toBe("red");
});

test("a month's light looks at that month's end, whatever came later", () => {
  const all = facts({ reports: [report("2016-06", 10), report("2016-07", 50)] });
  expect(lightOfMonth(all, rules, "2016-06", "2016-12-31", calendar)?.light).toBe("red");
  expect(lightOfMonth(all, rules, "2016-07", "2016-12-31", calendar)?.light).toBe("yellow");
});

test("thresholds are data: other numbers give other lights", () => {
  const strict = { ...rule, progress: { yellowFromPoints: 1, redAbovePoints: 5 } };
  expect(
    lightOf(
      facts({ reports: [report("2016-06", 38.2)] }),
      [{ effectiveOn: "2015-01-01", thresholds: strict }],
      "2016-06-30",
      calendar,
    )?.light,
  ).toBe("red");
});

const rank = { green: 0, yellow: 1, red: 2 } as Record<string, number>;
const someMonth = fc.integer({ min: 2, max: 14 }).map((n) => addMonths("2016-01", n));
const percent = fc.integer({ min: 0, max: 10_000 }).map((bp) => bp / 100);

test("more progress never gives a worse light", () => {
  fc.assert(
    fc.property(someMonth, percent, percent, (month, a, b) => {
      const [less, more] = a < b ? [a, b] : [b, a];
      const worse = light({ reports: [report(month, less)] }, lastDay(month));
      const better = light({ reports: [report(month, more)] }, lastDay(month));
      expect(rank[better?.light ?? ""]).toBeLessThanOrEqual(rank[worse?.light ?? ""] ?? -1);
    }),
  );
});

test("the light is the worst of its parts, and one that was red the month before is never green", () => {
  fc.assert(
    fc.property(
      someMonth,
      percent,
      percent,
      fc.constantFrom<Phase>("approved", "preparation", "building", "accepted"),
      (month, before, now, phase) => {
        const earlier = { reports: [report(addMonths(month, -1), before, phase)] };
        const then = light(earlier, lastDay(addMonths(month, -1)));
        const got = light({ reports: [...earlier.reports, report(month, now, phase)] }, lastDay(month));
        expect(rank[got?.light ?? ""]).toBe(
          Math.max(rank[got?.progress.light ?? ""] ?? -1, rank[got?.start.light ?? ""] ?? -1),
        );
        if (then?.light === "red") expect(got?.light).not.toBe("green");
      },
    ),
  );
});

test("a missing due report never shows green, yellow or red", () => {
  fc.assert(
    fc.property(someMonth, percent, fc.integer({ min: 1, max: 8 }), (month, done, later) => {
      const due = calendar.get(addMonths(month, later)) ?? "";
      const got = light({ reports: [report(month, done)] }, `${due.slice(0, 8)}06`);
      expect(got?.light).toBe("grey");
      expect(got?.countsAs).toBe(later > 1 ? "red" : "grey");
    }),
  );
});
