import { Refused } from "../errors.ts";
import type { SheetLimits } from "./limits.ts";
import { tagsIn, valuesOf } from "./tags.ts";

/** A sheet's rows and merged cells; its rules, validations, drawings and column widths are its program's business. */
export function rowsAndMerges(xml: string): string {
  const pieces = ["sheetData", "mergeCells"].map((name) => {
    const open = new RegExp(`<([^\\s<>:/]{1,40}:)?${name}(?=[\\s/>])`).exec(xml);
    if (!open) return "";
    const close = xml.lastIndexOf(`</${open[1] ?? ""}${name}`);
    const end = xml.indexOf(">", close < 0 ? open.index : close);
    if (end < 0 || (close < 0 && xml[end - 1] !== "/")) throw new Refused("sheets.damaged");
    return xml.slice(open.index, end + 1);
  });
  return `<worksheet>${pieces.join("")}</worksheet>`;
}

/** A cell's tag as every spreadsheet program writes it: its address, its style, its type, each once. */
const usualCell = /^ r="([A-Z]{1,2})([1-9]\d{0,6})"(?: s="\d{1,6}")?(?: t="\w{1,9}")?\/?$/;
const cellPlace = /^([A-Z]{1,3})([1-9]\d{0,6})$/i;

/**
 * How many cells a sheet holds, rows and merged cells counted like them, after a look at where each says it stands: one cell far below
 * is as dear as all the rows above it.
 * @throws {Refused} `sheets.tooManyRows`, `sheets.tooManyColumns`, `sheets.tooMuch`, `sheets.damaged`
 */
export function cellsWithin(xml: string, limits: Pick<SheetLimits, "rows" | "columns" | "merges">): number {
  let [row, column, tags, merges] = [0, 0, 0, 0];
  const stand = (atRow: number, atColumn: number) => {
    if (!(atRow <= limits.rows)) throw new Refused("sheets.tooManyRows", { limit: limits.rows });
    if (!(atColumn <= limits.columns)) throw new Refused("sheets.tooManyColumns", { limit: limits.columns });
    row = atRow;
    column = atColumn;
  };
  for (const tag of tagsIn(xml, "row", "c", "mergeCell")) {
    tags++;
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
    if (usual) {
      stand(Number(usual[2]), columnOf(usual[1] ?? ""));
      continue;
    }
    stand(row, column + 1);
    for (const place of valuesOf(tag, "r")) {
      const [, letters = "", digits] = cellPlace.exec(place) ?? [];
      if (!digits) throw new Refused("sheets.damaged");
      stand(Number(digits), columnOf(letters.toUpperCase()));
    }
  }
  return tags;
}

/** 1 for "A", 27 for "AA". */
function columnOf(letters: string): number {
  let column = 0;
  for (let at = 0; at < letters.length; at++) column = column * 26 + letters.charCodeAt(at) - 64;
  return column;
}
