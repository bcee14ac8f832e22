import { and, eq, isNull } from "drizzle-orm";
import { people } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { record, suiteOf } from "#lib/audit/store/record.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { offeredSecret, seal, spendCode, stepOf } from "../store/second-factor.ts";
import { ownAccount, renewSession, type Session } from "../store/sessions.ts";
import { codeThrottleName, tryOnce } from "../store/throttle.ts";

/**
 * Turns the second factor on, once the person's device shows a code of the secret that this session was
 * offered. That code is spent; the session goes on under the token returned.
 * @throws {Refused} `access.wrongCode`, `access.alreadyEnrolled`, `access.throttled`
 */
export async function enrolSecondFactor(
  ctx: Ctx,
  code: string,
  session: Pick<Session, "sessionId"> & { token: string },
  at = new Date(),
): Promise<{ token: string }> {
  const personId = ctx.actor.id as number;
  authorize(ctx.actor, "secondFactor.enrol", { personId });
  const secret = offeredSecret(session.token);
  const step = stepOf(secret, code, at);
  const guess = { name: codeThrottleName(personId), subject: ownAccount(ctx.actor) };
  return tryOnce(
    ctx,
    guess,
    at,
    async () => step !== null,
    async (tx, right) => {
      if (!right) return new Refused("access.wrongCode", {}, "code");
      const enrolled = await tx
        .update(people)
        .set({ totpSecret: seal(secret, personId, await suiteOf(tx)), totpLastStep: step })
        .where(and(eq(people.id, personId), isNull(people.totpSecret)))
        .returning({ id: people.id });
      if (enrolled.length === 0) return new Refused("access.alreadyEnrolled");
      const token = await renewSession(tx, session.sessionId, { secondFactor: true });
      await record(tx, ctx, "secondFactor.enrol", ownAccount(ctx.actor));
      return { token };
    },
  );
}

/**
 * Turns the second factor off, for a change of phone; whoever must have one is asked for a new one at once.
 * @param code of the device that is being left
 */
export async function removeSecondFactor(
  ctx: Ctx,
  code: string,
  sessionId: number,
  at = new Date(),
): Promise<{ token: string }> {
  const personId = ctx.actor.id as number;
  authorize(ctx.actor, "secondFactor.remove", { personId });
  return spendCode(ctx, code, at, async (tx) => {
    await tx.update(people).set({ totpSecret: null, totpLastStep: null }).where(eq(people.id, personId));
    const token = await renewSession(tx, sessionId, { secondFactor: false });
    await record(tx, ctx, "secondFactor.remove", ownAccount(ctx.actor));
    return { token };
  });
}
