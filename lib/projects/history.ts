import { addDays, addMonths, type Day, type Month, monthOfDay } from "../period.ts";
import { type Calendar, type Light, type LightFacts, lightOf, lightOfMonth, owesReport, type Why } from "./lights.ts";
import type { Rules } from "./rules.ts";

export type HistoryMonth = { month: Month; light: Light; why: Why };

/**
 * A project's light of each month since it was listed, oldest first, up to today's month or the one before it ended: by the
 * report, plan, rule and override of then. A month whose report was due and never came is grey, whatever its neighbours were.
 * @param facts with the reports of every month
 */
export function lightHistory(facts: LightFacts, rules: Rules, calendar: Calendar, today: Day): HistoryMonth[] {
  const months: HistoryMonth[] = [];
  for (let month = monthOfDay(facts.createdOn); month <= monthOfDay(today); month = addMonths(month, 1)) {
    const atEnd = lightOfMonth(facts, rules, month, today, calendar);
    const due = calendar.get(month);
    const isMissing = due !== undefined && due < today && !facts.reports.some((report) => report.month === month) && owesReport(facts, month, today);
    const reports = facts.reports.filter((report) => report.month <= month);
    const lit = isMissing && atEnd && !atEnd.override ? lightOf({ ...facts, reports }, rules, addDays(due, 1), calendar) : atEnd;
    if (lit) months.push({ month, light: lit.light, why: lit.why });
  }
  return months;
}
