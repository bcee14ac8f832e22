import { expect, test } from "vitest";
import { SaveIncomeGrid } from "../input.ts";
import { activePostings, changedCells, conflictsOf, readCell } from "./cells.ts";

const posting = (id: number, amountFen: number, reversesId: number | null = null) => ({
  id,
  villageId: 1,
  accountId: 2,
  amountFen,
  reversesId,
  personName: `person ${id}`,
  recordedAt: `2016-12-0${id}T00:00:00.000Z`,
});
const cell = (amountFen: number | null, readFen: number | null) => ({
  villageId: 1,
  accountId: 2,
  amountFen,
  readFen,
});

test("a reversed posting and its reversal no longer stand", () => {
  expect(activePostings([posting(1, 5), posting(2, -5, 1), posting(3, 7)]).map((each) => each.id)).toEqual([
    3,
  ]);
});

test("a cell given as it was read changes nothing, whatever became of it", () => {
  expect(changedCells([cell(5, 5), cell(null, null)], [posting(1, 9)])).toEqual([]);
});

test("the same change made twice is one change", () => {
  expect(changedCells([cell(9, 5)], [posting(1, 9)])).toEqual([]);
});

test("a report of zero differs from no report", () => {
  expect(changedCells([cell(0, null)], [])[0]?.nowFen).toBeNull();
  expect(changedCells([cell(null, 0)], [posting(1, 0)])[0]?.nowFen).toBe(0);
});

test("a cell that stands otherwise than it was read is a conflict with what stands and who posted it", () => {
  const cells = changedCells([cell(8, 5)], [posting(1, 5), posting(2, -5, 1), posting(3, 7)]);
  expect(conflictsOf(cells)).toEqual({
    current: { "cell.v1.a2": "0.07" },
    by: { name: "person 3", at: "2016-12-03T00:00:00.000Z" },
  });
});

test("whoever emptied a cell meanwhile is named", () => {
  expect(conflictsOf(changedCells([cell(8, 5)], [posting(1, 5), posting(2, -5, 1)]))).toEqual({
    current: { "cell.v1.a2": "" },
    by: { name: "person 2", at: "2016-12-02T00:00:00.000Z" },
  });
});

test("a form's cells are read with what they were made from, and a bad one is named", () => {
  const form = {
    townId: "3",
    month: "2016-12",
    cell: { v1: { a2: "1,234.5", a3: " " }, v4: { a2: "2万" } },
    read: { v1: { a2: "100", a3: "" } },
  };
  expect(SaveIncomeGrid.parse(form).cells).toEqual([
    { villageId: 1, accountId: 2, amountFen: 123_450, readFen: 100 },
    { villageId: 1, accountId: 3, amountFen: null, readFen: null },
    { villageId: 4, accountId: 2, amountFen: 20_000_00, readFen: null },
  ]);
  expect(SaveIncomeGrid.parse({ ...form, cell: { v1: { a2: "十元", a3: "1234.567" } } }).cells).toEqual([
    { villageId: 1, accountId: 2, amountFen: null, problem: "notAnAmount", readFen: 100 },
    { villageId: 1, accountId: 3, amountFen: null, problem: "finerThanAFen", readFen: null },
  ]);
});

test("what is no amount is a change, whatever the cell was read as", () => {
  expect(
    changedCells([{ ...cell(null, null), problem: "notAnAmount" }], []).map((each) => each.field),
  ).toEqual(["cell.v1.a2"]);
});

test("a cell says what is wrong with it, before the server is asked and there", () => {
  const [revenue, investment] = [{ mayBeNegative: false }, { mayBeNegative: true }];
  expect(readCell("十元", investment)).toEqual({ fen: null, problem: "notAnAmount" });
  expect(readCell("1234.567", revenue)).toEqual({ fen: null, problem: "finerThanAFen" });
  expect(readCell("1234.560", revenue)).toEqual({ fen: 123_456 });
  expect(readCell("-5", revenue)).toEqual({ fen: -500, problem: "negative" });
  expect(readCell("-5", investment)).toEqual({ fen: -500 });
  expect(readCell("10亿", revenue)).toEqual({ fen: 100_000_000_000 });
  expect(readCell("1000000000.01", revenue).problem).toBe("tooLarge");
  expect(readCell("99999999999999999", revenue).problem).toBe("tooLarge");
  expect(readCell(" ", revenue)).toEqual({ fen: null });
  expect(readCell("１２.5万", revenue)).toEqual({ fen: 12_500_000 });
});
