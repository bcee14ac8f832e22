import { and, asc, desc, eq, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { apiTokens, divisions, people, sessions } from "#db/schema/index.ts";
import type { Ctx } from "../context.ts";
import { standing } from "./sessions.ts";

/** The accounts that a demonstration made, for its sign-in page: account name, role and where. None in a real database. */
export function demonstrationAccounts(db: Reader) {
  return db
    .select({ username: people.username, role: people.role, scope: divisions.shortName })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(and(eq(people.provenance, "demo"), isNull(people.disabledAt)))
    .orderBy(asc(people.id))
    .limit(12);
}

/** One's own sessions that stand, newest first. */
export function ownSessions(ctx: Ctx, at: Date) {
  return ctx.db
    .select({ id: sessions.id, createdAt: sessions.createdAt, seenAt: sessions.seenAt })
    .from(sessions)
    .where(and(eq(sessions.personId, ctx.actor.id as number), standing(at)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id));
}

/** One's own API tokens that are not revoked, newest first; `usedAt` is null until it is used. */
export function ownTokens(ctx: Ctx) {
  return ctx.db
    .select({ id: apiTokens.id, name: apiTokens.name, createdAt: apiTokens.createdAt, usedAt: apiTokens.usedAt })
    .from(apiTokens)
    .where(and(eq(apiTokens.personId, ctx.actor.id as number), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
}

/** One's own account as its page shows it. */
export async function ownAccountOf(ctx: Ctx) {
  const [row] = await ctx.db
    .select({ post: people.post, totpSecret: people.totpSecret })
    .from(people)
    .where(eq(people.id, ctx.actor.id as number));
  return { post: row?.post ?? "", hasSecondFactor: Boolean(row?.totpSecret) };
}
