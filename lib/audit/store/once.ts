import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { submissions } from "#db/schema/index.ts";
import type { Verb } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";

/** The key that a creating form carries since it opened. */
export type Keyed = { key?: string | undefined };

/**
 * Runs `work` in one transaction, once for each `input.key` of an actor: the same key with the same input
 * gives the first answer again, with another input it is refused (`keyReused`). Without a key it simply runs.
 * The answer must survive JSON.
 */
export async function once<T>(ctx: Ctx, verb: Verb, input: Keyed, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { key, ...body } = input;
  if (!key) return ctx.db.transaction(work);
  const actor = String(ctx.actor.id ?? "operator");
  const bodyHash = createHash("sha256")
    .update(JSON.stringify([verb, body]))
    .digest("hex");
  return ctx.db.transaction(async (tx) => {
    const [earlier] = await tx
      .select()
      .from(submissions)
      .where(and(eq(submissions.actor, actor), eq(submissions.key, key)));
    if (earlier && earlier.bodyHash !== bodyHash) throw new Refused("keyReused");
    if (earlier) return earlier.result as T;
    const result = await work(tx);
    await tx
      .insert(submissions)
      .values({ actor, key, verb, bodyHash, result: (result ?? null) as unknown, at: ctx.now.toISOString() });
    return result;
  });
}
