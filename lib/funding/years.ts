import { and, eq, sql } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { divisions, fundingYears, type Source, type Stage } from "#db/schema/index.ts";
import { type Node, total, under } from "#db/sql.ts";

/**
 * Adds a posting to the yearly sums of its town and county, in the posting's own transaction. Above the county nothing is
 * kept: that row would be every writer's, and a board adds up counties instead.
 */
export async function addToYears(
  tx: Tx,
  divisionIds: (number | null)[],
  { year, source, stage, amountFen }: { year: number; source: Source; stage: Stage; amountFen: number },
): Promise<void> {
  const rows = divisionIds.flatMap((divisionId) => (divisionId === null ? [] : [{ divisionId, year, source, stage, amountFen }]));
  await tx
    .insert(fundingYears)
    .values(rows)
    .onConflictDoUpdate({
      target: [fundingYears.divisionId, fundingYears.year, fundingYears.source, fundingYears.stage],
      set: { amountFen: sql`${fundingYears.amountFen} + excluded.amount_fen` },
    });
}

export type YearSum = { stage: Stage; source: Source; amountFen: number };

/**
 * Money of a year by stage and source for a town, a county, or all counties below a higher node, from the roll-up: it costs
 * the same however many postings there are. Give it a node in the actor's scope; for a village ask `fundingTotals`.
 */
export async function fundingOfYear(db: Reader, node: Node & { id: number }, year: number): Promise<YearSum[]> {
  const sums = db.select({ stage: fundingYears.stage, source: fundingYears.source, amountFen: total(fundingYears.amountFen) }).from(fundingYears);
  const ofYear = eq(fundingYears.year, year);
  if (node.level === "town" || node.level === "county") {
    return sums.where(and(ofYear, eq(fundingYears.divisionId, node.id))).groupBy(fundingYears.stage, fundingYears.source);
  }
  return sums
    .innerJoin(divisions, eq(divisions.id, fundingYears.divisionId))
    .where(and(ofYear, eq(divisions.level, "county"), under(divisions.code, node)))
    .groupBy(fundingYears.stage, fundingYears.source);
}
