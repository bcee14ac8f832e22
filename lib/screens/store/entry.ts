import { and, eq, isNull } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { divisions, screens } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import { note } from "#lib/core/disk.ts";
import { tokenHashOf } from "#lib/people/store/sessions.ts";

const minuteMs = 60_000;

/**
 * Which screen `token` is, as an actor who only reads its division; null when it was revoked or never was.
 * Notes at most once a minute that it was seen, outside the trail: that a wall is on says nothing about the
 * figures, nobody decided it, and an event for it would itself be news to every wall.
 * @param at the product's clock, which a demonstration turns back at midnight
 */
export async function actorOfScreen(db: Db, token: string, at: Date): Promise<Actor | null> {
  const [row] = await db
    .select({
      id: screens.id,
      name: screens.name,
      seenAt: screens.seenAt,
      scope: { id: divisions.id, code: divisions.code, level: divisions.level, name: divisions.name },
    })
    .from(screens)
    .innerJoin(divisions, eq(divisions.id, screens.scopeId))
    .where(and(eq(screens.tokenHash, tokenHashOf(token)), isNull(screens.revokedAt)));
  if (!row) return null;
  if (row.seenAt === null || Math.abs(at.getTime() - Date.parse(row.seenAt)) > minuteMs) {
    await note(db, (tx) =>
      tx.update(screens).set({ seenAt: at.toISOString() }).where(eq(screens.id, row.id)),
    );
  }
  return {
    id: null,
    username: `screen-${row.id}`,
    name: row.name,
    role: "screen",
    scope: row.scope,
    readOnly: true,
  };
}
