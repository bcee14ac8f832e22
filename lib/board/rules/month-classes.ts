import type { Month } from "#lib/core/dates.ts";
import { cumulate, paceOf } from "#lib/income/rules/target.ts";

/**
 * What a month says of a village; `waiting` is reported and not approved where only approved income is shown,
 * `future` a month whose report nobody looks for yet.
 */
export const monthClasses = ["onPace", "behind", "zero", "waiting", "noData", "future"] as const;
export type MonthClass = (typeof monthClasses)[number];

/** A month of a village, or of several added up. Amounts in fen. */
export type MonthCell = {
  month: Month;
  /** `null` where no village has reported: missing is not zero. */
  amountFen: number | null;
  /** All that has been reported of the year up to the end of the month. */
  cumulativeFen: number;
  /** What the target calls for by then. */
  paceFen: number;
  /** Villages whose income is in the amount. */
  posted: number;
  /** Villages that have reported, and those of which it is approved. */
  reported: number;
  approved: number;
  class: MonthClass;
};

/** A month with nothing or less than nothing is a class of its own, whatever the months before it brought. */
export function monthClassOf(
  cell: Pick<MonthCell, "amountFen" | "cumulativeFen" | "paceFen" | "reported">,
  isDue: boolean,
): MonthClass {
  if (cell.amountFen === null) return cell.reported > 0 ? "waiting" : isDue ? "noData" : "future";
  if (cell.amountFen <= 0) return "zero";
  return cell.cumulativeFen >= cell.paceFen ? "onPace" : "behind";
}

/** What is known of a month: how many villages are in the amount, have reported, and are approved. */
export type Reported = Pick<MonthCell, "posted" | "reported" | "approved"> & { operatingFen: number };

/**
 * The months of a year against the pace of its target.
 * @param until the newest month whose report is looked for
 */
export function cellsOf(
  months: readonly Month[],
  reported: ReadonlyMap<Month, Reported>,
  targetFen: number,
  until: Month,
): MonthCell[] {
  const amounts = months.map((month) => {
    const of = reported.get(month);
    return of && of.posted > 0 ? of.operatingFen : null;
  });
  const sums = cumulate(amounts);
  const pace = paceOf(targetFen);
  return months.map((month, at) => {
    const { posted = 0, reported: all = 0, approved = 0 } = reported.get(month) ?? {};
    const cell = {
      amountFen: amounts[at] ?? null,
      cumulativeFen: sums[at] ?? 0,
      paceFen: pace[at] ?? 0,
      reported: all,
    };
    return { month, ...cell, posted, approved, class: monthClassOf(cell, month <= until) };
  });
}

/** Several villages' reports added up, month by month. */
export function addedUp(parts: Iterable<ReadonlyMap<Month, Reported>>): Map<Month, Reported> {
  const sum = new Map<Month, Reported>();
  for (const part of parts) {
    for (const [month, { posted, reported, approved, operatingFen }] of part) {
      const so = sum.get(month) ?? { posted: 0, reported: 0, approved: 0, operatingFen: 0 };
      sum.set(month, {
        posted: so.posted + posted,
        reported: so.reported + reported,
        approved: so.approved + approved,
        operatingFen: so.operatingFen + operatingFen,
      });
    }
  }
  return sum;
}
