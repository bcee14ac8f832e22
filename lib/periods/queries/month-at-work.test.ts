import { expect, test } from "vitest";
import { addDays, addMonths, type Month } from "#lib/core/dates.ts";
import type { MonthState } from "../rules/month-state.ts";
import { type TownMonths, townMonthAtWork } from "./month-at-work.ts";

// Every month is due on the 5th of the next.
const calendar = new Map(
  Array.from({ length: 48 }, (_, at) => addMonths("2015-01", at)).map(
    (month) => [month, addDays(`${addMonths(month, 1)}-01`, 4)] as const,
  ),
);
const town = (standings: Record<Month, MonthState> = {}, some: Partial<TownMonths> = {}): TownMonths => ({
  since: "2015-01",
  filedSince: "2015-01",
  standings: new Map(
    Array.from({ length: 23 }, (_, at) => [addMonths("2015-01", at), "locked" as MonthState] as const).concat(
      Object.entries(standings) as never,
    ),
  ),
  unlocked: new Set(),
  ...some,
});

test.each([
  ["the last day of December: December is due in five days", "2016-12-31", {}, "2016-12"],
  ["3 January: December is due, nobody has filed it", "2017-01-03", {}, "2016-12"],
  ["3 January: December is due, whoever has filed it", "2017-01-03", { "2016-12": "submitted" }, "2016-12"],
  ["5 January: it is due today", "2017-01-05", {}, "2016-12"],
  ["6 January: December is overdue", "2017-01-06", {}, "2016-12"],
  ["6 January: December was given back", "2017-01-06", { "2016-12": "returned" }, "2016-12"],
  ["6 January: December is filed, January runs", "2017-01-06", { "2016-12": "submitted" }, "2017-01"],
  ["10 February: December and January are overdue, the first comes first", "2017-02-10", {}, "2016-12"],
  ["10 February: January is overdue", "2017-02-10", { "2016-12": "approved" }, "2017-01"],
  ["10 February: both are filed", "2017-02-10", { "2016-12": "locked", "2017-01": "submitted" }, "2017-02"],
  [
    "3 February: November given back long ago comes before January, which is due",
    "2017-02-03",
    { "2016-11": "returned", "2016-12": "locked" },
    "2016-11",
  ],
  [
    "an unlocked month whose term is over waits for the office",
    "2017-01-06",
    { "2016-11": "expired", "2016-12": "submitted" },
    "2017-01",
  ],
] as [string, string, Record<Month, MonthState>, Month][])("%s", (_, on, standings, month) => {
  expect(townMonthAtWork(on, calendar, town(standings))).toBe(month);
});

test("a month that was unlocked for a correction does not become the month at work", () => {
  expect(
    townMonthAtWork("2016-12-31", calendar, town({ "2016-03": "open" }, { unlocked: new Set(["2016-03"]) })),
  ).toBe("2016-12");
});

test("nothing is overdue before a town first filed, nor of more than a year ago", () => {
  const of = (some: Partial<TownMonths>) =>
    townMonthAtWork("2017-01-20", calendar, town({}, { standings: new Map(), ...some }));
  expect(of({ filedSince: "2016-11" })).toBe("2016-11");
  expect(of({ filedSince: "2015-01" })).toBe("2016-01");
});

test("a town that has never filed begins with the newest month past due, if it has anything of it or of earlier ones", () => {
  const of = (since: Month | undefined) =>
    townMonthAtWork("2017-01-20", calendar, town({}, { standings: new Map(), filedSince: undefined, since }));
  expect(of(undefined)).toBe("2017-01");
  expect(of("2015-01")).toBe("2016-12");
  expect(of("2016-12")).toBe("2016-12");
  expect(of("2017-01")).toBe("2017-01");
});

test("it is never a month that has not begun: December's filing was due on the 25th, so January's is next", () => {
  const early = new Map([
    ["2016-12", "2016-12-25"],
    ["2017-01", "2017-02-05"],
  ]);
  expect(townMonthAtWork("2016-12-28", early, town({ "2016-12": "submitted" }))).toBe("2016-12");
});

test("where the calendar says nothing it is the month that runs", () => {
  expect(townMonthAtWork("2017-01-20", new Map(), town())).toBe("2017-01");
});
