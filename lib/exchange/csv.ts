import { stringify } from "csv-stringify/sync";
import { yuanText } from "../money.ts";
import { type Column, headingOf, type Row, type Words, written } from "./columns.ts";

// A spreadsheet evaluates what begins so, quoted or not, after blanks too, and in Chinese input method's full width (RELIABILITY A6).
const evaluates = /^[\s\u3000]*[=+\-@＝＋－＠]|^[\t\r]/;

/** Text that no program that opens the file will run: the sign that makes it text stands before what would make it a formula. */
export const harmless = (text: string): string => (evaluates.test(text) ? `'${text}` : text);

/** Numbers bare, texts quoted: whoever reads the file can tell 350212000000 the code from 350212000000 the number. */
const line = (cells: (string | bigint | null)[][], numbers: string[]) =>
  stringify(cells, { record_delimiter: "\r\n", quoted_string: true, cast: { bigint: (index) => numbers[Number(index)] ?? "" } });

/** The first line of a file, after the mark by which Excel knows UTF-8. */
export const csvHead = (columns: readonly Column[], words: Words): string =>
  `\ufeff${line([columns.map((column) => harmless(headingOf(column, words)))], [])}`;

/** Rows as lines. Amounts are plain: 1234.56 */
export function csvLines(rows: readonly Row[], columns: readonly Column[], words: Words): string {
  const numbers: string[] = [];
  const cells = rows.map((row) =>
    columns.map((column) => {
      const cell = written(row, column, words);
      if (cell === null) return null;
      return "text" in cell ? harmless(cell.text) : BigInt(numbers.push(cell.number) - 1);
    }),
  );
  return line(cells, numbers);
}

/** The cells of a sheet, as a workbook of the same columns holds them, as the lines that a file of the same rows has. */
export function csvOfCells(rows: readonly unknown[][], columns: readonly Column[]): string {
  const numbers: string[] = [];
  const cells = rows.map((row) =>
    columns.map(({ kind }, at) => {
      const value = row[at] ?? null;
      if (value === null || value === "") return null;
      if (kind === "text" || typeof value !== "number") return harmless(String(value));
      return BigInt(numbers.push(kind === "count" ? String(value) : yuanText(Math.round(value * 100))) - 1);
    }),
  );
  return line(cells, numbers);
}
