import { and, eq, ne } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { columnProfiles, type IntakeKind } from "#db/schema/index.ts";
import { Refused } from "#lib/core/errors.ts";
import { type Cell, compact, type ReadSheet, textOf } from "#lib/spreadsheets/cells.ts";
import { findTable } from "#lib/spreadsheets/sheet-table.ts";
import type { Content, Field, StoredSheet } from "../forms/sheet-form.ts";
import type { Expected } from "../rules/about.ts";
import { headingRowOf, notesOfTable, rowsOf } from "../rules/content.ts";
import { type Answers, Asking } from "../rules/questions.ts";
import { cellFromStored, gridFromStored, storedGrid } from "../rules/stored-sheet.ts";
import { understood, wantedOf } from "../rules/understanding.ts";
import type { Languages } from "../rules/vocabulary.ts";

// A district's own sheet: kept as it lies in the file until its columns are named, once for all files of that
// form.

/** What a profile remembers: the heading of each field's column. */
export type ProfileColumns = Record<string, string>;

export const headingsOf = (sheet: StoredSheet): string[] =>
  (sheet.rows[sheet.headingRow] ?? []).map((cell) => textOf(cellFromStored(cell)));

/** The first few values of a column, to know it by. */
export const samplesOf = (sheet: StoredSheet, column: number): string[] =>
  sheet.rows
    .slice(sheet.headingRow + 1)
    .flatMap((row) => textOf(cellFromStored(row[column] ?? null)) || [])
    .slice(0, 3);

/**
 * The sheet of a file that has the most to say, with what its columns seem to be.
 * @throws {Refused} `intake.noTable`, `intake.noRows`
 */
export function storedSheetOf(
  sheets: readonly ReadSheet[],
  fields: readonly Field[],
  languages: Languages,
): StoredSheet {
  const wanted = wantedOf(fields, languages);
  const visible = sheets.filter((sheet) => !sheet.hidden);
  const found = visible.flatMap((sheet) => {
    const table = findTable(sheet, wanted);
    const heading = table ? { row: table.headingRow - 1 } : headingRowOf(sheet);
    const guesses = Object.fromEntries([...(table?.columns ?? [])].map(([key, { column }]) => [key, column]));
    return heading ? [{ sheet, headingRow: heading.row, guesses, known: table?.columns.size ?? 0 }] : [];
  });
  const [best] = found.toSorted((a, b) => b.known - a.known || b.sheet.rows.length - a.sheet.rows.length);
  if (!best) throw new Refused("intake.noTable", { sheets: visible.map((sheet) => sheet.name).join("、") });
  const { sheet, headingRow, guesses } = best;
  if (sheet.rows.length <= headingRow + 1) throw new Refused("intake.noRows", { sheet: sheet.name });
  return { ...storedGrid(sheet), headingRow, guesses };
}

/** The file whose columns are named: `columns` says at which column each field stands. */
export async function mappedContent(
  sheet: StoredSheet,
  columns: Readonly<Record<string, number>>,
  fields: readonly Field[],
  languages: Languages,
  expected: Expected,
  answers: Answers = {},
): Promise<Content> {
  const headings = headingsOf(sheet);
  const fieldAt = new Map(Object.entries(columns).map(([field, at]) => [at, field]));
  // Each heading becomes its field's name, its unit kept: what a column is is no longer a matter of words.
  const named = (heading: string, at: number): Cell | null => {
    const field = fieldAt.get(at);
    if (field === undefined) return null;
    const shown = `${field}${/[([（【].*$/.exec(heading)?.[0] ?? ""}`;
    return { kind: "text", value: shown, shown };
  };
  const whole = gridFromStored(sheet);
  const rows = whole.rows.map((row, at) => (at === sheet.headingRow ? headings.map(named) : row));
  const mapped = fields.filter((field) => columns[field.key] !== undefined);
  const wanted = wantedOf(mapped, []).map((column) => ({
    ...column,
    names: [column.key],
    filled: column.key === "town",
  }));
  const asking = new Asking(answers);
  const read = understood({ ...whole, rows }, mapped, wanted, expected, asking);
  if (!read || read.table.rows.length === 0) throw new Refused("intake.noRows", { sheet: sheet.name });
  return {
    origin: "own",
    notes: notesOfTable(read, mapped, (field) => headings[columns[field] ?? -1] ?? field),
    sheet: sheet.name,
    columns: mapped.map((field) => ({
      field: field.key,
      heading: headings[columns[field.key] ?? -1] ?? field.key,
      column: columns[field.key] ?? -1,
    })),
    rows: await rowsOf(read, mapped, languages),
    toMap: sheet,
    ...(Object.keys(answers).length > 0 && { answers }),
    ...(asking.all.length > 0 && { asked: asking.all }),
  };
}

/**
 * The profile that holds what was answered about a town's or a district's files; one of columns has a name
 * that somebody gave it.
 */
export const answersName = "";

/** The columns of a sheet by a saved profile, where it has all of the profile's headings. */
export async function profileFor(
  db: Reader,
  scopeId: number,
  kind: IntakeKind,
  sheet: StoredSheet,
): Promise<{ name: string; columns: Record<string, number> } | null> {
  const headings = headingsOf(sheet).map(compact);
  const profiles = await db
    .select()
    .from(columnProfiles)
    .where(
      and(
        eq(columnProfiles.scopeId, scopeId),
        eq(columnProfiles.kind, kind),
        ne(columnProfiles.name, answersName),
      ),
    );
  const fitting = profiles.flatMap(({ name, columns }) => {
    const at = Object.entries(columns as ProfileColumns).map(
      ([field, heading]) => [field, headings.indexOf(compact(heading))] as const,
    );
    return at.length > 0 && at.every(([, column]) => column >= 0)
      ? [{ name, columns: Object.fromEntries(at) }]
      : [];
  });
  return fitting.toSorted((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length)[0] ?? null;
}
