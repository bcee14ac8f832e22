import { and, asc, desc, eq, inArray, lt, max, or, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { divisions, filingCalendar, fundingPostings, projects } from "#db/schema/index.ts";
import { monthOf } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { dayOf } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import { partsOf } from "#lib/core/shares.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { isLateRow } from "#lib/periods/rules/month-state.ts";
import type { FundingFilter } from "../input.ts";
import type { Finding } from "../rules/reconcile.ts";
import { nodeOf, onBothLists, selected } from "./filter.ts";
import { sharesOf } from "./totals.ts";

type Posting = typeof fundingPostings.$inferSelect;

export type LedgerRow = Omit<Posting, "personId"> & {
  project: { id: number; number: string; name: string };
  town: { code: string; name: string };
  /** What of it is the village's, where the filter is about one; else `null`. */
  partFen: number | null;
  /** The reversal that took it back. */
  reversedById: number | null;
  /** Recorded after the month of its day was due. */
  late: boolean;
};

/** Where a page of the ledger ended: the day and id of its last row, as text for a URL. */
const cursorOf = ({ onDay, id }: LedgerRow) => `${onDay}_${id}`;
const cursorForm = /^(\d{4}-\d{2}-\d{2})_(\d{1,15})$/;

/** The postings that a total of the same filter sums, newest first, a page at a time. */
export async function fundingPostingsOf(
  ctx: Ctx,
  filter: FundingFilter,
  { cursor, limit = 50 }: { cursor?: string | undefined; limit?: number } = {},
): Promise<{ node: Division; rows: LedgerRow[]; next: string | null }> {
  const node = await nodeOf(ctx, filter);
  const [, day = "", id] = cursorForm.exec(cursor ?? "") ?? [];
  const after = id
    ? or(
        lt(fundingPostings.onDay, day),
        and(eq(fundingPostings.onDay, day), lt(fundingPostings.id, Number(id))),
      )
    : undefined;
  const rows = await ledger(
    ctx,
    node,
    filter,
    after,
    [desc(fundingPostings.onDay), desc(fundingPostings.id)],
    limit + 1,
  );
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { node, rows: page, next: rows.length > limit && last ? cursorOf(last) : null };
}

/**
 * The newest posting's id: postings are only ever added, so everything up to it is a moment that can be read
 * again.
 */
export async function newestPosting(ctx: Ctx): Promise<number> {
  const [row] = await ctx.db.select({ id: max(fundingPostings.id) }).from(fundingPostings);
  return row?.id ?? 0;
}

/**
 * The postings that an exception is about, newest first; of a paper used twice also those of other projects,
 * as far as whoever asks sees them.
 */
export async function postingsBehind(
  ctx: Ctx,
  { kind, stage, documentNo, postingIds }: Behind,
): Promise<LedgerRow[]> {
  authorize(ctx.actor, "funding.read");
  if (postingIds.length === 0) return [];
  const also =
    kind === "sameDocument" && stage === "spend"
      ? and(eq(fundingPostings.stage, stage), eq(fundingPostings.documentNo, documentNo))
      : undefined;
  const node = await nodeOf(ctx, {});
  return ledger(
    ctx,
    node,
    {},
    or(inArray(fundingPostings.id, [...postingIds]), also),
    [desc(fundingPostings.onDay), desc(fundingPostings.id)],
    1000,
  );
}
type Behind = Pick<Finding, "kind" | "stage" | "documentNo" | "postingIds">;

/** One posting in the actor's scope: what a reversal is about. @throws {NotFound} */
export async function fundingPosting(ctx: Ctx, id: number): Promise<LedgerRow> {
  authorize(ctx.actor, "funding.read");
  const node = await nodeOf(ctx, {});
  const [row] = await ledger(ctx, node, {}, eq(fundingPostings.id, id), [asc(fundingPostings.id)], 1);
  if (!row) throw new NotFound(`funding posting ${id}`);
  return row;
}

const reversal = alias(fundingPostings, "reversal");

async function ledger(
  ctx: Ctx,
  node: Division,
  filter: FundingFilter,
  also: SQL | undefined,
  order: SQL[],
  limit: number,
): Promise<LedgerRow[]> {
  const both = onBothLists(ctx.db);
  const rows = await ctx.db
    .select({
      posting: fundingPostings,
      project: { id: projects.id, number: projects.number, name: projects.name },
      town: { code: divisions.code, name: divisions.shortName },
      reversedById: reversal.id,
      dueOn: filingCalendar.dueOn,
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(both, eq(both.physicalId, projects.id))
    .leftJoin(reversal, eq(reversal.reversesId, fundingPostings.id))
    .leftJoin(filingCalendar, eq(filingCalendar.month, monthOf(fundingPostings.onDay)))
    .where(and(selected(ctx, both, node, filter), also))
    .orderBy(...order)
    .limit(limit);
  const shares = node.level === "village" ? await sharesOf(ctx, node) : undefined;
  return rows.map(({ posting: { personId: _, ...posting }, dueOn, ...row }) => {
    const late = isLateRow(dayOf(new Date(posting.recordedAt)), dueOn ?? undefined);
    const part =
      shares &&
      partsOf(posting.amountFen, shares.get(posting.projectId) ?? []).find(
        ({ share }) => share.villageId === node.id,
      );
    return {
      ...posting,
      ...row,
      reversedById: row.reversedById ?? null,
      partFen: part?.amountFen ?? null,
      late,
    };
  });
}
