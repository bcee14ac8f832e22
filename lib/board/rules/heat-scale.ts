import type { MonthCell } from "./month-classes.ts";

/**
 * The steps of the months' colour scale: a month's own income against the part of the year's target that
 * falls to the month, in per cent. Half-open, a boundary goes up; 100 is one of them.
 */
export const heatSteps = [
  { key: 1, fromPercent: 0, toPercent: 25 },
  { key: 2, fromPercent: 25, toPercent: 50 },
  { key: 3, fromPercent: 50, toPercent: 100 },
  { key: 4, fromPercent: 100, toPercent: 150 },
  { key: 5, fromPercent: 150, toPercent: 300 },
  { key: 6, fromPercent: 300, toPercent: null },
] as const;
export type HeatStep = (typeof heatSteps)[number]["key"];

/**
 * The step of an amount; `null` of nothing, of less than nothing, of no report, and where nothing is planned.
 */
export function heatStepOf(amountFen: number | null, planFen: number): HeatStep | null {
  if (amountFen === null || amountFen <= 0 || planFen <= 0) return null;
  return heatSteps.findLast(({ fromPercent }) => amountFen * 100 >= planFen * fromPercent)?.key ?? null;
}

/**
 * A month with what is planned for those villages that are in its amount, in fen: a sum of few reports is not
 * pale for being few.
 */
export type HeatCell = MonthCell & { planFen: number; step: HeatStep | null };

export const heated = (cells: readonly MonthCell[], plansFen: readonly number[]): HeatCell[] =>
  cells.map((cell, at) => ({
    ...cell,
    planFen: plansFen[at] ?? 0,
    step: heatStepOf(cell.amountFen, plansFen[at] ?? 0),
  }));

/**
 * What the months of one row are held against: a twelfth of its target each, of a division's only the part of
 * the villages that are in the amount.
 * @param paceFen twelve cumulative amounts, as `paceOf` gives them
 */
export const plansOf = (
  paceFen: readonly number[],
  cells: readonly MonthCell[],
  villages: number,
): number[] =>
  cells.map(({ posted }, at) =>
    villages === 0 ? 0 : Math.round((((paceFen[at] ?? 0) - (paceFen[at - 1] ?? 0)) * posted) / villages),
  );
