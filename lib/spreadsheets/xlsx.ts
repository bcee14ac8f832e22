import { formatValue, type Sheet } from "hucre";
import { readXlsx } from "hucre/xlsx";
import { Refused, type RefusedCode } from "#lib/core/errors.ts";
import { addressOf, type Merge, type Unseen } from "./cells.ts";
import { isPercent } from "./formats.ts";
import type { SheetLimits } from "./limits.ts";
import type { SentCell, SentSheet } from "./messages.ts";
import { partsOf } from "./parts.ts";
import { cellKey, type SheetLook } from "./sheet-part.ts";
import { partOf, zipOf } from "./zip.ts";
import { type Entry, entriesOf } from "./zip-directory.ts";

/**
 * The sheets of a workbook, looked through part by part before the spreadsheet library sees them.
 * @throws {Refused} for whatever is no workbook of a spreadsheet program, or larger than the limits
 */
export async function workbookSheets(file: Uint8Array, limits: SheetLimits): Promise<SentSheet[]> {
  const entries = entriesOf(file, limits);
  if (!entries.has("xl/workbook.xml")) throw new Refused(otherArchive(entries));
  return sheetsIn([...entries.values()], limits);
}

/** The same of the entries of an archive. */
export async function sheetsIn(entries: readonly Entry[], limits: SheetLimits): Promise<SentSheet[]> {
  const { contents, looks } = partsOf(entries, limits);
  const { sheets, dateSystem } = await parsed(await archiveOf(contents), limits);
  if (sheets.length !== looks.length) throw new Refused("sheets.damaged");
  const date1904 = dateSystem === "1904";
  return sheets.map((sheet, at) => ({
    name: sheet.name,
    hidden: Boolean(sheet.hidden || sheet.veryHidden),
    date1904,
    merges: mergesOf(sheet, limits),
    ...unseenIn(looks[at]),
    rows: sheet.rows.length,
    row: (row) => cellsOf(sheet, looks[at]?.formats, row, date1904, limits),
  }));
}

/** What nobody sees in a sheet, where there is any. */
function unseenIn(look: SheetLook | undefined): { unseen?: Unseen } {
  const { rows = [], columns = [], struck = [] } = look?.unseen ?? {};
  return rows.length + columns.length + struck.length > 0 ? { unseen: { rows, columns, struck } } : {};
}

/** The library takes nothing but archives. */
async function archiveOf(contents: ReadonlyMap<string, Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf([...contents].map(([name, content]) => partOf(name, content))))
    pieces.push(piece);
  return Buffer.concat(pieces);
}

/** What the parts hold is as its author wished; whatever the library stumbles over is the file's fault. */
async function parsed(archive: Uint8Array, limits: SheetLimits) {
  try {
    return await readXlsx(archive, { range: `A1:${addressOf(limits.rows - 1, limits.columns - 1)}` });
  } catch {
    throw new Refused("sheets.damaged");
  }
}

function otherArchive(entries: ReadonlyMap<string, { packed: Uint8Array }>): RefusedCode {
  if (entries.has("xl/workbook.bin")) return "sheets.otherFormat";
  const says = Buffer.from(entries.get("mimetype")?.packed ?? []).toString("latin1");
  return says.startsWith("application/vnd.oasis.opendocument.spreadsheet")
    ? "sheets.otherFormat"
    : "sheets.notASheet";
}

const mergesOf = (sheet: Sheet, { rows, columns }: SheetLimits): Merge[] =>
  (sheet.merges ?? [])
    .filter(
      (merge) => merge.startRow >= 0 && merge.startCol >= 0 && merge.endRow < rows && merge.endCol < columns,
    )
    .map((merge) => ({
      top: merge.startRow,
      left: merge.startCol,
      bottom: merge.endRow,
      right: merge.endCol,
    }));

/** A row's cells; those with nothing in them but a border are `null`. */
function cellsOf(
  sheet: Sheet,
  formats: SheetLook["formats"] | undefined,
  row: number,
  date1904: boolean,
  limits: SheetLimits,
): SentCell[] {
  return (sheet.rows[row] ?? []).map((value, column) => {
    const more = sheet.cells?.get(`${row},${column}`);
    const marked = more?.formula === undefined ? undefined : { formula: true as const };
    if (value === null) return marked ? { kind: "uncalculated", value: "", shown: "", ...marked } : null;
    if (typeof value === "string") {
      if (value.length > limits.textLength) throw new Refused("sheets.tooMuch");
      if (value === "") return null;
      return marked || more?.type === "error"
        ? { kind: more?.type === "error" ? "error" : "text", value, shown: value, ...marked }
        : value;
    }
    if (typeof value === "boolean")
      return { kind: "yesNo", value, shown: value ? "TRUE" : "FALSE", ...marked };
    const format = formats?.get(cellKey(row, column));
    const number = typeof value === "number" ? value : serialOf(value, date1904);
    if (!Number.isFinite(number)) throw new Refused("sheets.damaged");
    if (typeof value === "number" && format === undefined && !marked) return number;
    const kind =
      typeof value !== "number" ? "day" : format !== undefined && isPercent(format) ? "percent" : "number";
    return {
      kind,
      value: number,
      shown: shownAs(number, kind === "day" ? (format ?? "yyyy-mm-dd") : format, date1904),
      ...marked,
    };
  });
}

const epochs = { from1900: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) };
/**
 * The serial number from which the library made a date; before March 1900 it is one off, where nothing of
 * ours is.
 */
const serialOf = (date: Date, date1904: boolean) =>
  (date.getTime() - (date1904 ? epochs.from1904 : epochs.from1900)) / 86_400_000;

function shownAs(value: number, format: string | undefined, is1904: boolean): string {
  if (format === undefined) return String(value);
  try {
    return formatValue(value, format, { is1904 }).trim() || String(value);
  } catch {
    return String(value);
  }
}
