import { and, asc, eq, gte, lt, type SQL } from "drizzle-orm";
import { filingEvents, filingMonths, type fundingPostings, type incomePostings } from "#db/schema/index.ts";
import type { Verb } from "#lib/access/policy.ts";
import { type Month, monthOfDay } from "#lib/core/dates.ts";
import { type Between, recordedBetween } from "./changes-between.ts";

/** By what a posting came to count in between: who did it and when. */
export type BecameCounted = { at: string; name: string; verb: Verb };

type Posting = {
  id: number;
  townId: number | null;
  recordedAt: string;
  personName: string;
  reversesId: number | null;
};

/** How postings come to count between two days. */
export type BecameCountedOf = {
  /** Narrows a query to postings that may have come in between. */
  income: (column: typeof incomePostings.recordedAt) => SQL | undefined;
  funding: (column: typeof fundingPostings.recordedAt) => SQL | undefined;
  /** `null`: it counted before. */
  ofIncome: (posting: Posting & { month: Month }) => BecameCounted | null;
  ofFunding: (posting: Posting & { onDay: string }) => BecameCounted | null;
};

/**
 * Of all that is recorded a posting counts by being recorded; of what is approved, by the first approval that
 * reached it.
 */
export async function becameCountedOf(within: Between): Promise<BecameCountedOf> {
  const { view } = within.ctx.db;
  if (view.approvedOnly) return approvalsOf(within);
  const posted =
    (what: "income" | "funding") =>
    (posting: Posting): BecameCounted => ({
      at: posting.recordedAt,
      name: posting.personName,
      verb: posting.reversesId === null ? `${what}.post` : `${what}.reverse`,
    });
  return {
    income: (column) => recordedBetween(within, column),
    funding: (column) => recordedBetween(within, column),
    ofIncome: posted("income"),
    ofFunding: posted("funding"),
  };
}

async function approvalsOf({ ctx, from, to }: Between): Promise<BecameCountedOf> {
  const before = await ctx.db.present.asOf(from).select().from(filingMonths);
  const bounds = new Map(before.map((row) => [`${row.townId} ${row.month}`, row]));
  const events = await ctx.db.present
    .select()
    .from(filingEvents)
    .where(
      and(
        eq(filingEvents.act, "approve"),
        gte(filingEvents.recordedAt, from),
        lt(filingEvents.recordedAt, to),
      ),
    )
    .orderBy(asc(filingEvents.id));
  const approvals = Map.groupBy(events, (event) => `${event.townId} ${event.month}`);
  const coming = (
    which: "incomeUpTo" | "fundingUpTo",
    { townId, id }: Posting,
    month: Month,
  ): BecameCounted | null => {
    const key = `${townId} ${month}`;
    if (id <= (bounds.get(key)?.[which] ?? 0)) return null;
    const event = approvals.get(key)?.find((each) => id <= (each[which] ?? 0));
    return event ? { at: event.recordedAt, name: event.personName, verb: "filing.approve" } : null;
  };
  return {
    income: () => undefined,
    funding: () => undefined,
    ofIncome: (posting) => coming("incomeUpTo", posting, posting.month),
    ofFunding: (posting) => coming("fundingUpTo", posting, monthOfDay(posting.onDay)),
  };
}
