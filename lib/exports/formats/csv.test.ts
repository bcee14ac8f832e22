import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column } from "#lib/core/columns.ts";
import { csvHead, csvWriter, harmless } from "./csv.ts";
import { packedRows, sheetsOf, workbookOf } from "./workbook.ts";

const words = (key: string) => key;
const columns: Column[] = [
  { key: "townCode", kind: "text", width: 10 },
  { key: "amountFen", kind: "fen", width: 10 },
  { key: "progressBp", kind: "bp", width: 10 },
  { key: "seq", kind: "count", width: 10 },
];
const lines = (rows: Record<string, string | number | null>[]) => csvWriter(columns, words)(rows);

test("amounts are plain numbers with their fen, codes stay quoted text", () => {
  expect(lines([{ townCode: "350212105208", amountFen: 123456, progressBp: 3333, seq: 7 }])).toBe(
    '"350212105208",1234.56,33.33,7\r\n',
  );
  expect(lines([{ townCode: "0592-7022", amountFen: -1, progressBp: 0, seq: 0 }])).toBe(
    '"0592-7022",-0.01,0.00,0\r\n',
  );
});

test("nothing stays nothing, and zero is zero", () => {
  expect(lines([{ townCode: "", amountFen: null, progressBp: null, seq: 0 }])).toBe(",,,0\r\n");
});

test("the file begins with the mark by which Excel knows UTF-8, then the headings", () => {
  expect(csvHead(columns, words)).toBe(
    '\ufeff"export.column.townCode","export.column.amountFen (unit.yuan)","export.column.progressBp (%)","export.column.seq"\r\n',
  );
});

const evil = [
  "=1+1",
  "+1",
  "-1",
  "@SUM(1)",
  "\t=1",
  "\r=1",
  "＝1+1",
  "＋1",
  "－1",
  "＠x",
  " =1",
  "\u3000=1",
  "\n=1",
  "=cmd|' /C calc'!A0",
];

test.each(evil)("%j never evaluates", (text) => {
  expect(harmless(text)).toBe(`'${text}`);
  const [[cell] = []] = parse(lines([{ townCode: text, amountFen: 0, progressBp: 0, seq: 0 }]), {
    relax_quotes: false,
  }) as string[][];
  expect(cell).toBe(`'${text}`);
});

test("ordinary text is left alone", () => {
  for (const text of ["梧侣商贸中心", "同财〔2016〕12号", "3=3", "a-b", "“引号”"])
    expect(harmless(text)).toBe(text);
});

async function workbook(rows: Record<string, string | number | null>[]) {
  async function* stretches() {
    yield rows;
  }
  const packed = await packedRows({ name: "data", columns, footer: "" }, stretches(), words);
  const pieces: Uint8Array[] = [];
  for await (const piece of workbookOf(packed, [{ name: "cover", rows: [["t"]] }], 1, words))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

test("whatever is written is read back, by CSV and by workbook", async () => {
  const text = fc.string({ unit: "binary", maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ townCode: text, amountFen: fc.integer({ min: -1e13, max: 1e13 }) }), {
        maxLength: 8,
      }),
      async (given) => {
        const rows = given.map((row) => ({ ...row, progressBp: null, seq: null }));
        const parsed = parse(lines(rows), { skip_empty_lines: false }) as string[][];
        const [, data] = await sheetsOf(await workbook(rows));
        for (const [at, row] of rows.entries()) {
          const clean = row.townCode.replace(/(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu, "");
          expect(parsed[at]?.[0]).toBe(harmless(clean));
          expect(Number(parsed[at]?.[1])).toBe(row.amountFen / 100);
          expect(data?.rows[at + 1]?.[0] ?? "").toBe(clean);
          expect(data?.rows[at + 1]?.[1]).toBe(row.amountFen / 100);
        }
      },
    ),
    { numRuns: 60 },
  );
});
