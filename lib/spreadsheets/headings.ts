import { type Merge, type ReadSheet, textOf } from "./cells.ts";
import {
  bracketsOf,
  type Claim,
  claimsIn,
  type HeadingUnit,
  isPartOfHeading,
  plainHeading,
} from "./meaning.ts";

export type { HeadingUnit } from "./meaning.ts";
/**
 * A column that the caller looks for, by any of its names; brackets, units, stars and blanks in a heading do
 * not matter.
 */
export type WantedColumn = {
  key: string;
  names: readonly string[];
  required?: boolean;
  /**
   * A merged cell speaks for every row that it covers, as the town does beside its villages. Never for
   * amounts.
   */
  filled?: boolean;
  /** It says which row it is: a row that names somebody in it is no total and no note. */
  identifies?: boolean;
};
export type Heading = {
  column: number;
  /** All its words, those of the row above included. */
  text: string;
  /** The words of its last row. */
  own: string;
  unit?: HeadingUnit;
  /** What its words say of the numbers below, beside its name. */
  claims: Claim[];
  /** Words in brackets that nobody here knows. */
  unknown: string[];
};

/** The text at a place, where a merged cell speaks for all that it covers. */
export function textAt(sheet: ReadSheet, row: number, column: number): string {
  const own = textOf(sheet.rows[row]?.[column]);
  if (own !== "") return own;
  const merge = mergeAt(sheet, row, column);
  return merge ? textOf(sheet.rows[merge.top]?.[merge.left]) : "";
}
export const mergeAt = (sheet: ReadSheet, row: number, column: number): Merge | undefined =>
  sheet.merges.find(
    ({ top, left, bottom, right }) => row >= top && row <= bottom && column >= left && column <= right,
  );

/**
 * What a column may be called by a heading of one row or of two: its own words, those above and its own,
 * those above alone.
 */
function namesOf(sheet: ReadSheet, row: number, column: number, depth: number): string[] {
  const own = textAt(sheet, row, column);
  const above = depth === 2 ? textAt(sheet, row - 1, column) : "";
  return [own, above && above !== own ? above + own : "", own === "" || own === above ? above : ""].filter(
    (name) => name !== "",
  );
}

/** The columns of a heading, by key every one that is called so, from left to right. */
export type FoundHeadings = { top: number; bottom: number; columns: Map<string, Heading[]> };

const ofNames = new WeakMap<readonly WantedColumn[], Map<string, string>>();
/** The keys of the wanted columns by their plain names; of two that share one the first. */
function keysOf(wanted: readonly WantedColumn[]): Map<string, string> {
  const made = ofNames.get(wanted);
  if (made) return made;
  const keys = new Map(
    wanted.toReversed().flatMap(({ key, names }) => names.map((name) => [plainHeading(name), key] as const)),
  );
  ofNames.set(wanted, keys);
  return keys;
}

const yearBefore = /^(?:20\d{2}年度?|明年度?)(?=.)/;

/**
 * Which wanted column is called so: by the name as it is, else by what is left without its month, extent or
 * year.
 */
function called(
  name: string,
  keys: ReadonlyMap<string, string>,
): { key: string; claims: Claim[] } | undefined {
  const plain = plainHeading(name);
  if (plain === "") return undefined;
  const direct = keys.get(plain) ?? keys.get(plain.replace(yearBefore, ""));
  const { claims, rest } = claimsIn(plain);
  // Words that are part of a name ("累计进度", "目标") say what the column is, not what is odd about it.
  if (direct)
    return { key: direct, claims: claims.filter((claim) => claim.is !== "extent" && claim.is !== "unit") };
  const key = rest === "" || rest === plain ? undefined : keys.get(rest);
  return key === undefined ? undefined : { key, claims };
}

/** The columns that the heading ending in `row` names. */
export function headingsAt(
  sheet: ReadSheet,
  row: number,
  depth: 1 | 2,
  wanted: readonly WantedColumn[],
): FoundHeadings {
  const found: FoundHeadings = { top: row - depth + 1, bottom: row, columns: new Map() };
  const keys = keysOf(wanted);
  const width = Math.max(sheet.rows[row]?.length ?? 0, depth === 2 ? (sheet.rows[row - 1]?.length ?? 0) : 0);
  for (let column = 0; column < width; column++) {
    const names = namesOf(sheet, row, column, depth);
    const [match] = names.flatMap((name) => called(name, keys) ?? []);
    if (!match) continue;
    const brackets = names.map(bracketsOf);
    const heading: Heading = {
      column,
      text: names[1] ?? names[0] ?? "",
      own: textAt(sheet, row, column),
      claims: [...match.claims, ...brackets.flatMap(({ claims }) => claims)],
      unknown: [...new Set(brackets.flatMap(({ unknown }) => unknown))],
    };
    found.columns.set(match.key, [...(found.columns.get(match.key) ?? []), withUnit(heading)]);
  }
  return found;
}

export function withUnit(heading: Heading): Heading {
  const unit = heading.claims.find((claim) => claim.is === "unit")?.unit;
  return unit ? { ...heading, unit } : heading;
}

/**
 * The same heading with what the rows right above and below it add: "本月" over several columns, "（万元）" under
 * each. A row above that speaks for the whole table is no part of it.
 */
export function completed(sheet: ReadSheet, found: FoundHeadings): FoundHeadings {
  const all = [...found.columns.values()].flat();
  let { bottom } = found;
  const more = new Map<Heading, string[]>(all.map((heading) => [heading, []]));
  for (const heading of all) {
    const merge = mergeAt(sheet, found.top - 1, heading.column);
    const whole = merge && all.every(({ column }) => column >= merge.left && column <= merge.right);
    const above = found.top > 0 && !whole ? textAt(sheet, found.top - 1, heading.column) : "";
    if (above !== "" && (isPartOfHeading(above) || (merge && merge.left < merge.right)))
      more.get(heading)?.push(above);
  }
  while (bottom + 1 < sheet.rows.length && isPartRow(sheet, bottom + 1, all)) {
    bottom++;
    for (const heading of all) more.get(heading)?.push(textOf(sheet.rows[bottom]?.[heading.column]));
  }
  const columns = [...found.columns].map(([key, headings]) => [
    key,
    headings.map((heading) => {
      const texts = (more.get(heading) ?? []).filter((text) => text !== "" && text !== heading.own);
      const claims = texts.flatMap(
        (text) =>
          bracketsOf(isPartOfHeading(text) ? `(${text.replace(/[()[\]【】〔〕（）]/g, "")})` : text).claims,
      );
      return texts.length === 0
        ? heading
        : withUnit({
            ...heading,
            text: `${heading.text}${texts.join("")}`,
            claims: [...heading.claims, ...claims],
          });
    }),
  ]);
  return { ...found, bottom, columns: new Map(columns as [string, Heading[]][]) };
}

/** Does a row below the heading only say more of it? */
function isPartRow(sheet: ReadSheet, row: number, headings: readonly Heading[]): boolean {
  const cells = sheet.rows[row] ?? [];
  const texts = cells
    .map((cell, column) => ({ text: textOf(cell), isText: cell?.kind === "text", column }))
    .filter(({ text }) => text !== "");
  return (
    texts.some(({ column }) => headings.some((heading) => heading.column === column)) &&
    texts.every(
      ({ text, isText, column }) =>
        isText &&
        (isPartOfHeading(text) || headings.some((each) => each.column === column && each.own === text)),
    )
  );
}

/** A text that stands above or below a table, or beside its headings, and what it claims. */
export type Line = {
  at: { row: number; column: number };
  text: string;
  where: "above" | "below";
  claims: Claim[];
};

/** The texts of a row, a name that the next cell completes ("单位：" | "万元") together with it. */
export function linesOf(sheet: ReadSheet, row: number, where: Line["where"]): Line[] {
  const texts = (sheet.rows[row] ?? [])
    .map((cell, column) => ({ column, text: textOf(cell) }))
    .filter(({ text }) => text !== "");
  const lines: Line[] = [];
  for (let at = 0; at < texts.length; at++) {
    const { column, text } = texts[at] as (typeof texts)[number];
    const next = /单位\s*[:：]?$|^unit\s*[:：]?$/i.test(text) ? texts[at + 1] : undefined;
    if (next) at++;
    const whole = next ? `${text}${/[:：]$/.test(text) ? "" : "："}${next.text}` : text;
    lines.push({ at: { row, column }, text: whole, where, claims: claimsIn(whole).claims });
  }
  return lines;
}
