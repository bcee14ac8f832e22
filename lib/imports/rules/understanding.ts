import type { WrittenUnit } from "#lib/core/money.ts";
import { type Cell, lettersOf, type ReadSheet, within } from "#lib/spreadsheets/cells.ts";
import type { WantedColumn } from "#lib/spreadsheets/headings.ts";
import { findTable, type Table, type TableRow, unitIn } from "#lib/spreadsheets/sheet-table.ts";
import { saysNothing } from "#lib/spreadsheets/values.ts";
import type { Field } from "../forms/sheet-form.ts";
import type { About, Expected } from "./about.ts";
import type { Sentence } from "./diff.ts";
import type { Asking } from "./questions.ts";
import { askedOfTitles, unclearTitles } from "./titles.ts";
import { tellUnit, unitOtherwise } from "./units.ts";
import { askedOfUnseen } from "./unseen.ts";
import { type Languages, namesOf } from "./vocabulary.ts";
import { askedOfForeign, askedOfRegimes, pickedColumn } from "./which-column.ts";

// What a table means beside its cells: which column is the month's, what its numbers are in, whose and of
// when it is. Each of that is understood, or said, or asked. One reader for files and pastes.

/** A column that may never be entered as income: why, and what stands in it. */
export type NeverColumn = { field: Field; at: string; amounts: { row: TableRow; text: string }[] };

export type Understood = {
  table: Table;
  notes: Sentence[];
  /** What a cell's number is in. */
  unitOf: (key: string, cell: Cell | null) => WrittenUnit;
  /** Rows and cells that the sender wants left out. */
  isLeft: (row: TableRow, key?: string) => boolean;
  never: NeverColumn[];
};

/** The columns that a form's fields are looked for by. */
export const wantedOf = (fields: readonly Field[], languages: Languages): WantedColumn[] =>
  fields.map((field) => ({
    key: field.key,
    names: namesOf(field, languages),
    ...(field.identifies && field.key !== "town" && field.key !== "id" && { identifies: true }),
  }));

/**
 * The table of a sheet and all that it leaves open, by the answers that are known.
 * @returns `null` where the sheet has no table of these fields
 */
export function understood(
  sheet: ReadSheet,
  fields: readonly Field[],
  wanted: readonly WantedColumn[],
  expected: Expected,
  asking: Asking,
  { fewest, sheetName = sheet.name }: { fewest?: number; sheetName?: string } = {},
): Understood | null {
  const byKey = new Map(fields.map((field) => [field.key, field]));
  const nameOf = (key: string) => {
    const { label = key, labelEn = label } = byKey.get(key) ?? {};
    return { field: label, fieldEn: labelEn };
  };
  const about: About = { sheet, fields, byKey, nameOf, expected, asking };
  const table = findTable(sheet, wanted, {
    ...(fewest !== undefined && { fewest }),
    pick: (key, headings) =>
      byKey.get(key)?.kind === "amount" ? pickedColumn(about, key, headings) : headings[0],
    ...(expected.isPlace && { isPlace: expected.isPlace }),
  });
  if (!table) return null;
  const notes: Sentence[] = [];
  const taken = new Set(table.columns.keys());
  askedOfRegimes(about, table);
  askedOfForeign(about, table, taken, notes);
  const stopped = askedOfTitles(about, table.lines, sheetName);
  notes.push(...unclearTitles(table.lines, expected));
  tellUnit(about, table);
  const kept = unitOtherwise(about, table, notes);
  const isLeft = askedOfUnseen(about, table, notes);
  const never = neverColumns(about, table);
  return {
    table,
    notes,
    never,
    unitOf: (key, cell) => (cell && kept(key, cell)) || unitIn(table, key),
    isLeft: (row, key) => stopped || isLeft(row, key),
  };
}

function neverColumns({ fields, sheet }: About, table: Table): NeverColumn[] {
  return fields.flatMap((field) => {
    const heading = field.never && table.columns.get(field.key);
    if (!heading) return [];
    const amounts = table.rows.flatMap((row) => {
      const cell = row.cells.get(field.key);
      return cell && !saysNothing(cell) ? [{ row, text: cell.shown }] : [];
    });
    return amounts.length > 0 ? [{ field, at: within(sheet, lettersOf(heading.column)), amounts }] : [];
  });
}
