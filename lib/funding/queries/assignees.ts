import { and, asc, eq, inArray } from "drizzle-orm";
import { divisions, exceptionActs, people } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { mayOwn } from "../rules/assignee.ts";
import type { Exception } from "./exceptions.ts";

/**
 * Whom the office may give an exception of a town's project to: those who post money there, the town's own
 * first.
 */
export async function assigneesOf(
  ctx: Ctx,
  townCode: string,
): Promise<{ id: number; name: string; post: string; side: "office" | "town" }[]> {
  authorize(ctx.actor, "exception.assign", { divisionCode: townCode });
  const over = [9, 6, 4, 2, 0].map((digits) => townCode.slice(0, digits).padEnd(12, "0"));
  const rows = await ctx.db
    .select({
      id: people.id,
      name: people.name,
      post: people.post,
      role: people.role,
      disabledAt: people.disabledAt,
      level: divisions.level,
      code: divisions.code,
    })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(and(inArray(divisions.code, over), inArray(people.role, ["town", "office"])))
    .orderBy(asc(people.id));
  return rows
    .filter((row) => mayOwn(row, townCode))
    .map(({ id, name, post, role }) => ({
      id,
      name,
      post,
      side: role === "town" ? ("town" as const) : ("office" as const),
    }))
    .toSorted((a, b) => (a.side === b.side ? 0 : a.side === "town" ? -1 : 1));
}

export type ExceptionAct = Pick<
  typeof exceptionActs.$inferSelect,
  "id" | "act" | "ownerName" | "dueOn" | "explanation" | "personName" | "recordedAt"
> & {
  /** It was about the figures as they stand. */
  ofThese: boolean;
};

/** What was done about an exception, newest first. Give it one that `exceptionOf` showed to the same eyes. */
export async function actsOn(
  ctx: Ctx,
  { kind, key, figures }: Pick<Exception, "kind" | "key" | "figures">,
): Promise<ExceptionAct[]> {
  const rows = await ctx.db
    .select()
    .from(exceptionActs)
    .where(and(eq(exceptionActs.kind, kind), eq(exceptionActs.key, key)))
    .orderBy(asc(exceptionActs.id));
  return rows
    .map(({ id, act, ownerName, dueOn, explanation, personName, recordedAt, state }) => ({
      id,
      act,
      ownerName,
      dueOn,
      explanation,
      personName,
      recordedAt,
      ofThese: state === figures,
    }))
    .toReversed();
}
