import { Refused } from "#lib/core/errors.ts";
import type { KeyIn } from "#lib/core/message-keys.ts";
import { type Cell, type ReadSheet, textOf } from "#lib/spreadsheets/cells.ts";
import { hiddenOf } from "#lib/spreadsheets/hidden-sheets.ts";
import { claimsIn } from "#lib/spreadsheets/meaning.ts";
import { findTable, placeIn, type Table, unitIn } from "#lib/spreadsheets/sheet-table.ts";
import type { Content, Field } from "../forms/sheet-form.ts";
import { type Expected, listed } from "./about.ts";
import type { FileRow, Sentence, Value } from "./diff.ts";
import { ownExportIn } from "./own-export.ts";
import { type Answers, Asking } from "./questions.ts";
import { rowByRow } from "./rows.ts";
import { storedGrid } from "./stored-sheet.ts";
import { type Understood, understood, wantedOf } from "./understanding.ts";
import { type Languages, readerOf } from "./vocabulary.ts";

// From the sheets of a file to the rows of a form. What makes the file as a whole unusable is refused; what
// is merely odd is said.

/** Goes up whenever a template of before can no longer be understood. */
export const templateVersion = 1;
export const markSheet = "guatu";

type Marks = { marks: ReadonlyMap<string, string>; ids: string[][] };

/**
 * The rows of a file, by what was answered so far; `asked` holds what is still open.
 * @throws {Refused} under `intake.`: `oldTemplate`, `ownExport`, `otherKind`, `otherTown`, `otherMonth`,
 * `noTable`, `noRows`, `nothingToRead`
 */
export async function contentOf(
  sheets: readonly ReadSheet[],
  { fields, never = [] }: { fields: readonly Field[]; never?: readonly Field[] },
  languages: Languages,
  expected: Expected,
  answers: Answers = {},
): Promise<Content> {
  const hidden = hiddenOf(sheets, markSheet);
  if (hidden) requireOurs(hidden, expected);
  else requireNoExport(sheets, languages, expected);
  const wanted = wantedOf([...fields, ...never], languages);
  const visible = sheets.filter((sheet) => !sheet.hidden);
  const tables = visible.flatMap((sheet) => {
    const table = findTable(sheet, wanted);
    return table ? [{ sheet, table, ofMonth: monthOf(sheet, table, expected) }] : [];
  });
  const usable = tables.filter(({ table }) => hasValues(table, fields));
  const named = usable.find(({ sheet }) => sheet.name === hidden?.marks.get("sheet"));
  const chosen =
    named ??
    usable.toSorted(
      (a, b) =>
        b.ofMonth - a.ofMonth ||
        b.table.columns.size - a.table.columns.size ||
        b.table.rows.length - a.table.rows.length,
    )[0];
  if (!chosen)
    throw new Refused(tables.length > 0 ? "intake.nothingToRead" : "intake.noTable", {
      sheets: visible.map((sheet) => sheet.name).join("、"),
    });
  const asking = new Asking(answers);
  const read = understood(chosen.sheet, [...fields, ...never], wanted, expected, asking) as Understood;
  const { table } = read;
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
    rows: await rowsOf(read, fields, languages),
  };
  if (hidden) content.base = baseOf(hidden);
  content.notes = notesOf(
    read,
    fields,
    content,
    hidden,
    usable.map((each) => each.table),
  );
  if (Object.keys(answers).length > 0) content.answers = answers;
  if (asking.all.length > 0) {
    content.asked = asking.all;
    content.source = sheets
      .filter((sheet) => sheet === chosen.sheet || sheet.name === markSheet)
      .map(storedGrid);
  }
  return content;
}

/**
 * Of twelve sheets the one of the month: 2 where a name or a title says it, 0 where it says another, 1 where
 * none says anything.
 */
function monthOf(sheet: ReadSheet, table: Table, { month }: Expected): 0 | 1 | 2 {
  const titles = table.lines.filter(({ where }) => where === "above").flatMap(({ claims }) => claims);
  const name = /^\d{1,2}$/.test(sheet.name) ? `${sheet.name}月` : sheet.name;
  const said = [...claimsIn(name).claims, ...titles].flatMap((claim) =>
    claim.is === "month" ? [claim] : [],
  );
  if (!month || said.length === 0) return 1;
  return said.every(
    (claim) =>
      claim.month === Number(month.slice(5)) &&
      (claim.year ?? Number(month.slice(0, 4))) === Number(month.slice(0, 4)),
  )
    ? 2
    : 0;
}

/** A table that identifies rows and says something of them. */
const hasValues = (table: Table, fields: readonly Field[]) =>
  fields.some((field) => !field.identifies && !field.reference && table.columns.has(field.key)) &&
  (!fields.some((field) => field.identifies && field.key !== "id") ||
    fields.some((field) => field.identifies && table.columns.has(field.key)));

function requireOurs({ marks }: Marks, { kind, town, month }: Expected): void {
  const is = (name: string) => marks.get(name) ?? "";
  if (is("version") !== String(templateVersion))
    throw new Refused("intake.oldTemplate", { version: is("version"), now: templateVersion });
  if (is("kind") !== kind) throw new Refused("intake.otherKind", { kind: is("kind"), expected: kind });
  if (is("town") !== (town?.code ?? ""))
    throw new Refused("intake.otherTown", { town: is("townName"), expected: town?.name ?? "" });
  if (is("month") !== (month ?? ""))
    throw new Refused("intake.otherMonth", { month: is("month"), expected: month ?? "" });
}

/**
 * An export lists what stands, of other months too and with words of ours beside it; only that of money has
 * the form's own shape.
 */
function requireNoExport(sheets: readonly ReadSheet[], languages: Languages, { kind }: Expected): void {
  const found = ownExportIn(sheets, languages);
  if (found && !(found === "funding" && kind === "funding"))
    throw new Refused("intake.ownExport", { kind: found });
}

export function rowsOf(
  { table, unitOf, isLeft }: Understood,
  fields: readonly Field[],
  languages: Languages,
): Promise<FileRow[]> {
  const readers = fields
    .filter((field) => table.columns.has(field.key) && !field.reference)
    .map((field) => {
      const inPercent = table.columns.get(field.key)?.unit === "percent";
      const read = readerOf(field, languages);
      const { date1904 } = table.sheet;
      return [
        field.key,
        (cell: Cell | null, at: string) =>
          read(cell, at, { unit: unitOf(field.key, cell), inPercent, date1904 }),
      ] as const;
    });
  return rowByRow(
    table.rows.filter((row) => !isLeft(row)),
    (row) => ({
      line: row.number,
      cells: Object.fromEntries(
        readers.flatMap(([key, read]) =>
          isLeft(row, key) ? [] : [[key, read(row.cells.get(key) ?? null, placeIn(table, row, key))]],
        ),
      ),
      ...(row.surplus && {
        problem: {
          key: "intake.says.surplus",
          values: { count: row.surplus.length, texts: listed(row.surplus) },
        },
      }),
    }),
  );
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

function notesOf(
  read: Understood,
  fields: readonly Field[],
  content: Content,
  hidden: Marks | null,
  usable: readonly Table[],
): Sentence[] {
  const { table } = read;
  const notes: Sentence[] = [];
  const say = (name: KeyIn<"intake.note">, values: Sentence["values"] = {}) =>
    notes.push({ key: `intake.note.${name}`, values });
  const sheet = hidden?.marks.get("sheet");
  if (sheet !== undefined && sheet !== table.sheet.name) say("renamed", { was: sheet, is: table.sheet.name });
  if (content.origin === "bare") say("keyLost");
  if (content.origin === "own") say("ownFile", { count: table.columns.size });
  const identity = fields.filter((field) => field.identifies);
  if (content.origin === "template") {
    const [first, second] = identity;
    if (first && second && !table.columns.has(first.key))
      say("codeLost", { by: table.columns.get(second.key)?.text ?? "" });
    const missing = fields.filter(
      (field) => !field.identifies && !field.reference && !table.columns.has(field.key),
    );
    const headings = headingsWere(hidden);
    if (missing.length > 0)
      say("missing", {
        count: missing.length,
        headings: listed(missing.map((field) => headings[field.key] ?? field.key)),
      });
  }
  if (table.extra.length > 0)
    say("extra", { count: table.extra.length, headings: listed(table.extra.map(({ text }) => text)) });
  if (table.repeated.length > 0) say("repeated", { cells: listed(table.repeated.map(({ at }) => at)) });
  const others = usable.map((each) => each.sheet.name).filter((name) => name !== table.sheet.name);
  if (others.length > 0) say("otherSheets", { is: table.sheet.name, others: listed(others) });
  return [...notes, ...notesOfTable(read, fields, (field) => table.columns.get(field)?.text ?? field)];
}

/** What is to be said of a table whatever it is of: rows left out, formulas, units. */
export function notesOfTable(
  { table, notes: said, never }: Understood,
  fields: readonly Field[],
  headingOf: (field: string) => string,
): Sentence[] {
  const notes: Sentence[] = [];
  const say = (name: KeyIn<"intake.note">, values: Sentence["values"]) =>
    notes.push({ key: `intake.note.${name}`, values });
  const left = table.skipped.filter(({ why }) => why === "total" || why === "note");
  if (left.length > 0)
    say("skipped", {
      count: left.length,
      rows: listed(left.map(({ at, text }) => `${at} ${text.slice(0, 20)}`)),
    });
  const formulas = table.rows.flatMap((row) =>
    [...row.cells].flatMap(([key, cell]) => (cell?.formula ? [placeIn(table, row, key)] : [])),
  );
  if (formulas.length > 0) say("formulas", { count: formulas.length, cells: listed(formulas) });
  const inWan = fields.filter(
    (field) => field.kind === "amount" && table.columns.has(field.key) && unitIn(table, field.key) !== "yuan",
  );
  if (inWan.length > 0)
    say("unit", {
      unit: unitIn(table, inWan[0]?.key ?? ""),
      headings: listed(inWan.map((field) => headingOf(field.key))),
    });
  for (const { field, at, amounts } of never)
    if (field.never)
      notes.push(
        neverSaid(
          field.never,
          at,
          amounts.map(({ text }) => text),
        ),
      );
  return [...notes, ...said];
}

/** Why a column of money that is no income is left alone. */
const neverSaid = (why: Sentence, at: string, texts: readonly string[]): Sentence => ({
  key: "intake.note.never",
  values: { ...why.values, at, amounts: listed(texts), count: texts.length },
});

const headingsWere = (hidden: Marks | null): Record<string, string> =>
  recordIn<string>(hidden?.marks.get("headings") ?? "") ?? {};

/** The headings of a sheet that names none of our columns: its first row of several texts. */
export function headingRowOf(sheet: ReadSheet): { row: number; headings: string[] } | null {
  const row = sheet.rows
    .slice(0, 10)
    .findIndex((cells) => cells.filter((cell) => textOf(cell) !== "").length > 1);
  return row < 0 ? null : { row, headings: (sheet.rows[row] ?? []).map(textOf) };
}
