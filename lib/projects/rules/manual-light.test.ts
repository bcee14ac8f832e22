import { expect, test } from "vitest";
import type { LightThresholds } from "#db/schema/projects.ts";
import { addMonths, type Calendar, monthsOf } from "#lib/core/dates.ts";
import { type LightFacts, lightOf, lightOfMonth } from "./lights.ts";
import type { OverrideRow } from "./manual-light.ts";

const thresholds: LightThresholds = {
  progress: { yellowFromPoints: 10, redAbovePoints: 30 },
  start: { redFromMonths: 3 },
  report: { redAfterMonths: 1 },
};
const rules = [{ effectiveOn: "2015-01-01", thresholds }];
const calendar: Calendar = new Map(monthsOf(2016).map((month) => [month, `${addMonths(month, 1)}-05`]));
const by = { reason: "业主更换，已重新招标", personName: "区专班" };
const set = (light: "green" | "yellow" | "red", fromOn: string, expiresOn: string): OverrideRow => ({
  kind: "set",
  light,
  fromOn,
  expiresOn,
  ...by,
});
const clear = (fromOn: string): OverrideRow => ({
  kind: "clear",
  light: null,
  fromOn,
  expiresOn: null,
  ...by,
});

const facts = (overrides: OverrideRow[]): LightFacts => ({
  createdOn: "2016-01-01",
  endedOn: null,
  pauses: [],
  startedOn: null,
  funds: [],
  plans: [{ madeOn: "2016-01-01", rows: [{ phase: "building", plannedOn: "2016-01-01", plannedBp: 5000 }] }],
  reports: ["2016-05", "2016-06", "2016-07"].map((month) => ({ month, progressBp: 1000, phase: "building" })),
  overrides,
});
const lightOn = (overrides: OverrideRow[], on: string) => lightOf(facts(overrides), rules, on, calendar);

test("a light set by hand is the light from its day through the day it expires, and counts as such; what was computed stays to be seen", () => {
  const overrides = [set("green", "2016-06-10", "2016-07-20")];
  expect(lightOn(overrides, "2016-06-09")).toMatchObject({ light: "red", override: null });
  for (const on of ["2016-06-10", "2016-07-20"]) {
    expect(lightOn(overrides, on)).toMatchObject({
      light: "green",
      countsAs: "green",
      why: {
        key: "override",
        values: { expires: "2016-07-20", reason: by.reason, name: by.personName, computed: "red" },
      },
      progress: { light: "red" },
      override: {
        light: "green",
        computed: "red",
        fromOn: "2016-06-10",
        expiresOn: "2016-07-20",
        ...by,
        why: { key: "behind" },
      },
    });
  }
  expect(lightOn(overrides, "2016-07-21")).toMatchObject({
    light: "red",
    override: null,
    why: { key: "behind" },
  });
});

test("the newest counts; taking back counts from its day on", () => {
  const overrides = [
    set("green", "2016-06-10", "2016-09-01"),
    set("yellow", "2016-06-20", "2016-06-30"),
    clear("2016-06-25"),
  ];
  expect(lightOn(overrides, "2016-06-15")?.light).toBe("green");
  expect(lightOn(overrides, "2016-06-22")?.light).toBe("yellow");
  expect(lightOn(overrides, "2016-06-25")).toMatchObject({ light: "red", override: null });
});

test("it stands before a missing report and before a pause, but an ended project has no light at all", () => {
  const overrides = [set("yellow", "2016-09-10", "2016-10-10")];
  expect(lightOn(overrides, "2016-09-20")).toMatchObject({
    light: "yellow",
    countsAs: "yellow",
    override: { computed: "grey" },
  });
  const paused = { ...facts(overrides), pauses: [{ fromOn: "2016-09-01", toOn: null, reason: "汛期" }] };
  expect(lightOf(paused, rules, "2016-09-20", calendar)).toMatchObject({
    light: "yellow",
    override: { computed: "paused" },
  });
  expect(lightOf({ ...facts(overrides), endedOn: "2016-09-15" }, rules, "2016-09-20", calendar)).toBeNull();
});

test("a past month has what was in force on its last day", () => {
  const all = facts([set("green", "2016-06-10", "2016-07-20")]);
  const month = (of: string) => lightOfMonth(all, rules, of, "2016-07-31", calendar)?.light;
  expect([month("2016-05"), month("2016-06"), month("2016-07")]).toEqual(["red", "green", "red"]);
});
