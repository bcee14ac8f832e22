import type { WrittenUnit } from "#lib/core/money.ts";
import { type Cell, compact, type Merge, placeOf, type ReadSheet, textOf } from "./cells.ts";
import {
  completed,
  type FoundHeadings,
  type Heading,
  type HeadingUnit,
  headingsAt,
  type Line,
  linesOf,
  textAt,
  type WantedColumn,
} from "./headings.ts";
import { saysNothing } from "./values.ts";

export type TableRow = {
  /** As the spreadsheet program counts, from 1. */
  number: number;
  /** By the caller's key; a column that the sheet does not have is absent. */
  cells: Map<string, Cell | null>;
  /** What stands beyond the last heading of a text of rows: something parted the row that should not have. */
  surplus?: string[];
};
export type Skipped = {
  number: number;
  at: string;
  why: "blank" | "total" | "note" | "heading";
  text: string;
};
export type Table = {
  sheet: Pick<ReadSheet, "name" | "date1904">;
  /** The last row of the heading, as the spreadsheet program counts. */
  headingRow: number;
  /** Where each wanted column was found and what its heading says its numbers are in. */
  columns: Map<string, Heading>;
  /** Every column that is called so, the one that is read among them. */
  candidates: Map<string, Heading[]>;
  /** Stated above or below for all amounts: "单位：万元". A heading's own unit has the last word. */
  unit: HeadingUnit | undefined;
  /** What stands above the headings and below the rows. */
  lines: Line[];
  /** Required columns that are not there. */
  missing: string[];
  /** Headings of no wanted column: their cells are not read. */
  extra: { column: number; at: string; text: string }[];
  /** Columns called like one that is read: their cells are not read. */
  repeated: { key: string; at: string }[];
  rows: TableRow[];
  /**
   * Rows that are none of the table's, each with its reason; blank ones after the last row are not worth a
   * word.
   */
  skipped: Skipped[];
};

export type Looking = {
  /** How many headings a row must name; of a pasted block one is enough. */
  fewest?: number;
  /** Which of the columns that are called so is read, if any: the first one, unless somebody knows better. */
  pick?: (key: string, headings: readonly Heading[]) => Heading | null | undefined;
  /** Is this the name of one of their places? A subtotal of it is a row to look at. */
  isPlace?: (text: string) => boolean;
};

/** Titles, a unit and a date may stand above the headings, not a page of text. */
const deepestHeading = 10;
/** Two headings in a row are a heading; one may be a word in a title. */
const fewestHeadings = 2;

/**
 * The table of a sheet: its headings, of one row or two, are looked for in the first ten rows by the names
 * that the caller expects, in whatever order they stand.
 * @returns `null` where no row names two of the wanted columns (or the only one)
 */
export function findTable(
  sheet: ReadSheet,
  wanted: readonly WantedColumn[],
  { fewest = fewestHeadings, pick, isPlace }: Looking = {},
): Table | null {
  const best = bestHeadings(sheet, wanted, fewest);
  if (!best) return null;
  const headings = completed(sheet, best);
  const { bottom, top } = headings;
  const picked = [...headings.columns].flatMap(([key, all]) => {
    const found = pick ? pick(key, all) : all[0];
    return found ? [[key, found] as const] : [];
  });
  const columns = new Map(picked);
  const rowFor = rowReader(sheet, columns, wanted, bottom);
  const table: Table = {
    sheet: { name: sheet.name, date1904: sheet.date1904 },
    headingRow: bottom + 1,
    columns,
    candidates: headings.columns,
    unit: undefined,
    lines: sheet.rows.slice(0, top).flatMap((_, row) => linesOf(sheet, row, "above")),
    missing: wanted.filter(({ key, required }) => required && !columns.has(key)).map(({ key }) => key),
    extra: extraHeadings(sheet, headings),
    repeated: [...headings.columns].flatMap(([key, all]) =>
      all
        .filter((each) => columns.has(key) && each !== columns.get(key))
        .map(({ column }) => ({ key, at: placeOf(sheet, bottom, column) })),
    ),
    rows: [],
    skipped: [],
  };
  const identity = wanted.flatMap(({ key, identifies }) => (identifies ? (columns.get(key) ?? []) : []));
  let blanks: Skipped[] = [];
  for (let row = bottom + 1; row < sheet.rows.length; row++) {
    const skipped = skippedRow(sheet, row, { columns, identity, isPlace });
    if (skipped?.why === "blank") {
      blanks.push(skipped);
      continue;
    }
    table.skipped.push(...blanks, ...(skipped ? [skipped] : []));
    blanks = [];
    if (!skipped) table.rows.push(rowFor(row));
    if (skipped?.why === "note") table.lines.push(...linesOf(sheet, row, "below"));
  }
  // A unit beside the headings, as it often stands in the last cell of their row.
  table.lines.push(
    ...linesOf(sheet, bottom, "above").filter(({ text }) => /单位\s*[:：]|unit\s*:/i.test(text)),
  );
  table.unit = unitsSaid(table)[0];
  return table;
}

/** The units that lines above and below surely state for the whole table, each once. */
export const unitsSaid = ({ lines }: Pick<Table, "lines">): HeadingUnit[] => [
  ...new Set(
    lines.flatMap(({ claims }) =>
      claims.flatMap((claim) => (claim.is === "unit" && claim.sure ? [claim.unit] : [])),
    ),
  ),
];

/** Where a cell of a row stands: "收入!E17". */
export function placeIn(table: Table, row: TableRow, key: string): string {
  return placeOf(table.sheet, row.number - 1, table.columns.get(key)?.column ?? 0);
}

/**
 * What the numbers of a column are in: what its heading says, else what is said above the table, else what
 * the caller takes for granted.
 */
export function unitIn(table: Table, key: string): WrittenUnit {
  const unit = table.columns.get(key)?.unit ?? table.unit;
  return unit === undefined || unit === "percent" ? "yuan" : unit;
}

function bestHeadings(
  whole: ReadSheet,
  wanted: readonly WantedColumn[],
  fewest: number,
): FoundHeadings | null {
  const sheet = { ...whole, merges: whole.merges.filter(({ top }) => top < deepestHeading) };
  let best: FoundHeadings | null = null;
  for (let row = 0; row < Math.min(deepestHeading, sheet.rows.length); row++) {
    // A heading of one row first: two rows are taken for one only where that names more columns.
    for (const depth of row > 0 ? ([1, 2] as const) : ([1] as const)) {
      const found = headingsAt(sheet, row, depth, wanted);
      if (found.columns.size > (best?.columns.size ?? Math.min(fewest, wanted.length) - 1)) best = found;
    }
  }
  return best;
}

function extraHeadings(sheet: ReadSheet, { top, bottom, columns }: FoundHeadings): Table["extra"] {
  const known = new Set([...columns.values()].flat().map(({ column }) => column));
  const width = Math.max(...sheet.rows.slice(top, bottom + 1).map((row) => row.length));
  return Array.from({ length: width }, (_, column) => column)
    .filter((column) => !known.has(column))
    .map((column) => ({ column, at: placeOf(sheet, bottom, column), text: textAt(sheet, bottom, column) }))
    .filter(({ text }) => text !== "");
}

const totalWord = /(?:合计|小计|总计|累计|^total|^subtotal)(?:\([^)]*\))?[:：]?$/i;
export const isTotal = (text: string) => totalWord.test(compact(text));
const isNote = (text: string) =>
  /^(?:填表|制表|审核|复核|填报|负责人|单位负责人|联系|说明|备注|注)[^:：]{0,8}[:：]/.test(compact(text));
/** A total's word stands before its figures. */
const leading = 3;

type Known = { columns: Table["columns"]; identity: Heading[]; isPlace: Looking["isPlace"] };

function skippedRow(sheet: ReadSheet, row: number, known: Known): Skipped | undefined {
  const cells = sheet.rows[row] ?? [];
  const texts: string[] = [];
  let first = 0;
  for (const [column, cell] of cells.entries()) {
    const text = textOf(cell);
    if (text === "") continue;
    if (texts.push(text) === 1) first = column;
    if (texts.length === leading) break;
  }
  const why = whySkipped(cells, texts, known, first);
  return why && { number: row + 1, at: placeOf(sheet, row, first), why, text: texts[0] ?? "" };
}

function whySkipped(
  cells: readonly (Cell | null)[],
  texts: readonly string[],
  { columns, identity, isPlace }: Known,
  first: number,
): Skipped["why"] | undefined {
  const named = identity.filter(({ column }) => !saysNothing(cells[column]));
  // Whoever is named is no total, whatever a remark beside the name says.
  const totals = named.length > 0 ? named.map(({ column }) => textOf(cells[column])) : texts;
  if (totals.some((text) => isTotal(text) && !isPlace?.(compact(text).replace(totalWord, ""))))
    return "total";
  if (isNote(texts[0] ?? "") && (named.length === 0 || named.some(({ column }) => column === first)))
    return "note";
  const found = [...columns.values()];
  // A running number alone is a row that was prepared and not filled in; words are a note.
  if (found.every(({ column }) => saysNothing(cells[column])))
    return texts.every((text) => /^[\d\p{P}]*$/u.test(text)) ? "blank" : "note";
  // Long lists repeat their heading on every page.
  return found.every(({ column, own }) => textOf(cells[column]) === own) ? "heading" : undefined;
}

/** Reads rows in order, top to bottom. */
function rowReader(
  sheet: ReadSheet,
  columns: Table["columns"],
  wanted: readonly WantedColumn[],
  headingRow: number,
): (row: number) => TableRow {
  const readers = wanted.flatMap(({ key, filled }) => {
    const column = columns.get(key)?.column;
    if (column === undefined) return [];
    const begin = new Map(
      filled
        ? sheet.merges
            .filter(({ left, right }) => left <= column && column <= right)
            .map((merge) => [merge.top, merge])
        : [],
    );
    let over: Merge | undefined;
    const read = (row: number): Cell | null => {
      over = begin.get(row) ?? over;
      const own = sheet.rows[row]?.[column] ?? null;
      return own === null && over && row <= over.bottom ? (sheet.rows[over.top]?.[over.left] ?? null) : own;
    };
    return [{ key, read }];
  });
  const width = sheet.rows[headingRow]?.length ?? 0;
  return (row) => {
    const surplus = sheet.separated ? (sheet.rows[row] ?? []).slice(width).map(textOf).filter(Boolean) : [];
    return {
      number: row + 1,
      cells: new Map(readers.map(({ key, read }) => [key, read(row)])),
      ...(surplus.length > 0 && { surplus }),
    };
  };
}
