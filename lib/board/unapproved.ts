import { authorize } from "../access/policy.ts";
import type { Ctx } from "../context.ts";
import { incomeTotals } from "../income/queries.ts";
import { type BySource, bySource, ofAllSources } from "./figures.ts";
import { moneyBelow } from "./money.ts";
import type { Board } from "./queries.ts";

/** What a board of approved rows leaves out: income and villages on target that it would have more, and money of each stage, in fen. */
export type Unapproved = { operatingFen: number; met: number; noData: number; fundingFen: number };

/** What waits for the office's approval in the year of a board; `null` where everything is shown anyway, or nothing waits. */
export async function unapprovedOf(
  ctx: Ctx,
  { node, year, lens, totals }: Pick<Board, "node" | "year" | "lens" | "totals">,
): Promise<Unapproved | null> {
  authorize(ctx.actor, "board.read");
  if (!lens.approvedOnly) return null;
  const all = { ...ctx, db: ctx.db.whole };
  const income = await incomeTotals(all.db, node, year);
  const funding = bySource((await moneyBelow(all, node, year)).whole);
  const rest = {
    operatingFen: income.operatingFen - totals.operatingFen,
    met: income.met - totals.met,
    noData: totals.noData - income.noData,
    fundingFen: sumOf(funding) - sumOf(totals.funding),
  };
  return Object.values(rest).every((value) => value === 0) ? null : rest;
}

/** Only to tell whether anything differs: stages are never added to each other on a screen. */
const sumOf = (money: BySource) => Object.values(ofAllSources(money)).reduce((sum, fen) => sum + fen, 0);
