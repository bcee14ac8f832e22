import ExcelJS from "exceljs";
import { beforeAll, describe, expect, test } from "vitest";
import { hiddenOf } from "./hidden-sheets.ts";
import { readSheets } from "./read.ts";
import { type PlannedWorkbook, writeWorkbook } from "./write.ts";

const plan: PlannedWorkbook = {
  sheets: [
    {
      name: "收入",
      columns: [
        { width: 16, format: "text", look: "locked" },
        { width: 20, format: "fen", look: "open" },
        { width: 12, format: "day", look: "open" },
        { width: 10, format: "bp", look: "open" },
        { width: 14, format: "text", look: "open" },
        { width: 8, hidden: true },
      ],
      rows: [
        [{ value: "收入登记表", look: "title", format: "text" }],
        ["村", "金额（元）", "日期", "进度", "科目", "编号"].map((value) => ({
          value,
          look: "heading" as const,
          format: "text" as const,
        })),
        ["350212105208", 123_456, "2026-01-05", 4_250, "501 经营收入", 7],
        ["=HYPERLINK(1)", null, null, null, "+1", null],
        ["-1", 30, null, null, "@x", null],
        [{ value: "收入!B4：“10万左右”不是金额", look: "error", format: "text" }],
      ],
      frozen: { rows: 2, columns: 1 },
      merges: [{ top: 0, left: 0, bottom: 0, right: 5 }],
      lists: [{ list: "科目", top: 2, left: 4, bottom: 99, right: 4 }],
      protected: true,
    },
  ],
  lists: new Map([
    ["镇街", ["莲花镇", "新民镇"]],
    ["科目", ["501 经营收入", "502 投资收益", "503 补助收入"]],
  ]),
  hidden: {
    name: "_guatu",
    marks: new Map([
      ["template", "income/1"],
      ["month", "2026-01"],
      ["__proto__", "=1"],
    ]),
    ids: [
      ["3", "17", "v2"],
      ["4", "18", "v1"],
    ],
  },
};

let bytes: Uint8Array;
let book: ExcelJS.Workbook;
beforeAll(async () => {
  bytes = await writeWorkbook(plan);
  book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as Parameters<typeof book.xlsx.load>[0]);
});
const income = () => book.getWorksheet("收入") as ExcelJS.Worksheet;

describe("another library reads what was written", () => {
  test("sheets, visible and not", () => {
    expect(book.worksheets.map(({ name, state }) => [name, state])).toEqual([
      ["收入", "visible"],
      ["列表", "hidden"],
      ["_guatu", "veryHidden"],
    ]);
  });
  test("headings are frozen, titles merged, columns as wide as planned or hidden", () => {
    expect(income().views[0]).toMatchObject({ state: "frozen", xSplit: 1, ySplit: 2 });
    expect(income().getCell("F1").master.address).toBe("A1");
    expect(income().getColumn(2).width).toBeCloseTo(20, 0);
    expect([income().getColumn(5).hidden, income().getColumn(6).hidden]).toEqual([false, true]);
  });
  test("amounts, days and percentages are numbers with a format", () => {
    expect([income().getCell("B3").value, income().getCell("B3").numFmt]).toEqual([1234.56, "#,##0.00"]);
    expect(income().getCell("C3").value).toEqual(new Date("2026-01-05T00:00:00.000Z"));
    expect([income().getCell("D3").value, income().getCell("D3").numFmt]).toEqual([0.425, "0.00%"]);
  });
  test("texts that look like formulas or codes stay texts, in cells that are formatted as text", () => {
    for (const [at, value] of [
      ["A3", "350212105208"],
      ["A4", "=HYPERLINK(1)"],
      ["E4", "+1"],
      ["A5", "-1"],
      ["E5", "@x"],
    ] as const) {
      expect([income().getCell(at).type, income().getCell(at).value, income().getCell(at).numFmt]).toEqual([
        ExcelJS.ValueType.String,
        value,
        "@",
      ]);
    }
  });
  test("only open cells can be changed while the sheet is protected", () => {
    expect((income() as unknown as { sheetProtection: { sheet?: boolean } }).sheetProtection?.sheet).toBe(
      true,
    );
    expect(income().getCell("B4").protection).toMatchObject({ locked: false });
    expect(income().getCell("A3").protection?.locked ?? true).toBe(true);
  });
  test("a cell chooses from a list on the hidden sheet", () => {
    expect(income().getCell("E3").dataValidation).toMatchObject({
      type: "list",
      formulae: ["'列表'!$B$1:$B$3"],
      allowBlank: true,
    });
    expect(income().getCell("E100").dataValidation?.type).toBe("list");
    expect(income().getCell("E101").dataValidation).toBeUndefined();
    expect(book.getWorksheet("列表")?.getColumn(2).values.slice(1)).toEqual([
      "501 经营收入",
      "502 投资收益",
      "503 补助收入",
    ]);
  });
});

describe("and so does our own reader", () => {
  test("what is hidden comes back, whatever it is called", async () => {
    const sheets = await readSheets({ name: "x", bytes });
    expect(hiddenOf(sheets, "_guatu")).toEqual(
      plan.hidden && { marks: plan.hidden.marks, ids: plan.hidden.ids },
    );
    expect(hiddenOf(sheets, "收入")).toBeNull();
    expect(hiddenOf(sheets, "不在")).toBeNull();
  });
  test("cells come back as they were meant", async () => {
    const [sheet] = await readSheets({ name: "x", bytes });
    expect(sheet?.rows[2]?.map((cell) => cell?.value)).toEqual([
      "350212105208",
      1234.56,
      46_027,
      0.425,
      "501 经营收入",
      7,
    ]);
    expect(sheet?.rows[2]?.map((cell) => cell?.kind)).toEqual([
      "text",
      "number",
      "day",
      "percent",
      "text",
      "number",
    ]);
  });
});

test("a list that is not given is a mistake of the caller", async () => {
  await expect(writeWorkbook({ ...plan, lists: new Map() })).rejects.toThrow("There is no list 科目");
});
