import type { Unit } from "../money.ts";
import { compact, type Merge, type ReadSheet, textOf } from "./cells.ts";

/** What a heading says its numbers are in. */
export type HeadingUnit = Unit | "percent";
/** A column that the caller looks for, by any of its names; brackets, units, stars and blanks in a heading do not matter. */
export type WantedColumn = {
  key: string;
  names: readonly string[];
  required?: boolean;
  /** A merged cell speaks for every row that it covers, as the town does beside its villages. Never for amounts. */
  filled?: boolean;
};
export type Heading = {
  column: number;
  /** All its words, those of the row above included. */
  text: string;
  /** The words of its last row. */
  own: string;
  unit?: HeadingUnit;
};

const unitNames: [RegExp, HeadingUnit][] = [
  [/亿元|^亿$/, "yi"],
  [/万元|^万$|10,?000yuan/i, "wan"],
  [/元|yuan|rmb|cny/i, "yuan"],
  [/%|percent/i, "percent"],
];
const unitIn = (text: string): HeadingUnit | undefined => unitNames.find(([name]) => name.test(text))?.[1];

/** A heading without what stands in brackets, stars and colons: "* 金额（万元）" is "金额". */
export const plainHeading = (text: string): string =>
  compact(text)
    .replace(/[([【〔][^)\]】〕]*[)\]】〕]?/g, "")
    .replace(/[*:：]/g, "")
    .toLowerCase();

/** What the brackets of a heading name as its unit, or what follows 单位: in a title above. */
export function unitOf(heading: string): HeadingUnit | undefined {
  const text = compact(heading);
  const named = /单位[:：]?([^)）,，;；]*)/.exec(text)?.[1];
  const bracketed = [...text.matchAll(/[([【〔]([^)\]】〕]*)/g)].map(([, inside = ""]) => inside);
  for (const each of named === undefined ? bracketed : [named]) {
    const unit = unitIn(each);
    if (unit) return unit;
  }
  return /%$/.test(text) ? "percent" : undefined;
}

/** The text at a place, where a merged cell speaks for all that it covers. */
export function textAt(sheet: ReadSheet, row: number, column: number): string {
  const own = textOf(sheet.rows[row]?.[column]);
  if (own !== "") return own;
  const merge = mergeAt(sheet, row, column);
  return merge ? textOf(sheet.rows[merge.top]?.[merge.left]) : "";
}
export const mergeAt = (sheet: ReadSheet, row: number, column: number): Merge | undefined =>
  sheet.merges.find(({ top, left, bottom, right }) => row >= top && row <= bottom && column >= left && column <= right);

/** What a column may be called by a heading of one row or of two: its own words, those above and its own, those above alone. */
function namesOf(sheet: ReadSheet, row: number, column: number, depth: number): string[] {
  const own = textAt(sheet, row, column);
  const above = depth === 2 ? textAt(sheet, row - 1, column) : "";
  return [own, above && above !== own ? above + own : "", own === "" || own === above ? above : ""].filter((name) => name !== "");
}

export type FoundHeadings = { top: number; bottom: number; columns: Map<string, Heading>; repeated: { key: string; column: number }[] };

/** The columns that the heading ending in `row` names; the first of two that are called the same counts, the second is `repeated`. */
export function headingsAt(sheet: ReadSheet, row: number, depth: 1 | 2, wanted: readonly WantedColumn[]): FoundHeadings {
  const found: FoundHeadings = { top: row - depth + 1, bottom: row, columns: new Map(), repeated: [] };
  const width = Math.max(sheet.rows[row]?.length ?? 0, depth === 2 ? (sheet.rows[row - 1]?.length ?? 0) : 0);
  for (let column = 0; column < width; column++) {
    const names = namesOf(sheet, row, column, depth);
    const plain = names.map(plainHeading);
    const key = wanted.find((each) => each.names.some((name) => plain.includes(plainHeading(name))))?.key;
    if (key === undefined) continue;
    const unit = names.map(unitOf).find((each) => each !== undefined);
    if (found.columns.has(key)) found.repeated.push({ key, column });
    else found.columns.set(key, { column, text: names[1] ?? names[0] ?? "", own: textAt(sheet, row, column), ...(unit && { unit }) });
  }
  return found;
}

/** The unit that a line above the headings states for the whole table: "单位：万元". */
export function unitAbove(sheet: ReadSheet, headingTop: number): HeadingUnit | undefined {
  const texts = sheet.rows.slice(0, headingTop).flatMap((row) => row.map(textOf));
  return texts
    .filter((text) => /单位\s*[:：]|\(.*元\)/.test(text))
    .map(unitOf)
    .find((unit) => unit !== undefined);
}
