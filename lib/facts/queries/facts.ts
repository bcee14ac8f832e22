import { asc, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { sourceFacts } from "#db/schema/index.ts";
import { authorize, may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";

export type Fact = Omit<typeof sourceFacts.$inferSelect, "id" | "rank"> & {
  /** Not published: a slot to be filled in. */
  open: boolean;
};

const unpublished = "未公布，待填";

/**
 * What the source article says, in its order, with qualifiers (DOMAIN §2). Restricted facts are left out for
 * whoever may not read them, as if there were none.
 * @throws {Forbidden} for whoever sees no facts at all.
 */
export async function factsOf(ctx: Pick<Ctx, "db" | "actor">): Promise<Fact[]> {
  authorize(ctx.actor, "facts.read");
  const all = may(ctx.actor, "facts.readRestricted");
  const rows = await ctx.db
    .select()
    .from(sourceFacts)
    .where(all ? undefined : eq(sourceFacts.restricted, false))
    .orderBy(asc(sourceFacts.rank));
  return rows.map(({ id, rank, ...fact }) => ({ ...fact, open: fact.value === unpublished }));
}

/** Is there anything that the article says of this database? Where there is not, nothing leads to it. */
export async function hasFacts(db: Reader): Promise<boolean> {
  const [any] = await db.select({ id: sourceFacts.id }).from(sourceFacts).limit(1);
  return any !== undefined;
}
