import type { Lens } from "#db/lens.ts";
import { yuanText } from "../money.ts";

/** Text; or a whole number: fen, a count, basis points, as its column says; or nothing. */
export type Value = string | number | null;
export type Row = Record<string, Value>;

/** Looks up the reader's words by key: the web brings them, the files of an export are written in them. */
export type Words = (key: string, values?: Record<string, string | number>) => string;

/** Looking words up costs more than writing them, and a file asks for the same few at every row. */
export function quick(words: Words): Words {
  const known = new Map<string, string>();
  return (key, values) => {
    if (values) return words(key, values);
    const found = known.get(key) ?? words(key);
    known.set(key, found);
    return found;
  };
}

export type Column = {
  key: string;
  kind: "text" | "fen" | "count" | "bp";
  /** Where the words of its values stand, for names from a list. */
  words?: string;
  /** In characters, for a sheet. */
  width: number;
};

/** A column's heading; amounts say that they are in yuan, shares and progress that they are percentages. */
export const headingOf = (column: Column, words: Words): string =>
  words(`export.column.${column.key}`) + (column.kind === "fen" ? ` (${words("unit.yuan")})` : column.kind === "bp" ? " (%)" : "");

// What XML may not hold, and a spreadsheet refuses to open: control characters but tab and line ends, halves of surrogate pairs.
const unprintable = /(?![\t\n\r])[\p{Cc}\p{Cs}\ufffe\uffff]/gu;

/** A value as a file holds it: words for a name from a list, decimals kept exact as text for amounts and percentages. */
export function written(row: Row, column: Column, words: Words): { text: string } | { number: string } | null {
  const value = row[column.key] ?? null;
  if (value === null || value === "") return null;
  if (column.kind === "count") return { number: String(value) };
  if (column.kind !== "text") return { number: yuanText(Number(value)) }; // fen and basis points both have two decimals
  return { text: (column.words ? words(`${column.words}.${value}`) : String(value)).replace(unprintable, "") };
}

/** By which basis and of which rows figures are, for a footnote. */
export const lookInWords = ({ basis = "strict", approvedOnly }: Lens, words: Words) => ({
  basis: words(`lens.${basis}How`),
  rows: words(approvedOnly ? "lens.approved" : "lens.all"),
});
