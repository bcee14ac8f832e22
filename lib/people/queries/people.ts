import { and, asc, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { apiTokens, divisions, people, type Role, sessions } from "#db/schema/index.ts";
import { contains, count, type Node, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";
import { isLive, tokenEnd } from "../store/sessions.ts";
import { codeThrottleName, minutesToWait, throttleName } from "../store/throttle.ts";
import { doorOf } from "./sign-in-rules.ts";
import { confirmersOf } from "./two-persons.ts";

/**
 * The accounts that a demonstration made, for its sign-in page: account name, role and where. None in a real
 * database.
 */
export function demonstrationAccounts(db: Reader) {
  return db
    .select({ username: people.username, role: people.role, scope: divisions.shortName })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(and(eq(people.provenance, "demo"), isNull(people.disabledAt), isNull(people.awaitsSince)))
    .orderBy(asc(people.id))
    .limit(12);
}

/** One's own sessions that stand, newest first. */
export async function ownSessions(ctx: Ctx, at: Date) {
  const door = await doorOf(ctx.db);
  return ctx.db
    .select({ id: sessions.id, createdAt: sessions.createdAt, seenAt: sessions.seenAt })
    .from(sessions)
    .where(and(eq(sessions.personId, ctx.actor.id as number), isLive(at, door)))
    .orderBy(desc(sessions.createdAt), desc(sessions.id));
}

/** One's own API tokens that are not revoked, newest first; `usedAt` is null until it is used. */
export async function ownTokens(ctx: Ctx, at = new Date()) {
  const tokens = await ctx.db
    .select({
      id: apiTokens.id,
      name: apiTokens.name,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
      usedAt: apiTokens.usedAt,
      usedFrom: apiTokens.usedFrom,
    })
    .from(apiTokens)
    .where(and(eq(apiTokens.personId, ctx.actor.id as number), isNull(apiTokens.revokedAt)))
    .orderBy(desc(apiTokens.createdAt), desc(apiTokens.id));
  return tokens.map((token) => ({
    ...token,
    endsAt: tokenEnd(token),
    ended: tokenEnd(token) <= at.toISOString(),
  }));
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
  duty: people.duty,
  scopeId: people.scopeId,
  scope: { id: divisions.id, code: divisions.code, level: divisions.level, name: divisions.name },
  mustChangePassword: people.mustChangePassword,
  disabledAt: people.disabledAt,
  awaitsSince: people.awaitsSince,
  requestedBy: people.requestedBy,
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

/** The id of the account of that name, whoever it is: for the operator. Null where nobody has it. */
export async function accountIdOf(db: Reader, username: string): Promise<number | null> {
  const [row] = await db.select({ id: people.id }).from(people).where(eq(people.username, username));
  return row?.id ?? null;
}

/**
 * Who asked for what an account awaits, and who may confirm it: nobody but the operator where the list is
 * empty.
 */
export type Request = { since: string; by: string; confirmers: { id: number; name: string }[] };

/** An account as its administrator sees it. `lockedMinutes`: until it may be guessed at again, 0 when it may now. */
export type Account = Person & { hasSecondFactor: boolean; lockedMinutes: number; awaited: Request | null };

/**
 * The account with `id`.
 * @throws {NotFound} outside the actor's scope
 * @throws {Forbidden}
 */
export async function personOf(ctx: Ctx, id: number, at = new Date()): Promise<Account> {
  authorize(ctx.actor, "person.read");
  const person = await requirePerson(ctx.db, ctx.actor, id);
  const [enrolled] = await ctx.db
    .select({ id: people.id })
    .from(people)
    .where(and(eq(people.id, id), isNotNull(people.totpSecret)));
  const waits = await Promise.all(
    [throttleName(person.username), codeThrottleName(id)].map((name) => minutesToWait(ctx.db, name, at)),
  );
  return {
    ...person,
    hasSecondFactor: Boolean(enrolled),
    lockedMinutes: Math.max(...waits),
    awaited: await awaitedOf(ctx, person),
  };
}

async function awaitedOf(ctx: Ctx, person: Person): Promise<Request | null> {
  const { awaitsSince: since, requestedBy } = person;
  if (since === null) return null;
  const [by] = await ctx.db
    .select({ name: people.name })
    .from(people)
    .where(eq(people.id, requestedBy ?? 0));
  return { since, by: by?.name ?? "", confirmers: await confirmersOf(ctx.db, person) };
}

export const personSorts = ["username", "name", "role", "scope", "created"] as const;
export const personStates = ["active", "awaiting", "disabled"] as const;
export type PersonFilter = {
  /** Part of the account name, the name or the post. */
  words?: string | undefined;
  role?: Role | undefined;
  /** A division within the actor's scope: accounts at or below it. */
  within?: Node | undefined;
  state?: (typeof personStates)[number] | undefined;
  sort?: { by: (typeof personSorts)[number]; down: boolean } | undefined;
  page: number;
  pageSize: number;
};

const standingAs = {
  active: and(isNull(people.disabledAt), isNull(people.awaitsSince)),
  awaiting: and(isNull(people.disabledAt), isNotNull(people.awaitsSince)),
  disabled: isNotNull(people.disabledAt),
};

/** Accounts in the actor's scope, a page of them, with how many there are. @throws {Forbidden} */
export async function peopleBy(ctx: Ctx, filter: PersonFilter): Promise<{ rows: Person[]; count: number }> {
  authorize(ctx.actor, "person.read");
  const where = and(
    under(divisions.code, ctx.actor.scope),
    filter.within && under(divisions.code, filter.within),
    filter.words ? contains([people.username, people.name, people.post], filter.words) : undefined,
    filter.role && eq(people.role, filter.role),
    filter.state && standingAs[filter.state],
  );
  const order = {
    username: people.username,
    name: people.name,
    role: people.role,
    scope: divisions.code,
    created: people.createdAt,
  };
  const { by, down } = filter.sort ?? { by: "scope", down: false };
  const rows = await ctx.db
    .select(personColumns)
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(where)
    .orderBy(down ? desc(order[by]) : asc(order[by]), asc(people.id))
    .limit(filter.pageSize)
    .offset((filter.page - 1) * filter.pageSize);
  const [all] = await ctx.db
    .select({ count: count() })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(where);
  return { rows, count: all?.count ?? 0 };
}
