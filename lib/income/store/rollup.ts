import { and, between, desc, eq, inArray } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { type IncomeBasis, incomeBases } from "#db/schema/income.ts";
import {
  accounts,
  approvedIncomeMonths,
  approvedIncomeYears,
  incomeMonths,
  incomePostings,
  incomeTargets,
  incomeYears,
  settings,
} from "#db/schema/index.ts";
import { incoming, total } from "#db/sql.ts";
import { type Month, monthsOf, yearOfMonth } from "#lib/core/dates.ts";
import { type Entry, type Figures, figuresOf, incomeOf, yearColumns } from "#lib/views/basis.ts";
import { campaignTargetKey, gapFen, metTarget } from "#lib/views/target.ts";

/** A village with the divisions that its figures roll up into: its town and its county. */
export type RollupPath = { villageId: number; townId: number; countyId: number };

type MonthSums = Omit<typeof incomeMonths.$inferSelect, "divisionId" | "month">;
type YearSums = Omit<typeof incomeYears.$inferSelect, "divisionId" | "year">;

const noMonth: MonthSums = { operatingFen: 0, oneOffFen: 0, otherFen: 0, costFen: 0, posted: 0 };
const noYear: YearSums = {
  operatingFen: 0,
  oneOffFen: 0,
  otherFen: 0,
  costFen: 0,
  targetFen: 0,
  gapFen: 0,
  villages: 0,
  withData: 0,
  met: 0,
  recurringGapFen: 0,
  recurringMet: 0,
  netReturnGapFen: 0,
  netReturnMet: 0,
  totalGapFen: 0,
  totalMet: 0,
};
const keptOfMonth = Object.keys(noMonth) as (keyof MonthSums)[];
const keptOfYear = Object.keys(noYear) as (keyof YearSums)[];

type Judged = Record<(typeof yearColumns)[IncomeBasis]["gap" | "met"], number>;

/** What is missing to a target, in fen, and whether it is met, by every basis; nothing of either without data. */
const judged = (own: Figures, targetFen: number, withData: boolean): Judged =>
  Object.fromEntries(
    incomeBases.flatMap((basis) => {
      const incomeFen = incomeOf(own, basis);
      return [
        [yearColumns[basis].gap, withData ? gapFen(incomeFen, targetFen) : 0],
        [yearColumns[basis].met, withData && metTarget(incomeFen, targetFen) ? 1 : 0],
      ];
    }),
  ) as Judged;

/** The books that sums are kept in: of all that is recorded, and of what is approved. */
export const recordedBooks = { months: incomeMonths, years: incomeYears };
const approvedBooks = {
  months: approvedIncomeMonths,
  years: approvedIncomeYears,
} as unknown as typeof recordedBooks; // the same columns

/**
 * Brings the sums of a month and its year up to the rows of these villages. Call it after their rows changed,
 * in the same transaction.
 */
export async function rollUp(
  tx: Tx,
  month: Month,
  places: readonly RollupPath[],
  books = recordedBooks,
): Promise<void> {
  await rollUpMonth(tx, month, places, books);
  await rollUpYearIn(books, tx, yearOfMonth(month), places);
}

/** Approval: what these villages have recorded for the month is what is approved of it from now on. */
export const rollUpApproved = (tx: Tx, month: Month, places: readonly RollupPath[]): Promise<void> =>
  rollUp(tx, month, places, approvedBooks);

/**
 * Brings the sums of a year up to the months and targets of these villages, in both books, in the same
 * transaction.
 */
export async function rollUpYear(tx: Tx, year: number, places: readonly RollupPath[]): Promise<void> {
  await rollUpYearIn(recordedBooks, tx, year, places);
  await rollUpYearIn(approvedBooks, tx, year, places);
}

async function rollUpMonth(tx: Tx, month: Month, places: readonly RollupPath[], books: typeof recordedBooks) {
  const villages = places.map((place) => place.villageId);
  const rows = await tx
    .select({
      villageId: incomePostings.villageId,
      kind: accounts.kind,
      oneOff: incomePostings.oneOff,
      amountFen: incomePostings.amountFen,
      reversesId: incomePostings.reversesId,
    })
    .from(incomePostings)
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(and(inArray(incomePostings.villageId, villages), eq(incomePostings.month, month)));
  const byVillage = Map.groupBy(rows, (row) => row.villageId);
  const sumsNow = (villageId: number): MonthSums => {
    const own: (Entry & { reversesId: number | null })[] = byVillage.get(villageId) ?? [];
    const reversals = own.filter((row) => row.reversesId !== null).length;
    return { ...figuresOf(own), posted: own.length > 2 * reversals ? 1 : 0 };
  };
  const before = await tx
    .select()
    .from(books.months)
    .where(and(inArray(books.months.divisionId, involved(places)), eq(books.months.month, month)));
  const after = carryUp(places, before, noMonth, sumsNow);
  await tx
    .insert(books.months)
    .values(after.map(([divisionId, sums]) => ({ divisionId, month, ...sums })))
    .onConflictDoUpdate({
      target: [books.months.divisionId, books.months.month],
      set: incoming(keptOfMonth),
    });
}

async function rollUpYearIn(
  books: typeof recordedBooks,
  tx: Tx,
  year: number,
  places: readonly RollupPath[],
) {
  const villages = places.map((place) => place.villageId);
  const months = await tx
    .select({
      divisionId: books.months.divisionId,
      operatingFen: total(books.months.operatingFen),
      oneOffFen: total(books.months.oneOffFen),
      otherFen: total(books.months.otherFen),
      costFen: total(books.months.costFen),
      posted: total(books.months.posted),
    })
    .from(books.months)
    .where(and(inArray(books.months.divisionId, villages), between(books.months.month, ...endsOf(year))))
    .groupBy(books.months.divisionId);
  const figures = new Map(months.map(({ divisionId, ...sums }) => [divisionId, sums]));
  const targets = await targetsOf(tx, villages, year);
  const sumsNow = (villageId: number): YearSums => {
    const { posted, ...own } = figures.get(villageId) ?? noMonth;
    const target = targets(villageId);
    const withData = posted > 0 ? 1 : 0;
    if (withData === 0 && target.revision === 0) return noYear;
    return {
      ...own,
      targetFen: target.amountFen,
      villages: 1,
      withData,
      ...judged(own, target.amountFen, withData === 1),
    };
  };
  const before = await tx
    .select()
    .from(books.years)
    .where(and(inArray(books.years.divisionId, involved(places)), eq(books.years.year, year)));
  const after = carryUp(places, before, noYear, sumsNow);
  await tx
    .insert(books.years)
    .values(after.map(([divisionId, sums]) => ({ divisionId, year, ...sums })))
    .onConflictDoUpdate({ target: [books.years.divisionId, books.years.year], set: incoming(keptOfYear) });
}

/** The months of a year, on the roll-up's month column. */
export const inYear = (year: number) => between(incomeMonths.month, ...endsOf(year));
const endsOf = (year: number) => [monthsOf(year)[0] as Month, monthsOf(year)[11] as Month] as const;

/** The newest target of each village in a year; a village without one has the campaign's, revision 0. */
export async function targetsOf(db: Reader, villages: number[], year: number) {
  const rows = await db
    .select({
      villageId: incomeTargets.villageId,
      amountFen: incomeTargets.amountFen,
      revision: incomeTargets.revision,
    })
    .from(incomeTargets)
    .where(and(inArray(incomeTargets.villageId, villages), eq(incomeTargets.year, year)))
    .orderBy(desc(incomeTargets.revision));
  const own = new Map(rows.toReversed().map((row) => [row.villageId, row]));
  const standard = { amountFen: await campaignTargetFen(db), revision: 0 };
  return (villageId: number) => own.get(villageId) ?? standard;
}

/**
 * What every village without a target of its own aims at in a year, in fen: data, set when the district was
 * founded.
 */
export async function campaignTargetFen(db: Reader): Promise<number> {
  const [row] = await db.select().from(settings).where(eq(settings.key, campaignTargetKey));
  return Number(row?.value ?? 0);
}

const involved = (places: readonly RollupPath[]) => [
  ...new Set(places.flatMap((place) => [place.villageId, place.townId, place.countyId])),
];

/** What each village's row is now, and its town's and county's by the difference that this makes. */
function carryUp<K extends string>(
  places: readonly RollupPath[],
  before: readonly (Record<NoInfer<K>, number> & { divisionId: number })[],
  none: Record<K, number>,
  sumsNow: (villageId: number) => Record<NoInfer<K>, number>,
): [number, Record<K, number>][] {
  const columns = Object.keys(none) as K[];
  const known = new Map(before.map((row) => [row.divisionId, row]));
  const pick = (row: Record<K, number>) =>
    Object.fromEntries(columns.map((column) => [column, row[column]])) as Record<K, number>;
  const after = new Map<number, Record<K, number>>();
  for (const { villageId, townId, countyId } of places) {
    const now = sumsNow(villageId);
    const was: Record<K, number> = known.get(villageId) ?? none;
    after.set(villageId, pick(now));
    for (const above of [townId, countyId]) {
      const sums = after.get(above) ?? pick(known.get(above) ?? none);
      for (const column of columns) sums[column] += now[column] - was[column];
      after.set(above, sums);
    }
  }
  return [...after];
}
