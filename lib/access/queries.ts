import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { apiTokens, divisions, people, type Role, sessions } from "#db/schema/index.ts";
import { contains, count, type Node, under } from "#db/sql.ts";
import type { Ctx } from "../context.ts";
import { NotFound } from "../errors.ts";
import { type Actor, authorize } from "./policy.ts";
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

const personColumns = {
  id: people.id,
  username: people.username,
  name: people.name,
  post: people.post,
  role: people.role,
  scopeId: people.scopeId,
  scope: { id: divisions.id, code: divisions.code, level: divisions.level, name: divisions.name },
  mustChangePassword: people.mustChangePassword,
  disabledAt: people.disabledAt,
  createdAt: people.createdAt,
  updatedBy: people.updatedBy,
  updatedAt: people.updatedAt,
  version: people.version,
};

/** The account `id` when its person's scope lies in the actor's. @throws {NotFound} */
export async function requirePerson(db: Reader, actor: Actor, id: number) {
  const [row] = await db
    .select(personColumns)
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(and(eq(people.id, id), under(divisions.code, actor.scope)));
  if (!row) throw new NotFound(`person ${id}`);
  return row;
}
export type Person = Awaited<ReturnType<typeof requirePerson>>;

/** An account as its administrator sees it. @throws {NotFound} outside the actor's scope @throws {Forbidden} */
export async function personOf(ctx: Ctx, id: number): Promise<Person & { hasSecondFactor: boolean }> {
  authorize(ctx.actor, "person.read");
  const person = await requirePerson(ctx.db, ctx.actor, id);
  const [enrolled] = await ctx.db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, id), isNotNull(people.totpSecret)));
  return { ...person, hasSecondFactor: Boolean(enrolled) };
}

export const personSorts = ["username", "name", "role", "scope", "created"] as const;
export type PersonFilter = {
  /** Part of the account name, the name or the post. */
  words?: string | undefined;
  role?: Role | undefined;
  /** A division within the actor's scope: accounts at or below it. */
  within?: Node | undefined;
  state?: "active" | "disabled" | undefined;
  sort?: { by: (typeof personSorts)[number]; down: boolean } | undefined;
  page: number;
  pageSize: number;
};

/** Accounts in the actor's scope, a page of them, with how many there are. @throws {Forbidden} */
export async function peopleBy(ctx: Ctx, filter: PersonFilter): Promise<{ rows: Person[]; count: number }> {
  authorize(ctx.actor, "person.read");
  const where = and(
    under(divisions.code, ctx.actor.scope),
    filter.within && under(divisions.code, filter.within),
    filter.words ? contains([people.username, people.name, people.post], filter.words) : undefined,
    filter.role && eq(people.role, filter.role),
    filter.state === "active" ? isNull(people.disabledAt) : filter.state === "disabled" ? isNotNull(people.disabledAt) : undefined,
  );
  const order = { username: people.username, name: people.name, role: people.role, scope: divisions.code, created: people.createdAt };
  const { by, down } = filter.sort ?? { by: "scope", down: false };
  const rows = await ctx.db
    .select(personColumns)
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(where)
    .orderBy(down ? desc(order[by]) : asc(order[by]), asc(people.id))
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize);
  const [all] = await ctx.db.select({ count: count() }).from(people).innerJoin(divisions, eq(divisions.id, people.scopeId)).where(where);
  return { rows, count: all?.count ?? 0 };
}
