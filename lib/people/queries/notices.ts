import { and, asc, eq, gt, inArray } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { auditEvents, noticesSeen } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import type { Verb } from "#lib/access/policy.ts";
import { inTrail, readable, type TrailEvent } from "#lib/audit/queries/trail.ts";
import type { Ctx } from "#lib/core/context.ts";

/** What auditors are told of by itself: who may do what, and by which rules they come in. */
export const noticeVerbs = [
  "person.create",
  "person.assign",
  "person.confirm",
  "door.set",
  "duties.set",
] as const satisfies Verb[];

/** How many are shown at once, the oldest first: nothing is seen by being older than what was. */
export const noticesAtOnce = 20;

/** The number of the event up to which the person has seen them. */
export async function seenUpTo(db: Reader, personId: number): Promise<number> {
  const [row] = await db
    .select({ seq: noticesSeen.seq })
    .from(noticesSeen)
    .where(eq(noticesSeen.personId, personId));
  return row?.seq ?? 0;
}

/**
 * What the auditor has not seen yet of their area, the oldest first, and how many there are.
 * @throws {Forbidden}
 */
export async function noticesOf(ctx: Ctx): Promise<{ events: TrailEvent[]; count: number }> {
  const where = and(
    inTrail(ctx, {}),
    inArray(auditEvents.verb, [...noticeVerbs]),
    gt(auditEvents.seq, await seenUpTo(ctx.db, ctx.actor.id as number)),
  );
  const rows = await ctx.db
    .select()
    .from(auditEvents)
    .where(where)
    .orderBy(asc(auditEvents.seq))
    .limit(noticesAtOnce);
  const [all] = await ctx.db.select({ count: count() }).from(auditEvents).where(where);
  return { events: rows.map(readable), count: all?.count ?? 0 };
}
