import { and, between, eq, gt, lte, type SQL, sql } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import {
  approvedFundingYears,
  divisions,
  filingMonths,
  fundingPostings,
  fundingYears,
  projects,
  type Source,
  type Stage,
} from "#db/schema/index.ts";
import { monthOf, type Node, total, under } from "#db/sql.ts";
import { firstDay, lastDay, type Month } from "#lib/core/dates.ts";

/** The books that yearly sums are kept in: of all that is recorded, and of what is approved. */
const recordedBook = fundingYears;
const approvedBook = approvedFundingYears as unknown as typeof recordedBook; // the same columns

type Sums = { year: number; source: Source; stage: Stage; amountFen: number };
/** A town and its county: the divisions whose sums its projects' money is in. */
type Home = { id: number; parentId: number | null };

/**
 * Adds a posting to the yearly sums of its town and county, in the posting's own transaction. Above the
 * county nothing is kept: that row would be every writer's, and a board adds up counties instead.
 */
export function addToYears(tx: Tx, divisionIds: (number | null)[], posting: Sums): Promise<void> {
  return add(tx, recordedBook, divisionIds, [posting]);
}

async function add(
  tx: Tx,
  book: typeof recordedBook,
  divisionIds: (number | null)[],
  sums: readonly Sums[],
): Promise<void> {
  const rows = divisionIds.flatMap((divisionId) =>
    divisionId === null
      ? []
      : sums.map(({ year, source, stage, amountFen }) => ({ divisionId, year, source, stage, amountFen })),
  );
  if (rows.length === 0) return;
  await tx
    .insert(book)
    .values(rows)
    .onConflictDoUpdate({
      target: [book.divisionId, book.year, book.source, book.stage],
      set: { amountFen: sql`${book.amountFen} + excluded.amount_fen` },
    });
}

/**
 * Approval: adds a town's postings of the month beyond `earlier`, the posting up to which they were approved
 * before.
 */
export async function approveYears(tx: Tx, town: Home, month: Month, earlier: number): Promise<void> {
  const fresh = and(
    eq(projects.townId, town.id),
    between(fundingPostings.onDay, firstDay(month), lastDay(month)),
    gt(fundingPostings.id, earlier),
  );
  await add(tx, approvedBook, [town.id, town.parentId], await sumsOf(tx, fresh));
}

/**
 * A project goes to another town, and its money with it. Call it before the project itself goes, in the same
 * transaction.
 */
export async function moveYears(tx: Tx, projectId: number, from: Home, to: Home): Promise<void> {
  const own = eq(fundingPostings.projectId, projectId);
  const all = await sumsOf(tx, own);
  await add(tx, recordedBook, [from.id, from.parentId], negated(all));
  await add(tx, recordedBook, [to.id, to.parentId], all);
  // Approved is what the town that holds a project has had approved.
  await add(tx, approvedBook, [from.id, from.parentId], negated(await sumsOf(tx, own, from.id)));
  await add(tx, approvedBook, [to.id, to.parentId], await sumsOf(tx, own, to.id));
}

const negated = (sums: readonly Sums[]): Sums[] => sums.map((sum) => ({ ...sum, amountFen: -sum.amountFen }));

/**
 * Sums of postings by year, source and stage; `approvedIn`: only what the approvals of this town's months
 * reach.
 */
function sumsOf(db: Reader, which: SQL | undefined, approvedIn?: number): Promise<Sums[]> {
  const { year, source, stage, amountFen, id, onDay } = fundingPostings;
  const sums = db
    .select({ year, source, stage, amountFen: total(amountFen) })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .$dynamic();
  const picked =
    approvedIn === undefined
      ? sums
      : sums.innerJoin(
          filingMonths,
          and(
            eq(filingMonths.townId, approvedIn),
            eq(filingMonths.month, monthOf(onDay)),
            lte(id, filingMonths.fundingUpTo),
          ),
        );
  return picked.where(which).groupBy(year, source, stage);
}

export type YearSum = { stage: Stage; source: Source; amountFen: number };

/**
 * Money of a year by stage and source for a town, a county, or all counties below a higher node, from the
 * roll-up: it costs the same however many postings there are. Give it a node in the actor's scope; for a
 * village ask `fundingTotals`.
 */
export async function fundingOfYear(
  db: Reader,
  node: Node & { id: number },
  year: number,
): Promise<YearSum[]> {
  const sums = db
    .select({
      stage: fundingYears.stage,
      source: fundingYears.source,
      amountFen: total(fundingYears.amountFen),
    })
    .from(fundingYears);
  const ofYear = eq(fundingYears.year, year);
  if (node.level === "town" || node.level === "county") {
    return sums
      .where(and(ofYear, eq(fundingYears.divisionId, node.id)))
      .groupBy(fundingYears.stage, fundingYears.source);
  }
  return sums
    .innerJoin(divisions, eq(divisions.id, fundingYears.divisionId))
    .where(and(ofYear, eq(divisions.level, "county"), under(divisions.code, node)))
    .groupBy(fundingYears.stage, fundingYears.source);
}
