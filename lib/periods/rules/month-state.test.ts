import { describe, expect, test } from "vitest";
import { type FilingAct, filingActs } from "#db/schema/filing.ts";
import {
  closedAs,
  filedBy,
  isLateRow,
  isPossible,
  type MonthState,
  monthStateOf,
  submittableFrom,
  timelinessOf,
} from "./month-state.ts";

const standings: MonthState[] = ["open", "submitted", "returned", "approved", "locked", "expired"];

test("each act is done from where it is due, and from nowhere else", () => {
  // open submitted returned approved locked expired
  const table: Record<FilingAct, string> = {
    submit: "Y-Y---",
    withdraw: "-Y----",
    return: "-Y-Y--",
    approve: "-Y----",
    lock: "---Y-Y",
    unlock: "---YYY",
  };
  for (const act of filingActs)
    expect([act, standings.map((each) => (isPossible(act, each) ? "Y" : "-")).join("")]).toEqual([
      act,
      table[act],
    ]);
});

test("only what the town has in hand takes entry", () => {
  expect(standings.filter((each) => closedAs[each] === undefined)).toEqual(["open", "returned"]);
});

describe("an unlocked month closes by itself", () => {
  const row = { state: "open", unlockedUntil: "2016-12-20T16:00:00.000Z" } as const;
  test("it is open until the last evening, and expired from midnight on", () => {
    expect(monthStateOf(row, "2016-12-20T15:59:59.999Z")).toBe("open");
    expect(monthStateOf(row, "2016-12-20T16:00:00.000Z")).toBe("expired");
  });
  test("what was filed meanwhile stays filed, and a month that was never unlocked stays open", () => {
    expect(monthStateOf({ ...row, state: "submitted" }, "2017-01-01T00:00:00.000Z")).toBe("submitted");
    expect(monthStateOf({ state: "open", unlockedUntil: null }, "2017-01-01T00:00:00.000Z")).toBe("open");
    expect(monthStateOf(undefined, "2017-01-01T00:00:00.000Z")).toBe("open");
  });
});

test("a month may be filed when the calendar opens it, without one when it is over, and never later than that", () => {
  expect(submittableFrom("2016-12", "2016-12-25")).toBe("2016-12-25");
  expect(submittableFrom("2016-12", undefined)).toBe("2017-01-01");
  expect(submittableFrom("2016-12", "2017-01-03")).toBe("2017-01-01");
});

test("on time is up to the day it was due; from then on the days are counted", () => {
  expect(timelinessOf("2016-12-05", "2016-12-05", "2016-12-31")).toEqual({
    kind: "onTime",
    filedOn: "2016-12-05",
    dueOn: "2016-12-05",
  });
  expect(timelinessOf("2016-12-05", "2016-12-08", "2016-12-31")).toMatchObject({ kind: "late", days: 3 });
  expect(timelinessOf("2016-12-05", undefined, "2016-12-05")).toEqual({
    kind: "pending",
    dueOn: "2016-12-05",
  });
  expect(timelinessOf("2016-12-05", undefined, "2016-12-06")).toMatchObject({ kind: "overdue", days: 1 });
  expect(timelinessOf(undefined, "2016-12-08", "2016-12-31")).toBeUndefined();
});

test("being returned makes no town late, and withdrawing gains it no time", () => {
  const events = (...given: [FilingAct, string][]) => given.map(([act, on]) => ({ act, on }));
  expect(filedBy(events(["submit", "3rd"], ["return", "4th"], ["submit", "9th"]))?.on).toBe("3rd");
  expect(
    filedBy(events(["submit", "3rd"], ["withdraw", "3rd"], ["submit", "9th"], ["approve", "10th"]))?.on,
  ).toBe("9th");
  expect(filedBy(events(["submit", "3rd"], ["withdraw", "3rd"]))).toBeUndefined();
});

test("a row is late when it was recorded after its month was due", () => {
  expect(isLateRow("2016-12-05", "2016-12-05")).toBe(false);
  expect(isLateRow("2016-12-06", "2016-12-05")).toBe(true);
  expect(isLateRow("2016-12-06", undefined)).toBe(false);
});
