import { type ByStage, noMoney } from "./stage-order.ts";

/**
 * What stands between two stages at a moment, in fen: allotted and not disbursed (指标结转), received and not
 * spent (资金结转).
 */
export type Balances = { allottedFen: number; heldFen: number };

/**
 * 结转: a year's opening balances, what moved in it, and its closing balances, which the next year opens with.
 * Shown, never posted.
 */
export type CarryOver = { year: number; opening: Balances; moved: ByStage; closing: Balances };

const balancesOf = (sums: ByStage): Balances => ({
  allottedFen: sums.allot - sums.disburse,
  heldFen: sums.receive - sums.spend,
});

/** The carry-over of a year, of sums by year. */
export function carryOver(sums: readonly { year: number; stages: ByStage }[], year: number): CarryOver {
  const over = (takes: (of: number) => boolean) => {
    const so = noMoney();
    for (const sum of sums)
      if (takes(sum.year))
        for (const stage of Object.keys(so) as (keyof ByStage)[]) so[stage] += sum.stages[stage];
    return so;
  };
  return {
    year,
    opening: balancesOf(over((of) => of < year)),
    moved: over((of) => of === year),
    closing: balancesOf(over((of) => of <= year)),
  };
}

/**
 * More was spent than received (or disbursed than allotted) within the year: it was carried in from the year
 * before.
 */
export const spentFromBefore = (part: number, whole: number): boolean => whole >= 0 && part > whole;
