import { and, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingMonths } from "#db/schema/index.ts";
import { Refused } from "../errors.ts";
import type { Month } from "../period.ts";

/** Has this town's month been locked? No row means open. */
export async function isLocked(db: Reader, townId: number, month: Month): Promise<boolean> {
  const [row] = await db
    .select({ state: filingMonths.state })
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), eq(filingMonths.month, month)));
  return row?.state === "locked";
}

/** @throws {Refused} `monthLocked` when this town's month has been locked: the district has already read it out. */
export async function requireOpen(db: Reader, townId: number, month: Month, field?: string): Promise<void> {
  if (await isLocked(db, townId, month)) throw new Refused("monthLocked", { month }, field);
}
