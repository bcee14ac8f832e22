import fc from "fast-check";
import { expect, test } from "vitest";
import { addMonths } from "#lib/core/dates.ts";
import { equalShares, scheduleOf, stateOf, wholeBp } from "./schedule.ts";

const alone = [{ villageId: 1, code: "350212105206", shareBp: 10_000 }];
const three = [
  { villageId: 1, code: "350212105206", shareBp: 3_334 },
  { villageId: 2, code: "350212105207", shareBp: 3_333 },
  { villageId: 3, code: "350212105209", shareBp: 3_333 },
];

test("a three-year rent of 36,000.10 falls equally to its months, the first ten a fen more", () => {
  const portions = scheduleOf(36_000_10, "2016-07", 36, alone);
  expect(portions).toHaveLength(36);
  expect(portions.slice(0, 10).every((portion) => portion.amountFen === 1_000_01)).toBe(true);
  expect(portions.slice(10).every((portion) => portion.amountFen === 1_000_00)).toBe(true);
  expect([portions[0]?.month, portions[35]?.month]).toEqual(["2016-07", "2019-06"]);
});

test("100.00 among three villages over two months: 33.34, 33.33 and 33.33, each in two halves, the odd fen in the first month", () => {
  expect(
    scheduleOf(100_00, "2016-12", 2, three).map(({ villageId, month, amountFen }) => [
      villageId,
      month,
      amountFen,
    ]),
  ).toEqual([
    [1, "2016-12", 16_67],
    [1, "2017-01", 16_67],
    [2, "2016-12", 16_67],
    [2, "2017-01", 16_66],
    [3, "2016-12", 16_67],
    [3, "2017-01", 16_66],
  ]);
});

test("2 fen over three months are two portions: a month without a fen has none", () => {
  expect(scheduleOf(2, "2016-11", 3, alone).map((portion) => portion.month)).toEqual(["2016-11", "2016-12"]);
});

test("every fen lands in exactly one village and month, no village's months are more than a fen apart, earlier ones never less", () => {
  const amounts = fc.integer({ min: 1, max: 100_000_000_000 });
  fc.assert(
    fc.property(
      amounts,
      fc.integer({ min: 1, max: 120 }),
      fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 40 }),
      (fen, months, of) => {
        const shares = of.map((shareBp, at) => ({
          villageId: at,
          code: String(at).padStart(12, "0"),
          shareBp,
        }));
        const portions = scheduleOf(fen, "2016-01", months, shares);
        expect(portions.reduce((sum, portion) => sum + portion.amountFen, 0)).toBe(fen);
        expect(new Set(portions.map((portion) => `${portion.villageId} ${portion.month}`)).size).toBe(
          portions.length,
        );
        for (const own of Map.groupBy(portions, (portion) => portion.villageId).values()) {
          const amount = new Map(own.map((portion) => [portion.month, portion.amountFen]));
          const inTurn = Array.from({ length: months }, (_, at) => amount.get(addMonths("2016-01", at)) ?? 0);
          expect(inTurn.every((each, at) => at === 0 || (inTurn[at - 1] as number) >= each)).toBe(true);
          expect((inTurn[0] as number) - (inTurn.at(-1) as number)).toBeLessThanOrEqual(1);
        }
      },
    ),
    { numRuns: 60 },
  );
});

test("a cluster's members share equally, and the shares are the whole", () => {
  expect(equalShares([{ code: "a" }, { code: "b" }, { code: "c" }]).map((each) => each.shareBp)).toEqual([
    3_334, 3_333, 3_333,
  ]);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 40 }), (count) => {
      const shares = equalShares(Array.from({ length: count }, () => ({})));
      expect(shares.reduce((sum, share) => sum + share.shareBp, 0)).toBe(wholeBp);
    }),
  );
});

test("a portion waits for its month, is due in it, closed with it; posted while a posting of it stands, reversed when none does", () => {
  const stands = { withdrawn: false };
  const never = { postings: 0, reversals: 0, ...stands };
  expect(stateOf("2017-01", never, "2016-12", true)).toBe("waiting");
  expect(stateOf("2016-12", never, "2016-12", true)).toBe("due");
  expect(stateOf("2016-11", never, "2016-12", false)).toBe("closed");
  expect(stateOf("2016-12", { postings: 1, reversals: 0, ...stands }, "2016-12", true)).toBe("posted");
  expect(stateOf("2016-12", { postings: 2, reversals: 1, ...stands }, "2016-12", true)).toBe("reversed");
  expect(stateOf("2016-12", { postings: 3, reversals: 1, ...stands }, "2016-12", false)).toBe("posted");
  // Taken back with its receipt, it is none of these any more, unless a posting of it stands.
  for (const [postings, reversals, month] of [
    [0, 0, "2017-01"],
    [0, 0, "2016-12"],
    [2, 1, "2016-12"],
  ] as const)
    expect(stateOf(month, { postings, reversals, withdrawn: true }, "2016-12", true)).toBe("withdrawn");
  expect(stateOf("2016-12", { postings: 1, reversals: 0, withdrawn: true }, "2016-12", true)).toBe("posted");
});
