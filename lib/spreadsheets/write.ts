import { type CellStyle, type DataValidation, type WriteSheet, writeXlsx } from "hucre/xlsx";
import { type Day, daysBetween } from "#lib/core/dates.ts";
import { addressOf, lettersOf, type Merge } from "./cells.ts";

// Workbooks that people fill in and get back: templates and results. Strings are written as strings, which no
// program evaluates, and text cells are formatted as text, so that they stay so when somebody edits one.

export type Look = "title" | "note" | "heading" | "locked" | "open" | "error";
/**
 * `fen` is given in fen and shown in yuan, `bp` in basis points and shown in percent, `day` as "2016-11-05".
 */
export type Format = "text" | "fen" | "count" | "bp" | "day";
export type Written = { value: string | number | boolean | null; look?: Look; format?: Format };
export type PlannedColumn = { width: number; format?: Format; look?: Look; hidden?: boolean };
/** Cells that take a value from a list: rows and columns from 0, both ends included. */
export type PlannedList = Merge & { list: string };
export type PlannedSheet = {
  name: string;
  columns: readonly PlannedColumn[];
  /** A bare value takes the look and format of its column. */
  rows: readonly (readonly (Written | string | number | null)[])[];
  frozen?: { rows?: number; columns?: number };
  merges?: readonly Merge[];
  lists?: readonly PlannedList[];
  /** Only open cells can be changed; without a password, so that whoever must can lift it. */
  protected?: boolean;
};
export type PlannedWorkbook = {
  sheets: readonly PlannedSheet[];
  /** The lists that cells choose from, by name, on a hidden sheet called `listsName`. */
  lists?: ReadonlyMap<string, readonly string[]>;
  listsName?: string;
  /** What the workbook must bring back unseen: its version and month by name, and the ids of its rows. */
  hidden?: { name: string; marks: ReadonlyMap<string, string>; ids: readonly (readonly string[])[] };
};

const formats: Record<Format, string> = {
  text: "@",
  fen: "#,##0.00",
  count: "0",
  bp: "0.00%",
  day: "yyyy-mm-dd",
};
const thin = { style: "thin", color: { rgb: "D5DAE3" } } as const;
const border = { top: thin, right: thin, bottom: thin, left: thin };
const fill = (rgb: string) => ({ type: "pattern", pattern: "solid", fgColor: { rgb } }) as const;
const looks: Record<Look, CellStyle> = {
  title: { font: { bold: true, size: 16 } },
  note: { font: { color: { rgb: "5B6475" } }, alignment: { wrapText: true, vertical: "top" } },
  heading: {
    font: { bold: true },
    fill: fill("E8EDF6"),
    border,
    alignment: { wrapText: true, vertical: "center", horizontal: "center" },
  },
  locked: { fill: fill("F2F4F8"), font: { color: { rgb: "3B4353" } }, border },
  open: { fill: fill("FFFFFF"), border, protection: { locked: false } },
  error: {
    font: { bold: true, color: { rgb: "B42318" } },
    fill: fill("FDECEA"),
    border,
    alignment: { wrapText: true, vertical: "top" },
  },
};

/** @returns the bytes of an .xlsx file */
export async function writeWorkbook({
  sheets,
  lists,
  listsName = "列表",
  hidden,
}: PlannedWorkbook): Promise<Uint8Array> {
  const columnOf = new Map([...(lists?.keys() ?? [])].map((name, column) => [name, column]));
  const source = (name: string) => {
    const column = columnOf.get(name);
    if (column === undefined) throw new Error(`There is no list ${name}`);
    const letters = lettersOf(column);
    return `'${listsName.replaceAll("'", "''")}'!$${letters}$1:$${letters}$${Math.max(1, lists?.get(name)?.length ?? 0)}`;
  };
  const written = sheets.map((sheet) => sheetOf(sheet, source));
  if (lists?.size)
    written.push({
      name: listsName,
      hidden: true,
      rows: transposed([...lists.values()]),
      columns: [...lists].map(() => ({ numFmt: "@" })),
    });
  if (hidden)
    written.push({
      name: hidden.name,
      veryHidden: true,
      rows: hiddenRows(hidden),
      columns: Array.from({ length: 16 }, () => ({ numFmt: "@" })),
    });
  return writeXlsx({ sheets: written, activeSheet: 0 });
}

function sheetOf(sheet: PlannedSheet, source: (list: string) => string): WriteSheet {
  const cells: NonNullable<WriteSheet["cells"]> = new Map();
  const rows = sheet.rows.map((row, at) =>
    row.map((given, column) => {
      const { look, format, value } = {
        ...sheet.columns[column],
        ...(isWritten(given) ? given : { value: given }),
      };
      cells.set(`${at},${column}`, {
        style: { ...(look && looks[look]), ...(format && { numFmt: formats[format] }) },
      });
      return inFile(value, format);
    }),
  );
  return {
    name: sheet.name,
    columns: sheet.columns.map(({ width, format, hidden }) => ({
      width,
      ...(format && { numFmt: formats[format] }),
      ...(hidden && { hidden }),
    })),
    rows,
    cells,
    ...(sheet.frozen && { freezePane: sheet.frozen }),
    ...(sheet.merges?.length && {
      merges: sheet.merges.map((m) => ({
        startRow: m.top,
        startCol: m.left,
        endRow: m.bottom,
        endCol: m.right,
      })),
    }),
    ...(sheet.lists?.length && { dataValidations: sheet.lists.map((list) => validationOf(list, source)) }),
    ...(sheet.protected && {
      protection: { sheet: true, formatColumns: false, formatRows: false, sort: false, autoFilter: false },
    }),
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

const isWritten = (given: Written | string | number | null): given is Written =>
  typeof given === "object" && given !== null;

function inFile(value: Written["value"], format: Format | undefined): string | number | boolean | null {
  if (format === "text" && value !== null) return String(value);
  // One division of whole numbers gives the nearest double, which every program prints with the same
  // decimals.
  if (typeof value === "number")
    return format === "fen" ? value / 100 : format === "bp" ? value / 10_000 : value;
  return format === "day" && typeof value === "string" ? daysBetween("1899-12-30", value as Day) : value;
}

const validationOf = (
  { list, top, left, bottom, right }: PlannedList,
  source: (list: string) => string,
): DataValidation => ({
  type: "list",
  formula1: source(list),
  range: `${addressOf(top, left)}:${addressOf(bottom, right)}`,
  allowBlank: true,
  showErrorMessage: true,
  errorStyle: "stop",
});

const transposed = (columns: readonly (readonly string[])[]): (string | null)[][] =>
  Array.from({ length: Math.max(0, ...columns.map((column) => column.length)) }, (_, row) =>
    columns.map((column) => column[row] ?? null),
  );

const hiddenRows = ({ marks, ids }: NonNullable<PlannedWorkbook["hidden"]>): string[][] => [
  ...[...marks].map(([name, value]) => ["mark", name, value]),
  ...ids.map((row) => ["row", ...row]),
];
