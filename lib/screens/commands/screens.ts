import { and, eq, isNull } from "drizzle-orm";
import { screens } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { record } from "#lib/audit/store/record.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { divisionById } from "#lib/divisions/queries/divisions.ts";
import { newToken, tokenHashOf } from "#lib/people/store/sessions.ts";
import type { CreateScreen, RevokeScreen } from "../input.ts";
import { requireScreen } from "../queries/screens.ts";

/** More links than this in one division are links that nobody looks after. */
const mostScreens = 50;

/**
 * Makes the link of a screen on a wall: who holds its token reads the board of the division and nothing else,
 * until it is revoked. The token is returned this once; sending the form again makes no second one and shows
 * nothing (`token` is null).
 * @throws {NotFound} for a division outside the actor's scope. @throws {Refused} `screen.tooMany`
 */
export async function createScreen(
  ctx: Ctx,
  input: CreateScreen,
): Promise<{ id: number; name: string; token: string | null }> {
  const token = newToken();
  let fresh = false;
  const made = await once(ctx, "screen.create", input, async (tx) => {
    authorize(ctx.actor, "screen.create");
    const scope = await divisionById(tx, ctx.actor, input.scopeId);
    authorize(ctx.actor, "screen.create", { divisionCode: scope.code });
    const [standing] = await tx
      .select({ count: count() })
      .from(screens)
      .where(and(eq(screens.scopeId, scope.id), isNull(screens.revokedAt)));
    if ((standing?.count ?? 0) >= mostScreens) throw new Refused("screen.tooMany", { most: mostScreens });
    const { name } = input;
    const { id: personId, name: personName } = ctx.actor;
    const [row] = await tx
      .insert(screens)
      .values({
        tokenHash: tokenHashOf(token),
        name,
        scopeId: scope.id,
        personId,
        personName,
        createdAt: ctx.now.toISOString(),
      })
      .returning({ id: screens.id });
    const id = row?.id as number;
    await record(
      tx,
      ctx,
      "screen.create",
      { type: "screen", id, name, divisionCode: scope.code },
      { after: { name, scope: scope.name } },
    );
    fresh = true;
    return { id, name };
  });
  return { ...made, token: fresh ? token : null };
}

/**
 * Puts a screen out, from its next question on: within a second where it shows.
 * @throws {Refused} `screen.alreadyRevoked`
 */
export function revokeScreen(ctx: Ctx, input: RevokeScreen): Promise<{ id: number }> {
  return once(ctx, "screen.revoke", input, async (tx) => {
    authorize(ctx.actor, "screen.revoke");
    const screen = await requireScreen(tx, ctx.actor, input.screenId);
    authorize(ctx.actor, "screen.revoke", { divisionCode: screen.scope.code });
    const revoked = await tx
      .update(screens)
      .set({ revokedAt: ctx.now.toISOString() })
      .where(and(eq(screens.id, screen.id), isNull(screens.revokedAt)))
      .returning({ id: screens.id });
    if (revoked.length === 0) throw new Refused("screen.alreadyRevoked", { name: screen.name });
    const subject = {
      type: "screen",
      id: screen.id,
      name: screen.name,
      divisionCode: screen.scope.code,
    } as const;
    await record(tx, ctx, "screen.revoke", subject, { before: { revoked: false }, after: { revoked: true } });
    return { id: screen.id };
  });
}
