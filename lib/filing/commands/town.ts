import { eq } from "drizzle-orm";
import { filingAnswers, filingCalendar, filingEvents, filingRemarks } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { record } from "#lib/audit/store/record.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { townOf } from "#lib/income/store/postings.ts";
import { filingMonthOf } from "#lib/periods/queries/gate.ts";
import { monthStateOf, submittableFrom } from "#lib/periods/rules/month-state.ts";
import type { AnswerRemark, SubmitMonth, WithdrawMonth } from "../input.ts";
import { isComplete, missingFrom, remarksOf } from "../queries/missing.ts";
import { move, requireMonth, subjectOf } from "../store/transitions.ts";

/**
 * 报送: hands a town's month to the office; from now on it takes no entry. The office may do it for the town
 * (代填).
 * @throws {Refused} under `filing.`: `cannot`, `notYet`, and `incomplete` unless `confirmed`; {Conflict} when
 * it changed meanwhile
 */
export function submitMonth(
  ctx: Ctx,
  input: SubmitMonth,
): Promise<{ version: number; late: boolean; townCode: string }> {
  return once(ctx, "filing.submit", input, async (tx) => {
    const held = await requireMonth(tx, ctx, "submit", input);
    const on = today(ctx);
    const [calendar] = await tx.select().from(filingCalendar).where(eq(filingCalendar.month, input.month));
    const from = submittableFrom(input.month, calendar?.opensOn);
    if (on < from) throw new Refused("filing.notYet", { month: input.month, on: from });
    if (!input.confirmed) {
      const missing = await missingFrom(tx, { ...held.town, level: "town" }, input.month, on);
      if (!isComplete(missing)) {
        const counts = {
          villages: missing.villages.length,
          projects: missing.projects.length,
          shares: missing.shares.length,
        };
        throw new Refused("filing.incomplete", { ...counts, remarks: missing.remarks }, "confirmed");
      }
    }
    const late = calendar !== undefined && on > calendar.dueOn;
    // An unlocked month keeps its term: withdrawn again, it is open no longer than before.
    const byProxy = ctx.actor.role !== "town";
    const event = await move(tx, ctx, "submit", held, {
      late,
      byProxy,
      unlockedUntil: held.row?.unlockedUntil ?? null,
    });
    await record(tx, ctx, "filing.submit", subjectOf(held), {
      before: { state: held.standing },
      after: { state: event.state, dueOn: calendar?.dueOn ?? "", late, byProxy },
    });
    return { version: event.version, late, townCode: held.town.code };
  });
}

/** Takes a submitted month back, as long as the office has not judged it: the town may enter again. */
export function withdrawMonth(
  ctx: Ctx,
  input: WithdrawMonth,
): Promise<{ version: number; townCode: string }> {
  return once(ctx, "filing.withdraw", input, async (tx) => {
    const held = await requireMonth(tx, ctx, "withdraw", input);
    const event = await move(tx, ctx, "withdraw", held, {
      reason: input.reason,
      unlockedUntil: held.row?.unlockedUntil ?? null,
    });
    const change = { before: { state: held.standing }, after: { state: event.state }, reason: input.reason };
    await record(tx, ctx, "filing.withdraw", subjectOf(held), change);
    return { version: event.version, townCode: held.town.code };
  });
}

/**
 * Says what was done about a remark; said again, the newer answer counts.
 * @throws {Refused} `filing.notToAnswer` once the month is filed again or another return has taken its place
 */
export function answerRemark(
  ctx: Ctx,
  input: AnswerRemark,
): Promise<{ id: number; townCode: string; month: string }> {
  return once(ctx, "filing.answer", input, async (tx) => {
    const [found] = await tx
      .select({ remark: filingRemarks, event: filingEvents })
      .from(filingRemarks)
      .innerJoin(filingEvents, eq(filingEvents.id, filingRemarks.eventId))
      .where(eq(filingRemarks.id, input.remarkId));
    if (!found) throw new NotFound(`remark ${input.remarkId}`);
    const { remark, event } = found;
    const town = await townOf(tx, ctx.actor, event.townId);
    authorize(ctx.actor, "filing.answer", { divisionCode: town.code });
    const row = await filingMonthOf(tx, town.id, event.month);
    const standing = monthStateOf(row, ctx.now.toISOString());
    const open = (await remarksOf(tx, town.id, event.month)).find((each) => each.id === remark.id);
    if (!open || (standing !== "returned" && standing !== "open")) throw new Refused("filing.notToAnswer");
    const author = { personId: ctx.actor.id, personName: ctx.actor.name, recordedAt: ctx.now.toISOString() };
    const [made] = await tx
      .insert(filingAnswers)
      .values({ remarkId: remark.id, answer: input.answer, ...author })
      .returning({ id: filingAnswers.id });
    await record(tx, ctx, "filing.answer", subjectOf({ town, month: event.month, row, standing }), {
      before: { row: remark.label, remark: remark.remark, answer: open.answer?.answer ?? "" },
      after: { row: remark.label, remark: remark.remark, answer: input.answer },
    });
    return { id: made?.id ?? 0, townCode: town.code, month: event.month };
  });
}
