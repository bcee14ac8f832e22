import { expect, test } from "vitest";
import { decemberPosted, type Entry, incomePlan } from "./incomes.ts";
import { demonstrationTowns } from "./places.ts";
import { randomOf } from "./random.ts";

const towns = demonstrationTowns();
const villages = towns.flatMap((town) => town.villages);
const entries = incomePlan(randomOf("test"), towns);
const operating = new Set(["501", "511", "561"]);
const sumOf = (keep: (entry: Entry) => boolean) => {
  const sums = new Map(villages.map((village) => [village.code, 0]));
  for (const entry of entries.filter((each) => operating.has(each.account) && keep(each)))
    sums.set(entry.villageCode, (sums.get(entry.villageCode) ?? 0) + entry.amountFen);
  return sums;
};
const year = (of: number) => sumOf((entry) => entry.month.startsWith(`${of}-`));
const lineFen = 10_000_000;

test("136 villages in 8 towns", () => {
  expect(towns).toHaveLength(8);
  expect(villages).toHaveLength(136);
});

test("every village has at least ¥100,000 of operating income in 2016 by what is posted, one-off sales left out", () => {
  const sums = sumOf((entry) => entry.month.startsWith("2016-") && !entry.oneOff);
  expect([...sums.values()].every((fen) => fen >= lineFen)).toBe(true);
  expect([...sums.values()].filter((fen) => fen === lineFen)).toHaveLength(1);
});

test("about a third of the villages were below ¥100,000 at the end of 2015, one of them by a fen, two with nothing", () => {
  const sums = [...year(2015).values()];
  expect(sums.filter((fen) => fen < lineFen)).toHaveLength(45);
  expect(sums.filter((fen) => fen === lineFen - 1)).toHaveLength(1);
  expect(sums.filter((fen) => fen === 0)).toHaveLength(2);
});

test("in the article's clusters the led were below the line in 2015 and the leaders above", () => {
  const sums = year(2015);
  for (const code of ["350212106208", "350212105209", "350212105207", "350212109208"])
    expect(sums.get(code)).toBeLessThan(lineFen);
  for (const code of ["350212106004", "350212105208", "350212105206", "350212109207"])
    expect(sums.get(code)).toBeGreaterThanOrEqual(lineFen);
});

test("some villages cross the line in December itself, so the board has something new to tell", () => {
  const byNovember = sumOf((entry) => entry.month.startsWith("2016-") && entry.month < "2016-12");
  const crossed = [...byNovember].filter(([, fen]) => fen < lineFen);
  expect(crossed.length).toBeGreaterThanOrEqual(5);
  expect(crossed.length).toBeLessThanOrEqual(12);
});

test("December is open in four towns and posted in the rest; every other month is complete", () => {
  const posted = decemberPosted(towns);
  for (const village of villages) {
    const months = new Set(
      entries.filter((entry) => entry.villageCode === village.code).map((entry) => entry.month),
    );
    expect(months.size, village.name).toBe(posted.has(village.code) ? 24 : 23);
  }
  const openIn = towns
    .filter((town) => town.villages.some((village) => !posted.has(village.code)))
    .map((town) => town.username);
  expect(openIn).toEqual(["lianhua", "xinmin", "hongtang", "wuxian"]);
});

test("only an investment may be negative, and no amount is nothing", () => {
  expect(entries.filter((entry) => entry.amountFen < 0).every((entry) => entry.account === "561")).toBe(true);
  expect(entries.some((entry) => entry.amountFen === 0)).toBe(false);
  expect(entries.every((entry) => Number.isSafeInteger(entry.amountFen))).toBe(true);
});

test("the same seed gives the same books, another seed others", () => {
  expect(incomePlan(randomOf("test"), towns)).toEqual(entries);
  expect(incomePlan(randomOf("other"), towns)).not.toEqual(entries);
});
