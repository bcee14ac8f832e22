import { expect, test } from "vitest";
import type { Phase } from "#db/schema/projects.ts";
import type { Day } from "#lib/core/dates.ts";
import { actualStretches, milestonesOf, pausedStretches, plannedStretches, spanOf } from "./timeline.ts";

const plan = [
  { phase: "approved", plannedOn: "2016-02-01", plannedBp: 500 },
  { phase: "building", plannedOn: "2016-04-01", plannedBp: 2000 },
  { phase: "accepted", plannedOn: "2016-10-01", plannedBp: 9000 },
  { phase: "operating", plannedOn: "2016-10-01", plannedBp: 10_000 },
] as const;
const passed = new Map<Phase, Day>([
  ["identified", "2016-01-05"],
  ["approved", "2016-02-10"],
  ["building", "2016-05-02"],
  ["accepted", "2016-11-20"],
]);

test("a phase lasts, as planned, until the next planned one, whatever lies between; the last is a day", () => {
  expect(plannedStretches(plan)).toEqual([
    { phase: "approved", fromOn: "2016-02-01", toOn: "2016-04-01" },
    { phase: "building", fromOn: "2016-04-01", toOn: "2016-10-01" },
  ]);
  expect(plannedStretches([])).toEqual([]);
});

test("the phase that a project is in runs on until the day; one taken back by a correction is not drawn", () => {
  expect(actualStretches(passed, { phase: "building", until: "2016-12-31" })).toEqual([
    { phase: "identified", fromOn: "2016-01-05", toOn: "2016-02-10" },
    { phase: "approved", fromOn: "2016-02-10", toOn: "2016-05-02" },
    { phase: "building", fromOn: "2016-05-02", toOn: "2016-12-31" },
  ]);
  expect(actualStretches(passed, { phase: "building", until: "2016-03-01" }).at(-1)).toEqual({
    phase: "approved",
    fromOn: "2016-02-10",
    toOn: "2016-03-01",
  });
});

test("a project that yields is done: its bar ends where it began to", () => {
  const yields = new Map([...passed, ["operating", "2016-12-01"] as [Phase, Day]]);
  expect(actualStretches(yields, { phase: "operating", until: "2016-12-31" }).at(-1)).toEqual({
    phase: "accepted",
    fromOn: "2016-11-20",
    toOn: "2016-12-01",
  });
});

test("milestones have the planned day, and the real one only once it was reached and stands", () => {
  expect(milestonesOf(plan, passed, "building")).toEqual([
    { phase: "building", plannedOn: "2016-04-01", actualOn: "2016-05-02" },
    { phase: "accepted", plannedOn: "2016-10-01", actualOn: null },
    { phase: "operating", plannedOn: "2016-10-01", actualOn: null },
  ]);
});

test("a pause reaches to the day it ended, or as far as the day that is looked at", () => {
  const pauses = [
    { fromOn: "2016-03-01", toOn: "2016-04-01" },
    { fromOn: "2016-10-01", toOn: null },
  ];
  expect(pausedStretches(pauses, "2016-12-31").map(({ toOn }) => toOn)).toEqual(["2016-04-01", "2016-12-31"]);
  expect(pausedStretches(pauses, "2016-03-15")).toEqual([{ fromOn: "2016-03-01", toOn: "2016-03-15" }]);
  expect(pausedStretches(pauses, "2016-03-01")).toEqual([]);
});

test("the span holds every day and the one that is looked at", () => {
  expect(spanOf(["2016-05-01", "2015-11-30"], "2016-03-01")).toEqual({
    fromOn: "2015-11-30",
    toOn: "2016-05-01",
  });
  expect(spanOf([], "2016-03-01")).toEqual({ fromOn: "2016-03-01", toOn: "2016-03-01" });
});
