import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { yuanText } from "#lib/core/money.ts";
import { type Cell, cellError } from "./cells.ts";
import {
  readAmount,
  readCount,
  readDay,
  readMonth,
  readPercentage,
  readText,
  readYesNo,
  saysNothing,
} from "./values.ts";

const text = (value: string): Cell => ({ kind: "text", value, shown: value });
const number = (value: number): Cell => ({ kind: "number", value, shown: String(value) });
const percent = (value: number): Cell => ({ kind: "percent", value, shown: `${value * 100}%` });
const day = (value: number): Cell => ({ kind: "day", value, shown: String(value) });
const broken: Cell = { kind: "error", value: "#REF!", shown: "#REF!", formula: true };
const uncalculated: Cell = { kind: "uncalculated", value: "", shown: "", formula: true };

describe("an amount of text is exact to the fen", () => {
  test.each([
    ["100000", 10_000_000],
    ["1,234.5", 123_450],
    ["12.5万", 12_500_000],
    ["10万", 10_000_000],
    ["1.2亿", 12_000_000_000],
    ["１２３４．５０", 123_450],
    ["￥1,234.50", 123_450],
    ["￥１，２３４．５０元", 123_450],
    ["1 234", 123_400],
    ["1\u00a0234.5\u3000", 123_450],
    ["(1,234.50)", -123_450],
    ["（1,234.50）", -123_450],
    ["￥(8.00)", -800],
    ["-3", -300],
    ["0", 0],
    ["(0)", 0],
    ["8.10元", 810],
    ["90071992547409.91", 9_007_199_254_740_991],
  ])("%s", (given, fen) => expect(readAmount(text(given))).toEqual({ value: fen }));
  test.each(["", " ", "—", "-", "--", "－", "／", "/", "无", "\u3000"])("%j is nothing", (given) => {
    expect(readAmount(text(given))).toEqual({ value: null });
    expect(saysNothing(text(given))).toBe(true);
  });
  test.each([
    ["10万左右", "notAnAmount"],
    ["十万", "notAnAmount"],
    ["1,23", "notAnAmount"],
    ["1e5", "notAnAmount"],
    ["(-3)", "notAnAmount"],
    ["()", "notAnAmount"],
    ["3)", "notAnAmount"],
    ["0.001", "finerThanAFen"],
    ["0.0000001万", "finerThanAFen"],
    ["90071992547409.92", "amountTooLarge"],
  ])("%s: %s", (given, reason) => expect(readAmount(text(given))).toEqual({ reason }));
  test("a bare number is in the heading's unit, a unit beside it has the last word", () => {
    expect(readAmount(text("12.5"), "wan")).toEqual({ value: 12_500_000 });
    expect(readAmount(text("0.000001"), "wan")).toEqual({ value: 1 });
    expect(readAmount(text("(12.5)"), "wan")).toEqual({ value: -12_500_000 });
    expect(readAmount(text("125000元"), "wan")).toEqual({ value: 12_500_000 });
    expect(readAmount(text("12.5万元"), "yuan")).toEqual({ value: 12_500_000 });
    expect(readAmount(text("0.2"), "yi")).toEqual({ value: 2_000_000_000 });
  });
  test("whatever amount is written is the amount that is read", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (fen) => {
        expect(readAmount(text(yuanText(fen)))).toEqual({ value: fen === 0 ? 0 : fen });
      }),
    );
  });
});

describe("an amount in a number cell", () => {
  test.each([
    [100_000, "yuan", 10_000_000],
    [0.1 + 0.2, "yuan", 30],
    [1.005, "wan", 1_005_000],
    [1_234_567_890.12, "yuan", 123_456_789_012],
    [1_234_567_890.1200001, "yuan", 123_456_789_012],
    [12.345678, "wan", 12_345_678],
    [-0.07 * 100, "yuan", -700],
    [1.1 * 1.1 * 100, "yuan", 12_100],
    [-0, "yuan", 0],
  ] as const)("%d in %s", (given, unit, fen) =>
    expect(readAmount(number(given), unit)).toEqual({ value: fen }),
  );
  test.each([
    [0.305, "yuan", "finerThanAFen"],
    [0.300_001, "yuan", "finerThanAFen"],
    [12.345_678_9, "wan", "finerThanAFen"],
    [1e21, "yuan", "amountTooLarge"],
    [90_071_992_547_410, "yuan", "amountTooLarge"],
  ] as const)("%d in %s: %s", (given, unit, reason) =>
    expect(readAmount(number(given), unit)).toEqual({ reason }),
  );
  test("every amount to the fen comes back from the double that a file keeps, and sums of ten of them do too", () => {
    const fen = fc.integer({ min: -100_000_000_000, max: 100_000_000_000 });
    fc.assert(
      fc.property(fen, (value) => {
        expect(readAmount(number(value / 100))).toEqual({ value: value === 0 ? 0 : value });
      }),
    );
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 1_000_000_000 }), { minLength: 2, maxLength: 10 }),
        (parts) => {
          const sum = parts.reduce((total, part) => total + part, 0);
          expect(readAmount(number(parts.reduce((total, part) => total + part / 100, 0)))).toEqual({
            value: sum,
          });
        },
      ),
    );
  });
  test("a day, a percentage or a tick is no amount", () => {
    for (const cell of [day(42_000), percent(0.5), { kind: "yesNo", value: true, shown: "TRUE" } as const])
      expect(readAmount(cell)).toEqual({ reason: "notAnAmount" });
  });
});

describe("a percentage in basis points", () => {
  test.each([
    [percent(0.5), 5_000],
    [percent(1), 10_000],
    [percent(0.1 + 0.2), 3_000],
    [text("50%"), 5_000],
    [text("４２．５％"), 4_250],
    [text("1%"), 100],
    [text("0.5%"), 50],
    [text("0.5"), 5_000],
    [text("50"), 5_000],
    [number(0.5), 5_000],
    [number(50), 5_000],
    [number(100), 10_000],
    [number(0), 0],
  ] as const)("%o", (cell, bp) => expect(readPercentage(cell)).toEqual({ value: bp }));
  test("where the heading says %, every bare number is in percents", () => {
    expect(readPercentage(number(0.5), true)).toEqual({ value: 50 });
    expect(readPercentage(text("1"), true)).toEqual({ value: 100 });
    expect(readPercentage(percent(0.5), true)).toEqual({ value: 5_000 });
  });
  test.each([
    [number(1), "ambiguousPercentage"],
    [text("1"), "ambiguousPercentage"],
    [text("1.0"), "ambiguousPercentage"],
    [text("一半"), "notAPercentage"],
    [text("-5%"), "notAPercentage"],
    [number(-0.5), "notAPercentage"],
    [number(101), "notAPercentage"],
    [percent(1.01), "notAPercentage"],
    [text("33.333%"), "finerThanABp"],
    [day(42_000), "notAPercentage"],
  ] as const)("%o: %s", (cell, reason) => expect(readPercentage(cell)).toEqual({ reason }));
});

describe("a day", () => {
  test.each([
    text("2026.1.5"),
    text("2026-1-5"),
    text("2026/01/05"),
    text("2026年1月5日"),
    text("2026 年 1 月 5 日"),
    text("２０２６－０１－０５"),
    text("20260105"),
    text("2026/1/5 0:00"),
    text("2026-01-05 00:00:00"),
    text("2026-01-05T08:30:00.000"),
    text("46027"),
    number(20_260_105),
    number(46_027),
    day(46_027),
    day(46_027.75),
  ])("%o", (cell) => expect(readDay(cell)).toEqual({ value: "2026-01-05" }));
  test("the last day of February and the serials around it", () => {
    expect(readDay(day(42_429))).toEqual({ value: "2016-02-29" });
    expect(readDay(day(42_430))).toEqual({ value: "2016-03-01" });
  });
  test("a workbook whose days count from 1904", () =>
    expect(readDay(day(44_565), true)).toEqual({ value: "2026-01-05" }));
  test.each([
    text("2026-02-30"),
    text("1/5/2026"),
    text("26.1.5"),
    text("明天"),
    number(2026),
    number(1),
    number(20_260_230),
    day(0.5),
    percent(0.5),
  ])("%o is none", (cell) => expect(readDay(cell)).toEqual({ reason: "notADay" }));
});

describe("a month", () => {
  test.each([
    text("2026-01"),
    text("2026-1"),
    text("2026.1"),
    text("2026年1月"),
    text("2026年01月份"),
    text("202601"),
    text("2026-01-31"),
    number(202_601),
    number(2026.01),
    day(46_027),
  ])("%o", (cell) => expect(readMonth(cell)).toEqual({ value: "2026-01" }));
  test("the number 2026.1 may have been 2026.10, the text may not", () => {
    expect(readMonth(number(2026.1))).toEqual({ reason: "notAMonth" });
    expect(readMonth(number(2026.3))).toEqual({ value: "2026-03" });
    expect(readMonth(number(2026.12))).toEqual({ value: "2026-12" });
    expect(readMonth(text("2026.10"))).toEqual({ value: "2026-10" });
    expect(readMonth(number(2026.12))).toEqual({ value: "2026-12" });
  });
  test.each([text("2026"), text("1月"), text("2026-13"), number(13), number(202_613)])("%o is none", (cell) =>
    expect(readMonth(cell)).toEqual({ reason: "notAMonth" }),
  );
});

test("yes and no", () => {
  for (const given of ["是", "√", "✓", "1", "y", "TRUE", "对"])
    expect(readYesNo(text(given))).toEqual({ value: true });
  for (const given of ["否", "×", "0", "n", "False"])
    expect(readYesNo(text(given))).toEqual({ value: false });
  expect(readYesNo({ kind: "yesNo", value: false, shown: "FALSE" })).toEqual({ value: false });
  expect(readYesNo(number(1))).toEqual({ value: true });
  expect(readYesNo(text("—"))).toEqual({ value: null });
  expect(readYesNo(text("也许"))).toEqual({ reason: "notYesNo" });
});

test("counts, names and codes", () => {
  expect([readCount(number(12)), readCount(text("1,200")), readCount(text("１２"))]).toEqual([
    { value: 12 },
    { value: 1200 },
    { value: 12 },
  ]);
  expect([readCount(number(1.5)), readCount(text("-1")), readCount(text("约12"))]).toEqual(
    Array(3).fill({ reason: "notACount" }),
  );
  expect(readText(number(350_212_105_208))).toEqual({ value: "350212105208" });
  expect(readText(text("\u3000 白交祠村\u00a0"))).toEqual({ value: "白交祠村" });
  expect(readText(text("  "))).toEqual({ value: null });
});

test("a formula that is broken or was never worked out is nothing to read, not an empty cell", () => {
  for (const read of [readAmount, readPercentage, readDay, readMonth, readYesNo, readCount, readText]) {
    expect(read(broken)).toEqual({ reason: "brokenFormula" });
    expect(read(uncalculated)).toEqual({ reason: "uncalculated" });
    expect(read(null)).toEqual({ value: null });
  }
});

test("an error names sheet and cell and quotes what is there", () => {
  expect(cellError("收入!E17", text("10万左右"), "notAnAmount")).toEqual({
    key: "sheets.error.notAnAmount",
    values: { at: "收入!E17", text: "10万左右" },
  });
  expect(
    cellError("收入!E17", { kind: "number", value: 0.305, shown: "0.31" }, "finerThanAFen").values.text,
  ).toBe("0.305");
  expect(cellError("收入!E17", text("长".repeat(50)), "notAnAmount").values.text).toBe(`${"长".repeat(40)}…`);
  expect(cellError("收入!E17", null, "required").values).toEqual({ at: "收入!E17", text: "" });
});
