import { addDays, addMonths, type Calendar, type Day, type Month, monthOfDay } from "#lib/core/dates.ts";
import {
  type Assessment,
  type Light,
  type LightFacts,
  lightOf,
  lightOfMonth,
  owesReport,
  type Why,
} from "./lights.ts";
import type { Rules } from "./thresholds.ts";

export type HistoryMonth = { month: Month; light: Light; why: Why };

/**
 * The light of one month as that month ended, by the report, plan, rule and override of then; of the month
 * that runs today's. A month whose report was due and never came is grey, whatever its neighbours were.
 * `null` where there was none.
 * @param facts with the reports of every month
 */
export function lightInMonth(
  facts: LightFacts,
  rules: Rules,
  calendar: Calendar,
  month: Month,
  today: Day,
): Assessment | null {
  const atEnd = lightOfMonth(facts, rules, month, today, calendar);
  const due = calendar.get(month);
  const isMissing =
    due !== undefined &&
    due < today &&
    !facts.reports.some((report) => report.month === month) &&
    owesReport(facts, month, today);
  if (!isMissing || !atEnd || atEnd.override) return atEnd;
  return lightOf(
    { ...facts, reports: facts.reports.filter((report) => report.month <= month) },
    rules,
    addDays(due, 1),
    calendar,
  );
}

/**
 * A project's light of each month since it was listed, oldest first, up to today's month or the one before it
 * ended.
 * @param facts with the reports of every month
 */
export function lightHistory(
  facts: LightFacts,
  rules: Rules,
  calendar: Calendar,
  today: Day,
): HistoryMonth[] {
  const months: HistoryMonth[] = [];
  for (let month = monthOfDay(facts.createdOn); month <= monthOfDay(today); month = addMonths(month, 1)) {
    const lit = lightInMonth(facts, rules, calendar, month, today);
    if (lit) months.push({ month, light: lit.light, why: lit.why });
  }
  return months;
}
