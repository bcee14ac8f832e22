import type { IntakeKind } from "#db/schema/intake.ts";
import { Refused } from "../errors.ts";
import type { Month } from "../period.ts";
import { type Cell, type ReadSheet, textOf } from "../sheets/cells.ts";
import { hiddenOf } from "../sheets/hidden.ts";
import { findTable, placeIn, type Table, unitIn } from "../sheets/table.ts";
import type { Content, Field } from "./form.ts";
import type { FileRow, Sentence, Value } from "./judging.ts";
import { rowByRow } from "./rows.ts";
import { type Languages, namesOf, readerOf } from "./vocabulary.ts";

// From the sheets of a file to the rows of a form. What makes the file as a whole unusable is refused; what is merely odd is said.

/** Goes up whenever a template of before can no longer be understood. */
export const templateVersion = 1;
export const markSheet = "guatu";

/** What a file is expected to be. */
export type Expected = { kind: IntakeKind; town: { code: string; name: string } | null; month: Month | null };

type Marks = { marks: ReadonlyMap<string, string>; ids: string[][] };

/**
 * The rows of a file.
 * @throws {Refused} under `intake.`: `oldTemplate`, `otherKind`, `otherTown`, `otherMonth`, `noTable`, `noRows`, `nothingToRead`
 */
export async function contentOf(sheets: readonly ReadSheet[], fields: readonly Field[], languages: Languages, expected: Expected): Promise<Content> {
  const hidden = hiddenOf(sheets, markSheet);
  if (hidden) requireOurs(hidden, expected);
  const wanted = fields.map((field) => ({ key: field.key, names: namesOf(field, languages) }));
  const visible = sheets.filter((sheet) => !sheet.hidden);
  const tables = visible.flatMap((sheet) => findTable(sheet, wanted) ?? []);
  const usable = tables.filter((table) => hasValues(table, fields));
  const named = usable.find((table) => table.sheet.name === hidden?.marks.get("sheet"));
  const table = named ?? usable.toSorted((a, b) => b.columns.size - a.columns.size || b.rows.length - a.rows.length)[0];
  if (!table)
    throw new Refused(tables.length > 0 ? "intake.nothingToRead" : "intake.noTable", { sheets: visible.map((sheet) => sheet.name).join("、") });
  if (table.rows.length === 0) throw new Refused("intake.noRows", { sheet: table.sheet.name });
  const isComplete = fields.every((field) => table.columns.has(field.key));
  const content: Content = {
    origin: hidden ? "template" : isComplete ? "bare" : "own",
    notes: [],
    sheet: table.sheet.name,
    columns: fields.flatMap((field) => {
      const column = table.columns.get(field.key);
      return column ? [{ field: field.key, heading: column.text, column: column.column }] : [];
    }),
    rows: await rowsOf(table, fields, languages),
  };
  if (hidden) content.base = baseOf(hidden);
  content.notes = notesOf(table, fields, content, hidden, usable);
  return content;
}

/** A table that identifies rows and says something of them. */
const hasValues = (table: Table, fields: readonly Field[]) =>
  fields.some((field) => !field.identifies && !field.reference && table.columns.has(field.key)) &&
  (!fields.some((field) => field.identifies && field.key !== "id") || fields.some((field) => field.identifies && table.columns.has(field.key)));

function requireOurs({ marks }: Marks, { kind, town, month }: Expected): void {
  const is = (name: string) => marks.get(name) ?? "";
  if (is("version") !== String(templateVersion)) throw new Refused("intake.oldTemplate", { version: is("version"), now: templateVersion });
  if (is("kind") !== kind) throw new Refused("intake.otherKind", { kind: is("kind"), expected: kind });
  if (is("town") !== (town?.code ?? "")) throw new Refused("intake.otherTown", { town: is("townName"), expected: town?.name ?? "" });
  if (is("month") !== (month ?? "")) throw new Refused("intake.otherMonth", { month: is("month"), expected: month ?? "" });
}

export function rowsOf(table: Table, fields: readonly Field[], languages: Languages): Promise<FileRow[]> {
  const readers = fields
    .filter((field) => table.columns.has(field.key) && !field.reference)
    .map((field) => {
      const sheet = {
        unit: unitIn(table, field.key),
        inPercent: table.columns.get(field.key)?.unit === "percent",
        date1904: table.sheet.date1904,
      };
      const read = readerOf(field, languages);
      return [field.key, (cell: Cell | null, at: string) => read(cell, at, sheet)] as const;
    });
  return rowByRow(table.rows, (row) => ({
    line: row.number,
    cells: Object.fromEntries(readers.map(([key, read]) => [key, read(row.cells.get(key) ?? null, placeIn(table, row, key))])),
  }));
}

/** What each row was made from, by its key. */
function baseOf({ ids }: Marks): Record<string, Record<string, Value>> {
  return Object.fromEntries(
    ids.flatMap(([key = "", values = ""]) => {
      const base = recordIn<Value>(values);
      return base ? [[key, base]] : [];
    }),
  );
}

/** What a hidden cell holds; `null` where somebody made something else of it. */
function recordIn<V>(text: string): Record<string, V> | null {
  try {
    const value = JSON.parse(text);
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

const few = 5;
const listed = (texts: readonly string[]) => texts.slice(0, few).join("、") + (texts.length > few ? "…" : "");

function notesOf(table: Table, fields: readonly Field[], content: Content, hidden: Marks | null, usable: readonly Table[]): Sentence[] {
  const notes: Sentence[] = [];
  const say = (name: string, values: Sentence["values"] = {}) => notes.push({ key: `intake.note.${name}`, values });
  const sheet = hidden?.marks.get("sheet");
  if (sheet !== undefined && sheet !== table.sheet.name) say("renamed", { was: sheet, is: table.sheet.name });
  if (content.origin === "bare") say("keyLost");
  if (content.origin === "own") say("ownFile", { count: table.columns.size });
  const identity = fields.filter((field) => field.identifies);
  if (content.origin === "template") {
    const [first, second] = identity;
    if (first && second && !table.columns.has(first.key)) say("codeLost", { by: table.columns.get(second.key)?.text ?? "" });
    const missing = fields.filter((field) => !field.identifies && !field.reference && !table.columns.has(field.key));
    const headings = headingsWere(hidden);
    if (missing.length > 0) say("missing", { count: missing.length, headings: listed(missing.map((field) => headings[field.key] ?? field.key)) });
  }
  if (table.extra.length > 0) say("extra", { count: table.extra.length, headings: listed(table.extra.map(({ text }) => text)) });
  if (table.repeated.length > 0) say("repeated", { cells: listed(table.repeated.map(({ at }) => at)) });
  const others = usable.filter((each) => each !== table).map((each) => each.sheet.name);
  if (others.length > 0) say("otherSheets", { is: table.sheet.name, others: listed(others) });
  return [...notes, ...notesOfTable(table, fields, (field) => table.columns.get(field)?.text ?? field)];
}

/** What is to be said of a table whatever it is of: rows left out, formulas, units. */
export function notesOfTable(table: Table, fields: readonly Field[], headingOf: (field: string) => string): Sentence[] {
  const notes: Sentence[] = [];
  const say = (name: string, values: Sentence["values"]) => notes.push({ key: `intake.note.${name}`, values });
  const left = table.skipped.filter(({ why }) => why === "total" || why === "note");
  if (left.length > 0) say("skipped", { count: left.length, rows: listed(left.map(({ at, text }) => `${at} ${text.slice(0, 20)}`)) });
  const formulas = table.rows.flatMap((row) => [...row.cells].flatMap(([key, cell]) => (cell?.formula ? [placeIn(table, row, key)] : [])));
  if (formulas.length > 0) say("formulas", { count: formulas.length, cells: listed(formulas) });
  const inWan = fields.filter((field) => field.kind === "amount" && table.columns.has(field.key) && unitIn(table, field.key) !== "yuan");
  if (inWan.length > 0) say("unit", { unit: unitIn(table, inWan[0]?.key ?? ""), headings: listed(inWan.map((field) => headingOf(field.key))) });
  return notes;
}

const headingsWere = (hidden: Marks | null): Record<string, string> => recordIn<string>(hidden?.marks.get("headings") ?? "") ?? {};

/** The headings of a sheet that names none of our columns: its first row of several texts. */
export function headingRowOf(sheet: ReadSheet): { row: number; headings: string[] } | null {
  const row = sheet.rows.slice(0, 10).findIndex((cells) => cells.filter((cell) => textOf(cell) !== "").length > 1);
  return row < 0 ? null : { row, headings: (sheet.rows[row] ?? []).map(textOf) };
}
