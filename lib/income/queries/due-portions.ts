import { and, asc, count, eq, lte, sql } from "drizzle-orm";
import { type Reader, unfilteredOf } from "#db/client.ts";
import {
  divisions,
  incomePostings,
  incomeReceipts,
  incomeShares,
  incomeWithdrawals,
} from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { closedBecause } from "#lib/periods/queries/gate.ts";
import { dueUpTo } from "#lib/periods/queries/month-at-work.ts";
import { stateOf } from "../rules/schedule.ts";
import { townOf } from "../store/postings.ts";

// What is posted of a receipt is asked of everything recorded, whatever view a page looks through: a posting
// that waits for its approval is posted all the same.

/** A portion that can be posted now, with what its posting takes from the receipt. */
export type DueShare = {
  id: number;
  receiptId: number;
  villageId: number;
  village: string;
  townId: number;
  month: Month;
  amountFen: number;
  accountId: number;
  oneOff: boolean;
  projectId: number | null;
  voucher: string;
  note: string;
};

type Which = { townId?: number; receiptId?: number; shareId?: number };

/**
 * The portions of months up to `thisMonth` that no posting was made of, by month, village's code and receipt;
 * those of closed months among them, those of a receipt that was taken back not. With `again` also those
 * whose posting was reversed.
 */
export async function dueSharesOf(
  db: Reader,
  which: Which,
  thisMonth: Month,
  again = false,
): Promise<DueShare[]> {
  const rows = await db
    .select({
      id: incomeShares.id,
      receiptId: incomeShares.receiptId,
      villageId: incomeShares.villageId,
      village: divisions.shortName,
      townId: divisions.parentId,
      month: incomeShares.month,
      amountFen: incomeShares.amountFen,
      accountId: incomeReceipts.accountId,
      oneOff: incomeReceipts.oneOff,
      projectId: incomeReceipts.projectId,
      voucher: incomeReceipts.voucher,
      note: incomeReceipts.note,
      postings: count(incomePostings.id),
      reversals: count(incomePostings.reversesId),
      withdrawn: withdrawals,
    })
    .from(incomeShares)
    .innerJoin(incomeReceipts, eq(incomeReceipts.id, incomeShares.receiptId))
    .innerJoin(divisions, eq(divisions.id, incomeShares.villageId))
    .leftJoin(incomePostings, eq(incomePostings.shareId, incomeShares.id))
    .where(
      and(
        lte(incomeShares.month, thisMonth),
        which.townId === undefined ? undefined : eq(divisions.parentId, which.townId),
        which.receiptId === undefined ? undefined : eq(incomeShares.receiptId, which.receiptId),
        which.shareId === undefined ? undefined : eq(incomeShares.id, which.shareId),
      ),
    )
    .groupBy(incomeShares.id, incomeReceipts.id, divisions.id)
    .orderBy(asc(incomeShares.month), asc(divisions.code), asc(incomeShares.id));
  return rows
    .map((row) => ({ ...row, withdrawn: row.withdrawn > 0 }))
    .filter((row) =>
      ["due", ...(again ? ["reversed"] : [])].includes(stateOf(row.month, row, thisMonth, true)),
    )
    .map(({ postings: _, reversals: __, withdrawn: ___, townId, ...row }) => ({
      ...row,
      townId: townId ?? 0,
    }));
}

/** How often a portion's receipt was taken back from its month on or before. */
const withdrawals =
  sql<number>`(select count(*) from ${incomeWithdrawals} where ${incomeWithdrawals.receiptId} = ${incomeShares.receiptId}
  and ${incomeWithdrawals.fromMonth} <= ${incomeShares.month})`.mapWith(Number);

export type Due = {
  count: number;
  amountFen: number /** The first and last month that it belongs to. */;
  months: [Month, Month] | null;
  closed: number;
};

/**
 * 待入账分摊: what a town can post of its receipts now, how many portions and fen, of which months; those of
 * closed months apart.
 * @throws {NotFound}
 */
export async function dueOf(ctx: Ctx, townId: number): Promise<Due> {
  authorize(ctx.actor, "income.read");
  const db = unfilteredOf(ctx.db);
  const town = await townOf(db, ctx.actor, townId);
  const due = await dueSharesOf(db, { townId: town.id }, await dueUpTo(db, ctx));
  const isClosed = await closedMonths(db, ctx, due);
  const open = due.filter((share) => !isClosed(share));
  const [first, last] = [open[0], open.at(-1)];
  return {
    count: open.length,
    amountFen: open.reduce((sum, share) => sum + share.amountFen, 0),
    months: first && last ? [first.month, last.month] : null,
    closed: due.length - open.length,
  };
}

/** Which towns' months are closed, of those that these portions lie in. */
export async function closedMonths(
  db: Reader,
  ctx: Pick<Ctx, "now">,
  shares: readonly { townId: number; month: Month }[],
) {
  const closed = new Set<string>();
  for (const [name, [first]] of Map.groupBy(shares, (share) => `${share.townId} ${share.month}`)) {
    if (first && (await closedBecause(db, ctx, first.townId, first.month))) closed.add(name);
  }
  return ({ townId, month }: { townId: number; month: Month }) => closed.has(`${townId} ${month}`);
}
