import { and, eq, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, people } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import { NotFound } from "#lib/core/errors.ts";

/**
 * The person of a username as they would act now, who may read and write nothing: whoever holds the machine
 * looks with their eyes.
 * @throws {NotFound} for a name that nobody has, or whose account is disabled or awaits a second person
 */
export async function readerNamed(db: Reader, username: string): Promise<Actor> {
  const [row] = await db
    .select({
      person: { id: people.id, username: people.username, name: people.name, role: people.role },
      scope: { id: divisions.id, code: divisions.code, level: divisions.level, name: divisions.name },
    })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(and(eq(people.username, username), isNull(people.disabledAt), isNull(people.awaitsSince)));
  if (!row) throw new NotFound(`person ${username}`);
  return { ...row.person, scope: row.scope };
}
