import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { incomeTotals } from "#lib/income/queries/totals.ts";
import { bySource, sumsOf } from "../rules/figures.ts";
import type { Board } from "./board.ts";
import { moneyBelow } from "./money-below.ts";

/**
 * What a board of approved rows leaves out: income in fen, villages on target and with data that it would
 * have more, and whether money waits too.
 */
export type Unapproved = { operatingFen: number; met: number; noData: number; funding: boolean };

/**
 * What waits for the office's approval in the year of a board; `null` where everything is shown anyway, or
 * nothing waits.
 */
export async function unapprovedOf(
  ctx: Ctx,
  { node, year, view, totals }: Pick<Board, "node" | "year" | "view" | "totals">,
): Promise<Unapproved | null> {
  authorize(ctx.actor, "board.read");
  if (!view.approvedOnly) return null;
  const all = { ...ctx, db: ctx.db.unfiltered };
  const income = await incomeTotals(all.db, node, year);
  const shown = sumsOf(totals.funding).map((sum) => ({ ...sum, amountFen: -sum.amountFen }));
  const rest = bySource([...(await moneyBelow(all, node, year)).whole, ...shown]);
  const waiting = {
    operatingFen: income.operatingFen - totals.operatingFen,
    met: income.met - totals.met,
    noData: totals.noData - income.noData,
    funding: sumsOf(rest).some(({ amountFen }) => amountFen !== 0),
  };
  return Object.values(waiting).some(Boolean) ? waiting : null;
}
