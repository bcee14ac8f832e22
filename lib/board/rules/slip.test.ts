import { expect, test } from "vitest";
import { plannedDayOf, slipOf } from "./slip.ts";

const plan = [
  { phase: "approved", plannedOn: "2016-02-01", plannedBp: 500 },
  { phase: "building", plannedOn: "2016-04-01", plannedBp: 2000 },
  { phase: "accepted", plannedOn: "2016-10-08", plannedBp: 9000 },
  { phase: "operating", plannedOn: "2016-12-01", plannedBp: 10_000 },
] as const;

test("a project has come as far along its bar as the day by which the plan called for what is done", () => {
  expect(plannedDayOf(plan, 2000)).toBe("2016-04-01");
  expect(plannedDayOf(plan, 5500)).toBe("2016-07-05"); // half of the 190 days between
  expect(plannedDayOf(plan, 9000)).toBe("2016-10-08");
  expect(plannedDayOf(plan, 10_000)).toBe("2016-12-01");
  expect(plannedDayOf(plan, 300)).toBe("2016-02-01"); // before the first point there is no curve
  expect(plannedDayOf(plan, 0)).toBeNull();
  expect(plannedDayOf([], 5000)).toBeNull();
});

const building = {
  phase: "building",
  acceptedOn: null,
  forecastOn: null,
  pauses: [],
  until: "2016-12-31",
} as const;

test("late is the acceptance after the planned one; before it the forecast, or the day that has come without it", () => {
  expect(slipOf(plan, building)).toEqual({ fromOn: "2016-10-08", toOn: "2016-12-31", days: 84, kind: "now" });
  expect(slipOf(plan, { ...building, forecastOn: "2017-01-10" })).toEqual({
    fromOn: "2016-10-08",
    toOn: "2017-01-10",
    days: 94,
    kind: "forecast",
  });
  // A forecast that has passed is none any more.
  expect(slipOf(plan, { ...building, forecastOn: "2016-11-01" })).toMatchObject({
    toOn: "2016-12-31",
    kind: "now",
  });
  expect(slipOf(plan, { ...building, phase: "operating", acceptedOn: "2016-10-28" })).toEqual({
    fromOn: "2016-10-08",
    toOn: "2016-10-28",
    days: 20,
    kind: "accepted",
  });
});

test("on time is no slip, and days on which the clock stood are none either", () => {
  expect(slipOf(plan, { ...building, until: "2016-10-08" })).toBeNull();
  expect(slipOf(plan, { ...building, phase: "accepted", acceptedOn: "2016-10-08" })).toBeNull();
  expect(slipOf([], building)).toBeNull();
  const pauses = [{ fromOn: "2016-06-01", toOn: "2016-07-01" }];
  expect(slipOf(plan, { ...building, pauses })).toEqual({
    fromOn: "2016-11-07",
    toOn: "2016-12-31",
    days: 54,
    kind: "now",
  });
  expect(slipOf(plan, { ...building, pauses: [{ fromOn: "2016-10-01", toOn: null }] })).toBeNull();
});
