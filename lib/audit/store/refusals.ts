import { and, eq, lt, sql } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import { refusalCounts } from "#db/schema/index.ts";

// The trail can never be shortened, so whoever is refused again and again must not lengthen it at will: the
// first refusal of a window is an event, the rest are a number beside it.

const windowMs = 15 * 60_000;
const keptMs = 184 * 24 * 3_600_000; // as long as a security log is kept

/** Counts a refusal of `name` at `at`. True for the first of its window: that one is for the trail. */
export async function isFirstRefusal(tx: Tx, name: string, at: Date): Promise<boolean> {
  const windowFrom = new Date(Math.floor(at.getTime() / windowMs) * windowMs).toISOString();
  const [row] = await tx
    .insert(refusalCounts)
    .values({ name, windowFrom, count: 1 })
    .onConflictDoUpdate({
      target: [refusalCounts.name, refusalCounts.windowFrom],
      set: { count: sql`${refusalCounts.count} + 1` },
    })
    .returning({ count: refusalCounts.count });
  if (row?.count !== 1) return false;
  await tx
    .delete(refusalCounts)
    .where(
      and(
        eq(refusalCounts.name, name),
        lt(refusalCounts.windowFrom, new Date(at.getTime() - keptMs).toISOString()),
      ),
    );
  return true;
}
