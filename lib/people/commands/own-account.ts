import { and, eq, gt, isNull } from "drizzle-orm";
import { apiTokens, people, sessions } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Ctx } from "#lib/core/context.ts";
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
import { tryOnce } from "../store/throttle.ts";

/**
 * Changes one's own password. Every other session of the account and its API tokens end; this one,
 * `sessionId`, goes on under the token returned.
 * @throws {Refused} `access.wrongCurrent`, `access.samePassword`, `access.formerPassword`, `access.throttled`
 * or what `faultOf` says.
 */
export async function changePassword(
  ctx: Ctx,
  input: Pick<ChangePassword, "currentPassword" | "password">,
  sessionId: number,
  at = new Date(),
): Promise<{ token: string }> {
  const personId = ctx.actor.id as number;
  authorize(ctx.actor, "password.change", { personId });
  await requireGoodPassword(ctx, input.password, ctx.actor);
  if (input.password === input.currentPassword) throw new Refused("access.samePassword", {}, "password");
  await requireAnotherPassword(ctx.db, input.password, personId);
  const [account] = await ctx.db
    .select({ hash: people.passwordHash })
    .from(people)
    .where(eq(people.id, personId));
  const passwordHash = await hashPassword(input.password);
  const guess = { name: ctx.actor.username, subject: ownAccount(ctx.actor) };
  return inTurn(() =>
    tryOnce(
      ctx,
      guess,
      at,
      () => isPassword(account?.hash, input.currentPassword),
      async (tx, right) => {
        if (!right || !account) return new Refused("access.wrongCurrent", {}, "currentPassword");
        const changed = await tx
          .update(people)
          .set({ passwordHash, mustChangePassword: false, passwordSince: at.toISOString() })
          .where(
            and(eq(people.id, personId), eq(people.passwordHash, account.hash), isNull(people.disabledAt)),
          )
          .returning({ id: people.id });
        if (changed.length === 0) return new Refused("access.wrongCurrent", {}, "currentPassword");
        await leavePassword(tx, personId, account.hash, at);
        const after = {
          sessionsEnded: await endSessionsOf(tx, personId, sessionId),
          tokensRevoked: await revokeTokensOf(tx, personId, at),
        };
        const token = await renewSession(tx, sessionId);
        await record(tx, ctx, "password.change", ownAccount(ctx.actor), { after });
        return { token };
      },
    ),
  );
}

/** Ends one of one's own sessions. @throws {NotFound} when it is not one's own or has ended. */
export function endSession(ctx: Ctx, input: EndSession): Promise<{ id: number }> {
  const personId = ctx.actor.id as number;
  return once(ctx, "session.end", input, async (tx) => {
    authorize(ctx.actor, "session.end", { personId });
    const [ended] = await tx
      .delete(sessions)
      .where(and(eq(sessions.id, input.sessionId), eq(sessions.personId, personId)))
      .returning({ id: sessions.id });
    if (!ended) throw new NotFound(`session ${input.sessionId}`);
    await record(tx, ctx, "session.end", { ...ownAccount(ctx.actor), type: "session", id: ended.id });
    return ended;
  });
}

const mostTokens = 20;

/**
 * Makes a read-only API token of one's own. The token is returned this once; sending the form again makes no
 * second one and shows nothing (`token` is null).
 * @throws {Refused} `access.tooManyTokens`
 */
export async function createToken(
  ctx: Ctx,
  input: CreateToken,
  at = new Date(),
): Promise<{ id: number; name: string; token: string | null }> {
  const personId = ctx.actor.id as number;
  const expiresAt = new Date(at.getTime() + input.days * 24 * 3_600_000).toISOString();
  const token = newToken();
  let fresh = false;
  const made = await once(ctx, "token.create", input, async (tx) => {
    authorize(ctx.actor, "token.create", { personId });
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
    await record(
      tx,
      ctx,
      "token.create",
      { ...ownAccount(ctx.actor), type: "token", id, name: input.name },
      { after: { name: input.name, expiresAt } },
    );
    fresh = true;
    return { id, name: input.name };
  });
  return { ...made, token: fresh ? token : null };
}

/**
 * Revokes one of one's own API tokens, from the next request on.
 * @throws {NotFound} when it is not one's own or is revoked.
 */
export function revokeToken(ctx: Ctx, input: RevokeToken): Promise<{ id: number }> {
  const personId = ctx.actor.id as number;
  return once(ctx, "token.revoke", input, async (tx) => {
    authorize(ctx.actor, "token.revoke", { personId });
    const [row] = await tx
      .update(apiTokens)
      .set({ revokedAt: new Date().toISOString() })
      .where(
        and(eq(apiTokens.id, input.tokenId), eq(apiTokens.personId, personId), isNull(apiTokens.revokedAt)),
      )
      .returning({ id: apiTokens.id, name: apiTokens.name });
    if (!row) throw new NotFound(`token ${input.tokenId}`);
    await record(tx, ctx, "token.revoke", {
      ...ownAccount(ctx.actor),
      type: "token",
      id: row.id,
      name: row.name,
    });
    return { id: row.id };
  });
}
