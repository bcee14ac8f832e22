import { and, desc, gte, lte } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingCalendar, lightRules } from "#db/schema/index.ts";
import { addMonths, type Month } from "../period.ts";
import type { Calendar } from "./lights.ts";
import type { Rules } from "./rules.ts";

/** The published rules, newest first, those among them that are still to take effect. */
export function rulesOf(db: Reader): Promise<Rules> {
  return db
    .select({ effectiveOn: lightRules.effectiveOn, thresholds: lightRules.thresholds })
    .from(lightRules)
    .orderBy(desc(lightRules.effectiveOn), desc(lightRules.id));
}

/** When the reports of the three years up to `month`, and of the half year after it, are due. */
export async function calendarUntil(db: Reader, month: Month): Promise<Calendar> {
  const rows = await db
    .select({ month: filingCalendar.month, dueOn: filingCalendar.dueOn })
    .from(filingCalendar)
    .where(and(lte(filingCalendar.month, addMonths(month, 6)), gte(filingCalendar.month, addMonths(month, -36))));
  return new Map(rows.map((row) => [row.month, row.dueOn]));
}
