import { expect, test } from "vitest";
import { retainedOf } from "./retention.ts";

const from = Date.parse("2016-12-31T03:30:00.000Z"); // 11:30 in Shanghai
const every = (minutes: number, count: number) =>
  Array.from({ length: count }, (_, at) => new Date(from - at * minutes * 60_000).toISOString());

test.each([
  // what there is, how many stay
  ["no copy", [], 0],
  ["one", every(60, 1), 1],
  ["as many as are always kept, all of one minute", every(0.1, 5), 5],
  ["a copy a minute for an hour: the newest five, and the last of 10 o'clock", every(1, 60), 6],
  ["a copy an hour for a day: each", every(60, 24), 24],
  // 24 hours reach back to 12:30 of the 30th. The day before that hour has its last copy at 23:30 of the
  // 30th, which is among them.
  ["a copy an hour for two days: 24, and the last of the 29th", every(60, 48), 25],
  // the 24 hours hold the last copies of the 31st and the 30th; 28 days more, from the 29th back to the 2nd;
  // November to January
  ["a copy an hour for a year: 24 hours, 28 days more, 11 months more", every(60, 366 * 24), 24 + 28 + 11],
])("of %s", (_, instants, stay) => {
  expect(retainedOf(instants).size).toBe(stay);
});

test("what stays of a year of hours: the last of each day of Shanghai, and of each month", () => {
  const stay = [...retainedOf(every(60, 366 * 24))].toSorted();
  expect(stay.slice(0, 3)).toEqual([
    "2016-01-31T15:30:00.000Z",
    "2016-02-29T15:30:00.000Z",
    "2016-03-31T15:30:00.000Z",
  ]);
  expect(stay).toContain("2016-12-02T15:30:00.000Z"); // 23:30 in Shanghai, the thirtieth day
  expect(stay).not.toContain("2016-12-01T15:30:00.000Z");
});

test("taking away step by step as copies come leaves what taking away once does, but for what was the newest then", () => {
  const all = every(60, 24 * 70).toReversed();
  let stay: string[] = [];
  for (const instant of all) stay = [...retainedOf([...stay, instant])];
  expect(stay.toSorted()).toEqual([...retainedOf(all)].toSorted());
});

test("a machine that stood still for years keeps what it had", () => {
  const old = every(60, 24).map((instant) => instant.replace("2016", "2010"));
  expect(retainedOf([...old, "2016-12-31T03:30:00.000Z"]).size).toBe(24); // the 24 newest hours: the new one and 23 of the old
});
