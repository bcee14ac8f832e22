import { eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { exceptionActs, projects } from "#db/schema/index.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Exception, reconcileIn } from "../queries/exceptions.ts";

type Done = Pick<
  typeof exceptionActs.$inferInsert,
  "act" | "ownerId" | "ownerName" | "explanation" | "dueOn"
>;

/**
 * Keeps what a command did about an exception, with the figures that it did it about; returns the act's id.
 */
export async function keepAct(
  tx: Tx,
  ctx: Ctx,
  { kind, key, project, figures }: Exception,
  done: Done,
): Promise<number> {
  const [made] = await tx
    .insert(exceptionActs)
    .values({
      kind,
      key,
      projectId: project.id,
      state: figures,
      ...done,
      personId: ctx.actor.id,
      personName: ctx.actor.name,
      recordedAt: ctx.now.toISOString(),
    })
    .returning({ id: exceptionActs.id });
  if (!made) throw new Error("The act was not inserted");
  return made.id;
}

/**
 * What was explained as it was posted is explained as an exception too, so that nobody says the same thing
 * twice. For a command that posts, in its own transaction and under its own event.
 * @param broke is this exception of the posting's making?
 */
export async function explainAsPosted(
  tx: Tx,
  ctx: Ctx,
  projectId: number,
  explanation: string,
  broke: (exception: Exception) => boolean,
): Promise<void> {
  const { all } = await reconcileIn(tx, eq(projects.id, projectId), today(ctx));
  for (const exception of all.filter(broke))
    await keepAct(tx, ctx, exception, { act: "explain", explanation });
}
