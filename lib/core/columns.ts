import type { View } from "#db/views.ts";
import type { KeyIn, MessageKey, Namespace } from "./message-keys.ts";

/** Text; or a whole number: fen, a count, basis points, as its column says; or nothing. */
export type Value = string | number | null;
export type Row = Record<string, Value>;

/** Looks up the reader's words by key: the web brings them, the files of an export are written in them. */
export type Translate = (key: MessageKey, values?: Record<string, string | number>) => string;

/** Looking words up costs more than writing them, and a file asks for the same few at every row. */
export function cachedTranslate(words: Translate): Translate {
  const known = new Map<string, string>();
  return (key, values) => {
    if (values) return words(key, values);
    const found = known.get(key) ?? words(key);
    known.set(key, found);
    return found;
  };
}

/**
 * The word of a value in the list whose words stand under `list`: there is one for each that may be recorded
 * there, which the database's checks hold to the list.
 */
export const wordIn = (words: Translate, list: Namespace, value: string | number): string =>
  words(`${list}.${value}` as MessageKey);

export type Column = {
  key: KeyIn<"export.column">;
  kind: "text" | "fen" | "count" | "bp";
  /** Where the words of its values stand, for names from a list. */
  words?: Namespace;
  /** In characters, for a sheet. */
  width: number;
  /**
   * Of a text that may be longer than a sheet's cell holds, a workbook has the beginning and says so; CSV has
   * all of it.
   */
  clips?: true;
};

/** A column's heading; amounts say that they are in yuan, shares and progress that they are percentages. */
export const headingOf = (column: Column, words: Translate): string =>
  words(`export.column.${column.key}`) +
  (column.kind === "fen" ? ` (${words("unit.yuan")})` : column.kind === "bp" ? " (%)" : "");

// What XML may not hold, and a spreadsheet refuses to open: control characters but tab and line ends, halves
// of surrogate pairs.
const unprintable = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

export const printable = (text: string): string => text.replace(unprintable, "");

/**
 * How a column's values are written in a kind of file: `text` for texts and names from a list, in words,
 * `number` for all others. What comes again is not written again: of the same few values a million times, as
 * of stages, towns and people.
 */
export function writerOf(
  column: Column,
  words: Translate,
  { text, number }: { text: (text: string) => string; number: (value: number) => string },
): (value: Value) => string {
  if (column.kind !== "text") return (value) => (value === null ? "" : number(value as number));
  const known = new Map<Value, string>();
  return (value) => {
    if (value === null || value === "") return "";
    const before = known.get(value);
    if (before !== undefined) return before;
    const written = text(column.words ? wordIn(words, column.words, value) : String(value));
    if (known.size < mostKnown) known.set(value, written);
    return written;
  };
}

const mostKnown = 2000;

/**
 * How many villages of a month have reported, and of how many it is approved: neither is said without the
 * other (UX 41).
 */
export type IncomeReports = { villages: number; reported: number; approved: number };

/** "2016-12 收入：已报 102/136，已审 37/136": the one sentence beside totals, on paper, in meetings and in files. */
export const completenessInWords = (
  month: string,
  { villages, reported, approved }: IncomeReports,
  words: Translate,
): string => words("view.complete", { month, villages, reported, approved });

/** By which basis and of which rows figures are, for a footnote. */
export const viewInWords = ({ basis = "strict", approvedOnly }: View, words: Translate) => ({
  basis: words(`view.${basis}How`),
  rows: words(approvedOnly ? "view.approved" : "view.all"),
});
