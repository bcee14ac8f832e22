import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { Secret, TOTP } from "otpauth";
import { people } from "#db/schema/index.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Ctx } from "#lib/core/context.ts";
import { readEnv } from "#lib/core/env.ts";
import { Refused } from "#lib/core/errors.ts";
import { sealGm, unsealGm } from "#lib/core/gm.ts";
import { ownAccount, renewSession } from "./sessions.ts";
import { codeThrottleName, tryOnce } from "./throttle.ts";

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
  return spendCode(ctx, code, at, async (tx) => {
    const token = await renewSession(tx, sessionId, { secondFactor: true });
    await record(tx, ctx, "session.verify", { ...ownAccount(ctx.actor), type: "session", id: sessionId });
    return { token };
  });
}

/**
 * Does `work` in the transaction that spends the code. Guesses at codes are counted by person, like guesses
 * at a password.
 */
export async function spendCode<T>(
  ctx: Ctx,
  code: string,
  at: Date,
  work: Parameters<typeof tryOnce<T>>[4],
): Promise<T> {
  const personId = ctx.actor.id as number;
  const [person] = await ctx.db
    .select({ sealed: people.totpSecret })
    .from(people)
    .where(eq(people.id, personId));
  const sealed = person?.sealed;
  if (!sealed) throw new Refused("access.notEnrolled");
  const step = stepOf(unseal(sealed, personId), code, at);
  const guess = { name: codeThrottleName(personId), subject: ownAccount(ctx.actor) };
  return tryOnce(
    ctx,
    guess,
    at,
    async () => step !== null,
    async (tx, right) => {
      if (!right) return new Refused("access.wrongCode", {}, "code");
      const spent = await tx
        .update(people)
        .set({ totpLastStep: step })
        .where(
          and(
            eq(people.id, personId),
            eq(people.totpSecret, sealed),
            lt(people.totpLastStep, step as number),
          ),
        )
        .returning({ id: people.id });
      return spent.length === 0 ? new Refused("access.usedCode", {}, "code") : work(tx, right);
    },
  );
}
