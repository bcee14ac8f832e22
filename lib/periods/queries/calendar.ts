import { and, asc, eq, gte, inArray, lte, min, type SQL } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import {
  divisions,
  filingCalendar,
  filingMonths,
  fundingPostings,
  incomeMonths,
  projectReports,
  projects,
} from "#db/schema/index.ts";
import { addMonths, type Calendar, type Month, monthOfDay, monthsOf } from "#lib/core/dates.ts";

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

/** The locked months of the towns that `where` picks (conditions on the town's `division`). */
export async function lockedMonths(db: Reader, where: SQL | undefined): Promise<Map<number, Set<Month>>> {
  const rows = await db
    .select({ townId: filingMonths.townId, month: filingMonths.month })
    .from(filingMonths)
    .innerJoin(divisions, eq(divisions.id, filingMonths.townId))
    .where(and(eq(filingMonths.state, "locked"), where));
  return new Map(
    [...Map.groupBy(rows, (row) => row.townId)].map(([townId, own]) => [
      townId,
      new Set(own.map((row) => row.month)),
    ]),
  );
}

/** The first month from `first` on that is not among `locked`; undefined where nothing has begun. */
export function firstNotIn(locked: ReadonlySet<Month>, first: Month | undefined): Month | undefined {
  let month = first;
  while (month !== undefined && locked.has(month)) month = addMonths(month, 1);
  return month;
}

/** The first month before `month` that a town has data since and that is not locked: it comes first. */
export async function firstUnlocked(db: Reader, townId: number, month: Month): Promise<Month | undefined> {
  const locked = await lockedMonths(db, eq(divisions.id, townId));
  const first = (await firstMonthsOf(db, [townId])).get(townId);
  const next = firstNotIn(locked.get(townId) ?? new Set(), first);
  return next !== undefined && next < month ? next : undefined;
}

/** When the months of a year open for filing and are due. */
export async function calendarOf(
  db: Reader,
  year: number,
): Promise<Map<Month, typeof filingCalendar.$inferSelect>> {
  const [from, to] = [monthsOf(year)[0] as Month, monthsOf(year)[11] as Month];
  const rows = await db
    .select()
    .from(filingCalendar)
    .where(and(gte(filingCalendar.month, from), lte(filingCalendar.month, to)))
    .orderBy(asc(filingCalendar.month));
  return new Map(rows.map((row) => [row.month, row]));
}

/** When the reports of the three years up to `month`, and of the half year after it, are due. */
export async function calendarUntil(db: Reader, month: Month): Promise<Calendar> {
  const rows = await db
    .select({ month: filingCalendar.month, dueOn: filingCalendar.dueOn })
    .from(filingCalendar)
    .where(
      and(lte(filingCalendar.month, addMonths(month, 6)), gte(filingCalendar.month, addMonths(month, -36))),
    );
  return new Map(rows.map((row) => [row.month, row.dueOn]));
}
