import { and, asc, eq, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  clusterMembers,
  clusters,
  divisions,
  incomePostings,
  incomeReceipts,
  incomeShares,
  incomeWithdrawals,
  projects,
  projectVillages,
} from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { covers } from "#lib/core/actor.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, provenanceOf, today } from "#lib/core/context.ts";
import { addMonths, type Month, monthOfDay } from "#lib/core/dates.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import type { Share } from "#lib/core/shares.ts";
import { closedBecause, requireOpen } from "#lib/periods/queries/gate.ts";
import { dueUpTo } from "#lib/periods/queries/month-at-work.ts";
import type { ApportionIncome, PostShares, WithdrawReceipt } from "../input.ts";
import { type DueShare, dueSharesOf } from "../queries/due-portions.ts";
import { mappingsOf, partsInWords, waysOf } from "../queries/regimes.ts";
import { equalShares, scheduleOf, wholeBp } from "../rules/schedule.ts";
import {
  type Account,
  accountsOf,
  insertPostings,
  type NewPosting,
  requirePostable,
  reversalOf,
  type TownPlace,
  townOf,
} from "../store/postings.ts";

/** A village that gets a share, with the town whose month it is filed in. */
type Sharer = Share & { name: string; townId: number };

/**
 * 分摊: one receipt parted over its months and among its villages, to the fen (`scheduleOf`). What is due
 * (`dueUpTo`) and open is posted at once as ordinary postings; the rest waits for its month and is posted by
 * `postShares`.
 * @returns the receipt and how many postings were made of it
 * @throws {Refused} for what is never income or no income at all, a first month that takes no entry, shares
 * that do not add up to 100.00 %
 */
export const apportionIncome = defineCommand({
  verb: "income.apportion",
  input: takes<ApportionIncome>(),
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    const account = await receivableAccount(tx, input);
    if (input.receivedOn > today(ctx))
      throw new Refused("income.receivedInFuture", { today: today(ctx) }, "receivedOn");
    const sharers = await sharersOf(tx, ctx, input);
    const towns = await townsOf(tx, ctx, sharers);
    for (const each of towns.values()) await requireOpen(tx, ctx, each.id, input.fromMonth, "fromMonth");
    await requireSteady(tx, account, input);

    const { townId, accountId, amountFen, receivedOn, fromMonth, months, split, projectId = null } = input;
    const terms = {
      townId,
      accountId,
      amountFen,
      receivedOn,
      fromMonth,
      months,
      split,
      projectId,
      oneOff: input.oneOff ?? false,
    };
    const words = { voucher: input.voucher ?? "", note: input.note ?? "" };
    const author = {
      personId: ctx.actor.id,
      personName: ctx.actor.name,
      recordedAt: ctx.now.toISOString(),
      provenance: provenanceOf(ctx),
    };
    const [receipt] = await tx
      .insert(incomeReceipts)
      .values({ ...terms, ...words, ...author })
      .returning({ id: incomeReceipts.id });
    const id = receipt?.id ?? 0;
    const portions = scheduleOf(amountFen, fromMonth, months, sharers);
    // In stretches: an engine takes only so many values in one statement.
    for (let at = 0; at < portions.length; at += 500) {
      await tx
        .insert(incomeShares)
        .values(
          portions
            .slice(at, at + 500)
            .map((portion) => ({ ...portion, receiptId: id, recordedAt: author.recordedAt })),
        );
    }
    const due = await dueSharesOf(tx, { receiptId: id }, await dueUpTo(tx, ctx));
    const ids = (await post(tx, ctx, towns, due)).map((posted) => posted.id);
    const rows = sharers.map(({ name, villageId, shareBp }) => ({
      village: name,
      shareBp,
      amountFen: portions
        .filter((portion) => portion.villageId === villageId)
        .reduce((sum, portion) => sum + portion.amountFen, 0),
    }));
    const after = {
      receiptId: id,
      account: account.code,
      amountFen,
      receivedOn,
      fromMonth,
      months,
      split,
      oneOff: terms.oneOff,
      ...words,
      rows,
      ids,
    };
    return { result: { id, posted: ids.length }, audit: { subject: subjectOf(town, fromMonth), after } };
  },
});

/**
 * Posts every portion of a town that is due (`dueUpTo`) in an open month and was never posted. With `shareId`
 * that one alone, which may also be one whose posting was reversed: nothing that was taken back comes again
 * by itself.
 * @returns how many postings were made, and the code of the town
 * @throws {Refused} `income.nothingDue`; `monthLocked` for one portion of a closed month
 */
export const postShares = defineCommand({
  verb: "income.apportion",
  input: takes<PostShares>(),
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    const { shareId } = input;
    const thisMonth = monthOfDay(today(ctx));
    const due = await (shareId === undefined
      ? dueSharesOf(tx, { townId: town.id }, await dueUpTo(tx, ctx))
      : dueSharesOf(tx, { townId: town.id, shareId }, thisMonth, true));
    const [only] = due;
    if (shareId !== undefined && only) await requireOpen(tx, ctx, town.id, only.month);
    const posted = await post(tx, ctx, new Map([[town.id, town]]), due);
    if (posted.length === 0) throw new Refused("income.nothingDue", { month: thisMonth });
    const rows = posted.map(({ share: { receiptId, village, month, amountFen } }) => ({
      receiptId,
      village,
      month,
      amountFen,
    }));
    const subject = subjectOf(town, posted[0]?.share.month ?? thisMonth);
    return {
      result: { posted: posted.length, townCode: town.code },
      audit: { subject, after: { rows, ids: posted.map(({ id }) => id) } },
    };
  },
});

/**
 * 撤回: takes a receipt back from a month on, the first one for the whole of it. What is posted of these months
 * is reversed with the one reason, what is not never falls due; all or none. The receipt and its portions
 * stay as they were recorded.
 * @returns how many postings were reversed, and the code of the receipt's town
 * @throws {Refused} `income.alreadyWithdrawn` from that month on; `income.withdrawElsewhere` where villages
 * of other towns share it;
 *   `month…` where a posted portion lies in a closed month: it is taken back as any posting is, while its month is open
 */
export const withdrawReceipt = defineCommand({
  verb: "income.withdraw",
  input: takes<WithdrawReceipt>(),
  async load(tx, ctx, { input: { receiptId } }) {
    const [found] = await tx
      .select({ receipt: incomeReceipts, town: divisions })
      .from(incomeReceipts)
      .innerJoin(divisions, eq(divisions.id, incomeReceipts.townId))
      .where(eq(incomeReceipts.id, receiptId));
    const shares = await sharesFrom(tx, receiptId);
    // A receipt that the district entered for villages of the actor's town is theirs to see, and to take back
    // where it is all theirs.
    const theirs = shares.filter((share) => covers(ctx.actor.scope, share.code));
    if (!found || theirs.length === 0) throw new NotFound(`income receipt ${receiptId}`);
    return { town: found.town, shares, theirs };
  },
  place: ({ theirs }) => theirs.map(({ code }) => ({ divisionCode: code })),
  async work(tx, ctx, { input, loaded: { town: home, shares, theirs } }) {
    const { receiptId, fromMonth, reason } = input;
    if (theirs.length < shares.length) throw new Refused("income.withdrawElsewhere");
    const earlier = await tx
      .select()
      .from(incomeWithdrawals)
      .where(eq(incomeWithdrawals.receiptId, receiptId))
      .orderBy(asc(incomeWithdrawals.fromMonth));
    const ended = earlier[0]?.fromMonth;
    const own = shares.filter(
      (share) => share.month >= fromMonth && (ended === undefined || share.month < ended),
    );
    if (own.length === 0)
      throw new Refused("income.alreadyWithdrawn", { month: ended ?? fromMonth }, "fromMonth");

    const author = {
      personId: ctx.actor.id,
      personName: ctx.actor.name,
      recordedAt: ctx.now.toISOString(),
      provenance: provenanceOf(ctx),
    };
    await tx.insert(incomeWithdrawals).values({ receiptId, fromMonth, reason, ...author });
    const standing = await standingOn(
      tx,
      own.map((share) => share.id),
    );
    const ids: number[] = [];
    const rows = own.flatMap((share) =>
      standing.filter((posting) => posting.shareId === share.id).map((posting) => ({ share, posting })),
    );
    for (const [, of] of Map.groupBy(rows, ({ share }) => `${share.townId} ${share.month}`)) {
      const [{ share }] = of as [(typeof rows)[number]];
      await requireOpen(tx, ctx, share.townId, share.month, "fromMonth");
      const town = await townOf(tx, ctx.actor, share.townId);
      ids.push(
        ...(await insertPostings(
          tx,
          ctx,
          town,
          share.month,
          of.map(({ posting }) => reversalOf(posting, reason)),
        )),
      );
    }
    const subject: Subject = {
      type: "income",
      id: null,
      name: `${home.shortName} ${fromMonth}`,
      divisionCode: home.code,
    };
    const taken = rows.map(({ share: { village, month }, posting }) => ({
      village,
      month,
      postingId: posting.id,
      amountFen: -posting.amountFen,
    }));
    return {
      result: { id: receiptId, reversed: rows.length, townCode: home.code },
      audit: {
        subject,
        before: { receiptId, untilMonth: ended ?? null },
        after: { receiptId, fromMonth, dropped: own.length - rows.length, rows: taken, ids },
        reason,
      },
    };
  },
});

/** The portions of a receipt with their villages, by month and code. */
async function sharesFrom(tx: Tx, receiptId: number) {
  const rows = await tx
    .select({
      id: incomeShares.id,
      month: incomeShares.month,
      village: divisions.shortName,
      code: divisions.code,
      townId: divisions.parentId,
    })
    .from(incomeShares)
    .innerJoin(divisions, eq(divisions.id, incomeShares.villageId))
    .where(eq(incomeShares.receiptId, receiptId))
    .orderBy(asc(incomeShares.month), asc(divisions.code));
  return rows.map((row) => ({ ...row, townId: row.townId ?? 0 }));
}

/** The postings of portions that stand. */
async function standingOn(tx: Tx, shareIds: number[]) {
  const postings: (typeof incomePostings.$inferSelect)[] = [];
  // In stretches: an engine takes only so many values in one statement.
  for (let at = 0; at < shareIds.length; at += 500) {
    postings.push(
      ...(await tx
        .select()
        .from(incomePostings)
        .where(inArray(incomePostings.shareId, shareIds.slice(at, at + 500)))),
    );
  }
  const reversed = new Set(postings.map((posting) => posting.reversesId));
  return postings.filter((posting) => posting.reversesId === null && !reversed.has(posting.id));
}

const subjectOf = (town: TownPlace, month: Month): Subject => ({
  type: "income",
  id: null,
  name: `${town.name} ${month}`,
  divisionCode: town.code,
});

/**
 * Makes postings of portions, town by town and month by month, each with its portion; those of a closed month
 * are left as they are.
 */
async function post(
  tx: Tx,
  ctx: Ctx,
  towns: Map<number, TownPlace>,
  due: readonly DueShare[],
): Promise<{ id: number; share: DueShare }[]> {
  const posted: { id: number; share: DueShare }[] = [];
  for (const own of Map.groupBy(due, (share) => `${share.townId} ${share.month}`).values()) {
    const [{ townId, month }] = own as [DueShare];
    const town = towns.get(townId);
    if (!town || (await closedBecause(tx, ctx, townId, month))) continue;
    const accountIds = new Map<number, number>();
    for (const { accountId } of own)
      if (!accountIds.has(accountId)) accountIds.set(accountId, await accountIn(tx, accountId, month));
    const rows = own.map(
      ({ id, villageId, accountId, amountFen, oneOff, projectId, voucher, note }): NewPosting => {
        return {
          villageId,
          accountId: accountIds.get(accountId) ?? accountId,
          amountFen,
          oneOff,
          projectId,
          voucher,
          note,
          shareId: id,
        };
      },
    );
    const ids = await insertPostings(tx, ctx, town, month, rows);
    posted.push(...own.map((share, at) => ({ id: ids[at] ?? 0, share })));
  }
  return posted;
}

/** The account that money can come in by. @throws {Refused} */
async function receivableAccount(
  tx: Tx,
  { accountId, amountFen, fromMonth }: ApportionIncome,
): Promise<Account> {
  const known = (await accountsOf(tx, fromMonth)).find((each) => each.id === accountId);
  const account = requirePostable(
    known,
    amountFen,
    fromMonth,
    known && known.kind !== "never" ? "amountFen" : "accountId",
  );
  if (!["operating", "subsidy", "other"].includes(account.kind)) {
    const named = {
      account: `${account.code} ${account.name}`,
      accountEn: `${account.code} ${account.nameEn}`,
    };
    throw new Refused("income.noReceipt", named, "accountId");
  }
  if (amountFen <= 0) throw new Refused("income.receiptNotPositive", {}, "amountFen");
  return account;
}

/**
 * A receipt that runs into another regime goes on in the one account that its own becomes.
 * @throws {Refused} when it becomes several.
 */
async function requireSteady(
  tx: Tx,
  account: Account,
  { fromMonth, months }: ApportionIncome,
): Promise<void> {
  await accountIn(tx, account.id, addMonths(fromMonth, months - 1));
}

/**
 * The account of the month's regime that `accountId` is or becomes.
 * @throws {Refused} `income.receiptParts` when it becomes several
 */
async function accountIn(tx: Tx, accountId: number, month: Month): Promise<number> {
  const ofMonth = new Set((await accountsOf(tx, month)).map((account) => account.id));
  if (ofMonth.has(accountId)) return accountId;
  const ways = waysOf(await mappingsOf(tx), accountId).filter((way) => ofMonth.has(way.account.id));
  if (ways.length > 1)
    throw new Refused("income.receiptParts", { month, ...partsInWords(ways) }, "accountId");
  const [way] = ways;
  if (!way) throw new Refused("income.otherRegime", { month }, "accountId");
  return way.account.id;
}

/**
 * Whom a receipt belongs to, in order of code, which settles the last fen.
 * @throws {Refused} unless the shares are the whole
 */
async function sharersOf(tx: Tx, ctx: Ctx, input: ApportionIncome): Promise<Sharer[]> {
  const missing = (field: string) => new Refused("income.splitByWhat", { split: input.split }, field);
  if (input.split === "none") {
    if (!input.villageId) throw missing("villageId");
    return villagesIn(tx, ctx, [{ villageId: input.villageId, shareBp: wholeBp }]);
  }
  if (input.split === "given") {
    const rows = input.villages ?? [];
    if (rows.length === 0) throw missing("villages.0.villageId");
    const sumBp = rows.reduce((sum, row) => sum + row.share, 0);
    if (sumBp !== wholeBp)
      throw new Refused("income.sharesSum", { sum: (sumBp / 100).toFixed(2) }, "villages.0.share");
    const twice = rows.findIndex((row, at) =>
      rows.some((other, before) => before < at && other.villageId === row.villageId),
    );
    if (twice >= 0) throw new Refused("income.shareTwice", {}, `villages.${twice}.villageId`);
    const nothing = rows.findIndex((row) => row.share === 0);
    if (nothing >= 0) throw new Refused("income.shareOfNothing", {}, `villages.${nothing}.share`);
    return villagesIn(
      tx,
      ctx,
      rows.map(({ villageId, share }) => ({ villageId, shareBp: share })),
    );
  }
  const members =
    input.split === "project"
      ? await projectShares(tx, ctx, input.projectId, missing)
      : await clusterShares(tx, input.clusterId, missing);
  const sharers = await villagesIn(tx, ctx, members).catch((error: unknown) => {
    // Who is in a project or cluster is no secret; whose month it is to post in decides.
    if (error instanceof NotFound) throw new Refused("income.shareElsewhere", {}, `${input.split}Id`);
    throw error;
  });
  return sharers;
}

type Member = { villageId: number; shareBp: number };

/** A project's agreed shares. */
async function projectShares(
  tx: Tx,
  ctx: Ctx,
  projectId: number | undefined,
  missing: (field: string) => Refused,
): Promise<Member[]> {
  if (!projectId) throw missing("projectId");
  const rows = await tx
    .select({ villageId: projectVillages.villageId, shareBp: projectVillages.shareBp })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .innerJoin(projectVillages, eq(projectVillages.projectId, projects.id))
    .where(and(eq(projects.id, projectId), under(divisions.code, ctx.actor.scope)));
  if (rows.length === 0) throw new NotFound(`project ${projectId}`);
  return rows.filter((row) => row.shareBp > 0);
}

/** A cluster's members, equally. */
async function clusterShares(
  tx: Tx,
  clusterId: number | undefined,
  missing: (field: string) => Refused,
): Promise<Member[]> {
  if (!clusterId) throw missing("clusterId");
  const rows = await tx
    .select({ villageId: clusterMembers.villageId })
    .from(clusters)
    .innerJoin(clusterMembers, eq(clusterMembers.clusterId, clusters.id))
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId))
    .where(eq(clusters.id, clusterId))
    .orderBy(asc(divisions.code));
  if (rows.length === 0) throw new NotFound(`cluster ${clusterId}`);
  return equalShares(rows);
}

/**
 * The villages of these shares in order of code.
 * @throws {NotFound} when one lies outside the actor's scope.
 */
async function villagesIn(tx: Tx, ctx: Ctx, members: readonly Member[]): Promise<Sharer[]> {
  const shares = new Map(members.map((member) => [member.villageId, member.shareBp]));
  const found = await tx
    .select({
      villageId: divisions.id,
      code: divisions.code,
      name: divisions.shortName,
      townId: divisions.parentId,
    })
    .from(divisions)
    .where(
      and(
        inArray(divisions.id, [...shares.keys()]),
        eq(divisions.level, "village"),
        under(divisions.code, ctx.actor.scope),
      ),
    )
    .orderBy(asc(divisions.code));
  if (found.length < shares.size) throw new NotFound(`a village among ${[...shares.keys()].join()}`);
  return found.map((village) => ({
    ...village,
    townId: village.townId ?? 0,
    shareBp: shares.get(village.villageId) ?? 0,
  }));
}

/**
 * The towns that post for these villages. Each is authorized on its own: a share is posted in its town's
 * month.
 */
async function townsOf(tx: Tx, ctx: Ctx, sharers: readonly Sharer[]): Promise<Map<number, TownPlace>> {
  const towns = new Map<number, TownPlace>();
  for (const { townId } of sharers) {
    if (towns.has(townId)) continue;
    const town = await townOf(tx, ctx.actor, townId);
    authorize(ctx.actor, "income.apportion", { divisionCode: town.code });
    towns.set(townId, town);
  }
  return towns;
}
