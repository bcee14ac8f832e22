import { and, eq, inArray } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingMonths, fundingPostings, projectReports } from "#db/schema/index.ts";
import { addMonths, type Month, monthOfDay } from "#lib/core/dates.ts";

/** A project that a register's row puts into another town. */
export type Move = { projectId: number; townIds: readonly number[] };

/**
 * The locked months, of the old town or the new one, in which projects that move have money or a report: what
 * was read out of them changes.
 */
export async function lockedMonthsOf(db: Reader, moves: readonly Move[]): Promise<Month[]> {
  const projectIds = moves.map(({ projectId }) => projectId);
  if (projectIds.length === 0) return [];
  const locked = await db
    .select({ townId: filingMonths.townId, month: filingMonths.month })
    .from(filingMonths)
    .where(
      and(
        inArray(filingMonths.townId, [...new Set(moves.flatMap(({ townIds }) => townIds))]),
        eq(filingMonths.state, "locked"),
      ),
    );
  const money = await db
    .select({ projectId: fundingPostings.projectId, onDay: fundingPostings.onDay })
    .from(fundingPostings)
    .where(inArray(fundingPostings.projectId, projectIds));
  const reports = await db
    .select({ projectId: projectReports.projectId, month: projectReports.month })
    .from(projectReports)
    .where(inArray(projectReports.projectId, projectIds));
  const has = new Set([
    ...money.map(({ projectId, onDay }) => `${projectId} ${monthOfDay(onDay)}`),
    ...reports.map(({ projectId, month }) => `${projectId} ${month}`),
  ]);
  const touched = locked.filter(({ townId, month }) =>
    moves.some(({ projectId, townIds }) => townIds.includes(townId) && has.has(`${projectId} ${month}`)),
  );
  return [...new Set(touched.map(({ month }) => month))].toSorted();
}

/** Months as they are read out: those that follow one another as one stretch, 2016-03—2016-05. */
export function stretchesOf(months: readonly Month[]): string[] {
  const stretches: [Month, Month][] = [];
  for (const month of months) {
    const last = stretches.at(-1);
    if (last && addMonths(last[1], 1) === month) last[1] = month;
    else stretches.push([month, month]);
  }
  return stretches.map(([from, to]) => (from === to ? from : `${from}—${to}`));
}
