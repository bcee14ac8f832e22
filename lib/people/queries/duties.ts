import { and, eq, isNull } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, people } from "#db/schema/index.ts";

// 三员分立: an administrator is for the system or for security, an auditor for the trail. A row has one role and
// one duty, so nobody holds two; here is only what keeps each of the three somebody's.

/** The three duties, the third of which is a role of its own. */
export type ThreeDuties = "system" | "security" | "audit";

/**
 * How many hold what over the whole district, whose accounts are open.
 * @param awaiting those too who await a second person
 */
export async function holdersOf(
  db: Reader,
  root: { id: number },
  awaiting = false,
): Promise<Record<ThreeDuties, number>> {
  const rows = await db
    .select({ role: people.role, duty: people.duty })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(
      and(
        eq(divisions.id, root.id),
        isNull(people.disabledAt),
        awaiting ? undefined : isNull(people.awaitsSince),
      ),
    );
  const having = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length;
  return {
    system: having(({ role, duty }) => role === "admin" && duty === "system"),
    security: having(({ role, duty }) => role === "admin" && duty === "security"),
    audit: having(({ role }) => role === "auditor"),
  };
}

/** The first duty that is nobody's. */
export async function lacking(
  db: Reader,
  root: { id: number },
  awaiting = false,
): Promise<ThreeDuties | undefined> {
  const holders = await holdersOf(db, root, awaiting);
  return (["system", "security", "audit"] as const).find((duty) => holders[duty] === 0);
}
