import { and, eq, isNull } from "drizzle-orm";
import { screens } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
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
export const createScreen = defineCommand({
  verb: "screen.create",
  asksFirst: true,
  input: takes<CreateScreen>(),
  prepare: async (_) => ({ token: newToken() }),
  load: (tx, { actor }, { input }) => divisionById(tx, actor, input.scopeId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: scope, prepared: { token } }) {
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
    return {
      result: { id, name },
      audit: {
        subject: { type: "screen", id, name, divisionCode: scope.code },
        after: { name, scope: scope.name },
      },
    };
  },
  after: (_, { result, event, prepared: { token } }) => ({ ...result, token: event ? token : null }),
});

/**
 * Puts a screen out, from its next question on: within a second where it shows.
 * @throws {Refused} `screen.alreadyRevoked`
 */
export const revokeScreen = defineCommand({
  verb: "screen.revoke",
  asksFirst: true,
  input: takes<RevokeScreen>(),
  load: (tx, { actor }, { input }) => requireScreen(tx, actor, input.screenId),
  place: ({ scope }) => ({ divisionCode: scope.code }),
  async work(tx, ctx, { loaded: screen }) {
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
    return {
      result: { id: screen.id },
      audit: { subject, before: { revoked: false }, after: { revoked: true } },
    };
  },
});
