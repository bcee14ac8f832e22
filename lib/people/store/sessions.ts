import { createHash, createHmac, randomBytes } from "node:crypto";
import { and, asc, eq, gt, isNull, lte, ne, or } from "drizzle-orm";
import type { Db, Reader, Tx } from "#db/client.ts";
import { apiTokens, divisions, people, sessions, settings } from "#db/schema/index.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { note } from "#lib/core/disk.ts";
import { readEnv } from "#lib/core/env.ts";
import { Refused } from "#lib/core/errors.ts";
import type { SignIn } from "../input.ts";
import { type DoorRules, doorOf, isAged, requiresSecondFactor } from "../queries/sign-in-rules.ts";
import { refusalOf } from "../queries/two-persons.ts";
import { inTurn, isPassword } from "./passwords.ts";
import { attempted, refuseBeyondQuota, settled, throttleName } from "./throttle.ts";

// Sessions live by the real clock, also where the business clock stands still: every function takes it as
// `at`.
const minuteMs = 60_000;

/** What a cookie or an API token carries: 256 random bits. */
export const newToken = (): string => randomBytes(32).toString("base64url");
/** What the database keeps of it. */
export const tokenHashOf = (token: string): string => createHash("sha256").update(token).digest("hex");

/** Nobody yet: who signs in, until the password turned out right. */
export const visitorActor: Actor = {
  id: null,
  username: "",
  name: "",
  role: "visitor",
  scope: { id: 0, code: "000000000000", level: "country", name: "" },
};

/**
 * A session that stands, and what its person still owes before anything else: a one-time code, setting one
 * up, a new password.
 */
export type Session = {
  actor: Actor;
  sessionId: number;
  mustChangePassword: boolean;
  /** Because it has come of age, and not because somebody else gave it. */
  isAged: boolean;
  secondFactorDue: "code" | "enrol" | null;
};

const scope = { id: divisions.id, code: divisions.code, level: divisions.level, name: divisions.name };
const person = { id: people.id, username: people.username, name: people.name, role: people.role };

/**
 * Sessions that neither idled nor lived for as long as the rules of the door let them: 30 minutes and 12
 * hours unless shortened.
 */
export const isLive = (at: Date, rules: DoorRules) =>
  and(
    gt(sessions.seenAt, before(at, rules.idleMinutes * minuteMs)),
    gt(sessions.createdAt, before(at, rules.absoluteHours * 60 * minuteMs)),
  );
const before = (at: Date, ms: number) => new Date(at.getTime() - ms).toISOString();

/**
 * Whose session `token` is, as their account stands this moment: the rules of the door and one joined read.
 * Null when it ended, idled or lived for too long, or the account was disabled or awaits a second person.
 * Notes at most once a minute that it was seen.
 */
export async function actorOfSession(db: Db, token: string, at: Date): Promise<Session | null> {
  const door = await doorOf(db);
  const [row] = await db
    .select({
      person,
      scope,
      sessionId: sessions.id,
      seenAt: sessions.seenAt,
      secondFactor: sessions.secondFactor,
      mustChangePassword: people.mustChangePassword,
      totpSecret: people.totpSecret,
      duty: people.duty,
      passwordSince: people.passwordSince,
      createdAt: people.createdAt,
    })
    .from(sessions)
    .innerJoin(people, eq(people.id, sessions.personId))
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(
      and(
        eq(sessions.tokenHash, tokenHashOf(token)),
        isNull(people.disabledAt),
        isNull(people.awaitsSince),
        isLive(at, door),
      ),
    );
  if (!row) return null;
  if (row.seenAt < before(at, minuteMs)) {
    await note(db, (tx) =>
      tx.update(sessions).set({ seenAt: at.toISOString() }).where(eq(sessions.id, row.sessionId)),
    );
  }
  const owed = row.totpSecret ? "code" : requiresSecondFactor(door, row.person.role) ? "enrol" : null;
  const aged = isAged(door, row.passwordSince ?? row.createdAt, at);
  return {
    actor: {
      ...row.person,
      scope: row.scope,
      ...(door.threeDuties && row.person.role === "admin" ? { duty: row.duty ?? "none" } : {}),
    },
    sessionId: row.sessionId,
    mustChangePassword: row.mustChangePassword || aged,
    isAged: aged && !row.mustChangePassword,
    secondFactorDue: row.secondFactor ? null : owed,
  };
}

/** When a token ends by itself. One that was made before they did ends a year after it was made. */
export const tokenEnd = (token: { createdAt: string; expiresAt: string | null }): string =>
  token.expiresAt ?? new Date(Date.parse(token.createdAt) + 365 * 24 * 60 * minuteMs).toISOString();

/**
 * Whose API token it is, as an actor who may only read; null when it was revoked, has ended or the account is
 * disabled. `address` is where it is used from.
 */
export async function actorOfApiToken(
  db: Db,
  token: string,
  at: Date,
  address?: string,
): Promise<Actor | null> {
  const [row] = await db
    .select({
      person,
      scope,
      id: apiTokens.id,
      usedAt: apiTokens.usedAt,
      createdAt: apiTokens.createdAt,
      expiresAt: apiTokens.expiresAt,
    })
    .from(apiTokens)
    .innerJoin(people, eq(people.id, apiTokens.personId))
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(
      and(
        eq(apiTokens.tokenHash, tokenHashOf(token)),
        isNull(apiTokens.revokedAt),
        isNull(people.disabledAt),
        isNull(people.awaitsSince),
      ),
    );
  if (!row || tokenEnd(row) <= at.toISOString()) return null;
  if ((row.usedAt ?? "") < before(at, minuteMs)) {
    const used = { usedAt: at.toISOString(), ...(address === undefined ? {} : { usedFrom: address }) };
    await note(db, (tx) => tx.update(apiTokens).set(used).where(eq(apiTokens.id, row.id)));
  }
  return { ...row.person, scope: row.scope, readOnly: true };
}

/**
 * Signs somebody in and gives the new session's token, the only time it is seen. `replacing`, the token that
 * the browser had, is dead from then on; `browser` is what it keeps of earlier sign-ins. The hash is computed
 * outside any transaction and the account read again inside.
 * @param ctx of `visitorActor`
 * @throws {Refused} `access.wrongPassword` (an unknown name too, after the same time), `access.disabled`,
 * `access.throttled`,
 *   `access.busy`, and what `refusalOf` says of an account that awaits a second person.
 */
export async function signIn(
  ctx: Ctx,
  input: SignIn,
  { replacing, browser }: { replacing?: string | undefined; browser?: string | undefined } = {},
  at = new Date(),
): Promise<{ token: string; personId: number }> {
  const account = await accountNamed(ctx.db, input.username);
  const subject = account ? subjectOf(account) : await unknownSubject(ctx.db, input.username);
  const guess = { name: throttleName(input.username, knownBrowserOf(browser, input.username)), subject };
  await refuseBeyondQuota(ctx, guess, at);
  return inTurn(async () => {
    const attempt = await attempted(ctx, guess, at, () => isPassword(account?.passwordHash, input.password));
    return settled(ctx, { guess, at }, attempt, async (tx) => {
      const now = account && (await accountById(tx, account.id));
      if (!attempt.isRight || !now || now.passwordHash !== account.passwordHash)
        return new Refused("access.wrongPassword", {}, "password");
      if (now.disabledAt !== null) return new Refused("access.disabled", {}, "username");
      if (now.awaitsSince !== null)
        return refusalOf(tx, { ...now, username: now.person.username }, "username");
      return startSession(tx, { ...ctx, actor: { ...now.person, scope: now.scope } }, replacing, at);
    });
  });
}

// What a browser keeps of the accounts that signed in with it: for each a random name and a mark that only
// this server can make. It opens nothing; it only gives guesses from there a count of their own.
const mostKnown = 8;
const markOf = (id: string, username: string) =>
  createHmac("sha256", readEnv().secret).update(`known browser ${id} ${username}`).digest("base64url");

/** The browser's own name where `username` signed in with it before. */
export function knownBrowserOf(kept: string | undefined, username: string): string | undefined {
  const pairs = (kept ?? "").split("~").map((pair) => pair.split("."));
  return pairs.slice(0, mostKnown).find(([id, mark]) => id && mark === markOf(id, username))?.[0];
}

/** What the browser keeps from now on, `username` having signed in with it. */
export function knownBrowserWith(kept: string | undefined, username: string): string {
  if (knownBrowserOf(kept, username) !== undefined) return kept as string;
  const id = randomBytes(9).toString("base64url");
  return [`${id}.${markOf(id, username)}`, ...(kept ?? "").split("~").filter(Boolean)]
    .slice(0, mostKnown)
    .join("~");
}

/** Begins a session of `ctx.actor`; their sessions that ran out are cleared away. */
async function startSession(tx: Tx, ctx: Ctx, replacing: string | undefined, at: Date) {
  const personId = ctx.actor.id as number;
  const { idleMinutes, absoluteHours } = await doorOf(tx);
  const ended = or(
    lte(sessions.seenAt, before(at, idleMinutes * minuteMs)),
    lte(sessions.createdAt, before(at, absoluteHours * 60 * minuteMs)),
  );
  const ranOut = and(eq(sessions.personId, personId), ended);
  await tx
    .delete(sessions)
    .where(replacing ? or(eq(sessions.tokenHash, tokenHashOf(replacing)), ranOut) : ranOut);
  const token = newToken();
  const now = at.toISOString();
  const [made] = await tx
    .insert(sessions)
    .values({ tokenHash: tokenHashOf(token), personId, secondFactor: false, createdAt: now, seenAt: now })
    .returning({ id: sessions.id });
  await record(tx, ctx, "session.start", { ...ownAccount(ctx.actor), type: "session", id: made?.id ?? null });
  return { token, personId };
}

/** Ends the session of `token`, if there still is one. */
export async function signOut(ctx: Ctx, token: string): Promise<void> {
  await ctx.db.transaction(async (tx) => {
    const [ended] = await tx
      .delete(sessions)
      .where(eq(sessions.tokenHash, tokenHashOf(token)))
      .returning({ id: sessions.id });
    if (ended)
      await record(tx, ctx, "session.end", { ...ownAccount(ctx.actor), type: "session", id: ended.id });
  });
}

/** Gives a session another token, because what it may do has changed; the old one is dead. */
export async function renewSession(
  tx: Tx,
  sessionId: number,
  change: { secondFactor?: boolean } = {},
): Promise<string> {
  const token = newToken();
  await tx
    .update(sessions)
    .set({ ...change, tokenHash: tokenHashOf(token) })
    .where(eq(sessions.id, sessionId));
  return token;
}

/** Ends the person's sessions, except one. */
export async function endSessionsOf(tx: Tx, personId: number, except?: number): Promise<number> {
  const ended = await tx
    .delete(sessions)
    .where(and(eq(sessions.personId, personId), except === undefined ? undefined : ne(sessions.id, except)))
    .returning({ id: sessions.id });
  return ended.length;
}

/** Ends the person's API tokens. */
export async function revokeTokensOf(tx: Tx, personId: number, at: Date): Promise<number> {
  const revoked = await tx
    .update(apiTokens)
    .set({ revokedAt: at.toISOString() })
    .where(and(eq(apiTokens.personId, personId), isNull(apiTokens.revokedAt)))
    .returning({ id: apiTokens.id });
  return revoked.length;
}

/** One's own account as the subject of an audit event. */
export const ownAccount = (actor: Actor): Subject => ({
  type: "person",
  id: actor.id,
  name: actor.username,
  divisionCode: actor.scope.code,
});

const account = {
  person,
  scope,
  passwordHash: people.passwordHash,
  disabledAt: people.disabledAt,
  id: people.id,
  awaitsSince: people.awaitsSince,
  requestedBy: people.requestedBy,
};

async function accountNamed(db: Reader, username: string) {
  const [row] = await db
    .select(account)
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(eq(people.username, username));
  return row;
}

async function accountById(db: Reader, id: number) {
  const [row] = await db
    .select(account)
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(eq(people.id, id));
  return row;
}

const subjectOf = (row: { id: number; person: { username: string }; scope: { code: string } }): Subject => ({
  type: "person",
  id: row.id,
  name: row.person.username,
  divisionCode: row.scope.code,
});

/**
 * A name that nobody has may be a password typed into the wrong field: only its beginning is kept. It lies in
 * the whole district.
 */
async function unknownSubject(db: Reader, username: string): Promise<Subject> {
  const [root] = await db
    .select({ code: settings.value })
    .from(settings)
    .where(eq(settings.key, "rootCode"))
    .orderBy(asc(settings.key));
  return {
    type: "person",
    id: null,
    name: `${username.slice(0, 2)}…`,
    divisionCode: root?.code ?? visitorActor.scope.code,
  };
}
