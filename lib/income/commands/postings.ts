import { and, desc, eq, inArray, isNull } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { divisions, incomePostings, incomeTargets } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Month } from "#lib/core/dates.ts";
import { Conflict, NotFound, Refused, RefusedFields, Unreadable } from "#lib/core/errors.ts";
import { villageById } from "#lib/divisions/queries/divisions.ts";
import { requireOpen } from "#lib/periods/queries/gate.ts";
import type { PostIncome, ReverseIncome, SaveIncomeGrid, SetTarget } from "../input.ts";
import { type ChangedCell, changedCells, conflictsOf } from "../rules/cells.ts";
import {
  type Account,
  accountsOf,
  insertPostings,
  type NewPosting,
  postingRefusal,
  requireBegun,
  requirePostable,
  requireProjects,
  requireVillage,
  reversalOf,
  type TownPlace,
  townOf,
} from "../store/postings.ts";
import { campaignTargetFen, rollUpYear } from "../store/rollup.ts";
import { requireUsual } from "../store/usual-sizes.ts";

const monthOfTown = (town: TownPlace, month: Month): Subject => ({
  type: "income",
  id: null,
  name: `${town.name} ${month}`,
  divisionCode: town.code,
});

/**
 * Adds amounts to the ledger of a town's villages, all or none. Every sum above follows in the same
 * transaction.
 * @returns the new postings' ids
 * @throws {Refused} for what is never income, a locked or future month, a negative or impossible amount
 * @throws {RefusedFields} for amounts out of all proportion that nobody said are right
 */
export const postIncome = defineCommand({
  verb: "income.post",
  input: takes<PostIncome>(),
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    await requireOpen(tx, ctx, town.id, input.month, "month");
    requireBegun(ctx, input.month);
    const accounts = new Map((await accountsOf(tx, input.month)).map((account) => [account.id, account]));
    const fieldOf = (index: number, name: string) =>
      input.rows.length === 1 ? name : `rows.${index}.${name}`;
    const described = input.rows.map((row, index) => {
      const village = requireVillage(town, row.villageId);
      const known = accounts.get(row.accountId);
      const field = fieldOf(index, known && known.kind !== "never" ? "amountFen" : "accountId");
      const account = requirePostable(known, row.amountFen, input.month, field);
      return { village, account: account.code, ...row };
    });
    await requireProjects(tx, ctx, linksOf(input, fieldOf));
    const sized = input.rows.map((row, index) => ({ ...row, field: fieldOf(index, "amountFen") }));
    await requireUsual(tx, ctx, input.month, sized, input.sizesRight);
    const ids = await insertPostings(
      tx,
      ctx,
      town,
      input.month,
      input.rows.map((row) => ({ ...row, oneOff: row.oneOff ?? false, projectId: row.projectId ?? null })),
    );
    const subject = monthOfTown(town, input.month);
    return { result: { ids }, audit: { subject, after: { month: input.month, rows: described, ids } } };
  },
});

const linksOf = (input: PostIncome, fieldOf: (index: number, name: string) => string) =>
  input.rows.flatMap(({ projectId, villageId }, index) =>
    projectId ? [{ projectId, villageId, field: fieldOf(index, "projectId") }] : [],
  );

/**
 * Makes each cell of a town's month stand as given: a first amount is posted, another one is corrected by
 * reversal and a new row, an emptied one is reversed. A cell given as it was read is left alone, whatever
 * became of it.
 * @returns how many cells changed
 * @throws {RefusedFields} with every changed cell that holds no amount, or one that may not stand there, or
 * one out of all proportion that nobody said is right
 * @throws {Conflict} with every changed cell that somebody else changed since it was read
 */
export const saveIncomeGrid = defineCommand({
  verb: "income.post",
  input: takes<SaveIncomeGrid>(),
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    await requireOpen(tx, ctx, town.id, input.month, "month");
    requireBegun(ctx, input.month);
    const accounts = new Map((await accountsOf(tx, input.month)).map((account) => [account.id, account]));
    const cells = changedCells(input.cells, await postingsIn(tx, town, input.month));
    if (cells.length === 0) throw new Refused("income.nothingChanged");
    requireAmounts(cells, accounts, input.month);
    const conflicts = conflictsOf(cells);
    if (conflicts) throw new Conflict(conflicts.current, conflicts.by);
    await requireUsual(tx, ctx, input.month, cells, input.sizesRight);
    const rows: NewPosting[] = [];
    const changes = cells.map(({ villageId, accountId, amountFen, nowFen, field, standing }) => {
      const village = requireVillage(town, villageId);
      const account = requirePostable(accounts.get(accountId), amountFen ?? 0, input.month, field);
      if (standing.length > 1)
        throw new Refused("income.severalPostings", { village, count: standing.length }, field);
      if (standing.length > 0 && !input.reason) throw new Refused("income.reasonRequired", {}, "reason");
      const [old] = standing;
      if (old) rows.push(reversalOf(old, input.reason ?? ""));
      if (amountFen !== null) {
        const { oneOff = false, projectId = null, voucher = "", note = "" } = old ?? {};
        rows.push({ villageId, accountId, amountFen, oneOff, projectId, voucher, note });
      }
      return { village, account: account.code, beforeFen: nowFen, afterFen: amountFen };
    });
    const ids = await insertPostings(tx, ctx, town, input.month, rows);
    const before = changes.map(({ village, account, beforeFen }) => ({
      village,
      account,
      amountFen: beforeFen,
    }));
    const after = changes.map(({ village, account, afterFen }) => ({
      village,
      account,
      amountFen: afterFen,
    }));
    return {
      result: { changed: changes.length },
      audit: {
        subject: monthOfTown(town, input.month),
        before: { month: input.month, rows: before },
        after: { month: input.month, rows: after, ids },
        reason: input.reason ?? "",
      },
    };
  },
});

/** @throws {RefusedFields} with everything that is wrong in the grid at once. */
function requireAmounts(
  cells: readonly ChangedCell<Posting>[],
  accounts: ReadonlyMap<number, Account>,
  month: Month,
) {
  const refusals = cells.flatMap(({ field, accountId, amountFen, problem }) => {
    const refusal = problem
      ? new Unreadable(problem)
      : postingRefusal(accounts.get(accountId), amountFen ?? 0, month, field);
    return refusal ? [[field, refusal] as const] : [];
  });
  if (refusals.length > 0) throw new RefusedFields(Object.fromEntries(refusals));
}

/**
 * Takes a posting back by a row of the opposite amount, with the reason as its note (红冲). The posting itself
 * stays.
 */
export const reverseIncome = defineCommand({
  verb: "income.reverse",
  input: takes<ReverseIncome>(),
  async load(tx, ctx, { input }) {
    const [found] = await tx
      .select({ posting: incomePostings, village: divisions })
      .from(incomePostings)
      .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
      .where(and(eq(incomePostings.id, input.postingId), under(divisions.code, ctx.actor.scope)));
    if (!found) throw new NotFound(`income posting ${input.postingId}`);
    return found;
  },
  place: ({ village }) => ({ divisionCode: village.code }),
  async work(tx, ctx, { input, loaded: { posting, village } }) {
    if (posting.reversesId !== null) throw new Refused("income.isReversal");
    const [earlier] = await tx
      .select({ id: incomePostings.id })
      .from(incomePostings)
      .where(eq(incomePostings.reversesId, posting.id));
    if (earlier) throw new Refused("income.alreadyReversed");
    const town = await townOf(tx, ctx.actor, village.parentId ?? 0);
    await requireOpen(tx, ctx, town.id, posting.month);
    const [id = 0] = await insertPostings(tx, ctx, town, posting.month, [reversalOf(posting, input.reason)]);
    const subject: Subject = {
      type: "income",
      id: posting.id,
      name: `${village.shortName} ${posting.month}`,
      divisionCode: village.code,
    };
    const after = { id, amountFen: -posting.amountFen };
    return {
      result: { id, villageCode: village.code },
      audit: { subject, before: posting, after, reason: input.reason },
    };
  },
});

/**
 * Sets a village's target of a year; the earlier ones stay with their authors and reasons. Met, gap and the
 * sums above follow.
 * @throws {Conflict} when another revision was made since the form showed `input.version`
 */
export const setTarget = defineCommand({
  verb: "target.set",
  input: takes<SetTarget>(),
  async load(tx, ctx, { input }) {
    const village = await villageById(tx, ctx.actor, input.villageId);
    const [newest] = await tx
      .select()
      .from(incomeTargets)
      .where(and(eq(incomeTargets.villageId, village.id), eq(incomeTargets.year, input.year)))
      .orderBy(desc(incomeTargets.revision))
      .limit(1);
    return { village, newest };
  },
  place: ({ village }) => ({ divisionCode: village.code }),
  version({ newest }, _, { input }) {
    if (input.amountFen <= 0) throw new Refused("income.targetNotPositive", {}, "amountFen");
    return newest
      ? {
          version: newest.revision,
          by: { name: newest.personName, at: newest.recordedAt },
          current: { amountFen: newest.amountFen, reason: newest.reason },
        }
      : null;
  },
  async work(tx, ctx, { input, loaded: { village, newest } }) {
    const revision = (newest?.revision ?? 0) + 1;
    const { amountFen, reason, year } = input;
    const author = { personId: ctx.actor.id, personName: ctx.actor.name, recordedAt: ctx.now.toISOString() };
    await tx
      .insert(incomeTargets)
      .values({ villageId: village.id, year, revision, amountFen, reason, ...author });
    const town = await townOf(tx, ctx.actor, village.parentId ?? 0);
    await rollUpYear(tx, year, [{ villageId: village.id, townId: town.id, countyId: town.countyId }]);
    const subject: Subject = {
      type: "village",
      id: village.id,
      name: village.shortName,
      divisionCode: village.code,
    };
    const before = { year, targetFen: newest?.amountFen ?? (await campaignTargetFen(tx)) };
    return {
      result: { revision },
      audit: { subject, before, after: { year, targetFen: amountFen }, reason },
    };
  },
});

type Posting = typeof incomePostings.$inferSelect;

/** What was typed: a receipt's portions stand beside it and are taken back on their own. */
const postingsIn = (tx: Tx, town: TownPlace, month: Month): Promise<Posting[]> =>
  tx
    .select()
    .from(incomePostings)
    .where(
      and(
        inArray(incomePostings.villageId, [...town.villages.keys()]),
        eq(incomePostings.month, month),
        isNull(incomePostings.shareId),
      ),
    );
