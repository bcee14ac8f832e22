import { type Column, headingOf, printable, type Row, type Translate, writerOf } from "#lib/core/columns.ts";
import { yuanText } from "#lib/core/money.ts";

// A spreadsheet evaluates what begins so, quoted or not, after blanks too, and in Chinese input method's full
// width (RELIABILITY A6).
const evaluates = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r]/;
// Most texts hold neither that nor a quotation mark nor what cannot be printed: one look is enough for them.
// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
const needsCare = /^[\s\u3000=+\-@＝＋－＠]|["\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]/;

/**
 * Text that no program that opens the file will run: the sign that makes it text stands before what would
 * make it a formula.
 */
export const harmless = (text: string): string => (evaluates.test(text) ? `'${text}` : text);

/**
 * Texts quoted, numbers bare: whoever reads the file can tell 350212000000 the code from 350212000000 the
 * number.
 */
function quoted(text: string): string {
  if (!needsCare.test(text)) return `"${text}"`;
  const clean = harmless(printable(text));
  return clean === "" ? "" : `"${clean.replaceAll('"', '""')}"`;
}

/** Amounts are plain, 1234.56; fen and basis points both have two decimals. */
const numbersOf = ({ kind }: Column) => (kind === "count" ? String : yuanText);

/** The first line of a file, after the mark by which Excel knows UTF-8. */
export const csvHead = (columns: readonly Column[], words: Translate): string =>
  `\ufeff${columns.map((column) => quoted(headingOf(column, words))).join()}\r\n`;

/** Writes rows as lines, however many times it is asked: what it has written before it knows. */
export function csvWriter(columns: readonly Column[], words: Translate): (rows: readonly Row[]) => string {
  const writers = columns.map((column) =>
    writerOf(column, words, { text: quoted, number: numbersOf(column) }),
  );
  const keys = columns.map((column) => column.key);
  return (rows) => {
    let lines = "";
    for (const row of rows) {
      for (let at = 0; at < keys.length; at++)
        lines +=
          (at === 0 ? "" : ",") + (writers[at] as (typeof writers)[number])(row[keys[at] as string] ?? null);
      lines += "\r\n";
    }
    return lines;
  };
}

/**
 * The cells of a sheet, as a workbook of the same columns holds them, as the lines that a file of the same
 * rows has.
 */
export function csvOfCells(rows: readonly unknown[][], columns: readonly Column[]): string {
  const cellOf = (value: unknown, column: Column) => {
    if (value === null || value === undefined || value === "") return "";
    if (column.kind === "text" || typeof value !== "number") return quoted(String(value));
    return numbersOf(column)(column.kind === "count" ? value : Math.round(value * 100));
  };
  return rows.map((row) => `${columns.map((column, at) => cellOf(row[at], column)).join()}\r\n`).join("");
}
