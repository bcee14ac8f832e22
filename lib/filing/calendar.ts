import { and, asc, eq, gte, inArray, lt, lte, min } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingCalendar, filingMonths, fundingPostings, incomeMonths, projectReports, projects } from "#db/schema/index.ts";
import { addMonths, type Month, monthOfDay, monthsOf } from "../period.ts";

/** The first month that anything of each town belongs to; none for a town that has nothing yet. */
export async function firstMonthsOf(db: Reader, townIds: readonly number[]): Promise<Map<number, Month>> {
  const ids = [...townIds];
  const income = await db
    .select({ townId: incomeMonths.divisionId, first: min(incomeMonths.month) })
    .from(incomeMonths)
    .where(inArray(incomeMonths.divisionId, ids))
    .groupBy(incomeMonths.divisionId);
  const funding = await db
    .select({ townId: projects.townId, first: min(fundingPostings.onDay) })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .where(inArray(projects.townId, ids))
    .groupBy(projects.townId);
  const reports = await db
    .select({ townId: projects.townId, first: min(projectReports.month) })
    .from(projectReports)
    .innerJoin(projects, eq(projects.id, projectReports.projectId))
    .where(inArray(projects.townId, ids))
    .groupBy(projects.townId);
  const first = new Map<number, Month>();
  for (const row of [...income, ...funding, ...reports]) {
    const month = row.first && monthOfDay(row.first);
    if (month && month < (first.get(row.townId) ?? "9999-12")) first.set(row.townId, month);
  }
  return first;
}

/** The first month before `month` that a town has data since and that is not locked: it comes first. */
export async function firstUnlocked(db: Reader, townId: number, month: Month): Promise<Month | undefined> {
  const first = (await firstMonthsOf(db, [townId])).get(townId);
  if (first === undefined) return undefined;
  const rows = await db
    .select({ month: filingMonths.month })
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), eq(filingMonths.state, "locked"), gte(filingMonths.month, first), lt(filingMonths.month, month)));
  const locked = new Set(rows.map((row) => row.month));
  for (let each = first; each < month; each = addMonths(each, 1)) if (!locked.has(each)) return each;
  return undefined;
}

/** When the months of a year open for filing and are due. */
export async function calendarOf(db: Reader, year: number): Promise<Map<Month, typeof filingCalendar.$inferSelect>> {
  const [from, to] = [monthsOf(year)[0] as Month, monthsOf(year)[11] as Month];
  const rows = await db
    .select()
    .from(filingCalendar)
    .where(and(gte(filingCalendar.month, from), lte(filingCalendar.month, to)))
    .orderBy(asc(filingCalendar.month));
  return new Map(rows.map((row) => [row.month, row]));
}
