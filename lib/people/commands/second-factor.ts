import { and, eq, isNull } from "drizzle-orm";
import { people } from "#db/schema/index.ts";
import { type Done, defineCommand, takes } from "#lib/audit/define-command.ts";
import { suiteOf } from "#lib/audit/store/record.ts";
import { Refused } from "#lib/core/errors.ts";
import { codeAttempted, offeredSecret, seal, spend, stepOf } from "../store/second-factor.ts";
import { ownAccount, renewSession, type Session } from "../store/sessions.ts";
import {
  attempted,
  codeThrottleName,
  keepRight,
  orThrow,
  type Proven,
  wrongGuess,
} from "../store/throttle.ts";

/**
 * Turns the second factor on, once the person's device shows a code of the secret that this session was
 * offered. That code is spent; the session goes on under the token returned.
 * @throws {Refused} `access.wrongCode`, `access.alreadyEnrolled`, `access.throttled`
 */
export const enrolSecondFactor = defineCommand({
  verb: "secondFactor.enrol",
  asksFirst: true,
  input: takes<string, [session: Pick<Session, "sessionId"> & { token: string }, at?: Date]>(),
  async prepare(ctx, { input: code, given: [session, at = new Date()] }) {
    const secret = offeredSecret(session.token);
    const step = stepOf(secret, code, at);
    const guess = { name: codeThrottleName(ctx.actor.id as number), subject: ownAccount(ctx.actor) };
    return { secret, step, attempt: await attempted(ctx, guess, at, async () => step !== null) };
  },
  async work(
    tx,
    { actor },
    { given: [{ sessionId }], prepared: { secret, step, attempt } },
  ): Promise<Done<Proven, unknown>> {
    const personId = actor.id as number;
    const subject = ownAccount(actor);
    if (!attempt.isRight) return wrongGuess(subject, new Refused("access.wrongCode", {}, "code"));
    const enrolled = await tx
      .update(people)
      .set({ totpSecret: seal(secret, personId, await suiteOf(tx)), totpLastStep: step })
      .where(and(eq(people.id, personId), isNull(people.totpSecret)))
      .returning({ id: people.id });
    if (enrolled.length === 0) return wrongGuess(subject, new Refused("access.alreadyEnrolled"));
    const token = await renewSession(tx, sessionId, { secondFactor: true });
    await keepRight(tx, attempt);
    return { result: { token }, audit: { subject } };
  },
  after: (_, { result }) => orThrow(result),
});

/**
 * Turns the second factor off, for a change of phone; whoever must have one is asked for a new one at once.
 * @param code of the device that is being left
 */
export const removeSecondFactor = defineCommand({
  verb: "secondFactor.remove",
  asksFirst: true,
  input: takes<string, [sessionId: number, at?: Date]>(),
  prepare: (ctx, { input: code, given: [, at = new Date()] }) => codeAttempted(ctx, code, at),
  async work(tx, { actor }, { given: [sessionId], prepared: attempt }): Promise<Done<Proven, unknown>> {
    const refusal = await spend(tx, actor, attempt);
    if (refusal) return wrongGuess(ownAccount(actor), refusal);
    await tx
      .update(people)
      .set({ totpSecret: null, totpLastStep: null })
      .where(eq(people.id, actor.id as number));
    const token = await renewSession(tx, sessionId, { secondFactor: false });
    await keepRight(tx, attempt);
    return { result: { token }, audit: { subject: ownAccount(actor) } };
  },
  after: (_, { result }) => orThrow(result),
});
