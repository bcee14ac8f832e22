import type { Details } from "#lib/core/errors.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import { invisible } from "#lib/core/money.ts";

/**
 * A cell with something in it. `number`, `day` and `percent` hold the number that the file keeps (a day as
 * the file's serial number, a percent as its share: 0.5 for 50%); `error` is what a broken formula shows
 * (#REF!); `uncalculated` a formula that no program has worked out yet. `shown` is what a reader of the sheet
 * sees, as far as it can be told.
 */
export type Cell = {
  kind: "text" | "number" | "yesNo" | "day" | "percent" | "error" | "uncalculated";
  value: string | number | boolean;
  shown: string;
  /** The value was worked out by a formula and kept in the file. */
  formula?: true;
};
/** Rows and columns from 0, both ends included. */
export type Merge = { top: number; left: number; bottom: number; right: number };
/**
 * A sheet as it lies in the file: `rows[0][0]` is A1, `null` an empty cell; rows end with their last cell.
 */
export type ReadSheet = {
  name: string;
  hidden: boolean;
  /** Serial numbers of days count from 1904, as older Macs do. */
  date1904: boolean;
  rows: (Cell | null)[][];
  merges: Merge[];
  /** A text of rows: what parts its cells may stand within them too. */
  separated?: true;
  /** What a reader of the sheet does not see, or sees struck through; rows and columns from 0. */
  unseen?: Unseen;
};
export type Unseen = { rows: number[]; columns: number[]; struck: [row: number, column: number][] };

/** "A" for 0, "AA" for 26. */
export const lettersOf = (column: number): string =>
  (column >= 26 ? lettersOf(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));
/** "E17" for row 16, column 4. */
export const addressOf = (row: number, column: number): string => `${lettersOf(column)}${row + 1}`;
/** Where a cell stands, as people say it: "收入!E17". */
export const placeOf = (sheet: { name: string }, row: number, column: number): string =>
  within(sheet, addressOf(row, column));
/** A place within a sheet, by the sheet's name too where it has one: what was pasted has none. */
export const within = ({ name }: { name: string }, place: string): string =>
  name ? `${name}!${place}` : place;

/** Text as it is compared: full-width signs made plain, blanks of every kind and invisible signs gone. */
export const compact = (text: string): string =>
  text.normalize("NFKC").replace(invisible, "").replace(/\s/g, "");
export const textOf = (cell: Cell | null | undefined): string =>
  cell ? cell.shown.normalize("NFKC").replace(invisible, "").trim() : "";

/** Why a cell cannot be taken; each has its sentence under `sheets.error`. */
export type CellReason =
  | "notAnAmount"
  | "finerThanAFen"
  | "amountTooLarge"
  | "notAPercentage"
  | "finerThanABp"
  | "ambiguousPercentage"
  | "notADay"
  | "notAMonth"
  | "notYesNo"
  | "notACount"
  | "brokenFormula"
  | "uncalculated"
  | "required";

const longestQuote = 40;
/**
 * The sentence about a cell, as the key and values of a message: `{ key: "sheets.error.notAnAmount", values:
 * { at: "收入!E17", text: "10万左右" } }`. `at` comes from `placeOf` or `placeIn`.
 */
export function cellError(
  at: string,
  cell: Cell | null | undefined,
  reason: CellReason,
): { key: MessageKey; values: Details } {
  // What is too fine is what the sheet does not show.
  const text = String((reason === "finerThanAFen" ? cell?.value : cell?.shown) ?? "");
  return {
    key: `sheets.error.${reason}`,
    values: { at, text: text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text },
  };
}
