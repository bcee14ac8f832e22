import { and, desc, eq, isNotNull, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, screens } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";

const columns = {
  id: screens.id,
  name: screens.name,
  scope: { id: divisions.id, code: divisions.code, level: divisions.level, name: divisions.name },
  personName: screens.personName,
  createdAt: screens.createdAt,
  seenAt: screens.seenAt,
  revokedAt: screens.revokedAt,
};

/**
 * A screen as the office sees it, its instants by the product's clock; `seenAt` is when it last asked, null
 * until its link is opened.
 */
export type Screen = Awaited<ReturnType<typeof requireScreen>>;

/** The screen `id` when its division lies in the actor's scope. @throws {NotFound} */
export async function requireScreen(db: Reader, actor: Actor, id: number) {
  const [row] = await db
    .select(columns)
    .from(screens)
    .innerJoin(divisions, eq(divisions.id, screens.scopeId))
    .where(and(eq(screens.id, id), under(divisions.code, actor.scope)));
  if (!row) throw new NotFound(`screen ${id}`);
  return row;
}

const mostRevoked = 20;

/**
 * The screens of the actor's scope, newest first: all that stand, then the last that were revoked.
 * @throws {Forbidden}
 */
export async function screensOf(ctx: Ctx): Promise<Screen[]> {
  authorize(ctx.actor, "screen.read");
  const among = (revoked: boolean) =>
    ctx.db
      .select(columns)
      .from(screens)
      .innerJoin(divisions, eq(divisions.id, screens.scopeId))
      .where(
        and(
          revoked ? isNotNull(screens.revokedAt) : isNull(screens.revokedAt),
          under(divisions.code, ctx.actor.scope),
        ),
      )
      .orderBy(desc(screens.id));
  return [...(await among(false)), ...(await among(true).limit(mostRevoked))];
}
