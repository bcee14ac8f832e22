import { readXlsx, type WriteSheet, writeXlsx } from "hucre/xlsx";
import { type Column, headingOf, printable, type Row, type Translate, writerOf } from "#lib/core/columns.ts";
import { Refused } from "#lib/core/errors.ts";
import { yuanText } from "#lib/core/money.ts";
import { addressOf, lettersOf } from "#lib/spreadsheets/cells.ts";
import {
  type PackedPart,
  type Part,
  packedPart,
  partOf,
  partsIn,
  textOf,
  zipOf,
} from "#lib/spreadsheets/zip.ts";
import { formats, heading } from "./looks.ts";

// The only file that writes and reads with the spreadsheet library. Its streaming writer makes one sheet,
// without filter, footer or print titles; so it writes the workbook whole but for the rows of the data, and
// those are put into their sheet as they are read. Strings are written as strings, which no program
// evaluates.

export type DataSheet = { name: string; columns: readonly Column[]; footer: string };

/** As many rows as a sheet has below its heading. */
export const mostRows = 1_048_575;
/** As many characters as a cell holds. */
export const mostSigns = 32_767;

const dataPath = "xl/worksheets/sheet1.xml";
const sampleRow = /<row r="2">.*?<\/row>/s;

/**
 * The heading of the data, and a row of one value each by which the library says how it numbers its looks.
 */
function frameOf({ name, columns, footer }: DataSheet, words: Translate, rows = 1): WriteSheet {
  return {
    name,
    columns: columns.map((column) => ({ width: column.width, numFmt: formats[column.kind] })),
    rows: [
      columns.map((column) => headingOf(column, words)),
      columns.map(({ kind }) => (kind === "text" ? "x" : 1)),
    ],
    cells: new Map(columns.map((_, at) => [`0,${at}`, { style: heading }])),
    freezePane: { rows: 1 },
    autoFilter: { range: `A1:${addressOf(rows, columns.length - 1)}` },
    pageSetup: {
      paperSize: "a4",
      orientation: "landscape",
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: "$1:$1",
    },
    headerFooter: { oddFooter: `&L${footer.replaceAll("&", "&&")}&R&P / &N` },
  };
}

/**
 * The data is the first sheet that the library sees, so that its looks have the same numbers whatever comes
 * after it.
 */
const written = async (data: WriteSheet, others: readonly WriteSheet[]): Promise<Part[]> =>
  partsIn(await writeXlsx({ sheets: [data, ...others], activeSheet: 0, stringMode: "inline" }));

/** The rows of a data sheet, packed. */
export type Rows = { sheet: DataSheet; part: PackedPart; count: number; looks: string[] };

/** Packs rows, a stretch at a time, as the cells of a data sheet. @throws {Refused} `export.cellTooLong` */
export async function packedRows(
  sheet: DataSheet,
  stretches: AsyncIterable<readonly Row[]>,
  words: Translate,
): Promise<Rows> {
  const frame = await dataText(await written(frameOf(sheet, words), []));
  const looks = looksOf(frame, sheet.columns);
  const [before = ""] = frame.split(sampleRow);
  let count = 0;
  async function* pieces() {
    yield before.replace(/<dimension [^>]*>/, "");
    const write = rowWriter(sheet.columns, looks, words);
    for await (const stretch of stretches) {
      yield write(stretch, count + 2);
      count += stretch.length;
    }
    yield (await dataText(await written(frameOf(sheet, words, count), []))).split(sampleRow)[1] ?? "";
  }
  const part = await packedPart(dataPath, pieces());
  return { sheet, part, count, looks };
}

const dataText = async (parts: readonly Part[]) => textOf(named(parts, dataPath));
function named(parts: readonly Part[], name: string): Part {
  const part = parts.find((each) => each.name === name);
  if (!part) throw new Error(`The spreadsheet library wrote no ${name}`);
  return part;
}

/** The number of each column's look. */
const looksOf = (frame: string, columns: readonly Column[]): string[] => {
  const looks = [...(sampleRow.exec(frame)?.[0] ?? "").matchAll(/<c r="[A-Z]+2"[^>]* s="(\d+)"/g)].map(
    ([, look = ""]) => look,
  );
  if (looks.length !== columns.length)
    throw new Error("The spreadsheet library writes cells in another way than is known here");
  return looks;
};

/** Rows as XML, from the row number `first` on. */
function rowWriter(
  columns: readonly Column[],
  looks: readonly string[],
  words: Translate,
): (rows: readonly Row[], first: number) => string {
  let row = 0;
  const cells = columns.map((column, at) => {
    const number = column.kind === "count" ? String : yuanText; // fen and basis points both have two decimals
    const fitting = (text: string) => (column.clips && text.length > mostSigns ? clipped(text, words) : text);
    const write = writerOf(column, words, {
      text: (text) =>
        `t="inlineStr"><is><t xml:space="preserve">${cellText(fitting(text), row)}</t></is></c>`,
      number: (value) => `><v>${number(value)}</v></c>`,
    });
    return { key: column.key, write, letter: `<c r="${lettersOf(at)}`, look: `" s="${looks[at]}" ` };
  });
  return (rows, first) => {
    let xml = "";
    for (const [at, each] of rows.entries()) {
      row = first + at;
      xml += `<row r="${row}">`;
      for (const { key, write, letter, look } of cells) {
        const value = write(each[key] ?? null);
        if (value !== "") xml += letter + row + look + value;
      }
      xml += "</row>";
    }
    return xml;
  };
}

/** A text as a cell has it that cannot hold all of it: of exactly as many signs as it can. */
export function clipped(text: string, words: Translate): string {
  const note = words("export.clipped", { count: text.length });
  return text.slice(0, mostSigns - note.length) + note;
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it looks for them
const needsCare = /[&<>\u0000-\u001f\u007f-\u009f\ud800-\udfff\ufffe\uffff]|_x[0-9A-Fa-f]{4}_/;

/**
 * Text as a cell's XML holds it: what XML may not hold is gone, a carriage return and what looks like one in
 * code are coded.
 */
function cellText(text: string, row: number): string {
  if (text.length > mostSigns) throw new Refused("export.cellTooLong", { row, limit: mostSigns });
  if (!needsCare.test(text)) return text;
  return printable(text)
    .replace(/_(?=x[0-9A-Fa-f]{4}_)/g, "_x005F_")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll("\r", "_x000D_");
}

/**
 * A workbook of sheets among which the data stands at `place`, as bytes to send, a piece at a time. Left
 * early, its rows are discarded.
 */
export async function* workbookOf(
  rows: Rows,
  others: readonly WriteSheet[],
  place: number,
  words: Translate,
): AsyncGenerator<Uint8Array> {
  try {
    const parts = await written(frameOf(rows.sheet, words, rows.count), others);
    if (looksOf(await dataText(parts), rows.sheet.columns).join() !== rows.looks.join())
      throw new Error("The looks of the data have other numbers now");
    const order = partOf("xl/workbook.xml", inOrder(await textOf(named(parts, "xl/workbook.xml")), place));
    yield* zipOf(
      parts.map((part) => (part.name === dataPath ? rows.part : part.name === order.name ? order : part)),
    );
  } finally {
    await rows.part.discard();
  }
}

/** The first sheet moved behind the next `place` ones. */
function inOrder(workbook: string, place: number): string {
  const sheets = [...workbook.matchAll(/<sheet [^>]*\/>/g)].map(([sheet]) => sheet);
  const moved = [...sheets.slice(1, place + 1), sheets[0], ...sheets.slice(place + 1)];
  return workbook
    .replace(/<sheets>.*<\/sheets>/s, `<sheets>${moved.join("")}</sheets>`)
    .replace(
      /localSheetId="(\d+)"/g,
      (_, from) =>
        `localSheetId="${Number(from) === 0 ? place : Number(from) <= place ? Number(from) - 1 : from}"`,
    );
}

/**
 * The sheets of a workbook as rows of plain values: how a test, and whoever checks a file, reads one back.
 */
export async function sheetsOf(file: Uint8Array): Promise<{ name: string; rows: unknown[][] }[]> {
  const { sheets } = await readXlsx(file);
  return sheets.map((sheet) => ({ name: sheet.name, rows: sheet.rows }));
}
