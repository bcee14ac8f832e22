import fc from "fast-check";
import { expect, test } from "vitest";
import { placePaste, rowsOf, type Sheet } from "./paste.ts";

const account = (id: number, code: string, name: string, nameEn: string) => ({ id, code, name, nameEn });
const sheet: Sheet = {
  villages: [
    { id: 1, code: "350212105208", name: "白交祠" },
    { id: 2, code: "350212105206", name: "军营" },
    { id: 3, code: "350212105209", name: "西坑" },
  ],
  accounts: [
    account(10, "501", "经营收入", "Operating revenue"),
    account(11, "511", "发包及上交收入", "Contract fees"),
    account(12, "522", "补助收入", "Subsidies"),
  ],
  never: [account(90, "241", "专项应付款", "Earmarked project money")],
};
const from = { villageId: 1, accountId: 10 };
const cells = (text: string, at = from) => placePaste(text, sheet, at).cells.map((cell) => [cell.villageId, cell.accountId, cell.text]);

test("a plain block fills the grid from the cell it was pasted into", () => {
  expect(cells("1\t2\r\n3\t4\r\n", { villageId: 2, accountId: 11 })).toEqual([
    [2, 11, "1"],
    [2, 12, "2"],
    [3, 11, "3"],
    [3, 12, "4"],
  ]);
});

test("what reaches beyond the grid is named, not dropped", () => {
  expect(placePaste("1\t2\n3\t4\n", sheet, { villageId: 3, accountId: 12 })).toEqual({
    cells: [{ villageId: 3, accountId: 12, text: "1" }],
    refused: [],
    left: ["2", "3", "4"],
  });
});

test("village names and account heads are followed wherever they stand, under a title row too", () => {
  const text =
    "莲花镇12月村级收入\t\t\t\n序号\t村(居)\t522 补助收入\t经营收入（元）\n1\t西坑村\t7\t1,234.5\n2\t白交祠村委会\t\t12.5万\n合计\t\t7\t126,234.5\n";
  expect(placePaste(text, sheet, { villageId: 2, accountId: 11 })).toEqual({
    cells: [
      { villageId: 3, accountId: 12, text: "7" },
      { villageId: 3, accountId: 10, text: "1,234.5" },
      { villageId: 1, accountId: 10, text: "12.5万" },
    ],
    refused: [],
    left: [],
  });
});

test("an amount that looks like an account's code is an amount", () => {
  expect(cells("501\n522\n")).toEqual([
    [1, 10, "501"],
    [2, 10, "522"],
  ]);
  expect(cells("501\t600")).toEqual([
    [1, 10, "501"],
    [1, 11, "600"],
  ]);
});

test("villages are matched by code too", () => {
  expect(cells("350212105206\t5")).toEqual([[2, 10, "5"]]);
});

test("a never-income column is refused amount by amount, with its account", () => {
  const placed = placePaste("村\t501\t专项应付款\n军营\t5\t900\n", sheet, from);
  expect(placed.cells).toHaveLength(1);
  expect(placed.refused).toMatchObject([{ account: { code: "241" }, village: "军营", text: "900" }]);
});

test("an unknown village and an unknown column are named with their amounts", () => {
  expect(placePaste("村\t501\t利润\n军营\t5\t6\n别处\t7\t\n", sheet, from).left).toEqual(["军营 6", "别处 7"]);
});

test("empty cells and an accounting dash leave what is there", () => {
  expect(cells("\t2\n-\t \n5\t")).toEqual([
    [1, 11, "2"],
    [3, 10, "5"],
  ]);
});

test("a bad amount is placed as it is, to be marked in its cell", () => {
  expect(cells("十元")).toEqual([[1, 10, "十元"]]);
});

test("quoted cells keep their tabs, quotes and line breaks", () => {
  expect(rowsOf('"a\tb"\t"say ""x"""\n"two\nlines"\t3')).toEqual([
    ["a\tb", 'say "x"'],
    ["two\nlines", "3"],
  ]);
  expect(rowsOf("a\t\n\tb")).toEqual([
    ["a", ""],
    ["", "b"],
  ]);
});

test("every amount of any block is placed, refused or named", () => {
  const cell = fc.integer({ min: 1, max: 999 }).map(String);
  fc.assert(
    fc.property(
      fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 6 }),
      fc.constantFrom(1, 2, 3),
      fc.constantFrom(10, 11, 12),
      (block, villageId, accountId) => {
        const placed = placePaste(
          block.map((row) => row.join("\t")).join("\n"),
          { ...sheet, accounts: sheet.accounts.map((each) => ({ ...each, code: `x${each.code}` })), never: [] },
          { villageId, accountId },
        );
        expect(placed.cells.length + placed.left.length).toBe(block.flat().length);
      },
    ),
  );
});
