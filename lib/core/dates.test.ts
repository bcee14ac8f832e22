import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { businessNow } from "./context.ts";
import {
  addDays,
  addMonths,
  dayOf,
  daysBetween,
  instantOn,
  isDay,
  isMonth,
  lastDay,
  localTime,
  minuteOf,
  monthsBetween,
  monthsOf,
} from "./dates.ts";

describe("business dates are those of Asia/Shanghai", () => {
  test("just before midnight UTC it is already the next day", () =>
    expect(dayOf(new Date("2016-12-30T16:00:00Z"))).toBe("2016-12-31"));
  test("an instant is shown to the minute, in files to the second", () => {
    expect(minuteOf("2016-12-30T16:06:59.123Z")).toBe("2016-12-31 00:06");
    expect(localTime("2016-12-30T16:06:59.123Z")).toBe("2016-12-31 00:06:59");
  });
  test("a minute earlier it is not", () =>
    expect(dayOf(new Date("2016-12-30T15:59:59Z"))).toBe("2016-12-30"));
  test("nine o'clock of a day is one o'clock UTC", () =>
    expect(instantOn("2016-12-31").toISOString()).toBe("2016-12-31T01:00:00.000Z"));
});

describe("a clock that stands on a day keeps the time of day", () => {
  const real = new Date("2026-03-05T06:07:08.009Z");
  test("on the day it stands on", () =>
    expect(businessNow(real, "2016-12-31").toISOString()).toBe("2016-12-31T06:07:08.009Z"));
  test("after midnight in Shanghai it is still that day", () => {
    expect(dayOf(businessNow(new Date("2026-03-05T17:00:00Z"), "2016-12-31"))).toBe("2016-12-31");
  });
  test("without a day it is the real clock", () => expect(businessNow(real, undefined)).toBe(real));
});

describe("months and days", () => {
  test("leap years", () =>
    expect([lastDay("2016-02"), lastDay("2015-02"), lastDay("1900-02")]).toEqual([
      "2016-02-29",
      "2015-02-28",
      "1900-02-28",
    ]));
  test("across a year", () =>
    expect([addMonths("2016-12", 1), addMonths("2016-01", -1), addDays("2016-12-31", 1)]).toEqual([
      "2017-01",
      "2015-12",
      "2017-01-01",
    ]));
  test("the months of a year", () => expect(monthsOf(2016).slice(0, 2)).toEqual(["2016-01", "2016-02"]));
  test.each([
    "2016-02-30",
    "9999-12-31",
    "0001-01-01",
    "2016-13-01",
    "2016-1-1",
    "16-01-01",
    "",
    "2016-01-01T00:00",
  ])("%j is no day", (text) => expect(isDay(text)).toBe(false));
  test.each(["2016-00", "2016-13", "2016-1", "201601", ""])("%j is no month", (text) =>
    expect(isMonth(text)).toBe(false),
  );
  test("adding and counting agree", () => {
    fc.assert(
      fc.property(fc.integer({ min: -4000, max: 4000 }), (n) => {
        expect(daysBetween("2016-06-15", addDays("2016-06-15", n))).toBe(n);
        expect(monthsBetween("2016-06", addMonths("2016-06", n))).toBe(n);
      }),
    );
  });
});
