import type { Division } from "../divisions/queries.ts";
import { dayOf } from "../period.ts";
import type { Column, Row } from "./columns.ts";

/** A control total: what the rows of the file add up to, and what the screen of the same filter shows. */
export type Total = { key: string; kind: "fen" | "count"; value: number };

/** What a file is made from: rows of one moment, read a stretch at a time, and how they add up. */
export type Extract = {
  node: Division;
  columns: readonly Column[];
  /** Key of the sentence that says by which rule the figures count. */
  basis: string;
  stretches(): AsyncIterable<Row[]>;
  /** Adds some rows to the control totals, which stand in the order of the cover. */
  add(totals: Total[], rows: readonly Row[]): Total[];
};

/** What the screens show for the same filter, asked of the database in sums: for the page before the download, and for the test that both agree. */
export type Preview = { node: Division; basis: string; rows: number; totals: Total[] };

const clock = new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Shanghai", timeStyle: "medium" });

/** An instant as people of the district read it: 2016-12-31 09:12:05 */
export const localTime = (instant: string): string => `${dayOf(new Date(instant))} ${clock.format(new Date(instant))}`;

export const yesNo = (value: boolean): string => (value ? "yes" : "no");

/** Several sums in one pass over rows: `of` names what a row adds to which total. */
export const summed = (totals: Total[], rows: readonly Row[], of: (row: Row, total: Total) => number): Total[] =>
  totals.map((total) => ({ ...total, value: rows.reduce((sum, row) => sum + of(row, total), total.value) }));
