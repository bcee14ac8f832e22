import { and, eq, gte, lt, min } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingMonths, fundingPostings, incomeMonths, projectReports, projects } from "#db/schema/index.ts";
import { addMonths, type Month, monthOfDay } from "../period.ts";

/** The first month that anything of a town belongs to; undefined where there is nothing yet. */
export async function firstMonthOf(db: Reader, townId: number): Promise<Month | undefined> {
  const [income] = await db
    .select({ month: min(incomeMonths.month) })
    .from(incomeMonths)
    .where(eq(incomeMonths.divisionId, townId));
  const [funding] = await db
    .select({ day: min(fundingPostings.onDay) })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .where(eq(projects.townId, townId));
  const [reports] = await db
    .select({ month: min(projectReports.month) })
    .from(projectReports)
    .innerJoin(projects, eq(projects.id, projectReports.projectId))
    .where(eq(projects.townId, townId));
  const months = [income?.month, funding?.day ? monthOfDay(funding.day) : null, reports?.month];
  return months.filter((month): month is Month => typeof month === "string").toSorted()[0];
}

/** The first month before `month` that a town has data since and that is not locked: it comes first. */
export async function firstUnlocked(db: Reader, townId: number, month: Month): Promise<Month | undefined> {
  const first = await firstMonthOf(db, townId);
  if (first === undefined) return undefined;
  const rows = await db
    .select({ month: filingMonths.month })
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), eq(filingMonths.state, "locked"), gte(filingMonths.month, first), lt(filingMonths.month, month)));
  const locked = new Set(rows.map((row) => row.month));
  for (let each = first; each < month; each = addMonths(each, 1)) if (!locked.has(each)) return each;
  return undefined;
}
