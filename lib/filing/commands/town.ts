import { eq } from "drizzle-orm";
import { filingAnswers, filingCalendar, filingEvents, filingRemarks } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { today } from "#lib/core/context.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { townOf } from "#lib/income/store/postings.ts";
import { filingMonthOf } from "#lib/periods/queries/gate.ts";
import { monthStateOf, submittableFrom } from "#lib/periods/rules/month-state.ts";
import type { AnswerRemark, SubmitMonth, WithdrawMonth } from "../input.ts";
import { isComplete, missingFrom, remarksOf } from "../queries/missing.ts";
import { monthOf, move, requirePossible, savedOf, subjectOf } from "../store/transitions.ts";

/**
 * 报送: hands a town's month to the office; from now on it takes no entry. The office may do it for the town
 * (代填).
 * @throws {Refused} under `filing.`: `cannot`, `notYet`, and `incomplete` unless `confirmed`; {Conflict} when
 * it changed meanwhile
 */
export const submitMonth = defineCommand({
  verb: "filing.submit",
  input: takes<SubmitMonth>(),
  load: (tx, ctx, { input }) => monthOf(tx, ctx, input),
  place: ({ town }) => ({ divisionCode: town.code }),
  version: (held) => savedOf(held),
  async work(tx, ctx, { input, loaded: held }) {
    requirePossible("submit", held);
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
    return {
      result: { version: event.version, late, townCode: held.town.code },
      audit: {
        subject: subjectOf(held),
        before: { state: held.standing },
        after: { state: event.state, dueOn: calendar?.dueOn ?? "", late, byProxy },
      },
    };
  },
});

/** Takes a submitted month back, as long as the office has not judged it: the town may enter again. */
export const withdrawMonth = defineCommand({
  verb: "filing.withdraw",
  input: takes<WithdrawMonth>(),
  load: (tx, ctx, { input }) => monthOf(tx, ctx, input),
  place: ({ town }) => ({ divisionCode: town.code }),
  version: (held) => savedOf(held),
  async work(tx, ctx, { input, loaded: held }) {
    requirePossible("withdraw", held);
    const event = await move(tx, ctx, "withdraw", held, {
      reason: input.reason,
      unlockedUntil: held.row?.unlockedUntil ?? null,
    });
    const change = { before: { state: held.standing }, after: { state: event.state }, reason: input.reason };
    return {
      result: { version: event.version, townCode: held.town.code },
      audit: { subject: subjectOf(held), ...change },
    };
  },
});

/**
 * Says what was done about a remark; said again, the newer answer counts.
 * @throws {Refused} `filing.notToAnswer` once the month is filed again or another return has taken its place
 */
export const answerRemark = defineCommand({
  verb: "filing.answer",
  input: takes<AnswerRemark>(),
  async load(tx, ctx, { input }) {
    const [found] = await tx
      .select({ remark: filingRemarks, event: filingEvents })
      .from(filingRemarks)
      .innerJoin(filingEvents, eq(filingEvents.id, filingRemarks.eventId))
      .where(eq(filingRemarks.id, input.remarkId));
    if (!found) throw new NotFound(`remark ${input.remarkId}`);
    return { ...found, town: await townOf(tx, ctx.actor, found.event.townId) };
  },
  place: ({ town }) => ({ divisionCode: town.code }),
  async work(tx, ctx, { input, loaded: { remark, event, town } }) {
    const row = await filingMonthOf(tx, town.id, event.month);
    const standing = monthStateOf(row, ctx.now.toISOString());
    const open = (await remarksOf(tx, town.id, event.month)).find((each) => each.id === remark.id);
    if (!open || (standing !== "returned" && standing !== "open")) throw new Refused("filing.notToAnswer");
    const author = { personId: ctx.actor.id, personName: ctx.actor.name, recordedAt: ctx.now.toISOString() };
    const [made] = await tx
      .insert(filingAnswers)
      .values({ remarkId: remark.id, answer: input.answer, ...author })
      .returning({ id: filingAnswers.id });
    return {
      result: { id: made?.id ?? 0, townCode: town.code, month: event.month },
      audit: {
        subject: subjectOf({ town, month: event.month, row }),
        before: { row: remark.label, remark: remark.remark, answer: open.answer?.answer ?? "" },
        after: { row: remark.label, remark: remark.remark, answer: input.answer },
      },
    };
  },
});
