import { readXlsx, type WriteSheet, writeXlsx } from "hucre/xlsx";
import { type Column, headingOf, type Row, type Words, written } from "./columns.ts";

// The only file here that knows the spreadsheet library; templates and what comes back are lib/sheets. Strings are written as strings, which no program evaluates.

const formats = { text: "@", fen: "#,##0.00", count: "0", bp: "0.00" } as const;
const heading = { font: { bold: true }, fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "F2F4F8" } } } as const;
const warning = { font: { bold: true, color: { rgb: "7A4B00" } } } as const;

export type CoverSheet = {
  name: string;
  title: string;
  /** Label and value, as text. */
  lines: [string, string][];
  /** Said in the first line where the figures are made up. */
  mark: string | undefined;
  totals: { label: string; value: number; kind: "fen" | "count" }[];
};
export type DataSheet = { name: string; columns: readonly Column[]; rows: readonly Row[]; footer: string };

/** A workbook of two sheets: the cover, and the data under a frozen heading with a filter. */
export async function workbookOf(cover: CoverSheet, data: DataSheet, words: Words): Promise<Uint8Array> {
  return writeXlsx({ sheets: [coverSheet(cover), dataSheet(data, words)], activeSheet: 0 });
}

function coverSheet({ name, title, lines, mark, totals }: CoverSheet): WriteSheet {
  const rows: (string | number)[][] = [[title], ...(mark ? [[mark]] : []), ...lines, ...totals.map((total) => [total.label, inUnits(total)])];
  const cells: NonNullable<WriteSheet["cells"]> = new Map([["0,0", { style: { font: { bold: true, size: 16 } } }]]);
  if (mark) cells.set("1,0", { style: warning });
  const firstTotal = rows.length - totals.length;
  totals.forEach((total, at) => {
    cells.set(`${firstTotal + at},1`, { style: { numFmt: formats[total.kind], font: { bold: true }, alignment: { horizontal: "left" } } });
  });
  return {
    name,
    columns: [{ width: 24 }, { width: 76, style: { alignment: { wrapText: true, horizontal: "left" } } }],
    rows,
    cells,
    pageSetup: { paperSize: "a4", orientation: "portrait", fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
  };
}

const inUnits = ({ value, kind }: { value: number; kind: "fen" | "count" }) => (kind === "fen" ? value / 100 : value);

function dataSheet({ name, columns, rows, footer }: DataSheet, words: Words): WriteSheet {
  const cells: NonNullable<WriteSheet["cells"]> = new Map(columns.map((_, at) => [`0,${at}`, { style: heading }]));
  return {
    name,
    columns: columns.map((column) => ({ width: column.width, numFmt: formats[column.kind] })),
    rows: [columns.map((column) => headingOf(column, words)), ...rows.map((row) => columns.map((column) => cellOf(row, column, words)))],
    cells,
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${letters(columns.length)}${rows.length + 1}` },
    pageSetup: { paperSize: "a4", orientation: "landscape", fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: "$1:$1" },
    headerFooter: { oddFooter: `&L${footer.replaceAll("&", "&&")}&R&P / &N` },
  };
}

/** Fen become yuan by one division of whole numbers, which gives the nearest double, printed with the same two decimals. */
function cellOf(row: Row, column: Column, words: Words): string | number | null {
  const cell = written(row, column, words);
  if (cell === null) return null;
  return "text" in cell ? cell.text : Number(cell.number);
}

const letters = (column: number): string => {
  const letter = String.fromCharCode(65 + ((column - 1) % 26));
  return column <= 26 ? letter : letters(Math.floor((column - 1) / 26)) + letter;
};

/** The sheets of a workbook as rows of plain values: how a test, and whoever checks a file, reads one back. */
export async function sheetsOf(file: Uint8Array): Promise<{ name: string; rows: unknown[][] }[]> {
  const { sheets } = await readXlsx(file);
  return sheets.map((sheet) => ({ name: sheet.name, rows: sheet.rows }));
}
