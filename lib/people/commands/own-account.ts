import { and, eq, gt, isNull } from "drizzle-orm";
import { apiTokens, people, sessions } from "#db/schema/index.ts";
import { type Done, defineCommand, takes } from "#lib/audit/define-command.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import type { ChangePassword, CreateToken, EndSession, RevokeToken } from "../input.ts";
import { leavePassword, requireAnotherPassword } from "../store/former-passwords.ts";
import { requireGoodPassword } from "../store/password-strength.ts";
import { hashPassword, inTurn, isPassword } from "../store/passwords.ts";
import {
  endSessionsOf,
  newToken,
  ownAccount,
  renewSession,
  revokeTokensOf,
  tokenHashOf,
} from "../store/sessions.ts";
import { attempted, keepRight, orThrow, type Proven, wrongGuess } from "../store/throttle.ts";

/**
 * Changes one's own password. Every other session of the account and its API tokens end; this one,
 * `sessionId`, goes on under the token returned.
 * @throws {Refused} `access.wrongCurrent`, `access.samePassword`, `access.formerPassword`, `access.throttled`
 * or what `faultOf` says.
 */
export const changePassword = defineCommand({
  verb: "password.change",
  asksFirst: true,
  input: takes<Pick<ChangePassword, "currentPassword" | "password">, [sessionId: number, at?: Date]>(),
  async prepare(ctx, { input: { password, currentPassword }, given: [, at = new Date()] }) {
    const personId = ctx.actor.id as number;
    await requireGoodPassword(ctx, password, ctx.actor);
    if (password === currentPassword) throw new Refused("access.samePassword", {}, "password");
    await requireAnotherPassword(ctx.db, password, personId);
    const [account] = await ctx.db
      .select({ hash: people.passwordHash })
      .from(people)
      .where(eq(people.id, personId));
    const passwordHash = await hashPassword(password);
    const guess = { name: ctx.actor.username, subject: ownAccount(ctx.actor) };
    const attempt = await inTurn(() =>
      attempted(ctx, guess, at, () => isPassword(account?.hash, currentPassword)),
    );
    return { account, passwordHash, attempt, at };
  },
  async work(
    tx,
    ctx,
    { given: [sessionId], prepared: { account, passwordHash, attempt, at } },
  ): Promise<Done<Proven, unknown>> {
    const personId = ctx.actor.id as number;
    const wrong = wrongGuess(
      ownAccount(ctx.actor),
      new Refused("access.wrongCurrent", {}, "currentPassword"),
    );
    if (!attempt.isRight || !account) return wrong;
    const changed = await tx
      .update(people)
      .set({ passwordHash, mustChangePassword: false, passwordSince: at.toISOString() })
      .where(and(eq(people.id, personId), eq(people.passwordHash, account.hash), isNull(people.disabledAt)))
      .returning({ id: people.id });
    if (changed.length === 0) return wrong;
    await leavePassword(tx, personId, account.hash, at);
    const after = {
      sessionsEnded: await endSessionsOf(tx, personId, sessionId),
      tokensRevoked: await revokeTokensOf(tx, personId, at),
    };
    const token = await renewSession(tx, sessionId);
    await keepRight(tx, attempt);
    return { result: { token }, audit: { subject: ownAccount(ctx.actor), after } };
  },
  after: (_, { result }) => orThrow(result),
});

/** Ends one of one's own sessions. @throws {NotFound} when it is not one's own or has ended. */
export const endSession = defineCommand({
  verb: "session.end",
  input: takes<EndSession>(),
  async work(tx, ctx, { input }) {
    const personId = ctx.actor.id as number;
    const [ended] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, input.sessionId), eq(sessions.personId, personId)))
      .returning({ id: sessions.id });
    if (!ended) throw new NotFound(`session ${input.sessionId}`);
    return {
      result: ended,
      audit: { subject: { ...ownAccount(ctx.actor), type: "session", id: ended.id } },
    };
  },
});

const mostTokens = 20;

/**
 * Makes a read-only API token of one's own. The token is returned this once; sending the form again makes no
 * second one and shows nothing (`token` is null).
 * @throws {Refused} `access.tooManyTokens`
 */
export const createToken = defineCommand({
  verb: "token.create",
  input: takes<CreateToken, [at?: Date]>(),
  prepare: async (_, { given: [at = new Date()] }) => ({ token: newToken(), at }),
  async work(tx, ctx, { input, prepared: { token, at } }) {
    const personId = ctx.actor.id as number;
    const expiresAt = new Date(at.getTime() + input.days * 24 * 3_600_000).toISOString();
    const active = await tx
      .select({ id: apiTokens.id })
      .from(apiTokens)
      .where(
        and(
          eq(apiTokens.personId, personId),
          isNull(apiTokens.revokedAt),
          gt(apiTokens.expiresAt, at.toISOString()),
        ),
      );
    if (active.length >= mostTokens) throw new Refused("access.tooManyTokens", { most: mostTokens });
    const [row] = await tx
      .insert(apiTokens)
      .values({
        tokenHash: tokenHashOf(token),
        personId,
        name: input.name,
        createdAt: at.toISOString(),
        expiresAt,
      })
      .returning({ id: apiTokens.id });
    const id = row?.id as number;
    return {
      result: { id, name: input.name },
      audit: {
        subject: { ...ownAccount(ctx.actor), type: "token", id, name: input.name },
        after: { name: input.name, expiresAt },
      },
    };
  },
  after: (_, { result, event, prepared: { token } }) => ({ ...result, token: event ? token : null }),
});

/**
 * Revokes one of one's own API tokens, from the next request on.
 * @throws {NotFound} when it is not one's own or is revoked.
 */
export const revokeToken = defineCommand({
  verb: "token.revoke",
  input: takes<RevokeToken>(),
  async work(tx, ctx, { input }) {
    const personId = ctx.actor.id as number;
    const [row] = await tx
      .update(apiTokens)
      .set({ revokedAt: new Date().toISOString() })
      .where(
        and(eq(apiTokens.id, input.tokenId), eq(apiTokens.personId, personId), isNull(apiTokens.revokedAt)),
      )
      .returning({ id: apiTokens.id, name: apiTokens.name });
    if (!row) throw new NotFound(`token ${input.tokenId}`);
    return {
      result: { id: row.id },
      audit: { subject: { ...ownAccount(ctx.actor), type: "token", id: row.id, name: row.name } },
    };
  },
});
