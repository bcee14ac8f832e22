import { and, asc, eq, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, people } from "#db/schema/index.ts";

/** The accounts that a demonstration made, for its sign-in page: account name, role and where. None in a real database. */
export function demonstrationAccounts(db: Reader) {
  return db
    .select({ username: people.username, role: people.role, scope: divisions.shortName })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(and(eq(people.provenance, "demo"), isNull(people.disabledAt)))
    .orderBy(asc(people.id))
    .limit(12);
}
