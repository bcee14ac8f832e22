import type { WriteSheet } from "hucre/xlsx";
import type { Column, Row, Translate } from "#lib/core/columns.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { Cover } from "./cover.ts";
import type { Pivot } from "./pivot.ts";

/** A control total: what the rows of the file add up to, and what the screen of the same filter shows. */
export type Total = { key: string; kind: "fen" | "count"; value: number };

/** What a file is made from: rows of one moment, read a stretch at a time, and how they add up. */
export type Extract = {
  node: Division;
  columns: readonly Column[];
  /** Key of the sentence that says by which rule the figures count. */
  basis: MessageKey;
  /** What else narrows it than was asked for, and has to be known to make it again. */
  also?: Record<string, string | number>;
  stretches(): AsyncIterable<Row[]>;
  /** Adds some rows to the control totals, which stand in the order of the cover. */
  add(totals: Total[], rows: readonly Row[]): Total[];
  /** How the rows are summed up on a sheet of their own. */
  pivot: Pivot | null;
  /** The form that people know the figures in, which then is the first sheet. */
  form?: (cover: Cover, words: Translate) => WriteSheet;
  /** The same totals by the sums of the screens, of the same moment as the rows. */
  control(): Promise<Control>;
};

/** What rows add up to, and how many they are. */
export type Control = { rows: number; totals: Total[] };

/**
 * What the screens show for the same filter, asked of the database in sums: for the page before the download,
 * and to check the file against.
 */
export type Preview = Control & { node: Division; basis: MessageKey };

export const yesNo = (value: boolean): string => (value ? "yes" : "no");

/** Several sums in one pass over rows: `of` names what a row adds to which total. */
export const summed = (
  totals: Total[],
  rows: readonly Row[],
  of: (row: Row, total: Total) => number,
): Total[] =>
  totals.map((total) => ({ ...total, value: rows.reduce((sum, row) => sum + of(row, total), total.value) }));
