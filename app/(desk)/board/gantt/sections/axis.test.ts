import { expect, test } from "vitest";
import { axisOf } from "./axis.ts";

test("the axis holds whole months, and a day stands where its share of them has passed", () => {
  // From 1 January to 31 March 2015: 31 + 28 + 31 = 90 days.
  const axis = axisOf({ fromOn: "2015-01-10", toOn: "2015-03-02" });
  expect([axis.at("2015-01-01"), axis.at("2015-02-15"), axis.at("2015-04-01")]).toEqual([0, 50, 100]);
  expect(axis.across("2015-01-10", "2015-01-19")).toBe(10);
  expect(axis.months.map(({ month, width }) => [month, width])).toEqual([
    [1, 34.444],
    [2, 31.111],
    [3, 34.444],
  ]);
});

test("years and quarters are as wide as their months, begun and unfinished ones too", () => {
  const axis = axisOf({ fromOn: "2015-11-20", toOn: "2016-04-01" });
  expect(axis.years.map(({ key, at }) => [key, at])).toEqual([
    ["2015", 0],
    ["2016", 33.516],
  ]);
  expect(axis.quarters.map(({ year, quarter }) => [year, quarter])).toEqual([
    [2015, 4],
    [2016, 1],
    [2016, 2],
  ]);
  const widths = axis.quarters.reduce((sum, { width }) => sum + width, 0);
  expect(widths).toBeCloseTo(100, 2);
});

test("months too narrow to read give way to quarters", () => {
  expect(axisOf({ fromOn: "2014-01-01", toOn: "2016-12-31" }).months).toHaveLength(36);
  expect(axisOf({ fromOn: "2014-01-01", toOn: "2017-01-01" }).months).toEqual([]);
});
