import { type Cell, compact, type Merge, placeOf, type ReadSheet, textOf } from "./cells.ts";
import { type FoundHeadings, type Heading, type HeadingUnit, headingsAt, textAt, unitAbove, type WantedColumn } from "./headings.ts";
import { saysNothing } from "./values.ts";

export type TableRow = {
  /** As the spreadsheet program counts, from 1. */
  number: number;
  /** By the caller's key; a column that the sheet does not have is absent. */
  cells: Map<string, Cell | null>;
};
export type Skipped = { number: number; at: string; why: "blank" | "total" | "note" | "heading"; text: string };
export type Table = {
  sheet: Pick<ReadSheet, "name" | "date1904">;
  /** The last row of the heading, as the spreadsheet program counts. */
  headingRow: number;
  /** Where each wanted column was found and what its heading says its numbers are in. */
  columns: Map<string, Heading>;
  /** Stated above the headings for all amounts: "单位：万元". A heading's own unit has the last word. */
  unit: HeadingUnit | undefined;
  /** Required columns that are not there. */
  missing: string[];
  /** Headings of no wanted column, and second ones of the same name: their cells are not read. */
  extra: { at: string; text: string }[];
  repeated: { key: string; at: string }[];
  rows: TableRow[];
  /** Rows that are none of the table's, each with its reason; blank ones after the last row are not worth a word. */
  skipped: Skipped[];
};

/** Titles, a unit and a date may stand above the headings, not a page of text. */
const deepestHeading = 10;
/** Two headings in a row are a heading; one may be a word in a title. */
const fewestHeadings = 2;

/**
 * The table of a sheet: its headings, of one row or two, are looked for in the first ten rows by the names that the caller expects,
 * in whatever order they stand.
 * @returns `null` where no row names two of the wanted columns (or the only one)
 */
export function findTable(sheet: ReadSheet, wanted: readonly WantedColumn[]): Table | null {
  const headings = bestHeadings(sheet, wanted);
  if (!headings) return null;
  const { columns, bottom, top } = headings;
  const rowFor = rowReader(sheet, columns, wanted);
  const table: Table = {
    sheet: { name: sheet.name, date1904: sheet.date1904 },
    headingRow: bottom + 1,
    columns,
    unit: unitAbove(sheet, top),
    missing: wanted.filter(({ key, required }) => required && !columns.has(key)).map(({ key }) => key),
    extra: extraHeadings(sheet, headings),
    repeated: headings.repeated.map(({ key, column }) => ({ key, at: placeOf(sheet, bottom, column) })),
    rows: [],
    skipped: [],
  };
  let blanks: Skipped[] = [];
  for (let row = bottom + 1; row < sheet.rows.length; row++) {
    const skipped = skippedRow(sheet, row, headings);
    if (skipped?.why === "blank") {
      blanks.push(skipped);
      continue;
    }
    table.skipped.push(...blanks, ...(skipped ? [skipped] : []));
    blanks = [];
    if (!skipped) table.rows.push(rowFor(row));
  }
  return table;
}

/** Where a cell of a row stands: "收入!E17". */
export function placeIn(table: Table, row: TableRow, key: string): string {
  return placeOf(table.sheet, row.number - 1, table.columns.get(key)?.column ?? 0);
}

/** What the numbers of a column are in: what its heading says, else what is said above the table, else what the caller takes for granted. */
export function unitIn(table: Table, key: string): "yuan" | "wan" | "yi" {
  const unit = table.columns.get(key)?.unit ?? table.unit;
  return unit === undefined || unit === "percent" ? "yuan" : unit;
}

function bestHeadings(whole: ReadSheet, wanted: readonly WantedColumn[]): FoundHeadings | null {
  const sheet = { ...whole, merges: whole.merges.filter(({ top }) => top < deepestHeading) };
  let best: FoundHeadings | null = null;
  for (let row = 0; row < Math.min(deepestHeading, sheet.rows.length); row++) {
    // A heading of one row first: two rows are taken for one only where that names more columns.
    for (const depth of row > 0 ? ([1, 2] as const) : ([1] as const)) {
      const found = headingsAt(sheet, row, depth, wanted);
      if (found.columns.size > (best?.columns.size ?? Math.min(fewestHeadings, wanted.length) - 1)) best = found;
    }
  }
  return best;
}

function extraHeadings(sheet: ReadSheet, { top, bottom, columns, repeated }: FoundHeadings): Table["extra"] {
  const known = new Set([...[...columns.values()].map(({ column }) => column), ...repeated.map(({ column }) => column)]);
  const width = Math.max(...sheet.rows.slice(top, bottom + 1).map((row) => row.length));
  return Array.from({ length: width }, (_, column) => column)
    .filter((column) => !known.has(column))
    .map((column) => ({ at: placeOf(sheet, bottom, column), text: textAt(sheet, bottom, column) }))
    .filter(({ text }) => text !== "");
}

const isTotal = (text: string) => /(?:合计|小计|总计|累计|^total|^subtotal)(?:\([^)]*\))?[:：]?$/i.test(compact(text));
const isNote = (text: string) => /^(?:填表|制表|审核|复核|填报|负责人|单位负责人|联系|说明|备注|注)[^:：]{0,8}[:：]/.test(compact(text));
/** A total's word stands before its figures. */
const leading = 3;

function skippedRow(sheet: ReadSheet, row: number, headings: FoundHeadings): Skipped | undefined {
  const cells = sheet.rows[row] ?? [];
  const texts: string[] = [];
  let first = 0;
  for (const [column, cell] of cells.entries()) {
    const text = textOf(cell);
    if (text === "") continue;
    if (texts.push(text) === 1) first = column;
    if (texts.length === leading) break;
  }
  const why = whySkipped(cells, texts, headings);
  return why && { number: row + 1, at: placeOf(sheet, row, first), why, text: texts[0] ?? "" };
}

function whySkipped(cells: readonly (Cell | null)[], texts: readonly string[], { columns }: FoundHeadings): Skipped["why"] | undefined {
  if (texts.some(isTotal)) return "total";
  if (isNote(texts[0] ?? "")) return "note";
  const found = [...columns.values()];
  // A running number alone is a row that was prepared and not filled in; words are a note.
  if (found.every(({ column }) => saysNothing(cells[column]))) return texts.every((text) => /^[\d\p{P}]*$/u.test(text)) ? "blank" : "note";
  // Long lists repeat their heading on every page.
  return found.every(({ column, own }) => textOf(cells[column]) === own) ? "heading" : undefined;
}

/** Reads rows in order, top to bottom. */
function rowReader(sheet: ReadSheet, columns: FoundHeadings["columns"], wanted: readonly WantedColumn[]): (row: number) => TableRow {
  const readers = wanted.flatMap(({ key, filled }) => {
    const column = columns.get(key)?.column;
    if (column === undefined) return [];
    const begin = new Map(
      filled ? sheet.merges.filter(({ left, right }) => left <= column && column <= right).map((merge) => [merge.top, merge]) : [],
    );
    let over: Merge | undefined;
    const read = (row: number): Cell | null => {
      over = begin.get(row) ?? over;
      const own = sheet.rows[row]?.[column] ?? null;
      return own === null && over && row <= over.bottom ? (sheet.rows[over.top]?.[over.left] ?? null) : own;
    };
    return [{ key, read }];
  });
  return (row) => ({ number: row + 1, cells: new Map(readers.map(({ key, read }) => [key, read(row)])) });
}
