import { expect, test } from "vitest";
import { monthsOf } from "#lib/core/dates.ts";
import { addedUp, cellsOf, monthClassOf, type Reported } from "./month-classes.ts";

const year = monthsOf(2016);
const reports = (given: Record<string, number>) =>
  new Map<string, Reported>(
    Object.entries(given).map(([month, operatingFen]) => [
      `2016-${month}`,
      { posted: 1, reported: 1, approved: 0, operatingFen },
    ]),
  );

test("a village is on pace from the fen on at which its year reaches what the target calls for, and behind one fen below", () => {
  const at = (cumulativeFen: number) =>
    monthClassOf({ amountFen: 1, cumulativeFen, paceFen: 8_333_33, reported: 1 }, true);
  expect([at(8_333_32), at(8_333_33), at(8_333_34)]).toEqual(["behind", "onPace", "onPace"]);
});

test("nothing, a loss, no report and a report that is not due are four different things", () => {
  const ahead = { cumulativeFen: 100, paceFen: 1, reported: 0 };
  expect(monthClassOf({ amountFen: 0, ...ahead }, true)).toBe("zero");
  expect(monthClassOf({ amountFen: -1, ...ahead }, true)).toBe("zero");
  expect(monthClassOf({ amountFen: null, ...ahead }, true)).toBe("noData");
  expect(monthClassOf({ amountFen: null, ...ahead }, false)).toBe("future");
  // Of approved rows alone there is no amount, and yet it has been reported.
  expect(monthClassOf({ amountFen: null, ...ahead, reported: 1 }, true)).toBe("waiting");
});

test("a month is judged by the year up to it, through months without a report", () => {
  const cells = cellsOf(
    year,
    reports({ "01": 10_000_00, "03": 20_000_00, "04": -1_000_00, "06": 30_000_00 }),
    120_000_00,
    "2016-07",
  );
  expect(cells.map((cell) => cell.class)).toEqual([
    "onPace",
    "noData",
    "onPace",
    "zero",
    "noData",
    "behind",
    "noData",
    "future",
    "future",
    "future",
    "future",
    "future",
  ]);
  expect(cells.map((cell) => cell.cumulativeFen / 100_00)).toEqual([
    100, 100, 300, 290, 290, 590, 590, 590, 590, 590, 590, 590,
  ]);
  expect(cells[5]).toEqual({
    month: "2016-06",
    amountFen: 30_000_00,
    cumulativeFen: 59_000_00,
    paceFen: 60_000_00,
    posted: 1,
    reported: 1,
    approved: 0,
    class: "behind",
  });
});

test("a report that came early is shown, not held back", () => {
  expect(cellsOf(year, reports({ "12": 5_00 }), 0, "2016-10")[11]).toMatchObject({
    amountFen: 5_00,
    class: "onPace",
  });
});

test("reports add up month by month, and so do the villages that made them", () => {
  const sum = addedUp([reports({ "01": 1, "02": 2 }), reports({ "02": -5 })]);
  expect([...sum]).toEqual([
    ["2016-01", { posted: 1, reported: 1, approved: 0, operatingFen: 1 }],
    ["2016-02", { posted: 2, reported: 2, approved: 0, operatingFen: -3 }],
  ]);
});
