import { type Day, endedMonth, type Month } from "#lib/core/dates.ts";

/** The newest month of `year` that has ended by the evening of `today`; of a year to come its first. */
export const newestMonthOf = (year: number, today: Day): Month =>
  [endedMonth(today), `${year}-01`, `${year}-12`].toSorted()[1] as Month;

/**
 * What a board of `year` is about on a day: `month`, whose reports it looks for, and `asOf`, the day on which
 * projects are judged. A year that is over is judged once its last reports were due, on `lastDue`; money is
 * that of the whole year.
 */
export function momentOf(year: number, today: Day, lastDue: Day): { month: Month; asOf: Day } {
  return { month: newestMonthOf(year, today), asOf: today < lastDue ? today : lastDue };
}
