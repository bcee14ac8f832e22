import { and, eq, lte, sql } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { approvedFundingYears, divisions, filingMonths, fundingPostings, fundingYears, type Source, type Stage } from "#db/schema/index.ts";
import { monthOf, type Node, total, under } from "#db/sql.ts";

/**
 * Adds a posting to the yearly sums of its town and county, in the posting's own transaction. Above the county nothing is
 * kept: that row would be every writer's, and a board adds up counties instead.
 */
export async function addToYears(
  tx: Tx,
  divisionIds: (number | null)[],
  { year, source, stage, amountFen }: YearSum & { year: number },
  book: Book = fundingYears,
): Promise<void> {
  const rows = divisionIds.flatMap((divisionId) => (divisionId === null ? [] : [{ divisionId, year, source, stage, amountFen }]));
  await tx
    .insert(book)
    .values(rows)
    .onConflictDoUpdate({
      target: [book.divisionId, book.year, book.source, book.stage],
      set: { amountFen: sql`${book.amountFen} + excluded.amount_fen` },
    });
}

type Book = typeof fundingYears;
const approvedYears = approvedFundingYears as unknown as Book; // the same columns

/** A project's money moves with it to another town, in both books: of approved rows, those that each town's months approved. */
export async function moveYears(tx: Tx, projectId: number, from: TownWithCounty, to: TownWithCounty): Promise<void> {
  const { year, source, stage, onDay } = fundingPostings;
  const sums = { year, source, stage, amountFen: total(fundingPostings.amountFen) };
  const all = await tx.select(sums).from(fundingPostings).where(eq(fundingPostings.projectId, projectId)).groupBy(year, source, stage);
  const approvedBy = (town: TownWithCounty) =>
    tx
      .select(sums)
      .from(fundingPostings)
      .innerJoin(filingMonths, and(eq(filingMonths.townId, town.id), eq(filingMonths.month, monthOf(onDay))))
      .where(and(eq(fundingPostings.projectId, projectId), lte(fundingPostings.id, filingMonths.fundingUpTo)))
      .groupBy(year, source, stage);
  const add = async (town: TownWithCounty, rows: typeof all, book: Book, sign: 1 | -1) => {
    for (const row of rows) await addToYears(tx, [town.id, town.parentId], { ...row, amountFen: sign * row.amountFen }, book);
  };
  await add(from, all, fundingYears, -1);
  await add(to, all, fundingYears, 1);
  await add(from, await approvedBy(from), approvedYears, -1);
  await add(to, await approvedBy(to), approvedYears, 1);
}

type TownWithCounty = { id: number; parentId: number | null };

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
