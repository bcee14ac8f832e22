import fc from "fast-check";
import { expect, test } from "vitest";
import type { LightThresholds, Phase } from "#db/schema/projects.ts";
import { addMonths, type Calendar, lastDay, monthsOf } from "#lib/core/dates.ts";
import { type LightFacts, lightOf, lightOfMonth } from "./lights.ts";
import { type Remedy, remedyOf } from "./remedy.ts";

const thresholds: LightThresholds = {
  progress: { yellowFromPoints: 10, redAbovePoints: 30 },
  funds: { yellowFromPoints: 10, redAbovePoints: 30 },
  start: { redFromMonths: 3 },
  report: { redAfterMonths: 1 },
};
const rules = [{ effectiveOn: "2015-01-01", thresholds }];
const calendar: Calendar = new Map(
  [...monthsOf(2016), ...monthsOf(2017)].map((month) => [month, `${addMonths(month, 1)}-05`]),
);

// One point every five days: 44.2 % on 30 June 2016, 50.4 % on 31 July, 56.6 % on 31 August.
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
  startedOn: null,
  funds: [],
  overrides: [],
  ...some,
});
const report = (month: string, percent: number, phase: Phase = "building") => ({
  month,
  progressBp: percent * 100,
  phase,
});
const remedies = (some: Partial<LightFacts>, on: string) => {
  const all = facts(some);
  return remedyOf(all, lightOf(all, rules, on, calendar), rules, calendar, on);
};

test("grey: what was missed is handed in, but nothing for a month that is closed: then the next one is reported", () => {
  const some = { reports: [report("2016-04", 35)] };
  expect(remedies(some, "2016-07-10")).toEqual([
    { part: "light", key: "handIn", values: { month: "2016-06" } },
  ]);
  expect(remedies({ ...some, closed: new Set(["2016-06"]) }, "2016-07-10")).toEqual([
    { part: "light", key: "handIn", values: { month: "2016-05" } },
  ]);
  expect(remedies({ ...some, closed: new Set(["2016-05", "2016-06"]) }, "2016-07-10")).toEqual([
    { part: "light", key: "next", values: { month: "2016-07", due: "2016-08-05" } },
  ]);
});

test("green needs nothing", () => {
  expect(remedies({ reports: [report("2016-06", 45)] }, "2016-06-30")).toEqual([]);
});

test("yellow: what the next report must say, and by when", () => {
  expect(remedies({ reports: [report("2016-06", 30)] }, "2016-07-10")).toEqual([
    { part: "progress", key: "reach", values: { month: "2016-07", due: "2016-08-05", percent: 41 } },
  ]);
});

test("red: yellow is the best that the next month can be, so the month after is told too", () => {
  expect(remedies({ reports: [report("2016-06", 10)] }, "2016-07-10")).toEqual([
    { part: "progress", key: "reach", values: { month: "2016-07", due: "2016-08-05", percent: 41 } },
    { part: "light", key: "hold", values: { month: "2016-08", due: "2016-09-05", percent: 47 } },
  ]);
});

test("caught up: it is to be kept", () => {
  expect(remedies({ reports: [report("2016-06", 10), report("2016-07", 50)] }, "2016-08-10")).toEqual([
    { part: "progress", key: "keep", values: { month: "2016-08", due: "2016-09-05", percent: 47 } },
  ]);
});

test("not started: begin and report it; a pace that is had already is not repeated", () => {
  expect(remedies({ reports: [report("2016-03", 40, "preparation")] }, "2016-04-02")).toEqual([
    { part: "start", key: "begin", values: { month: "2016-04", due: "2016-05-05" } },
  ]);
});

test("a green part has nothing to turn: what it needs to stay green is said of the whole light", () => {
  // 35 % of the money against 44.2 % of pace: green by the end of June, and no longer by the end of July.
  const funds = [{ month: "2016-02", plannedFen: 100_000_000, receivedFen: 35_000_000, spentFen: 0 }];
  expect(remedies({ funds, reports: [report("2016-06", 30)] }, "2016-07-10")).toEqual([
    { part: "progress", key: "reach", values: { month: "2016-07", due: "2016-08-05", percent: 41 } },
    {
      part: "light",
      key: "pay",
      values: { month: "2016-07", by: "2016-07-31", totalWan: "40.5", moreWan: "5.5" },
    },
  ]);
});

test("money: how much more by the end of the month, and what it then is in all", () => {
  const funds = [{ month: "2016-02", plannedFen: 100_000_000, receivedFen: 30_000_000, spentFen: 1 }];
  // 50.4 % − 10 points and a basis point more: ¥404,100, to the next thousand ¥405,000.
  expect(remedies({ funds, reports: [report("2016-06", 45)] }, "2016-07-10")).toEqual([
    {
      part: "funds",
      key: "pay",
      values: { month: "2016-07", by: "2016-07-31", totalWan: "40.5", moreWan: "10.5" },
    },
  ]);
});

test("no report: hand it in; the last month that is missing makes up for those before", () => {
  expect(remedies({ reports: [report("2016-04", 30)] }, "2016-07-10")).toEqual([
    { part: "light", key: "handIn", values: { month: "2016-06" } },
  ]);
  expect(remedies({}, "2016-01-20")).toEqual([
    { part: "light", key: "first", values: { month: "2016-01", due: "2016-02-05" } },
  ]);
});

test("paused: resume", () => {
  const pauses = [{ fromOn: "2016-06-10", toOn: null, reason: "征地" }];
  expect(remedies({ pauses, reports: [report("2016-05", 0)] }, "2016-07-10")).toEqual([
    { part: "light", key: "resume", values: {} },
  ]);
});

test("set by hand: until when, then what the computed light needs; green by hand needs nothing", () => {
  const row = {
    kind: "set" as const,
    fromOn: "2016-07-01",
    expiresOn: "2016-07-31",
    reason: "x",
    personName: "x",
  };
  const reports = [report("2016-06", 30)];
  expect(
    remedies({ reports, overrides: [{ ...row, light: "red" }] }, "2016-07-10").map(({ key }) => key),
  ).toEqual(["expires", "reach"]);
  expect(remedies({ reports, overrides: [{ ...row, light: "green" }] }, "2016-07-10")).toEqual([]);
});

test("a month spent wholly in a pause is not the next to report", () => {
  const pauses = [{ fromOn: "2016-07-01", toOn: "2016-08-01", reason: "汛期" }];
  expect(remedies({ pauses, reports: [report("2016-06", 30)] }, "2016-08-10")).toMatchObject([
    { key: "reach", values: { month: "2016-08" } },
  ]);
});

const said = (found: Remedy[], key: Remedy["key"], value: string) =>
  found.find((each) => each.key === key)?.values[value];

/** The facts after a month in which exactly what was said was done; `lessBy` points less of progress. */
function after(all: LightFacts, month: string, percent: number, found: Remedy[], lessBy = 0): LightFacts {
  const last = all.reports.at(-1);
  const begun = found.some(({ key, values }) => key === "begin" && values.month === month);
  const total = found.find(({ values }) => values.totalWan !== undefined && values.month === month)?.values
    .totalWan;
  const money = all.funds.at(-1) ?? { plannedFen: 0, receivedFen: 0, spentFen: 0 };
  const receivedFen =
    total === undefined
      ? money.receivedFen
      : Math.round(Number(String(total).replaceAll(",", "")) * 1_000_000);
  return {
    ...all,
    reports: [
      ...all.reports,
      report(month, percent - lessBy, begun ? "building" : (last?.phase ?? "building")),
    ],
    funds: [...all.funds, { ...money, month, receivedFen }],
  };
}

test("doing exactly what is said turns the light green, a point less of progress does not, and after red not before the month after", () => {
  const month = fc.integer({ min: 2, max: 11 }).map((n) => addMonths("2016-01", n));
  const percent = fc.integer({ min: 0, max: 100 });
  const phase = fc.constantFrom<Phase>("approved", "preparation", "building", "accepted");
  const wan = fc.integer({ min: 0, max: 120 }).map((n) => n * 1_000_000);
  let reached = 0;
  let held = 0;
  fc.assert(
    fc.property(
      month,
      percent,
      percent,
      phase,
      wan,
      wan,
      (at, before, now, stands, plannedFen, receivedFen) => {
        const all = facts({
          reports: [report(addMonths(at, -1), before, stands), report(at, now, stands)],
          funds: [{ month: "2016-01", plannedFen, receivedFen, spentFen: 0 }],
        });
        const on = lastDay(at);
        const lit = lightOf(all, rules, on, calendar);
        const found = remedyOf(all, lit, rules, calendar, on);
        if (lit?.light === "green") {
          expect(found).toEqual([]);
          return;
        }
        expect(found.length).toBeGreaterThan(0);
        const next = addMonths(at, 1);
        const asked = Number(said(found, "reach", "percent") ?? said(found, "keep", "percent") ?? now);
        const done = after(all, next, asked, found);
        const then = lightOfMonth(done, rules, next, `${addMonths(next, 1)}-05`, calendar);
        const hold = found.find(({ key }) => key === "hold");
        if (!hold) {
          expect(then?.light).toBe("green");
          if (said(found, "reach", "percent") !== undefined || said(found, "keep", "percent") !== undefined) {
            const less = after(all, next, asked, found, 1);
            if (asked > 0)
              expect(lightOfMonth(less, rules, next, lastDay(next), calendar)?.light).not.toBe("green");
            reached += 1;
          }
          return;
        }
        expect(then?.light).toBe("yellow");
        const last = addMonths(next, 1);
        const kept = Math.max(asked, Number(hold.values.percent));
        expect(
          lightOfMonth(after(done, last, kept, found), rules, last, lastDay(last), calendar)?.light,
        ).toBe("green");
        if (Number(hold.values.percent) > 0) {
          const less = after(done, last, Number(hold.values.percent), found, 1);
          expect(lightOfMonth(less, rules, last, lastDay(last), calendar)?.light).not.toBe("green");
        }
        held += 1;
      },
    ),
    { numRuns: 400 },
  );
  expect([reached > 20, held > 20]).toEqual([true, true]);
});
