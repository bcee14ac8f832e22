import { and, asc, count, desc, eq, exists, inArray, type SQL } from "drizzle-orm";
import { unfilteredOf } from "#db/client.ts";
import {
  accounts,
  clusterMembers,
  clusters,
  divisions,
  incomePostings,
  incomeReceipts,
  incomeShares,
  incomeWithdrawals,
  projects,
} from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { dueUpTo } from "#lib/periods/queries/month-at-work.ts";
import { type PortionState, stateOf } from "../rules/schedule.ts";
import { closedMonths } from "./due-portions.ts";

export type Portion = {
  id: number;
  villageId: number;
  village: string;
  villageCode: string;
  townId: number;
  month: Month;
  shareBp: number;
  amountFen: number;
  state: PortionState;
  /** The posting that stands for it. */
  postingId: number | null;
};

export type Receipt = {
  id: number;
  townId: number;
  town: string;
  account: { code: string; name: string; nameEn: string };
  amountFen: number;
  receivedOn: string;
  fromMonth: Month;
  months: number;
  split: string;
  project: { id: number; number: string; name: string } | null;
  oneOff: boolean;
  voucher: string;
  note: string;
  personName: string;
  recordedAt: string;
  provenance: string;
  /** Each time that it was taken back, newest first: the first one's month is where it ends now. */
  withdrawals: { fromMonth: Month; reason: string; personName: string; recordedAt: string }[];
  /** The portions within the actor's scope, by month and village's code. */
  portions: Portion[];
  /** How much falls to villages outside of it, in fen. */
  elsewhereFen: number;
};

export const receiptPage = 20;

/**
 * Receipts that touch `node` (already found in the actor's scope), newest first, a page of them, with how
 * many there are.
 */
export async function receiptsOf(
  ctx: Ctx,
  { node, page = 1 }: { node: Division; page?: number },
): Promise<{ receipts: Receipt[]; count: number }> {
  authorize(ctx.actor, "income.read");
  const touching = and(touches(ctx, ctx.actor.scope), touches(ctx, node));
  const [all] = await ctx.db.select({ rows: count() }).from(incomeReceipts).where(touching);
  return {
    receipts: await selectReceipts(ctx, touching, { limit: receiptPage, offset: (page - 1) * receiptPage }),
    count: all?.rows ?? 0,
  };
}

/** One receipt with every portion in the actor's scope. @throws {NotFound} when it touches nothing there. */
export async function receiptOf(ctx: Ctx, id: number): Promise<Receipt> {
  authorize(ctx.actor, "income.read");
  const [receipt] = await selectReceipts(ctx, and(eq(incomeReceipts.id, id), touches(ctx, ctx.actor.scope)), {
    limit: 1,
    offset: 0,
  });
  if (!receipt) throw new NotFound(`income receipt ${id}`);
  return receipt;
}

/** Does a portion of the receipt fall to a village of the division? */
const touches = ({ db }: Ctx, node: Pick<Division, "code" | "level">): SQL =>
  exists(
    db
      .select({ id: incomeShares.id })
      .from(incomeShares)
      .innerJoin(divisions, eq(divisions.id, incomeShares.villageId))
      .where(and(eq(incomeShares.receiptId, incomeReceipts.id), under(divisions.code, node))),
  );

async function selectReceipts(
  ctx: Ctx,
  where: SQL | undefined,
  { limit, offset }: { limit: number; offset: number },
): Promise<Receipt[]> {
  const rows = await ctx.db
    .select({
      receipt: incomeReceipts,
      town: divisions.shortName,
      account: { code: accounts.code, name: accounts.name, nameEn: accounts.nameEn },
      project: { id: projects.id, number: projects.number, name: projects.name },
    })
    .from(incomeReceipts)
    .innerJoin(divisions, eq(divisions.id, incomeReceipts.townId))
    .innerJoin(accounts, eq(accounts.id, incomeReceipts.accountId))
    .leftJoin(projects, eq(projects.id, incomeReceipts.projectId))
    .where(where)
    .orderBy(desc(incomeReceipts.id))
    .limit(limit)
    .offset(offset);
  const ids = rows.map((row) => row.receipt.id);
  const withdrawals = await withdrawalsOf(ctx, ids);
  const portions = Map.groupBy(await portionsOf(ctx, ids, withdrawals), (portion) => portion.receiptId);
  return rows.map(({ receipt: { accountId: _, projectId: __, personId: ___, ...receipt }, ...row }) => {
    const own = portions.get(receipt.id) ?? [];
    const elsewhereFen = receipt.amountFen - own.reduce((sum, portion) => sum + portion.amountFen, 0);
    return {
      ...receipt,
      ...row,
      withdrawals: withdrawals.get(receipt.id) ?? [],
      portions: own,
      elsewhereFen,
    };
  });
}

async function withdrawalsOf(ctx: Ctx, receiptIds: number[]): Promise<Map<number, Receipt["withdrawals"]>> {
  const rows = await unfilteredOf(ctx.db)
    .select()
    .from(incomeWithdrawals)
    .where(inArray(incomeWithdrawals.receiptId, receiptIds))
    .orderBy(desc(incomeWithdrawals.id));
  const of = Map.groupBy(rows, (row) => row.receiptId);
  return new Map(
    [...of].map(([id, own]) => [
      id,
      own.map(({ fromMonth, reason, personName, recordedAt }) => ({
        fromMonth,
        reason,
        personName,
        recordedAt,
      })),
    ]),
  );
}

async function portionsOf(
  ctx: Ctx,
  receiptIds: number[],
  withdrawals: ReadonlyMap<number, Receipt["withdrawals"]>,
): Promise<(Portion & { receiptId: number })[]> {
  const db = unfilteredOf(ctx.db);
  const within = and(inArray(incomeShares.receiptId, receiptIds), under(divisions.code, ctx.actor.scope));
  const shares = await db
    .select({
      share: incomeShares,
      village: divisions.shortName,
      villageCode: divisions.code,
      townId: divisions.parentId,
    })
    .from(incomeShares)
    .innerJoin(divisions, eq(divisions.id, incomeShares.villageId))
    .where(within)
    .orderBy(asc(incomeShares.month), asc(divisions.code));
  const postings = await db
    .select({ id: incomePostings.id, reversesId: incomePostings.reversesId, shareId: incomePostings.shareId })
    .from(incomePostings)
    .innerJoin(incomeShares, eq(incomeShares.id, incomePostings.shareId))
    .innerJoin(divisions, eq(divisions.id, incomeShares.villageId))
    .where(within)
    .orderBy(asc(incomePostings.id));
  const byShare = Map.groupBy(postings, (posting) => posting.shareId);
  const thisMonth = await dueUpTo(db, ctx);
  const found = shares.map(({ share, townId, ...village }) => ({
    ...share,
    ...village,
    townId: townId ?? 0,
    posted: byShare.get(share.id) ?? [],
  }));
  const isClosed = await closedMonths(
    db,
    ctx,
    found.filter((share) => share.month <= thisMonth && share.posted.length === 0),
  );
  return found.map(({ posted, recordedAt: _, ...share }) => {
    const reversed = new Set(posted.map((posting) => posting.reversesId));
    const standing = posted.findLast((posting) => posting.reversesId === null && !reversed.has(posting.id));
    const counted = {
      postings: posted.length,
      reversals: posted.filter((posting) => posting.reversesId !== null).length,
      withdrawn: (withdrawals.get(share.receiptId) ?? []).some(({ fromMonth }) => fromMonth <= share.month),
    };
    return {
      ...share,
      state: stateOf(share.month, counted, thisMonth, !isClosed(share)),
      postingId: standing?.id ?? null,
    };
  });
}

/**
 * Clusters whose members all lie in the actor's scope: what a receipt may be shared by. Members in order of
 * code.
 */
export async function clustersWithin(
  ctx: Ctx,
): Promise<{ id: number; name: string; villages: { villageId: number; code: string; name: string }[] }[]> {
  authorize(ctx.actor, "income.read");
  const rows = await ctx.db
    .select({
      id: clusters.id,
      name: clusters.name,
      villageId: divisions.id,
      code: divisions.code,
      village: divisions.shortName,
    })
    .from(clusters)
    .innerJoin(clusterMembers, eq(clusterMembers.clusterId, clusters.id))
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId))
    .orderBy(asc(clusters.id), asc(divisions.code));
  const own = await ctx.db
    .select({ id: divisions.id })
    .from(divisions)
    .where(and(eq(divisions.level, "village"), under(divisions.code, ctx.actor.scope)));
  const mine = new Set(own.map((village) => village.id));
  return [...Map.groupBy(rows, (row) => row.id)].flatMap(([id, members]) =>
    members.every((member) => mine.has(member.villageId))
      ? [
          {
            id,
            name: members[0]?.name ?? "",
            villages: members.map(({ villageId, code, village }) => ({ villageId, code, name: village })),
          },
        ]
      : [],
  );
}
