import { authorize } from "#lib/access/policy.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { townOf } from "#lib/income/store/postings.ts";
import type { Content } from "../forms/sheet-form.ts";
import type { AnswerIntake, AnswerPaste } from "../input.ts";
import { expecting } from "../queries/expecting.ts";
import { previewOf } from "../queries/import-preview.ts";
import { readPaste } from "../queries/paste.ts";
import { contentOf } from "../rules/content.ts";
import type { Answers, Question } from "../rules/questions.ts";
import { gridFromStored } from "../rules/stored-sheet.ts";
import type { Languages } from "../rules/vocabulary.ts";
import { keepAnswers } from "../store/answers.ts";
import { mappedContent } from "../store/register-file.ts";
import { type Intake, moveIntake, requireIntake, subjectOf, verbOf } from "../store/stored.ts";

/**
 * Answers what a file leaves open; it is then read again by all that is answered. What holds for the next
 * file of that form is remembered for the town, or for the district whose register it is.
 * @throws {Refused} `intake.over`, `intake.unanswered` where nothing is answered
 */
export const answerIntake = defineCommand({
  verb: "intake.answer",
  asksFirst: true,
  input: takes<AnswerIntake, [Languages]>(),
  // Before the transaction: nobody's save waits until a long sheet is read again. Whoever moves the file
  // meanwhile, it is a conflict.
  async prepare(ctx, { input, given: [languages] }) {
    const intake = await requireIntake(ctx.db.present, ctx, input.intakeId);
    const isOpen = intake.state === "ready" && intake.content;
    return {
      intake,
      answered: isOpen ? await answeredBy(ctx, intake, isOpen, input.answer, languages) : null,
    };
  },
  load: (tx, ctx, { input }) => requireIntake(tx, ctx, input.intakeId),
  place: ({ kind, place }) => ({ verb: verbOf(kind, "intake.answer"), divisionCode: place.code }),
  async work(tx, ctx, { prepared: { intake, answered } }) {
    if (!answered) throw new Refused("intake.over", { state: intake.state });
    if (Object.keys(answered.given).length === 0)
      throw new Refused("intake.unanswered", { count: answered.asked.length });
    await moveIntake(tx, ctx, intake, { content: answered.content, rows: answered.content.rows.length });
    await keepAnswers(
      tx,
      ctx,
      intake.townId ?? ctx.actor.scope.id,
      intake.kind,
      answered.asked,
      answered.given,
    );
    const after = answered.asked.flatMap(({ key, says }) =>
      answered.given[key] ? [{ asked: says.key, ...says.values, answer: answered.given[key] }] : [],
    );
    return { result: { id: intake.id }, audit: { subject: subjectOf(intake), after: { answers: after } } };
  },
});

/**
 * Answers what a pasted block leaves open. Nothing of it is posted; what holds for the next block or file of
 * that form is remembered for the town.
 * @returns how much of it is answered
 * @throws {Refused} `intake.unanswered` where nothing that it asks is answered
 */
export const answerPaste = defineCommand({
  verb: "intake.answer",
  input: takes<AnswerPaste>(),
  // Whoever may not answer learns nothing of what the block means.
  async prepare(ctx, { input }) {
    const town = await townOf(ctx.db, ctx.actor, input.townId);
    authorize(ctx.actor, "intake.answer", { divisionCode: town.code });
    return readPaste(ctx, input);
  },
  load: (tx, { actor }, { input }) => townOf(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town, prepared: { asked, ...read } }) {
    const answered = read.answered.filter(({ key }) => input.answers[key] !== undefined);
    if (answered.length === 0) throw new Refused("intake.unanswered", { count: asked.length });
    await keepAnswers(tx, ctx, town.id, "income", answered, input.answers);
    const subject: Subject = {
      type: "intake",
      id: null,
      name: `${town.name} ${input.month}`,
      divisionCode: town.code,
    };
    const answers = answered.map(({ key, says }) => ({
      asked: says.key,
      ...says.values,
      answer: input.answers[key],
    }));
    return { result: { answered: answered.length }, audit: { subject, after: { answers } } };
  },
});

type Answered = { content: Content; asked: Question[]; given: Answers };

async function answeredBy(
  ctx: Ctx,
  intake: Intake,
  content: Content,
  said: Answers,
  languages: Languages,
): Promise<Answered> {
  const { asked } = await previewOf(ctx, intake);
  const given = Object.fromEntries(
    asked.flatMap(({ key, choices }) => {
      const value = said[key];
      return value !== undefined && choices.some((choice) => choice.value === value)
        ? [[key, value] as const]
        : [];
    }),
  );
  return {
    asked,
    given,
    content: await readAgain(ctx, intake, content, { ...content.answers, ...given }, languages),
  };
}

async function readAgain(
  ctx: Ctx,
  { kind, whose }: Intake,
  content: Content,
  answers: Answers,
  languages: Languages,
): Promise<Content> {
  const wanted = await expecting(ctx, kind, whose);
  if (content.toMap) {
    const columns = Object.fromEntries(content.columns.map(({ field, column }) => [field, column]));
    return mappedContent(content.toMap, columns, wanted.fields, languages, wanted.expected, answers);
  }
  if (!content.source) return { ...content, answers };
  return contentOf(content.source.map(gridFromStored), wanted, languages, wanted.expected, answers);
}
