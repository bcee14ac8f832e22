import { and, asc, eq, gt, inArray, lte } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { signInAttempts } from "#db/schema/index.ts";
import { record } from "#lib/audit/store/record.ts";
import { isFirstRefusal } from "#lib/audit/store/refusals.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { usernamePattern } from "../input.ts";
import { doorOf } from "../queries/sign-in-rules.ts";

// RELIABILITY §3: counted by account, whatever address the guesses come from; how many there are is a rule of
// the door.
const windowMs = 15 * 60_000;

/** What is being guessed at, and for the trail whose it is. */
export type Guess = { name: string; subject: Subject };

/**
 * Guesses at a password are counted under the name typed; names that no account can have share one count. A
 * browser that the account was signed in with before has a count of its own, so that strangers' guesses lock
 * nobody out of the browser they work with.
 */
export const throttleName = (username: string, knownBrowser?: string): string =>
  !usernamePattern.test(username)
    ? "?"
    : knownBrowser === undefined
      ? username
      : `${username} ${knownBrowser}`;
/** Guesses at a one-time code are counted apart; no username looks like this. */
export const codeThrottleName = (personId: number): string => `code:${personId}`;

/**
 * Minutes until `name` may be guessed at again, 0 when it may now. Only wrong guesses that were really tried
 * count, so somebody who keeps guessing does not lock the real user out for longer.
 */
export async function minutesToWait(db: Reader, name: string, at: Date): Promise<number> {
  const since = new Date(at.getTime() - windowMs).toISOString();
  const wrong = await db
    .select({ at: signInAttempts.at })
    .from(signInAttempts)
    .where(
      and(
        eq(signInAttempts.username, name),
        eq(signInAttempts.succeeded, false),
        gt(signInAttempts.at, since),
      ),
    )
    .orderBy(asc(signInAttempts.at));
  const oldest = wrong.at(-(await doorOf(db)).guesses);
  return oldest ? Math.max(1, Math.ceil((Date.parse(oldest.at) + windowMs - at.getTime()) / 60_000)) : 0;
}

/**
 * Refuses, and counts it, before anything costly is done.
 * @throws {Refused} `access.throttled` with `minutes`
 */
export async function refuseBeyondQuota(ctx: Ctx, guess: Guess, at: Date): Promise<void> {
  const minutes = await minutesToWait(ctx.db, guess.name, at);
  if (minutes === 0) return;
  const refusal = new Refused("access.throttled", { minutes });
  await ctx.db.transaction((tx) => remember(tx, ctx, guess, refusal, at));
  throw refusal;
}

/**
 * Forgets the wrong guesses at an account's password and codes, so that its owner may try again at once.
 * Gives how many there were.
 */
export async function forgetGuesses(
  tx: Tx,
  { id, username }: { id: number; username: string },
): Promise<number> {
  const forgotten = await tx
    .delete(signInAttempts)
    .where(
      and(
        inArray(signInAttempts.username, [throttleName(username), codeThrottleName(id)]),
        eq(signInAttempts.succeeded, false),
      ),
    )
    .returning({ id: signInAttempts.id });
  return forgotten.length;
}

/** A guess that was counted as wrong before it was tried, and whether it is right. */
export type Attempt = { id: number; isRight: boolean };

/**
 * One guess: counted as wrong before it is tried, so that guesses side by side cannot slip past the quota;
 * `check` runs outside any transaction.
 * @throws {Refused} `access.throttled`, remembered in the trail
 */
export async function attempted(
  ctx: Ctx,
  guess: Guess,
  at: Date,
  check: () => Promise<boolean>,
): Promise<Attempt> {
  const attempt = await ctx.db.transaction(async (tx) => {
    const minutes = await minutesToWait(tx, guess.name, at);
    if (minutes > 0) {
      const refusal = new Refused("access.throttled", { minutes });
      await remember(tx, ctx, guess, refusal, at);
      return refusal;
    }
    await tx
      .delete(signInAttempts)
      .where(lte(signInAttempts.at, new Date(at.getTime() - windowMs).toISOString()));
    const [made] = await tx
      .insert(signInAttempts)
      .values({ username: guess.name, at: at.toISOString(), succeeded: false })
      .returning({ id: signInAttempts.id });
    return made?.id as number;
  });
  if (attempt instanceof Refused) throw attempt;
  return { id: attempt, isRight: await check() };
}

/** Counts a guess as right. */
export async function keepRight(tx: Tx, { id }: Attempt): Promise<void> {
  await tx.update(signInAttempts).set({ succeeded: true }).where(eq(signInAttempts.id, id));
}

/** What comes of proving a secret: the session goes on under another token, or a refusal. */
export type Proven = { token: string } | Refused;

/** What a command that proves a secret of one's own does of a wrong guess: it remembers the refusal. */
export const wrongGuess = (subject: Subject, refusal: Refused) => ({
  result: refusal,
  audit: { verb: "session.refuse" as const, subject, reason: refusal.code },
});

/** The answer, once a refusal has been committed to the trail. @throws {Refused} */
export function orThrow<T>(answer: T | Refused): T {
  if (answer instanceof Refused) throw answer;
  return answer;
}

/**
 * What `settle` says in its own transaction comes of an attempt. A refusal is remembered in the trail and
 * thrown.
 */
export async function settled<T>(
  ctx: Ctx,
  { guess, at }: { guess: Guess; at: Date },
  attempt: Attempt,
  settle: (tx: Tx) => Promise<T | Refused>,
): Promise<T> {
  return orThrow(
    await ctx.db.transaction(async (tx) => {
      const outcome = await settle(tx);
      if (outcome instanceof Refused) await remember(tx, ctx, guess, outcome, at);
      else await keepRight(tx, attempt);
      return outcome;
    }),
  );
}

/**
 * A refusal in the trail: each wrong guess at an account, of which there are few in a window; of guesses
 * beyond the quota and at names that nobody has only the first of each window, the others are counted.
 */
async function remember(
  tx: Tx,
  ctx: Ctx,
  { name, subject }: Guess,
  refusal: Refused,
  at: Date,
): Promise<void> {
  const endless = subject.id === null ? "nobody" : refusal.code === "access.throttled" ? name : null;
  if (endless !== null && !(await isFirstRefusal(tx, `${refusal.code} ${endless}`, at))) return;
  await record(tx, ctx, "session.refuse", subject, { reason: refusal.code });
}
