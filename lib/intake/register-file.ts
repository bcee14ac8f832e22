import { and, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { columnProfiles, type IntakeKind } from "#db/schema/index.ts";
import { Refused } from "../errors.ts";
import { type Cell, compact, type ReadSheet, textOf } from "../sheets/cells.ts";
import { findTable } from "../sheets/table.ts";
import { headingRowOf, notesOfTable, rowsOf } from "./file.ts";
import type { Content, Field, KeptCell, KeptSheet } from "./form.ts";
import { type Languages, namesOf } from "./vocabulary.ts";

// A district's own sheet: kept as it lies in the file until its columns are named, once for all files of that form.

/** What a profile remembers: the heading of each field's column. */
export type ProfileColumns = Record<string, string>;

const kept = (cell: Cell | null): KeptCell | null => {
  if (cell === null) return null;
  return cell.kind === "text" && cell.value === cell.shown ? cell.shown : [cell.kind, cell.value, cell.shown];
};
const unkept = (cell: KeptCell | null): Cell | null => {
  if (cell === null) return null;
  if (typeof cell === "string") return { kind: "text", value: cell, shown: cell };
  return { kind: cell[0] as Cell["kind"], value: cell[1], shown: cell[2] };
};
const asSheet = ({ name, date1904, merges, rows }: KeptSheet): ReadSheet => ({
  name,
  date1904,
  merges,
  hidden: false,
  rows: rows.map((row) => row.map(unkept)),
});

export const headingsOf = (sheet: KeptSheet): string[] => (sheet.rows[sheet.headingRow] ?? []).map((cell) => textOf(unkept(cell)));

/** The first few values of a column, to know it by. */
export const samplesOf = (sheet: KeptSheet, column: number): string[] =>
  sheet.rows
    .slice(sheet.headingRow + 1)
    .flatMap((row) => textOf(unkept(row[column] ?? null)) || [])
    .slice(0, 3);

/**
 * The sheet of a file that has the most to say, with what its columns seem to be.
 * @throws {Refused} `intake.noTable`, `intake.noRows`
 */
export function keptSheetOf(sheets: readonly ReadSheet[], fields: readonly Field[], languages: Languages): KeptSheet {
  const wanted = fields.map((field) => ({ key: field.key, names: namesOf(field, languages) }));
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
  return { name: sheet.name, date1904: sheet.date1904, merges: sheet.merges, rows: sheet.rows.map((row) => row.map(kept)), headingRow, guesses };
}

/** The file whose columns are named: `columns` says at which column each field stands. */
export async function mappedContent(
  sheet: KeptSheet,
  columns: Readonly<Record<string, number>>,
  fields: readonly Field[],
  languages: Languages,
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
  const whole = asSheet(sheet);
  const rows = whole.rows.map((row, at) => (at === sheet.headingRow ? headings.map(named) : row));
  const mapped = fields.filter((field) => columns[field.key] !== undefined);
  const wanted = mapped.map((field) => ({ key: field.key, names: [field.key], filled: field.key === "town" }));
  const table = findTable({ ...whole, rows }, wanted);
  if (!table || table.rows.length === 0) throw new Refused("intake.noRows", { sheet: sheet.name });
  return {
    origin: "own",
    notes: notesOfTable(table, mapped, (field) => headings[columns[field] ?? -1] ?? field),
    sheet: sheet.name,
    columns: mapped.map((field) => ({
      field: field.key,
      heading: headings[columns[field.key] ?? -1] ?? field.key,
      column: columns[field.key] ?? -1,
    })),
    rows: await rowsOf(table, mapped, languages),
    toMap: sheet,
  };
}

/** The columns of a sheet by a saved profile, where it has all of the profile's headings. */
export async function profileFor(
  db: Reader,
  scopeId: number,
  kind: IntakeKind,
  sheet: KeptSheet,
): Promise<{ name: string; columns: Record<string, number> } | null> {
  const headings = headingsOf(sheet).map(compact);
  const profiles = await db
    .select()
    .from(columnProfiles)
    .where(and(eq(columnProfiles.scopeId, scopeId), eq(columnProfiles.kind, kind)));
  const fitting = profiles.flatMap(({ name, columns }) => {
    const at = Object.entries(columns as ProfileColumns).map(([field, heading]) => [field, headings.indexOf(compact(heading))] as const);
    return at.length > 0 && at.every(([, column]) => column >= 0) ? [{ name, columns: Object.fromEntries(at) }] : [];
  });
  return fitting.toSorted((a, b) => Object.keys(b.columns).length - Object.keys(a.columns).length)[0] ?? null;
}
