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

const cellPlace = /^([A-Z]{1,3})([1-9]\d{0,6})$/i;

/**
 * How many cells a sheet holds, merged ones once more, after a look at where each says it stands: one cell far below is as dear as all
 * the rows above it.
 * @throws {Refused} `sheets.tooManyRows`, `sheets.tooManyColumns`, `sheets.damaged`
 */
export function cellsWithin(xml: string, limits: Pick<SheetLimits, "rows" | "columns">): number {
  let [row, column, tags] = [0, 0, 0];
  const stand = () => {
    if (!(row <= limits.rows)) throw new Refused("sheets.tooManyRows", { limit: limits.rows });
    if (!(column <= limits.columns)) throw new Refused("sheets.tooManyColumns", { limit: limits.columns });
  };
  for (const tag of tagsIn(xml, "row", "c", "mergeCell")) {
    tags++;
    const places = valuesOf(tag, tag.name === "mergeCell" ? "ref" : "r");
    if (tag.name === "row") {
      row++;
      column = 0;
      for (const place of places) {
        row = /^\d{1,7}$/.test(place) ? Number(place) : Number.NaN;
        stand();
      }
    } else if (tag.name === "c") {
      column++;
      for (const place of places) {
        const [, letters = "", digits] = cellPlace.exec(place) ?? [];
        if (!digits) throw new Refused("sheets.damaged");
        row = Number(digits);
        column = [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
        stand();
      }
    }
    stand();
  }
  return tags;
}
