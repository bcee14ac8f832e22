import { desc } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { auditEvents } from "#db/schema/index.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";

const toleratedMs = 5 * 60_000;

const isBehind = (newest: string, now: Date): boolean => Date.parse(newest) > now.getTime() + toleratedMs;

/**
 * The same while the server runs, at each event that goes by the machine's clock.
 * @throws {Refused} `clockBehind`: nothing is recorded until the clock is set
 */
export function refuseBehind(newest: string, now: Date): void {
  if (isBehind(newest, now))
    throw new Refused("clockBehind", { clock: minuteOf(now.toISOString()), newest: minuteOf(newest) });
}

/**
 * What is recorded under a clock that went back would lie before what it changes: past days would answer
 * wrongly.
 * @throws one plain sentence where `now` lies before the newest event of the trail
 */
export async function requireClock(db: Reader, now: Date): Promise<void> {
  const [newest] = await db
    .select({ at: auditEvents.at })
    .from(auditEvents)
    .orderBy(desc(auditEvents.seq))
    .limit(1);
  if (!newest || !isBehind(newest.at, now)) return;
  throw new Error(
    `The clock says ${minuteOf(now.toISOString())}, and the newest entry of the log is of ${minuteOf(newest.at)}: set the clock. 服务器时钟早于最近一条操作日志，请先校准时钟。`,
  );
}
