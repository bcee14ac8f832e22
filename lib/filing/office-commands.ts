import { and, between, count, desc, eq, gt, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { divisions, type FilingAct, filingRemarks, fundingPostings, incomePostings, projects } from "#db/schema/index.ts";
import { record } from "../audit/record.ts";
import { type Ctx, endOf, once, today } from "../context.ts";
import { Refused } from "../errors.ts";
import { approveYears } from "../funding/years.ts";
import { rollUpApproved } from "../income/rollup.ts";
import { addDays, firstDay, lastDay } from "../period.ts";
import { firstUnlocked } from "./calendar.ts";
import type { ApproveMonth, LockMonth, ReturnMonth, UnlockMonth } from "./input.ts";
import { type Held, move, requireMonth, subjectOf } from "./move.ts";
import { labelOf } from "./remarked.ts";
import { longestUnlockDays } from "./state.ts";

/**
 * 退回: hands a month back to its town with the reason, and with remarks on single rows if the office has any. What was approved of it
 * stays approved until the next approval.
 * @throws {NotFound} for a remark on a row that is not of this town and month
 */
export function returnMonth(ctx: Ctx, input: ReturnMonth): Promise<{ version: number; townCode: string }> {
  return once(ctx, "filing.return", input, async (tx) => {
    const held = await requireMonth(tx, ctx, "return", input);
    const remarks: { label: string; remark: string; subject: (typeof input.remarks)[number]["subject"]; subjectId: number | null }[] = [];
    for (const { subject, subjectId, remark } of input.remarks) {
      const label = await labelOf(tx, held, subject, subjectId);
      remarks.push({ subject, subjectId: subject === "month" ? null : subjectId, label, remark });
    }
    const event = await move(tx, ctx, "return", held, { reason: input.reason });
    if (remarks.length > 0) await tx.insert(filingRemarks).values(remarks.map((remark) => ({ ...remark, eventId: event.id })));
    await record(tx, ctx, "filing.return", subjectOf(held), {
      before: { state: held.standing },
      after: { state: event.state, remarks: remarks.map(({ label, remark }) => ({ row: label, remark })) },
      reason: input.reason,
    });
    return { version: event.version, townCode: held.town.code };
  });
}

/** 审核通过: what the towns have recorded for the month is approved as it stands; boards that show approved figures move now. All or none. */
export function approveMonth(ctx: Ctx, input: ApproveMonth): Promise<{ towns: number }> {
  return once(ctx, "filing.approve", input, async (tx) => {
    const [incomeUpTo, fundingUpTo] = [await newestOf(tx, incomePostings), await newestOf(tx, fundingPostings)];
    const done: Held[] = [];
    for (const { townId, version } of input.towns) {
      const held = await requireMonth(tx, ctx, "approve", { townId, version, month: input.month });
      await approveRows(tx, held);
      await move(tx, ctx, "approve", held, { incomeUpTo, fundingUpTo });
      done.push(held);
    }
    await recordBatch(tx, ctx, "approve", done);
    return { towns: done.length };
  });
}

/**
 * 锁定: the month of these towns is read out and stays. Months lock in their order, and not over rows that no approval reached. All or none.
 * @throws {Refused} `filing.earlierNotLocked`, `filing.rowsWait`
 */
export function lockMonth(ctx: Ctx, input: LockMonth): Promise<{ towns: number }> {
  return once(ctx, "filing.lock", input, async (tx) => {
    const done: Held[] = [];
    for (const { townId, version } of input.towns) {
      const held = await requireMonth(tx, ctx, "lock", { townId, version, month: input.month });
      const earlier = await firstUnlocked(tx, held.town.id, input.month);
      if (earlier) throw new Refused("filing.earlierNotLocked", { town: held.town.name, month: input.month, earlier });
      await requireNothingWaits(tx, held);
      await move(tx, ctx, "lock", held);
      done.push(held);
    }
    await recordBatch(tx, ctx, "lock", done);
    return { towns: done.length };
  });
}

/**
 * 解锁: opens an approved or locked month to its town until the end of a day, with the reason. What is posted meanwhile is not approved
 * before the month is filed and approved again.
 * @throws {Refused} `filing.unlockPast`, `filing.unlockTooLong` about `until`
 */
export function unlockMonth(ctx: Ctx, input: UnlockMonth): Promise<{ version: number; townCode: string }> {
  return once(ctx, "filing.unlock", input, async (tx) => {
    const held = await requireMonth(tx, ctx, "unlock", input);
    const last = addDays(today(ctx), longestUnlockDays);
    if (input.until < today(ctx)) throw new Refused("filing.unlockPast", { on: today(ctx) }, "until");
    if (input.until > last) throw new Refused("filing.unlockTooLong", { on: last, days: longestUnlockDays }, "until");
    const event = await move(tx, ctx, "unlock", held, { reason: input.reason, unlockedUntil: endOf(input.until) });
    const change = { before: { state: held.standing }, after: { state: event.state, until: input.until }, reason: input.reason };
    await record(tx, ctx, "filing.unlock", subjectOf(held), change);
    return { version: event.version, townCode: held.town.code };
  });
}

/** What was posted while a month was unlocked, and never filed again, would be locked away from every approval. */
async function requireNothingWaits(tx: Tx, { town, month, row, standing }: Held): Promise<void> {
  if (standing !== "expired") return;
  const [villages, [first, last]] = [[...town.villages.keys()], [firstDay(month), lastDay(month)]];
  const own = tx.select({ id: projects.id }).from(projects).where(eq(projects.townId, town.id));
  const ofMonth = and(inArray(incomePostings.villageId, villages), eq(incomePostings.month, month));
  const ofDays = and(inArray(fundingPostings.projectId, own), between(fundingPostings.onDay, first, last));
  const [{ rows: income = 0 } = {}] = await tx
    .select({ rows: count() })
    .from(incomePostings)
    .where(and(ofMonth, gt(incomePostings.id, row?.incomeUpTo ?? 0)));
  const [{ rows: funding = 0 } = {}] = await tx
    .select({ rows: count() })
    .from(fundingPostings)
    .where(and(ofDays, gt(fundingPostings.id, row?.fundingUpTo ?? 0)));
  if (income + funding > 0) throw new Refused("filing.rowsWait", { town: town.name, month, income, funding });
}

async function newestOf(tx: Tx, table: typeof incomePostings | typeof fundingPostings): Promise<number> {
  const [newest] = await tx.select({ id: table.id }).from(table).orderBy(desc(table.id)).limit(1);
  return newest?.id ?? 0;
}

/** Brings the approved sums up to what the town has recorded for the month. */
async function approveRows(tx: Tx, { town, month, row }: Held): Promise<void> {
  const villages = await tx
    .selectDistinct({ villageId: incomePostings.villageId })
    .from(incomePostings)
    .where(and(inArray(incomePostings.villageId, [...town.villages.keys()]), eq(incomePostings.month, month)));
  const places = villages.map(({ villageId }) => ({ villageId, townId: town.id, countyId: town.countyId }));
  if (places.length > 0) await rollUpApproved(tx, month, places);
  await approveYears(tx, { id: town.id, parentId: town.countyId }, month, row?.fundingUpTo ?? 0);
}

/** One act on the months of several towns is one operation: its event names them. */
async function recordBatch(tx: Tx, ctx: Ctx, act: FilingAct, done: Held[]): Promise<void> {
  const [first] = done;
  if (!first) throw new Error("Nothing was done");
  const states = { before: { state: first.standing }, after: { state: act === "lock" ? "locked" : "approved" } };
  if (done.length === 1) return record(tx, ctx, `filing.${act}`, subjectOf(first), states);
  const subject = { type: "month" as const, id: null, name: first.month, divisionCode: await codeAbove(tx, ctx, done) };
  const towns = done.map(({ town }) => town.name);
  await record(tx, ctx, `filing.${act}`, subject, { before: states.before, after: { ...states.after, month: first.month, towns } });
}

/** The county that the towns have in common, else what the actor sees. */
async function codeAbove(tx: Tx, ctx: Ctx, done: Held[]): Promise<string> {
  const ids = [...new Set(done.map(({ town }) => town.countyId))];
  const counties = await tx.select({ code: divisions.code }).from(divisions).where(inArray(divisions.id, ids));
  return counties.length === 1 && counties[0] ? counties[0].code : ctx.actor.scope.code;
}
