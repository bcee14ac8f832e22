import { Refused } from "#lib/core/errors.ts";
import type { Unseen } from "./cells.ts";
import type { SheetLimits } from "./limits.ts";
import { insideOf, tagsIn, valuesOf } from "./xml-tags.ts";

/**
 * A sheet's rows and merged cells; its rules, validations, drawings and column widths are its program's
 * business.
 */
export function rowsAndMerges(xml: string): string {
  const rows = elementIn(xml, "sheetData", 0);
  const merges = elementIn(xml, "mergeCells", rows.end);
  return `<worksheet>${rows.text}${merges.text}</worksheet>`;
}

/** Columns that are hidden or have no width, from 0. */
export function hiddenColumns(xml: string, most: number): number[] {
  const { text } = elementIn(
    xml.slice(0, Math.max(0, xml.search(/<(?:[^\s<>:/]{1,40}:)?sheetData(?=[\s/>])/))),
    "cols",
    0,
  );
  const columns: number[] = [];
  for (const { inside } of tagsIn(text, "col")) {
    if (!isHidden(inside) && !/^0(?:\.0+)?$/.test(valuesOf(inside, "width").at(-1) ?? "")) continue;
    const [from, to] = [Number(valuesOf(inside, "min").at(-1)), Number(valuesOf(inside, "max").at(-1))];
    for (let column = from; column <= Math.min(to, most); column++) columns.push(column - 1);
  }
  return columns;
}
const isHidden = (inside: string) =>
  valuesOf(inside, "hidden").some((value) => value === "1" || value === "true");

/**
 * The rows without cells that hold nothing but a border or a colour: Excel keeps one far below where
 * something was deleted, and the table ends far above. Only where each cell says where it stands, for then
 * none of the others moves.
 */
const mostRows = 200_000;
export function withoutBlanks(xml: string): string {
  if (/<(?:row|c)(?=[\s>/])(?![^<>]* r=")/.test(xml) || xml.split("<row").length > mostRows) return xml;
  return xml
    .replace(/<c r="[A-Z]{1,3}\d{1,7}"(?: s="\d{1,6}")?\s*(?:\/>|><\/c>)/g, "")
    .replace(/<row(?=\s)[^<>]*?(?:\/>|>\s*<\/row>)/g, "");
}

/** The first such element from a place on, to the last end of one. */
function elementIn(xml: string, name: string, from: number): { text: string; end: number } {
  const pattern = new RegExp(`<([^\\s<>:/]{1,40}:)?${name}(?=[\\s/>])`, "g");
  pattern.lastIndex = from;
  const open = pattern.exec(xml);
  if (!open) return { text: "", end: from };
  const close = xml.lastIndexOf(`</${open[1] ?? ""}${name}`);
  const end = xml.indexOf(">", Math.max(close, open.index));
  if (end < 0 || (close < open.index && xml[end - 1] !== "/")) throw new Refused("sheets.damaged");
  return { text: xml.slice(open.index, end + 1), end: end + 1 };
}

/**
 * A cell's tag as every spreadsheet program writes it: its address, its style, its type, each once; or any
 * other tag to look at closely.
 */
const tags =
  /<(?:c r="([A-Z]{1,2})([1-9]\d{0,6})"(?: t="\w{1,9}")?(?: s="(\d{1,6})")?(?: t="\w{1,9}")?\/?>|(?:[^\s<>:/]*:)?(row|c|mergeCell)(?=[\s/>]))/g;
const cellPlace = /^([A-Z]{1,3})([1-9]\d{0,6})$/i;

/** What a look at a sheet tells before it is read. */
export type SheetLook = {
  /** Rows and merged cells counted like cells. */
  cells: number;
  /** The formats of the cells that have one worth knowing, by `cellKey`. */
  formats: Map<number, string>;
  /**
   * Rows that are hidden, or filtered out, and cells that are struck through; columns are told by the caller.
   */
  unseen: Unseen;
};
/** What a workbook's styles say: by number, the format worth knowing and whether a text is struck through. */
export type Styles = { formats: readonly (string | undefined)[]; struck: readonly boolean[] };
/** One number for a cell, both from 0. */
export const cellKey = (row: number, column: number): number => row * 1_000 + column;

/**
 * Looks where each cell of a sheet says it stands: one cell far below is as dear as all the rows above it.
 * @throws {Refused} `sheets.tooManyRows`, `sheets.tooManyColumns`, `sheets.tooMuch`, `sheets.damaged`
 */
export function lookAt(
  xml: string,
  styles: Styles,
  limits: Pick<SheetLimits, "rows" | "columns" | "merges">,
): SheetLook {
  const look: SheetLook = { cells: 0, formats: new Map(), unseen: { rows: [], columns: [], struck: [] } };
  let [row, column, merges] = [0, 0, 0];
  const stand = (atRow: number, atColumn: number) => {
    if (!(atRow <= limits.rows)) throw new Refused("sheets.tooManyRows", { limit: limits.rows });
    if (!(atColumn <= limits.columns)) throw new Refused("sheets.tooManyColumns", { limit: limits.columns });
    row = atRow;
    column = atColumn;
  };
  const standAt = (letters: string, digits: string) => stand(Number(digits), columnOf(letters));
  const note = (style: string | undefined) => {
    if (style === undefined) return;
    const format = styles.formats[Number(style)];
    if (format !== undefined) look.formats.set(cellKey(row - 1, column - 1), format);
    if (styles.struck[Number(style)]) look.unseen.struck.push([row - 1, column - 1]);
  };
  tags.lastIndex = 0;
  for (let match = tags.exec(xml); match; match = tags.exec(xml)) {
    look.cells++;
    const [, letters, digits, style, name] = match;
    if (letters !== undefined && digits !== undefined) {
      standAt(letters, digits);
      note(style);
      continue;
    }
    const inside = insideOf(xml, tags.lastIndex);
    if (name === "mergeCell") {
      if (++merges > limits.merges) throw new Refused("sheets.tooMuch");
    } else if (name === "row") {
      stand(row + 1, 0);
      for (const place of valuesOf(inside, "r"))
        stand(/^\d{1,7}$/.test(place) ? Number(place) : Number.NaN, 0);
      if (isHidden(inside) || /^0(?:\.0+)?$/.test(valuesOf(inside, "ht").at(-1) ?? ""))
        look.unseen.rows.push(row - 1);
    } else {
      stand(row, column + 1);
      for (const place of valuesOf(inside, "r")) {
        const [, columnLetters, rowDigits] = cellPlace.exec(place) ?? [];
        if (columnLetters === undefined || rowDigits === undefined) throw new Refused("sheets.damaged");
        standAt(columnLetters.toUpperCase(), rowDigits);
      }
      note(valuesOf(inside, "s").at(-1));
    }
    tags.lastIndex += inside.length;
  }
  return look;
}

/** 1 for "A", 27 for "AA". */
function columnOf(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column;
}
