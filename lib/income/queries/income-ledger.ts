import { and, desc, eq, gte, inArray, lt, lte, ne, type SQL, sql } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import {
  type AccountKind,
  accounts,
  bases,
  divisions,
  filingCalendar,
  incomePostings,
  incomeShares,
  projects,
} from "#db/schema/index.ts";
import { count, total, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { dayOf, firstDay } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { isLateRow } from "#lib/periods/rules/month-state.ts";
import { figuresOf, incomeOf, kindsCounted } from "#lib/views/basis.ts";
import type { PostingFilter } from "../input.ts";

export const ledgerPage = 100;

export type PostingRow = {
  id: number;
  villageId: number;
  village: string;
  villageCode: string;
  townId: number;
  month: string;
  accountCode: string;
  accountName: string;
  accountNameEn: string;
  kind: AccountKind;
  amountFen: number;
  oneOff: boolean;
  projectId: number | null;
  project: string | null;
  voucher: string;
  note: string;
  reversesId: number | null;
  /** Of what is posted of a receipt, or takes such a posting back. */
  receiptId: number | null;
  /** The posting that took it back, if one did. */
  reversedById: number | null;
  byProxy: boolean;
  personName: string;
  recordedAt: string;
  provenance: string;
  /** Recorded after its month was due. */
  late: boolean;
};

/**
 * The ledger below `node` (already found in the actor's scope), newest first, one page before the posting
 * `before`, with the number of everything that matches and its sum by kind. Reversals count, so that a sum
 * equals the total that opened it: `sumFen` is the income of the basis that is asked for, or of the one kind
 * that there is; none where kinds that do not add up stand together.
 */
export async function postingsOf(ctx: Ctx, filter: Omit<PostingFilter, "node"> & { node: Division }) {
  authorize(ctx.actor, "income.read");
  const matching = and(under(divisions.code, ctx.actor.scope), matches(filter));
  const rows = await selectPostings(
    ctx.db,
    and(matching, filter.before === undefined ? undefined : lt(incomePostings.id, filter.before)),
    ledgerPage + 1,
  );
  const byKind = await ctx.db
    .select({ kind: accounts.kind, count: count(), amountFen: total(incomePostings.amountFen) })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(matching)
    .groupBy(accounts.kind);
  const shown = rows.slice(0, ledgerPage);
  const next = rows.length > ledgerPage ? shown.at(-1)?.id : undefined;
  const rowCount = byKind.reduce((sum, kind) => sum + kind.count, 0);
  return {
    rows: await withReversals(ctx.db, shown),
    count: rowCount,
    byKind,
    sumFen: sumOf(byKind, filter.countedBy),
    next,
  };
}

function sumOf(
  byKind: readonly { kind: AccountKind; amountFen: number }[],
  countedBy: PostingFilter["countedBy"],
): number | undefined {
  // What is one-off was left out where it does not count, so that none of the rest is.
  if (countedBy) return incomeOf(figuresOf(byKind.map((sum) => ({ ...sum, oneOff: false }))), countedBy);
  return byKind.length === 1 ? byKind[0]?.amountFen : undefined;
}

/** One page of the ledger, with what everything that matches comes to. */
export type Ledger = Awaited<ReturnType<typeof postingsOf>>;

/** One posting in the actor's scope, or `undefined`: what a reversal is about. */
export async function postingOf(ctx: Ctx, id: number): Promise<PostingRow | undefined> {
  authorize(ctx.actor, "income.read");
  const rows = await selectPostings(
    ctx.db,
    and(under(divisions.code, ctx.actor.scope), eq(incomePostings.id, id)),
    1,
  );
  return (await withReversals(ctx.db, rows))[0];
}

/**
 * The filter as a condition on postings joined with their village and account: exports read by the same one.
 */
export const matches = (
  filter: Omit<PostingFilter, "node" | "before"> & { node: Division },
): SQL | undefined =>
  and(
    under(divisions.code, filter.node),
    filter.from === undefined ? undefined : gte(incomePostings.month, filter.from),
    filter.to === undefined ? undefined : lte(incomePostings.month, filter.to),
    filter.account === undefined ? undefined : inAccount(filter.account),
    filter.kind === undefined ? undefined : eq(accounts.kind, filter.kind),
    filter.project === undefined ? undefined : eq(incomePostings.projectId, filter.project),
    filter.oneOff === undefined ? undefined : eq(incomePostings.oneOff, filter.oneOff === "yes"),
    filter.countedBy === undefined ? undefined : inArray(accounts.kind, kindsCounted[filter.countedBy]),
    filter.countedBy === "recurring" ? eq(incomePostings.oneOff, false) : undefined,
    filter.receipt === undefined ? undefined : inArray(incomePostings.shareId, sharesOf(filter.receipt)),
  );

/** `2023.511`: the account of that regime; `511`: in each month the account that has the code then. */
const inAccount = (asked: string): SQL | undefined => {
  const [code, regime] = asked.split(".").toReversed() as [string, string?];
  const ofRegime =
    regime && sql`${accounts.basisId} in (select ${bases.id} from ${bases} where ${bases.key} = ${regime})`;
  return and(eq(accounts.code, code), ofRegime || undefined);
};

const sharesOf = (receiptId: number) =>
  sql`(select ${incomeShares.id} from ${incomeShares} where ${incomeShares.receiptId} = ${receiptId})`;

const selectPostings = (db: Reader, where: SQL | undefined, limit: number) =>
  db
    .select({
      id: incomePostings.id,
      villageId: incomePostings.villageId,
      village: divisions.shortName,
      villageCode: divisions.code,
      townId: divisions.parentId,
      month: incomePostings.month,
      accountCode: accounts.code,
      accountName: accounts.name,
      accountNameEn: accounts.nameEn,
      kind: accounts.kind,
      amountFen: incomePostings.amountFen,
      oneOff: incomePostings.oneOff,
      projectId: incomePostings.projectId,
      project: projects.name,
      voucher: incomePostings.voucher,
      note: incomePostings.note,
      reversesId: incomePostings.reversesId,
      receiptId: incomeShares.receiptId,
      byProxy: incomePostings.byProxy,
      personName: incomePostings.personName,
      recordedAt: incomePostings.recordedAt,
      provenance: incomePostings.provenance,
      dueOn: filingCalendar.dueOn,
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .leftJoin(projects, eq(projects.id, incomePostings.projectId))
    .leftJoin(filingCalendar, eq(filingCalendar.month, incomePostings.month))
    .leftJoin(incomeShares, eq(incomeShares.id, incomePostings.shareId))
    .where(where)
    .orderBy(desc(incomePostings.id))
    .limit(limit);

async function withReversals(
  db: Reader,
  rows: Awaited<ReturnType<typeof selectPostings>>,
): Promise<PostingRow[]> {
  const ids = rows.map((row) => row.id);
  const reversals = await db
    .select({ id: incomePostings.id, reversesId: incomePostings.reversesId })
    .from(incomePostings)
    .where(inArray(incomePostings.reversesId, ids));
  const by = new Map(reversals.map((row) => [row.reversesId, row.id]));
  return rows.map(({ dueOn, ...row }) => ({
    ...row,
    townId: row.townId ?? 0,
    reversedById: by.get(row.id) ?? null,
    late: isLateRow(dayOf(new Date(row.recordedAt)), dueOn ?? undefined),
  }));
}

/**
 * The accounts that a posting can have, those of the earlier regime first. `key` is what a filter asks for:
 * the code of a regime, because 511 is contracting in the accounts of 2004 and a cost in those of 2023.
 */
export async function accountsPosted(db: Reader): Promise<PostedAccount[]> {
  const all = await db
    .select({
      code: accounts.code,
      name: accounts.name,
      nameEn: accounts.nameEn,
      regime: bases.key,
      fromOn: bases.fromOn,
      toOn: bases.toOn,
    })
    .from(accounts)
    .innerJoin(bases, eq(bases.id, accounts.basisId))
    .where(ne(accounts.kind, "never"))
    .orderBy(bases.key, accounts.rank);
  return all.map(({ regime, ...account }) => ({ ...account, key: `${regime}.${account.code}` }));
}
export type PostedAccount = {
  key: string;
  code: string;
  name: string;
  nameEn: string;
  fromOn: string;
  toOn: string | null;
};

/**
 * The account that a filter means: of its regime, or a bare code of the month that it begins with; none where
 * that does not say it.
 */
export const accountAsked = (
  posted: readonly PostedAccount[],
  { account, from }: Pick<PostingFilter, "account" | "from">,
) =>
  posted.find(({ key, code, fromOn, toOn }) => {
    if (account?.includes(".")) return key === account;
    return (
      code === account &&
      from !== undefined &&
      fromOn <= firstDay(from) &&
      (toOn === null || firstDay(from) <= toOn)
    );
  });
