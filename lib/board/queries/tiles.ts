import { and, asc, desc, eq, inArray, or, sql } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { clusterMembers, clusters, divisions, incomeMonths } from "#db/schema/index.ts";
import { type Node, total, under } from "#db/sql.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Month, yearOfMonth } from "#lib/core/dates.ts";
import type { MapFilter, TileColour } from "../input.ts";
import type { BoardTile } from "../rules/board-projects.ts";
import { type GapClass, gapClass } from "../rules/gap.ts";
import { type Growth, type GrowthClass, growthClass, type SoFar } from "../rules/growth.ts";
import { type TileChange, tileChanges } from "../rules/light-changes.ts";
import { fits, isPicking } from "../rules/tile-filter.ts";
import type { Board } from "./board.ts";

/** 组团: strong villages that lead weak ones; those that the actor may see, leaders first. */
export type Cluster = {
  id: number;
  name: string;
  members: { id: number; code: string; name: string; leads: boolean }[];
};

/** A village as a map draws it. */
export type MapTile = BoardTile & {
  cluster: { id: number; leads: boolean } | null;
  change: TileChange;
  gap: GapClass;
  /** Only where the map is coloured by it. */
  growth: (Growth & { class: GrowthClass }) | null;
  /** Does the filter leave it out? */
  dim: boolean;
};

export type TileMapOf = {
  colour: TileColour;
  tiles: MapTile[];
  clusters: Cluster[];
  picking: boolean;
  picked: number;
};

/**
 * The villages of a board as its maps draw them: with clusters, what changed since last month, growth where
 * it is asked for, and which of them a filter picks. One query beside the board's, two with growth.
 */
export async function tileMapOf(
  ctx: Ctx,
  board: Pick<Board, "node" | "month" | "tiles" | "changes">,
  filter: MapFilter,
): Promise<TileMapOf> {
  const ties = board.tiles.length > 0 ? await clustersBelow(ctx.db, ctx.actor, board.node) : [];
  const growth =
    filter.tiles === "growth" && board.tiles.length > 0
      ? await growthBelow(ctx.db, board.node, board.month)
      : null;
  const changes = tileChanges(board.tiles, board.changes);
  const memberships = new Map(
    ties.flatMap(({ id, members }) =>
      members.map((member) => [member.id, { id, leads: member.leads }] as const),
    ),
  );
  const tiles = board.tiles.map((tile): MapTile => {
    const cluster = memberships.get(tile.id) ?? null;
    const grown = growth?.get(tile.id) ?? { now: null, before: null };
    return {
      ...tile,
      cluster,
      change: changes.get(tile.id) ?? { target: null, light: null },
      gap: gapClass(tile.operatingFen === null ? null : tile.gapFen),
      growth: growth && { ...grown, class: growthClass(grown) },
      dim: !fits({ ...tile, clusterId: cluster?.id ?? null }, filter),
    };
  });
  return {
    colour: filter.tiles,
    tiles,
    clusters: ties,
    picking: isPicking(filter),
    picked: tiles.filter((tile) => !tile.dim).length,
  };
}

/** The clusters with a member below `node`, and all of their members that lie in the actor's scope. */
async function clustersBelow(db: Reader, actor: Actor, node: Node): Promise<Cluster[]> {
  const here = db
    .select({ id: clusterMembers.clusterId })
    .from(clusterMembers)
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId))
    .where(under(divisions.code, node));
  const rows = await db
    .select({
      clusterId: clusters.id,
      cluster: clusters.name,
      id: divisions.id,
      code: divisions.code,
      name: divisions.shortName,
      leads: clusterMembers.leads,
    })
    .from(clusterMembers)
    .innerJoin(clusters, eq(clusters.id, clusterMembers.clusterId))
    .innerJoin(divisions, eq(divisions.id, clusterMembers.villageId))
    .where(and(inArray(clusters.id, here), under(divisions.code, actor.scope)))
    .orderBy(asc(clusters.id), desc(clusterMembers.leads), asc(divisions.code));
  return [...Map.groupBy(rows, (row) => row.clusterId)].map(([id, members]) => ({
    id,
    name: members[0]?.cluster ?? "",
    members: members.map(({ clusterId: _, cluster: __, ...member }) => member),
  }));
}

/**
 * What each village below `node` has earned from January to `month`, and in the same months of the year
 * before.
 */
async function growthBelow(db: Reader, node: Node, month: Month): Promise<Map<number, Growth>> {
  const before = `${yearOfMonth(month) - 1}${month.slice(4)}`;
  const until = (last: Month) => sql`${incomeMonths.month} between ${`${last.slice(0, 4)}-01`} and ${last}`;
  const year = sql<string>`substr(${incomeMonths.month}, 1, 4)`;
  const rows = await db
    .select({
      villageId: incomeMonths.divisionId,
      year,
      operatingFen: total(incomeMonths.operatingFen),
      months: total(incomeMonths.posted),
    })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
    .where(and(eq(divisions.level, "village"), under(divisions.code, node), or(until(month), until(before))))
    .groupBy(incomeMonths.divisionId, year);
  const growth = new Map<number, Growth>();
  for (const { villageId, year: at, ...sums } of rows) {
    const soFar: SoFar | null = sums.months > 0 ? sums : null;
    growth.set(villageId, {
      ...(growth.get(villageId) ?? { now: null, before: null }),
      [at === month.slice(0, 4) ? "now" : "before"]: soFar,
    });
  }
  return growth;
}
