import { and, asc, eq, isNull, ne } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { type Duty, divisions, people, type Role } from "#db/schema/index.ts";
import { covers } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { doorOf } from "./sign-in-rules.ts";

// An account that rules accounts or reads everything is given by one person and confirmed by another. What
// one alone has asked for stands in the account's row, where everybody sees it; until it is confirmed nobody
// signs in there. Whoever holds the machine is the second person of a district with one administrator, and
// needs none: that is the first administrator of all.

/** Roles whose accounts nobody gives or takes over alone. */
export const needsTwo = (role: Role): boolean => role === "admin" || role === "auditor";

/** What a row becomes when `ctx.actor` has asked for it; nothing awaits what the operator does. */
export const asked = (ctx: Ctx) =>
  ctx.actor.role === "operator" ? {} : { awaitsSince: ctx.now.toISOString(), requestedBy: ctx.actor.id };

export const confirmed = { awaitsSince: null, requestedBy: null };

/** An account that awaits a second person. */
export type Awaiting = { username: string; requestedBy: number | null; scope: { code: string } };

/**
 * Administrators who may confirm what the account awaits, in the order of their accounts; where the three
 * duties are separated those of the other duty than whoever asked. None: the operator does.
 */
export async function confirmersOf(
  db: Reader,
  { requestedBy, scope }: Awaiting,
): Promise<{ id: number; name: string }[]> {
  const rows = await db
    .select({
      id: people.id,
      name: people.name,
      duty: people.duty,
      scope: { code: divisions.code, level: divisions.level },
    })
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(
      and(
        eq(people.role, "admin"),
        isNull(people.disabledAt),
        isNull(people.awaitsSince),
        ne(people.id, requestedBy ?? 0),
      ),
    )
    .orderBy(asc(people.id));
  const within = rows.filter((row) => covers(row.scope, scope.code));
  const able = (await doorOf(db)).threeDuties ? within.filter(await hasOtherDuty(db, requestedBy)) : within;
  return able.map(({ id, name }) => ({ id, name }));
}

async function hasOtherDuty(db: Reader, requestedBy: number | null) {
  const [asker] = await db
    .select({ duty: people.duty })
    .from(people)
    .where(eq(people.id, requestedBy ?? 0));
  return ({ duty }: { duty: Duty | null }) => duty !== null && duty !== asker?.duty;
}

/** Why nobody signs in to the account yet: whose word is awaited. */
export async function refusalOf(db: Reader, account: Awaiting, field?: string): Promise<Refused> {
  const names = (await confirmersOf(db, account)).map(({ name }) => name).join("、");
  return new Refused(
    names ? "access.awaitsAdministrator" : "access.awaitsOperator",
    { username: account.username, names },
    field,
  );
}
