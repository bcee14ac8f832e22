import { type Translate, wordIn } from "#lib/core/columns.ts";
import { firstDay, lastDay } from "#lib/core/dates.ts";
import type { WrittenUnit } from "#lib/core/money.ts";
import type { Cell, ReadSheet } from "#lib/spreadsheets/cells.ts";
import { cellError, compact } from "#lib/spreadsheets/cells.ts";
import {
  readAmount,
  readDay,
  readMonth,
  readPercentage,
  readText,
  type Said,
  saysNothing,
} from "#lib/spreadsheets/values.ts";
import type { Field } from "../forms/sheet-form.ts";
import type { Given, Sentence, Value } from "./diff.ts";

/** The words of every language that a file may be written in. */
export type Languages = readonly Translate[];

/**
 * What stands above a field's column, or may: as the template writes it in either language, and as sheets
 * call it.
 */
export const namesOf = (field: Field, languages: Languages): string[] => [
  ...languages.map(field.heading),
  ...field.names,
];

/** How a field's cells are read: built once a file, because a list has its words in every language. */
export function readerOf(
  field: Field,
  languages: Languages,
): (cell: Cell | null, at: string, sheet: Sheet) => Given {
  const choices = field.choices && choicesOf(field.choices, languages);
  return (cell, at, { unit, inPercent, date1904 }) => {
    const shown = cell?.shown ?? "";
    const said = ((): Said<Value> | { problem: Sentence } => {
      switch (field.kind) {
        case "amount":
          return readAmount(cell, unit);
        case "percent":
          return readPercentage(cell, inPercent);
        case "day":
          return dayOrMonth(cell, field, date1904);
        case "text":
          return field.identifies ? inOneLine(readText(cell)) : readText(cell);
        case "choice": {
          if (saysNothing(cell)) return { value: null };
          const value = choices?.get(compact(shown).toLowerCase());
          return value === undefined
            ? { problem: { key: "intake.says.notAChoice", values: { at, text: shown.slice(0, 40) } } }
            : { value };
        }
      }
    })();
    if ("value" in said) return { at, shown, value: said.value };
    return { at, shown, problem: "reason" in said ? cellError(at, cell, said.reason) : said.problem };
  };
}
/** Where a plan says only the month, building begins on its first day and is done by its last. */
function dayOrMonth(cell: Cell | null, { monthMeans }: Field, date1904: boolean): Said<Value> {
  const day = readDay(cell, date1904);
  if ("value" in day || !monthMeans) return day;
  const month = readMonth(cell, date1904);
  if (!("value" in month) || month.value === null) return day;
  return { value: monthMeans === "first" ? firstDay(month.value) : lastDay(month.value) };
}

/** A name that was broken to fit its cell is one name. */
const inOneLine = (said: Said<string>): Said<string> =>
  "value" in said && said.value !== null ? { value: said.value.replace(/\s*[\r\n]+\s*/g, "") } : said;

/** What is known of a column's numbers from its heading and sheet. */
export type Sheet = Pick<ReadSheet, "date1904"> & { unit: WrittenUnit; inPercent: boolean };

/** The values of a list by everything that people write for them, small letters and no blanks. */
function choicesOf(
  { values, words, also = {} }: NonNullable<Field["choices"]>,
  languages: Languages,
): Map<string, string> {
  const plain = (text: string) => compact(text).toLowerCase();
  return new Map([
    ...Object.entries(also).map(([text, value]) => [plain(text), value] as const),
    ...values.flatMap((value) =>
      [value, ...languages.map((language) => wordIn(language, words, value))].map(
        (text) => [plain(text), value] as const,
      ),
    ),
  ]);
}
