import { and, asc, eq, gte, inArray, lte, max, type SQL, sql } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, incomeMonths, incomeYears, type Level, tiers } from "#db/schema/index.ts";
import { type Node, total, under } from "#db/sql.ts";
import { covers } from "#lib/core/actor.ts";
import { type Month, monthsOf, yearOfMonth } from "#lib/core/dates.ts";
import { childrenOf, type Division } from "#lib/divisions/queries/divisions.ts";
import type { Figures } from "#lib/views/basis.ts";
import { crossings } from "../rules/target.ts";
import { type Band, bandsFor, tierOf } from "../rules/tiers.ts";
import { campaignTargetFen, inYear } from "../store/rollup.ts";

// The reads of a board. They take a node that the caller found within the actor's scope (divisionOf), so they
// are scoped by it.

/** A division whose sums are asked for. */
export type IncomeNode = Node & { id: number; villages: number };

/**
 * Sums of a division and year; `targetFen` is of all its villages, `gapFen` of those with data that are short
 * of theirs.
 */
export type IncomeTotals = Figures & {
  targetFen: number;
  gapFen: number;
  villages: number;
  withData: number;
  met: number;
  noData: number;
};

const above = ["country", "province", "city"];

/** Whose roll-up rows make up a node's: its own, or above the county those of its counties. */
const rowsOf = (node: IncomeNode): SQL | undefined =>
  above.includes(node.level)
    ? and(eq(divisions.level, "county"), under(divisions.code, node))
    : eq(divisions.id, node.id);

const yearSums = {
  operatingFen: total(incomeYears.operatingFen),
  oneOffFen: total(incomeYears.oneOffFen),
  otherFen: total(incomeYears.otherFen),
  costFen: total(incomeYears.costFen),
  targetFen: total(incomeYears.targetFen),
  gapFen: total(incomeYears.gapFen),
  villages: total(incomeYears.villages),
  withData: total(incomeYears.withData),
  met: total(incomeYears.met),
};

/** Villages that do not stand in the roll-up have the campaign's target. */
const complete = (
  sums: Omit<IncomeTotals, "noData">,
  villages: number,
  standardFen: number,
): IncomeTotals => ({
  ...sums,
  targetFen: sums.targetFen + (villages - sums.villages) * standardFen,
  villages,
  noData: villages - sums.withData,
});

/**
 * Sums of everything below `node` in a year, in fen; villages met, not met and without data add up to
 * `villages`.
 */
export async function incomeTotals(db: Reader, node: IncomeNode, year: number): Promise<IncomeTotals> {
  const [sums] = await db
    .select(yearSums)
    .from(incomeYears)
    .innerJoin(divisions, eq(divisions.id, incomeYears.divisionId))
    .where(and(eq(incomeYears.year, year), rowsOf(node)));
  return complete(sums as Omit<IncomeTotals, "noData">, node.villages, await campaignTargetFen(db));
}

/** The same for each division directly below `node`, by code. They add up to the node's. */
export async function incomeTotalsBelow(
  db: Reader,
  node: IncomeNode,
  year: number,
): Promise<(IncomeTotals & { division: Division })[]> {
  const children = await childrenOf(db, node);
  const standardFen = await campaignTargetFen(db);
  const level: Level = above.includes(children[0]?.level ?? "")
    ? "county"
    : (children[0]?.level ?? "village");
  const rows = await db
    .select({ code: divisions.code, ...yearSums })
    .from(incomeYears)
    .innerJoin(divisions, eq(divisions.id, incomeYears.divisionId))
    .where(and(eq(incomeYears.year, year), eq(divisions.level, level), under(divisions.code, node)))
    .groupBy(divisions.code);
  return children.map((division) => {
    const own = rows.filter((row) => covers(division, row.code));
    const sums = Object.fromEntries(
      Object.keys(yearSums).map((column) => [
        column,
        own.reduce((sum, row) => sum + row[column as keyof typeof yearSums], 0),
      ]),
    );
    return { division, ...complete(sums as Omit<IncomeTotals, "noData">, division.villages, standardFen) };
  });
}

export type IncomeMonth = Figures & {
  month: Month /** Villages with a report; where it is 0 the month is unreported, not zero. */;
  posted: number;
};

/** The twelve months of a year below `node`, in fen, unreported ones among them with `posted` 0. */
export async function incomeByMonth(db: Reader, node: IncomeNode, year: number): Promise<IncomeMonth[]> {
  const rows = await db
    .select({
      month: incomeMonths.month,
      operatingFen: total(incomeMonths.operatingFen),
      oneOffFen: total(incomeMonths.oneOffFen),
      otherFen: total(incomeMonths.otherFen),
      costFen: total(incomeMonths.costFen),
      posted: total(incomeMonths.posted),
    })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
    .where(and(inYear(year), rowsOf(node)))
    .groupBy(incomeMonths.month);
  const known = new Map(rows.map((row) => [row.month, row]));
  return monthsOf(year).map(
    (month) =>
      known.get(month) ?? { month, operatingFen: 0, oneOffFen: 0, otherFen: 0, costFen: 0, posted: 0 },
  );
}

/**
 * What the villages below `node` have of the months from `from` to `to`, in fen; no row where nothing was
 * ever posted.
 */
export const villageMonths = (db: Reader, node: Node, from: Month, to: Month) =>
  db
    .select({
      id: incomeMonths.divisionId,
      month: incomeMonths.month,
      operatingFen: incomeMonths.operatingFen,
      costFen: incomeMonths.costFen,
      posted: incomeMonths.posted,
    })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
    .where(
      and(
        eq(divisions.level, "village"),
        under(divisions.code, node),
        gte(incomeMonths.month, from),
        lte(incomeMonths.month, to),
      ),
    );

/** Villages and months that have income, as "12 2016-11". */
export async function villagesWithIncome(
  db: Reader,
  node: Node,
  from: Month,
  to: Month,
): Promise<Set<string>> {
  const rows = await villageMonths(db, node, from, to);
  return new Set(rows.filter((row) => row.posted > 0).map((row) => `${row.id} ${row.month}`));
}

/** The bands in force in a year, from low to high. */
export async function tiersOf(db: Reader, year: number): Promise<(Band & { rank: number })[]> {
  return bandsFor(year, await db.select().from(tiers));
}

export type Tile = {
  id: number;
  code: string;
  name: string;
  townId: number;
  /** `null` without data. */
  operatingFen: number | null;
  targetFen: number;
  gapFen: number;
  tier: string;
  met: boolean;
};

/** Every village below `node` by code, with its year: the tile map. */
export async function tilesOf(db: Reader, node: Node, year: number): Promise<Tile[]> {
  const bands = await tiersOf(db, year);
  const standardFen = await campaignTargetFen(db);
  const rows = await db
    .select({
      id: divisions.id,
      code: divisions.code,
      name: divisions.shortName,
      townId: divisions.parentId,
      year: incomeYears,
    })
    .from(divisions)
    .leftJoin(incomeYears, and(eq(incomeYears.divisionId, divisions.id), eq(incomeYears.year, year)))
    .where(and(eq(divisions.level, "village"), under(divisions.code, node)))
    .orderBy(asc(divisions.code));
  return rows.map(({ year: sums, townId, ...village }) => {
    const operatingFen = sums?.withData ? sums.operatingFen : null;
    return {
      ...village,
      townId: townId ?? 0,
      operatingFen,
      targetFen: sums?.villages ? sums.targetFen : standardFen,
      gapFen: sums?.gapFen ?? 0,
      tier: tierOf(operatingFen, bands),
      met: sums?.met === 1,
    };
  });
}

export type VillageName = { id: number; code: string; name: string };

/**
 * What changed in `month`: the villages below `node` whose cumulative operating income reached the target in
 * it, or fell back below it (返薄), and how many met it at its end and at the end of the month before.
 */
export async function crossingsOf(db: Reader, node: Node, month: Month) {
  const year = yearOfMonth(month);
  const standardFen = await campaignTargetFen(db);
  const below = and(eq(divisions.level, "village"), under(divisions.code, node));
  const months = await db
    .select({
      villageId: incomeMonths.divisionId,
      month: sql<Month>`${max(incomeMonths.month)}`,
      operatingFen: total(incomeMonths.operatingFen),
    })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
    .where(and(inYear(year), lte(incomeMonths.month, month), eq(incomeMonths.posted, 1), below))
    .groupBy(incomeMonths.divisionId, sql`case when ${incomeMonths.month} < ${month} then 0 else 1 end`); // what was before, and the month
  const targets = await db
    .select({ villageId: incomeYears.divisionId, targetFen: incomeYears.targetFen })
    .from(incomeYears)
    .innerJoin(divisions, eq(divisions.id, incomeYears.divisionId))
    .where(and(eq(incomeYears.year, year), eq(incomeYears.villages, 1), below));
  const own = new Map(targets.map((row) => [row.villageId, row.targetFen]));
  const { reached, relapsed, ...counts } = crossings(
    months,
    (villageId) => own.get(villageId) ?? standardFen,
    month,
  );
  const names = await namesOf(db, [...reached, ...relapsed]);
  const named = (ids: number[]) => names.filter((village) => ids.includes(village.id));
  return { ...counts, reached: named(reached), relapsed: named(relapsed) };
}

async function namesOf(db: Reader, ids: number[]): Promise<VillageName[]> {
  if (ids.length === 0) return [];
  return db
    .select({ id: divisions.id, code: divisions.code, name: divisions.shortName })
    .from(divisions)
    .where(inArray(divisions.id, ids))
    .orderBy(asc(divisions.code));
}
