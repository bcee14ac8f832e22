import { Refused } from "../errors.ts";
import type { SheetLimits } from "./limits.ts";
import { tagsIn, valuesOf } from "./tags.ts";

/** A sheet's rows and merged cells; its rules, validations, drawings and column widths are its program's business. */
export function rowsAndMerges(xml: string): string {
  const rows = elementIn(xml, "sheetData", 0);
  const merges = elementIn(xml, "mergeCells", rows.end);
  return `<worksheet>${rows.text}${merges.text}</worksheet>`;
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

/** A cell's tag as every spreadsheet program writes it: its address, its style, its type, each once. */
const usualCell = /^ r="([A-Z]{1,2})([1-9]\d{0,6})"(?: t="\w{1,9}")?(?: s="(\d{1,6})")?(?: t="\w{1,9}")?\/?$/;
const cellPlace = /^([A-Z]{1,3})([1-9]\d{0,6})$/i;

/** What a look at a sheet tells before it is read. */
export type SheetLook = {
  /** Rows and merged cells counted like cells. */
  cells: number;
  /** The formats of the cells that have one worth knowing, by `cellKey`. */
  formats: Map<number, string>;
};
/** One number for a cell, both from 0. */
export const cellKey = (row: number, column: number): number => row * 1_000 + column;

/**
 * Looks where each cell of a sheet says it stands: one cell far below is as dear as all the rows above it.
 * @throws {Refused} `sheets.tooManyRows`, `sheets.tooManyColumns`, `sheets.tooMuch`, `sheets.damaged`
 */
export function lookAt(xml: string, styles: readonly (string | undefined)[], limits: Pick<SheetLimits, "rows" | "columns" | "merges">): SheetLook {
  const look: SheetLook = { cells: 0, formats: new Map() };
  let [row, column, merges] = [0, 0, 0];
  const stand = (atRow: number, atColumn: number) => {
    if (!(atRow <= limits.rows)) throw new Refused("sheets.tooManyRows", { limit: limits.rows });
    if (!(atColumn <= limits.columns)) throw new Refused("sheets.tooManyColumns", { limit: limits.columns });
    row = atRow;
    column = atColumn;
  };
  for (const tag of tagsIn(xml, "row", "c", "mergeCell")) {
    look.cells++;
    if (tag.name === "mergeCell") {
      if (++merges > limits.merges) throw new Refused("sheets.tooMuch");
      continue;
    }
    if (tag.name === "row") {
      stand(row + 1, 0);
      for (const place of valuesOf(tag, "r")) stand(/^\d{1,7}$/.test(place) ? Number(place) : Number.NaN, 0);
      continue;
    }
    const usual = usualCell.exec(tag.inside);
    if (usual) stand(Number(usual[2]), columnOf(usual[1] ?? ""));
    else {
      stand(row, column + 1);
      for (const place of valuesOf(tag, "r")) {
        const [, letters = "", digits] = cellPlace.exec(place) ?? [];
        if (!digits) throw new Refused("sheets.damaged");
        stand(Number(digits), columnOf(letters.toUpperCase()));
      }
    }
    const style = usual ? usual[3] : valuesOf(tag, "s").at(-1);
    const format = style === undefined ? undefined : styles[Number(style)];
    if (format !== undefined) look.formats.set(cellKey(row - 1, column - 1), format);
  }
  return look;
}

/** 1 for "A", 27 for "AA". */
function columnOf(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column;
}
