import { and, eq, gt, inArray } from "drizzle-orm";
import { unfilteredOf } from "#db/client.ts";
import { divisions, filingMonths } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { cached } from "#lib/audit/queries/cache.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { comparisonsOf } from "./comparison.ts";
import type { FilingCell, FilingRow } from "./filing-matrix.ts";
import { isComplete, type Missing, missingFrom, villagesBelow } from "./missing.ts";

/** What the office should know of a town's month before it approves it among others. */
export type Readiness = { missing: Missing; complete: boolean; flags: number };

/** A town that waits for its approval, beside what is known of it. */
export type Waiting = { town: FilingRow["town"]; cell: FilingCell } & Readiness;

/**
 * The same of several towns, as they stand; give those that `filingMatrix` showed to the same eyes. Kept
 * until anything is recorded.
 */
export async function readinessOf(
  ctx: Ctx,
  month: Month,
  towns: readonly Pick<Waiting, "town" | "cell">[],
): Promise<Waiting[]> {
  authorize(ctx.actor, "filing.read");
  const ids = towns.map(({ town }) => town.id);
  const known = await cached(ctx.db, ["readiness", ctx.actor.scope.code, ids, month, today(ctx)], () =>
    readinessByTown(ctx, month, ids),
  );
  return towns.flatMap((each) => {
    const own = known.get(each.town.id);
    return own ? [{ ...each, ...own }] : [];
  });
}

async function readinessByTown(
  ctx: Ctx,
  month: Month,
  ids: readonly number[],
): Promise<Map<number, Readiness>> {
  const db = unfilteredOf(ctx.db);
  const towns = await db
    .select()
    .from(divisions)
    .where(and(inArray(divisions.id, [...ids]), under(divisions.code, ctx.actor.scope)));
  const known = new Map<number, Readiness>();
  for (const town of towns) {
    const missing = await missingFrom(db, town, month, today(ctx));
    const villages = (await villagesBelow(db, town)).map((village) => village.id);
    const beside = await comparisonsOf(db, town, month, villages);
    known.set(town.id, {
      missing,
      complete: isComplete(missing),
      flags: [...beside.values()].reduce((sum, { flags }) => sum + flags.length, 0),
    });
  }
  return known;
}

/** Those that can be approved without another look: everything is there and no rule has anything to say. */
export const unflagged = (waiting: readonly Waiting[]): Waiting[] =>
  waiting.filter(({ complete, flags }) => complete && flags === 0);

/** The months that wait for the office's approval, the oldest first, each with how many towns filed it. */
export async function waitingMonths(ctx: Ctx): Promise<{ month: Month; towns: number }[]> {
  authorize(ctx.actor, "filing.read");
  const rows = await ctx.db
    .select({ month: filingMonths.month })
    .from(filingMonths)
    .innerJoin(divisions, eq(divisions.id, filingMonths.townId))
    .where(
      and(
        eq(filingMonths.state, "submitted"),
        gt(divisions.villages, 0),
        under(divisions.code, ctx.actor.scope),
      ),
    );
  const months = Map.groupBy(rows, (row) => row.month);
  return [...months]
    .map(([month, own]) => ({ month, towns: own.length }))
    .toSorted((a, b) => (a.month < b.month ? -1 : 1));
}
