import { describe, expect, test } from "vitest";
import type { Cell, Merge, ReadSheet } from "./cells.ts";
import type { WantedColumn } from "./headings.ts";
import { findTable, placeIn, type Table, unitIn } from "./sheet-table.ts";

type Given = string | number | null;
const cell = (given: Given): Cell | null =>
  given === null || given === ""
    ? null
    : { kind: typeof given === "number" ? "number" : "text", value: given, shown: String(given) };
const sheet = (rows: Given[][], merges: Merge[] = []): ReadSheet => ({
  name: "收入",
  hidden: false,
  date1904: false,
  rows: rows.map((row) => row.map(cell)),
  merges,
});
const merge = (top: number, left: number, bottom: number, right: number): Merge => ({
  top,
  left,
  bottom,
  right,
});
const wanted: WantedColumn[] = [
  { key: "town", names: ["镇街", "镇"], filled: true },
  { key: "village", names: ["村", "村名", "行政村"], required: true },
  { key: "amount", names: ["金额", "收入金额"], required: true },
];
const found = (rows: Given[][], merges: Merge[] = [], columns = wanted): Table => {
  const table = findTable(sheet(rows, merges), columns);
  if (!table) throw new Error("no table");
  return table;
};
const values = (table: Table) =>
  table.rows.map((row) => [row.number, ...wanted.map(({ key }) => row.cells.get(key)?.value ?? null)]);

describe("the heading is found", () => {
  test("in the first row, in any order, by any of its names", () => {
    const table = found([
      ["金额", "备注", "行政村"],
      [5, "x", "白交祠村"],
    ]);
    expect(table.headingRow).toBe(1);
    expect(values(table)).toEqual([[2, null, "白交祠村", 5]]);
    expect(table.extra).toEqual([{ column: 1, at: "收入!B1", text: "备注" }]);
    expect(table.missing).toEqual([]);
    expect(placeIn(table, table.rows[0] as Table["rows"][0], "amount")).toBe("收入!A2");
  });
  test("below a merged title, a note and a blank row", () => {
    const table = found(
      [
        ["莲花镇2026年1月村集体收入表"],
        ["填报单位：莲花镇", "", "单位：万元"],
        [],
        ["序号", "村 名", "* 金 额："],
        [1, "白交祠村", 12.5],
      ],
      [merge(0, 0, 0, 2)],
    );
    expect(table.headingRow).toBe(4);
    expect(values(table)).toEqual([[5, null, "白交祠村", 12.5]]);
    expect(unitIn(table, "amount")).toBe("wan");
  });
  test("in row 10 and not in row 11", () => {
    const at = (row: number) => [
      ...Array.from({ length: row - 1 }, () => ["说明文字"]),
      ["村", "金额"],
      ["白交祠村", 1],
    ];
    expect(findTable(sheet(at(10)), wanted)?.headingRow).toBe(10);
    expect(findTable(sheet(at(11)), wanted)).toBeNull();
  });
  test("over two rows with merged cells", () => {
    const table = found(
      [
        ["镇街", "村", "收入", "", "支出"],
        ["", "", "金额（万元）", "日期", "金额（元）"],
        ["莲花镇", "白交祠村", 12.5, "x", 3],
      ],
      [merge(0, 0, 1, 0), merge(0, 1, 1, 1), merge(0, 2, 0, 3)],
      [
        ...wanted.filter(({ key }) => key !== "amount"),
        { key: "amount", names: ["收入金额"] },
        { key: "spent", names: ["支出金额"] },
      ],
    );
    expect(table.headingRow).toBe(2);
    expect(values(table)).toEqual([[3, "莲花镇", "白交祠村", 12.5]]);
    expect(table.columns.get("amount")).toMatchObject({
      column: 2,
      text: "收入金额(万元)",
      own: "金额(万元)",
      unit: "wan",
    });
    expect([unitIn(table, "amount"), unitIn(table, "spent")]).toEqual(["wan", "yuan"]);
    expect(table.extra).toEqual([{ column: 3, at: "收入!D2", text: "日期" }]);
  });
  test("not where a title merely mentions one of its words", () =>
    expect(findTable(sheet([["村"], ["白交祠村"]]), wanted)).toBeNull());
  test("a required column that is not there, and one that is there twice, are named", () => {
    const table = found([
      ["镇", "村", "村名"],
      ["莲花镇", "白交祠村", "西塘村"],
    ]);
    expect(table.missing).toEqual(["amount"]);
    expect(table.repeated).toEqual([{ key: "village", at: "收入!C1" }]);
    expect(values(table)).toEqual([[2, "莲花镇", "白交祠村", null]]);
  });
});

test("a unit stands in round or square brackets, after the title, or nowhere", () => {
  const unit = (heading: string, title = "") => unitIn(found([[title], ["村", heading], ["a", 1]]), "amount");
  expect(
    ["金额（万元）", "金额(亿元)", "金额【元】", "金额（单位：万元）", "金额"].map((each) => unit(each)),
  ).toEqual(["wan", "yi", "yuan", "wan", "yuan"]);
  expect(unit("金额", "单位：万元")).toBe("wan");
  expect(unit("金额（元）", "单位：万元")).toBe("yuan");
  expect(
    found([
      ["村", "金额（%）"],
      ["a", 1],
    ]).columns.get("amount")?.unit,
  ).toBe("percent");
});

test("totals, notes, blank rows and repeated headings are skipped and named; a village that ends in 计 is not", () => {
  const table = found([
    ["镇", "村", "金额"],
    ["莲花镇", "白交祠村", 1],
    ["", "小 计", 1],
    [],
    ["", "—", "-"],
    ["镇", "村", "金额"],
    ["莲花镇", "会计村", 2],
    ["莲花镇合计：", "", 3],
    ["总计", "", 3],
    ["填表人：张三", "审核人：李四"],
    [],
    [],
  ]);
  expect(values(table)).toEqual([
    [2, "莲花镇", "白交祠村", 1],
    [7, "莲花镇", "会计村", 2],
  ]);
  expect(table.skipped).toEqual([
    { number: 3, at: "收入!B3", why: "total", text: "小 计" },
    { number: 4, at: "收入!A4", why: "blank", text: "" },
    { number: 5, at: "收入!B5", why: "blank", text: "—" },
    { number: 6, at: "收入!A6", why: "heading", text: "镇" },
    { number: 8, at: "收入!A8", why: "total", text: "莲花镇合计:" },
    { number: 9, at: "收入!A9", why: "total", text: "总计" },
    { number: 10, at: "收入!A10", why: "note", text: "填表人:张三" },
  ]);
});

test("a merged town speaks for each of its villages, a merged amount only once", () => {
  const table = found(
    [
      ["镇", "村", "金额"],
      ["莲花镇", "白交祠村", 1],
      ["", "西塘村", ""],
      ["新民镇", "柑岭村", 2],
      ["", "凤南村", 3],
    ],
    [merge(1, 0, 2, 0), merge(1, 2, 2, 2)],
  );
  expect(values(table)).toEqual([
    [2, "莲花镇", "白交祠村", 1],
    [3, "莲花镇", "西塘村", null],
    [4, "新民镇", "柑岭村", 2],
    [5, null, "凤南村", 3],
  ]);
});
