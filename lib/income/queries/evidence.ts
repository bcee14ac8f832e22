import { and, eq, inArray } from "drizzle-orm";
import { unfilteredOf } from "#db/client.ts";
import { auditEvents, filingCalendar, filingMonths } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Day, dayOf } from "#lib/core/dates.ts";
import { isApproved } from "#lib/views/approved.ts";
import type { PostingRow } from "./income-ledger.ts";
import { type Receipt, receiptOf } from "./receipts.ts";

export type Evidence = {
  /** What it is a part of, and which. */
  receipt: Receipt | null;
  /** Has the office approved its month since it was recorded? */
  approved: boolean;
  /** Where its month stands; none where nobody has filed it yet. */
  month: string | null;
  dueOn: Day | null;
  /** Recorded after its month was due. */
  late: boolean;
  /** The operation that made it, as the trail holds it. */
  event: { seq: number; verb: string; actorName: string; at: string; hash: string } | null;
};

// What makes postings, each as one operation for however many of them.
const makers = [
  "income.post",
  "income.reverse",
  "income.apportion",
  "income.withdraw",
  "intake.confirm",
  "register.import",
];

/** What a posting (already found in the actor's scope) rests on: its receipt, approval, due day and event. */
export async function evidenceOf(ctx: Ctx, posting: PostingRow): Promise<Evidence> {
  authorize(ctx.actor, "income.read");
  const db = unfilteredOf(ctx.db);
  const [month] = await db
    .select()
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, posting.townId), eq(filingMonths.month, posting.month)));
  const [calendar] = await db.select().from(filingCalendar).where(eq(filingCalendar.month, posting.month));
  const dueOn = calendar?.dueOn ?? null;
  const events = await db
    .select()
    .from(auditEvents)
    .where(
      and(
        eq(auditEvents.at, posting.recordedAt),
        inArray(auditEvents.verb, makers),
        under(auditEvents.divisionCode, ctx.actor.scope),
      ),
    );
  const event =
    events.find((each) => idsIn(each.payload).includes(posting.id)) ??
    (events.length === 1 ? events[0] : undefined);
  return {
    receipt: posting.receiptId === null ? null : await receiptOf(ctx, posting.receiptId),
    approved: isApproved(posting.id, month?.incomeUpTo),
    month: month?.state ?? null,
    dueOn,
    late: dueOn !== null && dayOf(new Date(posting.recordedAt)) > dueOn,
    event: event
      ? { seq: event.seq, verb: event.verb, actorName: event.actorName, at: event.at, hash: event.hash }
      : null,
  };
}

/** The postings that an event says it made; none where it is older than that it says so. */
function idsIn(payload: string): number[] {
  try {
    const { after } = JSON.parse(payload) as { after: { ids?: number[]; id?: number } | null };
    return [...(after?.ids ?? []), ...(after?.id === undefined ? [] : [after.id])];
  } catch {
    return [];
  }
}
