import { and, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingMonths } from "#db/schema/index.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Day, type Month, monthOfDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { isApproved } from "#lib/views/approved.ts";
import { type Closed, closedAs, isSettled, monthStateOf } from "../rules/month-state.ts";

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
  return closedAs[monthStateOf(await filingMonthOf(db, townId, month), ctx.now.toISOString())];
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
  const standing = monthStateOf(row, ctx.now.toISOString());
  const closed = closedAs[standing];
  if (!closed) return posting.onDay;
  if (isSettled(standing) && !isApproved(posting.id, row?.fundingUpTo)) throw new Refused(closed, { month });
  return today(ctx);
}
