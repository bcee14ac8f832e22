import { and, asc, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, type Level, settings } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import type { Actor } from "#lib/core/actor.ts";
import { NotFound } from "#lib/core/errors.ts";

export type Division = {
  id: number;
  code: string;
  level: Level;
  name: string;
  shortName: string;
  kind: string;
  parentId: number | null /** How many villages lie at or below it. */;
  villages: number;
};

const columns = {
  id: divisions.id,
  code: divisions.code,
  level: divisions.level,
  name: divisions.name,
  shortName: divisions.shortName,
  kind: divisions.kind,
  parentId: divisions.parentId,
  villages: divisions.villages,
};

/** The division with `code` if it lies in the actor's scope. @throws {NotFound} */
export async function divisionOf(db: Reader, actor: Actor, code: string): Promise<Division> {
  const [row] = await db
    .select(columns)
    .from(divisions)
    .where(and(eq(divisions.code, code), under(divisions.code, actor.scope)));
  if (!row) throw new NotFound(`division ${code}`);
  return row;
}

/** The division with `id` if it lies in the actor's scope. @throws {NotFound} */
export async function divisionById(db: Reader, actor: Actor, id: number): Promise<Division> {
  const [row] = await db
    .select(columns)
    .from(divisions)
    .where(and(eq(divisions.id, id), under(divisions.code, actor.scope)));
  if (!row) throw new NotFound(`division ${id}`);
  return row;
}

/**
 * The village with `id` and all that is kept about it, if it lies in the actor's scope.
 * @throws {NotFound}
 */
export async function villageById(db: Reader, actor: Actor, id: number) {
  const [row] = await db
    .select()
    .from(divisions)
    .where(and(eq(divisions.id, id), eq(divisions.level, "village"), under(divisions.code, actor.scope)));
  if (!row) throw new NotFound(`village ${id}`);
  return row;
}

/** What lies directly below `node`, by code. */
export function childrenOf(db: Reader, node: { id: number }): Promise<Division[]> {
  return db
    .select(columns)
    .from(divisions)
    .where(eq(divisions.parentId, node.id))
    .orderBy(asc(divisions.code));
}

/** All divisions of a level in the actor's scope, by code: the towns or villages that a form offers. */
export function divisionsWithin(db: Reader, actor: Actor, level: Level): Promise<Division[]> {
  return db
    .select(columns)
    .from(divisions)
    .where(and(eq(divisions.level, level), under(divisions.code, actor.scope)))
    .orderBy(asc(divisions.code));
}

/** From the top down to `division` itself, whatever the scope: names for a breadcrumb. */
export async function pathTo(db: Reader, division: Division): Promise<Division[]> {
  const path = [division];
  for (let at = division; at.parentId !== null; ) {
    const [parent] = await db.select(columns).from(divisions).where(eq(divisions.id, at.parentId));
    if (!parent) break;
    path.unshift(parent);
    at = parent;
  }
  return path;
}

/** The division that the database was founded with, or null in an empty one. */
export async function rootOf(db: Reader): Promise<Division | null> {
  const [row] = await db
    .select(columns)
    .from(divisions)
    .innerJoin(settings, and(eq(settings.key, "rootCode"), eq(settings.value, divisions.code)));
  return row ?? null;
}
