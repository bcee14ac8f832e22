import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { divisions, type ExceptionKind, people, projects } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import type { AssignException, ExplainException } from "../input.ts";
import { type Exception, reconcileIn } from "../queries/exceptions.ts";
import { mayExplain, mayOwn } from "../rules/assignee.ts";
import { keepAct } from "../store/exception-history.ts";

/**
 * Gives an exception to somebody to follow up by a day; returns the act's id.
 * @throws {Refused} under `funding.`: `exceptionGone`, `exceptionChanged`, `notAnOwner`, `dueInPast`.
 */
export const assignException = defineCommand({
  verb: "exception.assign",
  input: takes<AssignException>(),
  load: (tx, ctx, { input }) => townOf(tx, ctx, input.exception),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    if (input.dueOn < today(ctx)) throw new Refused("funding.dueInPast", { today: today(ctx) }, "dueOn");
    const exception = await asRead(tx, ctx, input);
    const [owner] = await tx
      .select({
        id: people.id,
        name: people.name,
        role: people.role,
        disabledAt: people.disabledAt,
        level: divisions.level,
        code: divisions.code,
      })
      .from(people)
      .innerJoin(divisions, eq(divisions.id, people.scopeId))
      .where(eq(people.id, input.ownerId));
    if (!owner || !mayOwn(owner, town.code)) throw new Refused("funding.notAnOwner", {}, "ownerId");
    const act = { act: "assign", ownerId: owner.id, ownerName: owner.name, dueOn: input.dueOn } as const;
    const id = await keepAct(tx, ctx, exception, act);
    const { person, dueOn } = exception.owner;
    return {
      result: { id },
      audit: {
        subject: subjectOf(id, exception),
        before: { owner: person?.name ?? null, dueOn },
        after: { ...shown(exception), owner: owner.name, dueOn: input.dueOn },
      },
    };
  },
});

/**
 * Says why an exception is right as it stands: it leaves the open list until its figures change. Returns the
 * act's id.
 * @throws {Refused} under `funding.`: `exceptionGone`, `exceptionChanged`, `othersException`.
 */
export const explainException = defineCommand({
  verb: "exception.explain",
  input: takes<ExplainException>(),
  load: (tx, ctx, { input }) => townOf(tx, ctx, input.exception),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input }) {
    const exception = await asRead(tx, ctx, input);
    if (!mayExplain(ctx.actor, exception.owner)) throw new Refused("funding.othersException");
    const id = await keepAct(tx, ctx, exception, { act: "explain", explanation: input.explanation });
    return {
      result: { id },
      audit: {
        subject: subjectOf(id, exception),
        before: { explanation: exception.explanation },
        after: { ...shown(exception), explanation: input.explanation },
      },
    };
  },
});

/**
 * The town of the project that an exception's key begins with, within the actor's scope.
 * @throws {NotFound}
 */
async function townOf(tx: Tx, ctx: Ctx, key: string): Promise<{ code: string }> {
  const id = projectIn(key);
  const [row] = await tx
    .select({ code: divisions.code })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(eq(projects.id, id), under(divisions.code, ctx.actor.scope)));
  if (!row) throw new NotFound(`exception ${key}`);
  return row;
}

const projectIn = (key: string): number => {
  const id = Number(key.split(" ")[0]);
  return Number.isSafeInteger(id) ? id : 0;
};

/** The exception as it stands, if that is how the form was made. */
async function asRead(
  tx: Tx,
  ctx: Ctx,
  { kind, exception: key, figures }: { kind: ExceptionKind; exception: string; figures: string },
): Promise<Exception> {
  const { all } = await reconcileIn(tx, under(divisions.code, ctx.actor.scope), today(ctx), {
    project: projectIn(key),
  });
  const exception = all.find((each) => each.kind === kind && each.key === key);
  if (!exception) throw new Refused("funding.exceptionGone");
  if (exception.figures !== figures) throw new Refused("funding.exceptionChanged");
  return exception;
}

const shown = ({ kind, key, figures, amountFen, sinceOn }: Exception) => ({
  kind,
  key,
  figures,
  amountFen,
  sinceOn,
});

const subjectOf = (id: number, { project, town }: Exception) => ({
  type: "exception" as const,
  id,
  name: `${project.number} ${project.name}`,
  divisionCode: town.code,
});
