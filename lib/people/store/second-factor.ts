import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import type { Tx } from "#db/client.ts";
import { people } from "#db/schema/index.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { readEnv } from "#lib/core/env.ts";
import { Refused } from "#lib/core/errors.ts";
import { sealGm, unsealGm } from "#lib/core/gm.ts";
import { ownAccount, renewSession } from "./sessions.ts";
import { type Attempt, attempted, codeThrottleName, settled } from "./throttle.ts";

// One-time codes (RFC 6238, 30 seconds, six digits), from any authenticator app. They go by the real clock.
const periodS = 30;
const totp = (secret: string, username = "") =>
  new TOTP({ issuer: "Guatu", label: username, period: periodS, secret: Secret.fromBase32(secret) });

/**
 * The time step whose code this is, one either way for a phone's clock that is off; null when the code is
 * wrong.
 */
export function stepOf(secret: string, code: string, at: Date): number | null {
  const delta = totp(secret).validate({ token: code, timestamp: at.getTime(), window: 1 });
  return delta === null ? null : Math.floor(at.getTime() / (periodS * 1000)) + delta;
}

/** What the QR code says, and the same for typing in: groups of four letters. */
export const enrolment = (secret: string, username: string) => ({
  uri: totp(secret, username).toString(),
  typed: secret.replace(/(.{4})(?=.)/g, "$1 "),
});

/**
 * The secret that a session is offered until its person proves that their phone has it. It is worked out, not
 * stored, so that opening the page writes nothing and opening it again shows the same; it is no other
 * session's.
 */
export function offeredSecret(sessionToken: string): string {
  const bytes = createHmac("sha256", readEnv().secret)
    .update(`second factor ${sessionToken}`)
    .digest()
    .subarray(0, 20);
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

const sealingKey = () => createHash("sha256").update(`second factors at rest ${readEnv().secret}`).digest();

const gmMark = "gm.";
const gmPurpose = "second factors at rest";

/**
 * Encrypts `secret` so that only this server reads it, and only for that person: AES-256-GCM, or SM4 with
 * HMAC-SM3 where the trail is SM3's.
 */
export function seal(secret: string, personId: number, suite: "sm3" | null = null): string {
  if (suite === "sm3")
    return gmMark + sealGm(secret, readEnv().secret, gmPurpose, String(personId)).toString("base64url");
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", sealingKey(), nonce).setAAD(Buffer.from(String(personId)));
  const sealed = Buffer.concat([cipher.update(secret, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString("base64url");
}

/**
 * What it was sealed with stands on it.
 * @throws when it was sealed with another GUATU_SECRET, for another person, or altered.
 */
export function unseal(sealed: string, personId: number): string {
  if (sealed.startsWith(gmMark))
    return unsealGm(
      Buffer.from(sealed.slice(gmMark.length), "base64url"),
      readEnv().secret,
      gmPurpose,
      String(personId),
    );
  const bytes = Buffer.from(sealed, "base64url");
  const decipher = createDecipheriv("aes-256-gcm", sealingKey(), bytes.subarray(0, 12))
    .setAAD(Buffer.from(String(personId)))
    .setAuthTag(bytes.subarray(12, 28));
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString("utf8");
}

/**
 * Spends a code of the actor's device for their session: each code once, by one guarded update. The session
 * goes on under the token returned.
 * @throws {Refused} `access.wrongCode`, `access.usedCode`, `access.throttled`, `access.notEnrolled`
 */
export async function passSecondFactor(
  ctx: Ctx,
  code: string,
  sessionId: number,
  at = new Date(),
): Promise<{ token: string }> {
  const guess = { name: codeThrottleName(ctx.actor.id as number), subject: ownAccount(ctx.actor) };
  const attempt = await codeAttempted(ctx, code, at);
  return settled(ctx, { guess, at }, attempt, async (tx) => {
    const refusal = await spend(tx, ctx.actor, attempt);
    if (refusal) return refusal;
    const token = await renewSession(tx, sessionId, { secondFactor: true });
    await record(tx, ctx, "session.verify", { ...ownAccount(ctx.actor), type: "session", id: sessionId });
    return { token };
  });
}

type CodeAttempt = Attempt & { sealed: string; step: number | null };

/**
 * A code of the actor's device, tried. Guesses at codes are counted by person, like guesses at a password.
 * @throws {Refused} `access.notEnrolled`, `access.throttled`
 */
export async function codeAttempted(ctx: Ctx, code: string, at: Date): Promise<CodeAttempt> {
  const personId = ctx.actor.id as number;
  const [person] = await ctx.db
    .select({ sealed: people.totpSecret })
    .from(people)
    .where(eq(people.id, personId));
  const sealed = person?.sealed;
  if (!sealed) throw new Refused("access.notEnrolled");
  const step = stepOf(unseal(sealed, personId), code, at);
  const guess = { name: codeThrottleName(personId), subject: ownAccount(ctx.actor) };
  return { ...(await attempted(ctx, guess, at, async () => step !== null)), sealed, step };
}

/** Spends the code of an attempt, each once; gives why it is not to be spent. */
export async function spend(
  tx: Tx,
  { id }: Actor,
  { isRight, sealed, step }: CodeAttempt,
): Promise<Refused | null> {
  if (!isRight) return new Refused("access.wrongCode", {}, "code");
  const isOlder = lt(people.totpLastStep, step as number);
  const spent = await tx
    .update(people)
    .set({ totpLastStep: step })
    .where(and(eq(people.id, id as number), eq(people.totpSecret, sealed), isOlder))
    .returning({ id: people.id });
  return spent.length === 0 ? new Refused("access.usedCode", {}, "code") : null;
}
