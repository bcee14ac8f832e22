import { and, eq, gt } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, filingMonths, incomeMonths } from "#db/schema/index.ts";
import { count, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Day, type Month, monthOfDay, yearOfMonth } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { incomeByMonth } from "#lib/income/queries/totals.ts";
import { type Closed, closedAs, isFiled, isSettled, standingOf } from "#lib/periods/rules/month-state.ts";

/** A town's month as it was left; undefined where nothing was done to it. */
export async function filingMonthOf(
  db: Reader,
  townId: number,
  month: Month,
): Promise<typeof filingMonths.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), eq(filingMonths.month, month)));
  return row;
}

/** Why this town's month takes no entry, a key under `refused`; undefined where it does. */
export async function closedBecause(
  db: Reader,
  ctx: Pick<Ctx, "now">,
  townId: number,
  month: Month,
): Promise<Closed | undefined> {
  return closedAs[standingOf(await filingMonthOf(db, townId, month), ctx.now.toISOString())];
}

/**
 * Only what the town still has in hand takes entry, whoever enters it.
 * @throws {Refused} `monthSubmitted`, `monthApproved`, `monthLocked` or `monthUnlockExpired`, which say what
 * to do
 */
export async function requireOpen(
  db: Reader,
  ctx: Pick<Ctx, "now">,
  townId: number,
  month: Month,
  field?: string,
): Promise<void> {
  const closed = await closedBecause(db, ctx, townId, month);
  if (closed) throw new Refused(closed, { month }, field);
}

/**
 * On which day a posting of money is taken back: its own while its month is open, else today, so that a month
 * keeps what was read out.
 * @throws {Refused} `month…` when its month is settled without the posting: taken back elsewhere, what was
 * never approved would be missing from what is
 */
export async function takenBackOn(
  db: Reader,
  ctx: Ctx,
  townId: number,
  posting: { id: number; onDay: Day },
): Promise<Day> {
  const month = monthOfDay(posting.onDay);
  const row = await filingMonthOf(db, townId, month);
  const standing = standingOf(row, ctx.now.toISOString());
  const closed = closedAs[standing];
  if (!closed) return posting.onDay;
  if (isSettled(standing) && posting.id > (row?.fundingUpTo ?? 0)) throw new Refused(closed, { month });
  return today(ctx);
}

/** How much of a division has come in for a month. */
export type Completeness = {
  month: Month;
  /** With income; of these in towns that have filed the month; with approved income. */
  villages: { all: number; reported: number; submitted: number; approved: number };
  towns: { all: number; submitted: number; approved: number };
};

/**
 * What stands beside every total of a month: how many villages and towns it is made of, of all there are. The
 * same through every lens, for a division of any level that the caller found within the actor's scope.
 */
export async function completenessOf(ctx: Ctx, node: Division, month: Month): Promise<Completeness> {
  authorize(ctx.actor, "board.read");
  const all = ctx.db.through({ approvedOnly: false, basis: "strict" });
  const approved = ctx.db.through({ approvedOnly: true, basis: "strict" });
  const posted = async (db: Reader) =>
    (await incomeByMonth(db, node, yearOfMonth(month))).find((each) => each.month === month)?.posted ?? 0;
  const reported = await posted(all);
  // The town that files for a village is the one it lies in.
  const ofTown =
    node.level === "village" ? eq(divisions.id, node.parentId ?? 0) : under(divisions.code, node);
  const rows = await all
    .select({
      state: filingMonths.state,
      unlockedUntil: filingMonths.unlockedUntil,
      incomeUpTo: filingMonths.incomeUpTo,
      posted: incomeMonths.posted,
    })
    .from(divisions)
    .innerJoin(filingMonths, and(eq(filingMonths.townId, divisions.id), eq(filingMonths.month, month)))
    .leftJoin(incomeMonths, and(eq(incomeMonths.divisionId, divisions.id), eq(incomeMonths.month, month)))
    .where(and(eq(divisions.level, "town"), ofTown));
  const [towns] = await all
    .select({ all: count() })
    .from(divisions)
    .where(and(eq(divisions.level, "town"), gt(divisions.villages, 0), ofTown));
  const filed = rows.filter((row) => isFiled(standingOf(row, ctx.now.toISOString())));
  const inFiled = filed.reduce((sum, row) => sum + (row.posted ?? 0), 0);
  return {
    month,
    villages: {
      all: node.level === "village" ? 1 : node.villages,
      reported,
      submitted: node.level === "village" ? (filed.length > 0 ? reported : 0) : inFiled,
      approved: await posted(approved),
    },
    towns: {
      all: towns?.all ?? 0,
      submitted: filed.length,
      approved: rows.filter((row) => row.incomeUpTo !== null).length,
    },
  };
}
