import { expect, test } from "vitest";
import { endedMonth } from "#lib/core/dates.ts";
import { momentOf } from "./reporting-month.ts";

test.each([
  ["2016-12-31", "2016-12"],
  ["2016-12-30", "2016-11"],
  ["2017-01-03", "2016-12"],
  ["2016-02-29", "2016-02"],
  ["2016-02-28", "2016-01"],
])("by the evening of %s the newest month that has ended is %s", (day, month) => {
  expect(endedMonth(day)).toBe(month);
});

test.each([
  [
    "a running year looks at its newest ended month and at today",
    2016,
    "2016-11-15",
    "2017-01-05",
    { month: "2016-10", asOf: "2016-11-15" },
  ],
  ["its last day closes it", 2016, "2016-12-31", "2017-01-05", { month: "2016-12", asOf: "2016-12-31" }],
  [
    "a year that is over is judged when its last reports were due",
    2015,
    "2016-12-31",
    "2016-01-05",
    { month: "2015-12", asOf: "2016-01-05" },
  ],
  [
    "until then it is judged today",
    2016,
    "2017-01-03",
    "2017-01-05",
    { month: "2016-12", asOf: "2017-01-03" },
  ],
  [
    "a year that has just begun looks at its first month",
    2017,
    "2017-01-15",
    "2018-01-05",
    { month: "2017-01", asOf: "2017-01-15" },
  ],
])("%s", (_, year, today, lastDue, moment) => {
  expect(momentOf(year, today, lastDue)).toEqual(moment);
});
