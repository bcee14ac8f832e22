import type { Month } from "#lib/core/dates.ts";
import { metTarget } from "#lib/views/target.ts";

/**
 * What a village has of its target, in fen: never more than all of it, nothing without data. Of several it is
 * added up.
 */
export const attainedFen = (operatingFen: number | null, targetFen: number) =>
  operatingFen === null ? 0 : Math.min(operatingFen, targetFen);

/**
 * 序时进度: how much of a year's target is due by the end of each month, twelve cumulative amounts in fen, the
 * last one the target.
 */
export const paceOf = (targetFen: number): number[] =>
  Array.from({ length: 12 }, (_, at) => Math.round((targetFen * (at + 1)) / 12));

/** Running sums in fen; `null` months (no report) add nothing and stay on the line. */
export function cumulate(monthly: readonly (number | null)[]): number[] {
  let sum = 0;
  return monthly.map((fen) => {
    sum += fen ?? 0;
    return sum;
  });
}

/** One village's operating income of one month, or of several up to it. */
export type VillageMonth = { villageId: number; month: Month; operatingFen: number };

/**
 * Which villages crossed their target between the end of the month before `month` and its end, by cumulative
 * operating income of the year: `reached` got there, `relapsed` (返薄) fell back.
 * @param rows months of one year with a report
 * @param targetOf a village's target of that year in fen
 */
export function crossings(
  rows: readonly VillageMonth[],
  targetOf: (villageId: number) => number,
  month: Month,
) {
  const sums = new Map<number, { before: number; after: number; had: boolean; has: boolean }>();
  for (const row of rows.filter((each) => each.month <= month)) {
    const sum = sums.get(row.villageId) ?? { before: 0, after: 0, had: false, has: false };
    sum.after += row.operatingFen;
    sum.has = true;
    if (row.month < month) {
      sum.before += row.operatingFen;
      sum.had = true;
    }
    sums.set(row.villageId, sum);
  }
  const reached: number[] = [];
  const relapsed: number[] = [];
  let met = 0;
  let metBefore = 0;
  for (const [villageId, sum] of sums) {
    const target = targetOf(villageId);
    const was = sum.had && metTarget(sum.before, target);
    const is = sum.has && metTarget(sum.after, target);
    if (was) metBefore += 1;
    if (is) met += 1;
    if (is && !was) reached.push(villageId);
    if (was && !is) relapsed.push(villageId);
  }
  return { reached, relapsed, met, metBefore };
}
