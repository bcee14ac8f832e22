import { and, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingMonths } from "#db/schema/index.ts";
import type { Ctx } from "../context.ts";
import { Refused } from "../errors.ts";
import type { Month } from "../period.ts";
import { type Closed, closedAs, standingOf } from "./state.ts";

/** A town's month as it was left; undefined where nothing was done to it. */
export async function filingMonthOf(db: Reader, townId: number, month: Month): Promise<typeof filingMonths.$inferSelect | undefined> {
  const [row] = await db
    .select()
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), eq(filingMonths.month, month)));
  return row;
}

/** Why this town's month takes no entry, a key under `refused`; undefined where it does. */
export async function closedBecause(db: Reader, ctx: Pick<Ctx, "now">, townId: number, month: Month): Promise<Closed | undefined> {
  return closedAs[standingOf(await filingMonthOf(db, townId, month), ctx.now.toISOString())];
}

/**
 * Only what the town still has in hand takes entry, whoever enters it.
 * @throws {Refused} `monthSubmitted`, `monthApproved`, `monthLocked` or `monthUnlockExpired`, which say what to do
 */
export async function requireOpen(db: Reader, ctx: Pick<Ctx, "now">, townId: number, month: Month, field?: string): Promise<void> {
  const closed = await closedBecause(db, ctx, townId, month);
  if (closed) throw new Refused(closed, { month }, field);
}
