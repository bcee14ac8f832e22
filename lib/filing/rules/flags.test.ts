import { expect, test } from "vitest";
import { addMonths } from "#lib/core/dates.ts";
import { type Figured, flagsOf } from "./flags.ts";

const month = "2016-06";

/** Months as [operating, cost] in yuan, the newest last; `null` where nothing is reported. */
function figured(amounts: ([number, number] | null)[], given: Partial<Figured> = {}): Figured {
  const of = given.month ?? month;
  const months = new Map(
    amounts
      .toReversed()
      .flatMap((each, at) =>
        each
          ? [[addMonths(of, -at), { operatingFen: Math.round(each[0] * 100), costFen: each[1] * 100 }]]
          : [],
      ),
  );
  const yearFen = [...months]
    .filter(([name]) => name.slice(0, 4) === of.slice(0, 4))
    .reduce((sum, [, each]) => sum + each.operatingFen, 0);
  const none = { count: 0, amountFen: 0 };
  return { month: of, months, yearFen, targetFen: 10_000_000, apportioned: false, reversals: none, ...given };
}
const kinds = (...given: Parameters<typeof figured>) => flagsOf(figured(...given)).map(({ kind }) => kind);
const valuesOf = (kind: string, ...given: Parameters<typeof figured>) =>
  flagsOf(figured(...given)).find((flag) => flag.kind === kind)?.values;

test("a month like those before it has no flag", () => {
  expect(
    kinds([
      [1201, 400],
      [1305, 380],
      [1102, 395],
      [1250, 410],
    ]),
  ).toEqual([]);
  expect(kinds([[1201, 400]])).toEqual([]);
});

test("no income where two of the last three months had some; one, or none, says nothing", () => {
  const values = { of: 3, months: 2, meanFen: 125_000 };
  expect(valuesOf("noIncome", [[1200, 1], null, [1300, 1], [0, 1]])).toEqual(values);
  expect(
    valuesOf("noIncome", [
      [1200, 1],
      [0, 1],
      [1300, 1],
      [0, 1],
    ]),
  ).toEqual(values);
  expect(kinds([null, null, [1300, 1], [0, 1]])).toEqual([]);
  expect(kinds([null, null, null, [0, 1]])).toEqual([]);
  // Nothing at all is reported: that is missing, which is said where it is asked for.
  expect(kinds([[1200, 1], null, [1300, 1], null])).toEqual([]);
});

test("income without any cost where the last months had some", () => {
  expect(
    valuesOf("noCost", [
      [900, 300],
      [900, 0],
      [900, 500],
      [901, 0],
    ]),
  ).toEqual({ of: 3, months: 2, meanFen: 40_000 });
  expect(
    kinds([
      [900, 300],
      [900, 400],
      [900, 500],
      [901, 1],
    ]),
  ).toEqual([]);
  expect(
    kinds([
      [900, 0],
      [900, 0],
      [900, 500],
      [901, 0],
    ]),
  ).toEqual([]);
});

test("more than three times the mean of the reported months of the last twelve; three times is not more, and five months are too few", () => {
  const six: [number, number][] = [100, 200, 300, 100, 200, 300].map((income) => [income, 50]);
  expect(kinds([...six, [600, 50]])).toEqual([]);
  expect(valuesOf("jump", [...six, [601, 50]])).toEqual({
    nowFen: 60_100,
    meanFen: 20_000,
    months: 6,
    times: 3,
  });
  expect(kinds([...six.slice(1), [9_001, 50]])).toEqual([]);
  expect(kinds([...six, null, [601, 50]])).toEqual(["jump"]);
});

test("December holds more than 30 % of the year: 30 % exactly does not, November never", () => {
  const year: [number, number][] = Array.from({ length: 7 }, () => [1000, 500]);
  const december = { month: "2016-12" };
  expect(kinds([...year, [3000, 500]], december)).toEqual([]);
  expect(valuesOf("december", [...year.slice(2), ...year.slice(0, 2), [3001, 500]], december)).toMatchObject({
    nowFen: 300_100,
    percent: 30,
  });
  expect(kinds([...year, [3001, 500]], { month: "2016-11" })).not.toContain("december");
  expect(kinds([...year.slice(3), [3001, 500]], december)).not.toContain("december");
});

test("past the target by less than 1 % of it, and only since this month", () => {
  expect(
    valuesOf("overLine", [
      [99_000, 10],
      [1_000, 10],
    ]),
  ).toEqual({ yearFen: 10_000_000, targetFen: 10_000_000, overFen: 0 });
  expect(
    kinds([
      [99_000, 10],
      [1_999.99, 10],
    ]),
  ).toEqual(["overLine"]);
  expect(
    kinds([
      [99_000, 10],
      [2_000, 10],
    ]),
  ).toEqual([]);
  expect(
    kinds([
      [99_000, 10],
      [999.99, 10],
    ]),
  ).toEqual([]);
  expect(
    kinds([
      [100_000, 10],
      [500, 10],
    ]),
  ).toEqual([]);
});

test("to the fen what it was last month, unless all of it is shares of apportioned receipts", () => {
  expect(
    valuesOf("sameAsLast", [
      [1234.56, 10],
      [1234.56, 20],
    ]),
  ).toEqual({ amountFen: 123_456 });
  expect(
    kinds([
      [1234.56, 10],
      [1234.57, 20],
    ]),
  ).toEqual([]);
  expect(
    kinds(
      [
        [1234.56, 10],
        [1234.56, 20],
      ],
      { apportioned: true },
    ),
  ).toEqual([]);
  expect(
    kinds([
      [0, 10],
      [0, 20],
    ]),
  ).toEqual([]);
});

test("a whole multiple of 10,000 yuan", () => {
  expect(valuesOf("round", [[20_000, 10]])).toEqual({ amountFen: 2_000_000, stepFen: 1_000_000 });
  expect(kinds([[20_000.01, 10]])).toEqual([]);
  expect(kinds([[9_000, 10]])).toEqual([]);
});

test("what was taken back in the month", () => {
  const reversals = { count: 2, amountFen: -150_000 };
  expect(valuesOf("reversed", [[900, 10]], { reversals })).toEqual(reversals);
});
