import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { columnProfiles, type IntakeKind } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Answers, Question } from "../rules/questions.ts";
import { answersName } from "./register-file.ts";

const where = (scopeId: number, kind: IntakeKind) =>
  and(
    eq(columnProfiles.scopeId, scopeId),
    eq(columnProfiles.kind, kind),
    eq(columnProfiles.name, answersName),
  );

/** What a town or a district answered about its files of a kind, by question. */
export async function rememberedAnswers(db: Reader, scopeId: number, kind: IntakeKind): Promise<Answers> {
  const [row] = await db
    .select({ columns: columnProfiles.columns })
    .from(columnProfiles)
    .where(where(scopeId, kind));
  return (row?.columns ?? {}) as Answers;
}

/** Keeps the answers that hold for the next file too. */
export async function keepAnswers(
  tx: Tx,
  ctx: Ctx,
  scopeId: number,
  kind: IntakeKind,
  asked: readonly Question[],
  given: Answers,
): Promise<void> {
  const lasting = asked.flatMap(({ key, remembered }) =>
    remembered && given[key] !== undefined ? [[key, given[key]] as const] : [],
  );
  if (lasting.length === 0) return;
  const author = { updatedBy: ctx.actor.name, updatedAt: ctx.now.toISOString() };
  const [standing] = await tx.select().from(columnProfiles).where(where(scopeId, kind));
  const columns = { ...((standing?.columns ?? {}) as Answers), ...Object.fromEntries(lasting) };
  if (standing)
    await tx
      .update(columnProfiles)
      .set({ columns, ...author, version: standing.version + 1 })
      .where(eq(columnProfiles.id, standing.id));
  else await tx.insert(columnProfiles).values({ kind, name: answersName, scopeId, columns, ...author });
}
