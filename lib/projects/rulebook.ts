import { and, desc, gte, lte } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingCalendar, type LightThresholds, lightRules } from "#db/schema/index.ts";
import { addMonths, type Day, type Month } from "../period.ts";
import type { Calendar } from "./lights.ts";

/** The published rules, newest first. */
export type Rules = readonly { effectiveOn: Day; thresholds: LightThresholds }[];

export function rulesOf(db: Reader): Promise<Rules> {
  return db
    .select({ effectiveOn: lightRules.effectiveOn, thresholds: lightRules.thresholds })
    .from(lightRules)
    .orderBy(desc(lightRules.effectiveOn), desc(lightRules.id));
}

/** The thresholds in force on a day: those of the newest rule that had taken effect by then, before all of them the first. A later rule does not re-light the past. */
export function ruleOn(rules: Rules, on: Day): LightThresholds {
  const rule = rules.find((each) => each.effectiveOn <= on) ?? rules.at(-1);
  if (!rule) throw new Error("There is no light rule: the district was founded without one");
  return rule.thresholds;
}

/** When the reports of the three years up to `month` are due. */
export async function calendarUntil(db: Reader, month: Month): Promise<Calendar> {
  const rows = await db
    .select({ month: filingCalendar.month, dueOn: filingCalendar.dueOn })
    .from(filingCalendar)
    .where(and(lte(filingCalendar.month, month), gte(filingCalendar.month, addMonths(month, -36))));
  return new Map(rows.map((row) => [row.month, row.dueOn]));
}
