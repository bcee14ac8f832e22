import { expect, test } from "vitest";
import type { Band } from "#lib/income/rules/tiers.ts";
import { changesOf, fieldText, type GridAccount, type GridVillage, sumsOf } from "./grid-sums.ts";

const accounts: GridAccount[] = [
  { id: 1, code: "501", name: "", kind: "", operating: true, mayBeNegative: false },
  { id: 2, code: "561", name: "", kind: "", operating: true, mayBeNegative: true },
  { id: 3, code: "522", name: "", kind: "", operating: false, mayBeNegative: false },
];
const bands: Band[] = [
  { key: "none", name: "", nameEn: "", fromFen: null, toFen: 1 },
  { key: "weak", name: "", nameEn: "", fromFen: 1, toFen: 100_000_00 },
  { key: "met", name: "", nameEn: "", fromFen: 100_000_00, toFen: null },
];
const village = (
  id: number,
  elsewhereFen: number,
  reportedElsewhere: boolean,
  amounts: (number | null)[],
): GridVillage => ({
  id,
  name: "",
  targetFen: 100_000_00,
  elsewhereFen,
  reportedElsewhere,
  cells: amounts.map((amountFen, at) => ({
    accountId: at + 1,
    amountFen,
    postings: amountFen === null ? 0 : 1,
    sharedFen: 0,
    usual: { typicalFen: null, yearFen: 0 },
    oneOff: false,
  })),
});
const standing = (each: GridVillage, account: GridAccount) =>
  each.cells.find((cell) => cell.accountId === account.id)?.amountFen ?? null;

test("a row adds the month's operating accounts to the year's other months, and its gap and tier follow", () => {
  const { rows, columns, totals } = sumsOf(
    [village(1, 90_000_00, true, [10_000_00, -1, 500]), village(2, 99_000_00, true, [1_000_00, null, null])],
    accounts,
    bands,
    standing,
  );
  expect(rows[0]).toEqual({ monthFen: 9_999_99, yearFen: 99_999_99, gapFen: 1, tier: "weak", met: false });
  expect(rows[1]).toEqual({ monthFen: 1_000_00, yearFen: 100_000_00, gapFen: 0, tier: "met", met: true });
  expect([columns.get(1), columns.get(2), columns.get(3)]).toEqual([11_000_00, -1, 500]);
  expect(totals).toEqual({ monthFen: 10_999_99, yearFen: 199_999_99, gapFen: 1 });
});

test("what portions of receipts add counts in month, year and column, whatever is typed beside it", () => {
  const one = village(1, 90_000_00, true, [9_000_00, null, null]);
  const two = village(2, 0, false, [null, null, null]);
  const shared = [one, two].map((each) => ({
    ...each,
    cells: each.cells.map((cell) => (cell.accountId === 1 ? { ...cell, sharedFen: 1_000_00 } : cell)),
  }));
  const { rows, columns } = sumsOf(shared, accounts, bands, standing);
  expect(rows.map((row) => [row.monthFen, row.yearFen])).toEqual([
    [10_000_00, 100_000_00],
    [1_000_00, 1_000_00],
  ]);
  expect(columns.get(1)).toBe(11_000_00);
});

test("a village without any report has no year; one that reported zero has a year of zero", () => {
  const { rows } = sumsOf(
    [village(1, 0, false, [null, null, null]), village(2, 0, false, [0, null, null])],
    accounts,
    bands,
    standing,
  );
  expect(rows.map((row) => [row.yearFen, row.tier])).toEqual([
    [null, "noData"],
    [0, "none"],
  ]);
});

test("first amounts, corrections and bad cells are counted apart; the same amount written otherwise is no change", () => {
  const one = village(1, 0, false, [100, 200, 300]);
  const texts = {
    "cell.v1.a1": "1.00",
    "read.v1.a1": "100",
    "cell.v1.a2": "",
    "read.v1.a2": "200",
    "cell.v1.a3": "5",
    "read.v1.a3": "",
  };
  expect(changesOf([one], accounts, texts)).toEqual({ filled: 1, corrected: 1, bad: 0 });
  expect(changesOf([one], accounts, { ...texts, "cell.v1.a3": "x" })).toEqual({
    filled: 0,
    corrected: 1,
    bad: 1,
  });
});

test("amounts stand in their fields with two decimals, so that a column aligns", () => {
  expect([null, 0, 107_100, 202_990, -5].map(fieldText)).toEqual(["", "0.00", "1071.00", "2029.90", "-0.05"]);
});
