import { desc, eq, inArray } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { formerPasswords } from "#db/schema/index.ts";
import { Refused } from "#lib/core/errors.ts";
import { doorOf, historyChoices } from "../queries/sign-in-rules.ts";
import { inTurn, isPassword } from "./passwords.ts";

/** So many are kept, whatever the rule, so that a longer one is in force at once. */
const remembered = Math.max(...historyChoices);

const newestFirst = (db: Reader, personId: number) =>
  db
    .select({ id: formerPasswords.id, hash: formerPasswords.passwordHash })
    .from(formerPasswords)
    .where(eq(formerPasswords.personId, personId))
    .orderBy(desc(formerPasswords.id));

/** Keeps the hash of a password that the account leaves; older than the newest few are forgotten. */
export async function leavePassword(tx: Tx, personId: number, passwordHash: string, at: Date): Promise<void> {
  await tx.insert(formerPasswords).values({ personId, passwordHash, leftAt: at.toISOString() });
  const old = (await newestFirst(tx, personId)).slice(remembered).map(({ id }) => id);
  if (old.length > 0) await tx.delete(formerPasswords).where(inArray(formerPasswords.id, old));
}

/**
 * Never call it inside a transaction: it hashes.
 * @throws {Refused} `access.formerPassword` for one that the account had before
 */
export async function requireAnotherPassword(db: Reader, password: string, personId: number): Promise<void> {
  const { history } = await doorOf(db);
  for (const { hash } of (await newestFirst(db, personId)).slice(0, history))
    if (await inTurn(() => isPassword(hash, password)))
      throw new Refused("access.formerPassword", { count: history }, "password");
}
