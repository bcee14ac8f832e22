import { and, between, count, desc, eq, gt, inArray } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  divisions,
  type FilingAct,
  filingRemarks,
  fundingPostings,
  incomePostings,
  projects,
} from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { writeAnchor } from "#lib/audit/store/anchors.ts";
import type { Change, Subject } from "#lib/core/audit-entry.ts";
import { type Ctx, endOf, today } from "#lib/core/context.ts";
import { addDays, firstDay, lastDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { approveYears } from "#lib/funding/store/rollup.ts";
import { rollUpApproved } from "#lib/income/store/rollup.ts";
import { firstUnlocked } from "#lib/periods/queries/calendar.ts";
import { acts, longestUnlockDays } from "#lib/periods/rules/month-state.ts";
import type { ApproveMonth, LockMonth, ReturnMonth, UnlockMonth } from "../input.ts";
import { isComplete, missingFrom } from "../queries/missing.ts";
import { labelOf } from "../store/remarks.ts";
import {
  type Held,
  monthOf,
  monthsOf,
  move,
  requireAsRead,
  requirePossible,
  savedOf,
  subjectOf,
} from "../store/transitions.ts";

/**
 * 退回: hands a month back to its town with the reason, and with remarks on single rows if the office has any.
 * What was approved of it stays approved until the next approval.
 * @throws {NotFound} for a remark on a row that is not of this town and month
 */
export const returnMonth = defineCommand({
  verb: "filing.return",
  input: takes<ReturnMonth>(),
  load: (tx, ctx, { input }) => monthOf(tx, ctx, input),
  place: ({ town }) => ({ divisionCode: town.code }),
  version: (held) => savedOf(held),
  async work(tx, ctx, { input, loaded: held }) {
    requirePossible("return", held);
    const remarks: {
      label: string;
      remark: string;
      subject: (typeof input.remarks)[number]["subject"];
      subjectId: number | null;
    }[] = [];
    for (const { subject, subjectId, remark } of input.remarks) {
      const label = await labelOf(tx, held, subject, subjectId);
      remarks.push({ subject, subjectId: subject === "month" ? null : subjectId, label, remark });
    }
    const event = await move(tx, ctx, "return", held, { reason: input.reason });
    if (remarks.length > 0)
      await tx.insert(filingRemarks).values(remarks.map((remark) => ({ ...remark, eventId: event.id })));
    return {
      result: { version: event.version, townCode: held.town.code },
      audit: {
        subject: subjectOf(held),
        before: { state: held.standing },
        after: { state: event.state, remarks: remarks.map(({ label, remark }) => ({ row: label, remark })) },
        reason: input.reason,
      },
    };
  },
});

/**
 * 审核通过: what the towns have recorded for the month is approved as it stands; boards that show approved
 * figures move now. All or none. Towns of which something is missing are approved by who says so and why: the
 * reason stays with their months.
 * @throws {Refused} under `filing.`: `cannot`, `incompleteTowns` about `confirmed`, `incompleteWhy` about
 * `reason`
 */
export const approveMonth = defineCommand({
  verb: "filing.approve",
  input: takes<ApproveMonth>(),
  load: (tx, ctx, { input }) => monthsOf(tx, ctx, input),
  place: (asked) => asked.map(({ town }) => ({ divisionCode: town.code })),
  async work(tx, ctx, { input, loaded: asked }) {
    const [incomeUpTo, fundingUpTo] = [
      await newestOf(tx, incomePostings),
      await newestOf(tx, fundingPostings),
    ];
    for (const held of asked) requireAsRead("approve", held);
    const incomplete = await incompleteOf(tx, ctx, asked);
    requireReason(input, incomplete);
    for (const held of asked) {
      await approveRows(tx, held);
      await move(tx, ctx, "approve", held, {
        incomeUpTo,
        fundingUpTo,
        reason: incomplete.has(held.town.id) ? input.reason : "",
      });
    }
    const after = incomplete.size > 0 ? { incomplete: [...incomplete.values()] } : {};
    const reason = incomplete.size > 0 ? input.reason : "";
    return {
      result: { towns: asked.length },
      audit: await togetherOf(tx, ctx, "approve", asked, { after, reason }),
    };
  },
});

/**
 * How much each of these towns has not done of its month, by the town's id; a town that has done all of it is
 * not there.
 */
async function incompleteOf(tx: Tx, ctx: Ctx, asked: readonly Held[]) {
  const incomplete = new Map<
    number,
    { town: string; withoutIncome: number; withoutReport: number; sharesDue: number }
  >();
  for (const { town, month } of asked) {
    const missing = await missingFrom(tx, { ...town, level: "town" }, month, today(ctx));
    const counts = {
      withoutIncome: missing.villages.length,
      withoutReport: missing.projects.length,
      sharesDue: missing.shares.length,
    };
    if (!isComplete(missing)) incomplete.set(town.id, { town: town.name, ...counts });
  }
  return incomplete;
}

function requireReason(
  { confirmed, reason }: ApproveMonth,
  incomplete: ReadonlyMap<number, { town: string }>,
) {
  if (incomplete.size === 0) return;
  const details = {
    count: incomplete.size,
    towns: [...incomplete.values()].map(({ town }) => town).join("、"),
  };
  if (!confirmed) throw new Refused("filing.incompleteTowns", details, "confirmed");
  if (reason === "") throw new Refused("filing.incompleteWhy", details, "reason");
}

/**
 * 锁定: the month of these towns is read out and stays. Months lock in their order, and not over rows that no
 * approval reached. All or none.
 * @throws {Refused} `filing.earlierNotLocked`, `filing.rowsWait`
 */
export const lockMonth = defineCommand({
  verb: "filing.lock",
  input: takes<LockMonth>(),
  load: (tx, ctx, { input }) => monthsOf(tx, ctx, input),
  place: (asked) => asked.map(({ town }) => ({ divisionCode: town.code })),
  async work(tx, ctx, { input, loaded: asked }) {
    for (const held of asked) {
      requireAsRead("lock", held);
      const earlier = await firstUnlocked(tx, held.town.id, input.month);
      if (earlier)
        throw new Refused("filing.earlierNotLocked", { town: held.town.name, month: input.month, earlier });
      await requireNothingWaits(tx, held);
      await move(tx, ctx, "lock", held);
    }
    return { result: { towns: asked.length }, audit: await togetherOf(tx, ctx, "lock", asked) };
  },
  async after(ctx, { input, result }) {
    await writeAnchor(ctx.db, `lock ${input.month}`);
    return result;
  },
});

/**
 * 解锁: opens an approved or locked month to its town until the end of a day, with the reason. What is posted
 * meanwhile is not approved before the month is filed and approved again.
 * @throws {Refused} `filing.unlockPast`, `filing.unlockTooLong` about `until`
 */
export const unlockMonth = defineCommand({
  verb: "filing.unlock",
  input: takes<UnlockMonth>(),
  load: (tx, ctx, { input }) => monthOf(tx, ctx, input),
  place: ({ town }) => ({ divisionCode: town.code }),
  version: (held) => savedOf(held),
  async work(tx, ctx, { input, loaded: held }) {
    requirePossible("unlock", held);
    const last = addDays(today(ctx), longestUnlockDays);
    if (input.until < today(ctx)) throw new Refused("filing.unlockPast", { on: today(ctx) }, "until");
    if (input.until > last)
      throw new Refused("filing.unlockTooLong", { on: last, days: longestUnlockDays }, "until");
    const event = await move(tx, ctx, "unlock", held, {
      reason: input.reason,
      unlockedUntil: endOf(input.until),
    });
    return {
      result: { version: event.version, townCode: held.town.code },
      audit: {
        subject: subjectOf(held),
        before: { state: held.standing },
        after: { state: event.state, until: input.until },
        reason: input.reason,
      },
    };
  },
});

/**
 * What was posted while a month was unlocked, and never filed again, would be locked away from every
 * approval.
 */
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
    .where(
      and(inArray(incomePostings.villageId, [...town.villages.keys()]), eq(incomePostings.month, month)),
    );
  const places = villages.map(({ villageId }) => ({ villageId, townId: town.id, countyId: town.countyId }));
  if (places.length > 0) await rollUpApproved(tx, month, places);
  await approveYears(tx, { id: town.id, parentId: town.countyId }, month, row?.fundingUpTo ?? 0);
}

/** One act on the months of several towns is one operation: its event names them. */
async function togetherOf(
  tx: Tx,
  ctx: Ctx,
  act: FilingAct,
  done: readonly Held[],
  more: { after?: object; reason?: string } = {},
): Promise<{ subject: Subject } & Change> {
  const [first] = done;
  if (!first) throw new Error("Nothing was done");
  const reason = more.reason ? { reason: more.reason } : {};
  const states = { before: { state: first.standing }, after: { state: acts[act].to, ...more.after } };
  if (done.length === 1) return { subject: subjectOf(first), ...states, ...reason };
  const subject = {
    type: "month" as const,
    id: null,
    name: first.month,
    divisionCode: await codeAbove(tx, ctx, done),
  };
  const towns = done.map(({ town }) => town.name);
  const after = { ...states.after, month: first.month, towns };
  return { subject, before: states.before, after, ...reason };
}

/** The county that the towns have in common, else what the actor sees. */
async function codeAbove(tx: Tx, ctx: Ctx, done: readonly Held[]): Promise<string> {
  const ids = [...new Set(done.map(({ town }) => town.countyId))];
  const counties = await tx
    .select({ code: divisions.code })
    .from(divisions)
    .where(inArray(divisions.id, ids));
  return counties.length === 1 && counties[0] ? counties[0].code : ctx.actor.scope.code;
}
