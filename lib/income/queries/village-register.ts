import { and, asc, desc, eq, gte, inArray, lt, type SQL, sql } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { clusterMembers, clusters, divisions, incomeMonths, incomeYears } from "#db/schema/index.ts";
import { count, total, totalWhen, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { searchedDivisions } from "#lib/divisions/queries/division-search.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { VillageFilter } from "../input.ts";
import { type Band, noData, tierOf } from "../rules/tiers.ts";
import { campaignTargetFen, inYear } from "../store/rollup.ts";
import { tiersOf } from "./totals.ts";

export const pageSize = 200;

export type VillageRow = {
  id: number;
  code: string;
  name: string;
  kind: string;
  townId: number;
  operatingFen: number | null;
  targetFen: number;
  gapFen: number | null;
  tier: string;
  met: boolean;
  monthsReported: number;
  monthsApproved: number;
  /** Without data in what is shown, with reports of the year that wait for approval. */
  waiting: boolean;
  cluster: { name: string; leads: boolean } | null;
};

export type VillageSums = {
  villages: number;
  withData: number;
  waiting: number;
  met: number;
  operatingFen: number;
  targetFen: number;
  gapFen: number;
};

/** One page of the register with the sums of what matches. */
export type VillageRegister = Awaited<ReturnType<typeof villagesOf>>;

/**
 * The register of villages below `node` (already found in the actor's scope) in a year: one page, the sums of
 * each town on it and of everything that matches, in fen.
 */
export async function villagesOf(
  ctx: Ctx,
  filter: Omit<VillageFilter, "node" | "year"> & { node: Division; year: number },
) {
  authorize(ctx.actor, "village.read");
  const { db } = ctx;
  const bands = await tiersOf(db, filter.year);
  const standardFen = await campaignTargetFen(db);
  const targetFen =
    sql<number>`case when ${incomeYears.villages} = 1 then ${incomeYears.targetFen} else ${standardFen} end`.mapWith(
      Number,
    );
  const ofYear = and(eq(incomeYears.divisionId, divisions.id), eq(incomeYears.year, filter.year));
  const where = and(
    eq(divisions.level, "village"),
    under(divisions.code, ctx.actor.scope),
    under(divisions.code, filter.node),
    filter.search ? searchedDivisions(ctx.db, filter.search) : undefined,
    inTier(filter.tier, bands),
    filter.met === "yes"
      ? eq(incomeYears.met, 1)
      : filter.met === "no"
        ? and(eq(incomeYears.withData, 1), eq(incomeYears.met, 0))
        : undefined,
  );
  const sums = {
    villages: count(),
    withData: total(incomeYears.withData),
    met: total(incomeYears.met),
    operatingFen: total(incomeYears.operatingFen),
    targetFen: total(targetFen),
    gapFen: total(incomeYears.gapFen),
  };
  const rows = await db
    .select({
      id: divisions.id,
      code: divisions.code,
      name: divisions.shortName,
      kind: divisions.kind,
      townId: divisions.parentId,
      year: incomeYears,
      targetFen,
    })
    .from(divisions)
    .leftJoin(incomeYears, ofYear)
    .where(where)
    .orderBy(...orderOf(filter.sort, targetFen))
    .limit(pageSize)
    .offset((filter.page - 1) * pageSize);
  const [all] = await db.select(sums).from(divisions).leftJoin(incomeYears, ofYear).where(where);
  const townIds = [...new Set(rows.map((row) => row.townId ?? 0))];
  const towns = await db
    .select({ id: divisions.parentId, ...sums })
    .from(divisions)
    .leftJoin(incomeYears, ofYear)
    .where(and(where, inArray(divisions.parentId, townIds)))
    .groupBy(divisions.parentId);
  const names = await db
    .select({ id: divisions.id, name: divisions.shortName, code: divisions.code })
    .from(divisions)
    .where(inArray(divisions.id, townIds));
  const ids = rows.map((row) => row.id);
  const ties = await clustersOf(ctx, ids);
  const filed = await filedMonths(ctx, ids, filter.year);
  const waiting = await waitingAmong(ctx, filter, where);
  const waitingIn = (townId: number | null) =>
    waiting.filter((village) => townId === null || village.townId === townId).length;
  const grand: VillageSums = { ...(all as Omit<VillageSums, "waiting">), waiting: waitingIn(null) };
  return {
    rows: rows.map(({ year, townId, ...row }): VillageRow => {
      const operatingFen = year?.withData ? year.operatingFen : null;
      return {
        ...row,
        townId: townId ?? 0,
        operatingFen,
        gapFen: operatingFen === null ? null : (year?.gapFen ?? 0),
        tier: tierOf(operatingFen, bands),
        met: year?.met === 1,
        ...filed(row.id),
        waiting: operatingFen === null && filed(row.id).monthsReported > 0,
        cluster: ties.get(row.id) ?? null,
      };
    }),
    towns: new Map(
      towns.map(({ id, ...own }) => [
        id ?? 0,
        { ...own, waiting: waitingIn(id ?? 0), ...names.find((name) => name.id === id) } as VillageSums & {
          name: string;
          code: string;
        },
      ]),
    ),
    total: grand,
    pages: Math.max(1, Math.ceil(grand.villages / pageSize)),
    bands,
    clustered: await isClustered(ctx),
  };
}

function inTier(tier: string | undefined, bands: readonly Band[]): SQL | undefined {
  if (tier === undefined) return undefined;
  if (tier === noData) return sql`coalesce(${incomeYears.withData}, 0) = 0`;
  const band = bands.find((each) => each.key === tier);
  if (!band) return sql`1 = 0`;
  return and(
    eq(incomeYears.withData, 1),
    band.fromFen === null ? undefined : gte(incomeYears.operatingFen, band.fromFen),
    band.toFen === null ? undefined : lt(incomeYears.operatingFen, band.toFen),
  );
}

/** Villages without data come last whichever way round; ties by code. */
function orderOf(given: VillageFilter["sort"], targetFen: SQL<number>): SQL[] {
  const direction = given.startsWith("-") ? desc : asc;
  const sort = given.replace("-", "");
  const missingLast = sql`case when ${incomeYears.withData} = 1 then 0 else 1 end`;
  if (sort === "name") return [direction(divisions.pinyin), asc(divisions.code)];
  if (sort === "operating")
    return [missingLast, direction(sql`coalesce(${incomeYears.operatingFen}, 0)`), asc(divisions.code)];
  if (sort === "gap")
    return [missingLast, direction(sql`coalesce(${incomeYears.gapFen}, 0)`), asc(divisions.code)];
  if (sort === "target") return [direction(targetFen), asc(divisions.code)];
  return [direction(divisions.code)];
}

/** The villages of a register without approved data of its year that have reported some of it. */
async function waitingAmong(
  { db }: Ctx,
  { node, year }: { node: Division; year: number },
  where: SQL | undefined,
) {
  if (!db.view.approvedOnly) return [];
  const without = await db
    .select({ id: divisions.id, townId: divisions.parentId })
    .from(divisions)
    .leftJoin(incomeYears, and(eq(incomeYears.divisionId, divisions.id), eq(incomeYears.year, year)))
    .where(and(where, sql`coalesce(${incomeYears.withData}, 0) = 0`));
  if (without.length === 0) return [];
  const rows = await db.unfiltered
    .select({ id: incomeYears.divisionId })
    .from(incomeYears)
    .innerJoin(divisions, eq(divisions.id, incomeYears.divisionId))
    .where(
      and(
        eq(incomeYears.year, year),
        eq(incomeYears.withData, 1),
        eq(divisions.level, "village"),
        under(divisions.code, node),
      ),
    );
  const reported = new Set(rows.map((row) => row.id));
  return without.filter((village) => reported.has(village.id));
}

/**
 * How many months of a year each village has reported, and how many of these are approved, whatever view the
 * caller looks through.
 */
export async function filedMonths(
  { db }: Pick<Ctx, "db">,
  ids: number[],
  year: number,
): Promise<(id: number) => { monthsReported: number; monthsApproved: number }> {
  const [reported, approved] = await Promise.all(
    [false, true].map((approvedOnly) => monthsPosted(db.withView({ approvedOnly }), ids, year)),
  );
  return (id) => ({ monthsReported: reported?.get(id) ?? 0, monthsApproved: approved?.get(id) ?? 0 });
}

/** Does any village that the actor sees belong to a cluster? */
async function isClustered({ db, actor }: Ctx): Promise<boolean> {
  const [some] = await db
    .select({ id: clusterMembers.villageId })
    .from(clusterMembers)
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId))
    .where(under(divisions.code, actor.scope))
    .limit(1);
  return some !== undefined;
}

async function monthsPosted(db: Reader, ids: number[], year: number): Promise<Map<number, number>> {
  const rows = await db
    .select({ id: incomeMonths.divisionId, months: totalWhen(sql`${incomeMonths.posted} > 0`, sql`1`) })
    .from(incomeMonths)
    .where(and(inArray(incomeMonths.divisionId, ids), inYear(year)))
    .groupBy(incomeMonths.divisionId);
  return new Map(rows.map((row) => [row.id, row.months]));
}

async function clustersOf(
  { db }: Ctx,
  ids: number[],
): Promise<Map<number, { name: string; leads: boolean }>> {
  const rows = await db
    .select({ id: clusterMembers.villageId, name: clusters.name, leads: clusterMembers.leads })
    .from(clusterMembers)
    .innerJoin(clusters, eq(clusters.id, clusterMembers.clusterId))
    .where(inArray(clusterMembers.villageId, ids));
  return new Map(rows.map(({ id, ...tie }) => [id, tie]));
}
