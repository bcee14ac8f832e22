import { and, eq } from "drizzle-orm";
import { divisions, projects } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Board, boardOf } from "#lib/board/queries/board.ts";
import { belowLineOf } from "#lib/board/queries/villages-below.ts";
import { worstFirst } from "#lib/board/rules/attention.ts";
import type { BelowLine } from "#lib/board/rules/below-line.ts";
import type { BoardProject } from "#lib/board/rules/board-projects.ts";
import type { Figures } from "#lib/board/rules/figures.ts";
import { isTwin } from "#lib/board/rules/tally.ts";
import type { Ctx } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";
import { pathTo } from "#lib/divisions/queries/divisions.ts";
import { completenessOf } from "#lib/filing/queries/completeness.ts";
import { paceOf } from "#lib/income/rules/target.ts";
import { type LitProject, projectLights } from "#lib/projects/queries/project-card.ts";

/**
 * A project as a line of the chart; it has one full line, in the village with the largest share, and is named
 * in the others.
 */
export type ChartProject = Pick<
  LitProject,
  "id" | "number" | "name" | "light" | "countsAs" | "why" | "remedies" | "phase" | "owner" | "dueOn" | "town"
> & {
  /** The number that it has on the district's list, where it stands on both. */
  twin: string | null;
  actualBp: number | null;
  plannedBp: number;
  /** The village's share in basis points; `null` where it is the only one. */
  shareBp: number | null;
  /** Where its full line stands, when this is not it. */
  leadBy: string | null;
};

export type ChartVillage = Omit<Board["tiles"][number], "projects" | "light" | "worst"> & {
  no: number;
  paceFen: number;
  projects: ChartProject[];
};

/** `elsewhere`: projects of the town that no village of the chart leads. */
export type ChartTown = {
  code: string;
  name: string;
  figures: Figures;
  paceFen: number;
  villages: ChartVillage[];
  elsewhere: ChartProject[];
};

/**
 * What hangs on the wall: the board's figures with every village and every project below it. Amounts in fen.
 */
export type WallChart = Pick<
  Board,
  "node" | "year" | "month" | "asOf" | "view" | "totals" | "paceFen" | "bands"
> & {
  /** From the top down to the node, whatever the reader's scope: it names the place. */
  path: string[];
  towns: ChartTown[];
};

/**
 * The wall chart of a division and year: towns and villages by code, each village with its projects, worst
 * light first. Its totals are the board's own; a physical project has one full line.
 * @throws {NotFound} for a division outside the actor's scope, and for a village, which has a card of its
 * own.
 */
export async function wallChart(
  ctx: Ctx,
  filter: { node?: string | undefined; year?: number | undefined },
): Promise<WallChart> {
  authorize(ctx.actor, "print.run");
  const board = await boardOf(ctx, filter);
  const { node, year, month, asOf, view, totals, paceFen, bands } = board;
  if (node.level === "village") throw new NotFound(`chart of village ${node.code}`);
  const lit = await projectLights(ctx.db, node, asOf);
  const twins = new Map(
    lit.flatMap((each) => (each.sameAsId === null ? [] : [[each.sameAsId, each.number] as const])),
  );
  const physical = lit.filter((each) => !isTwin(each));
  const onChart = new Set(board.tiles.map((tile) => tile.code));
  const monthAt = Number(month.slice(5)) - 1;
  const villages = board.tiles.map(
    ({ projects: _, light: __, worst: ___, ...tile }, at): ChartVillage => ({
      ...tile,
      no: at + 1,
      paceFen: paceOf(tile.targetFen)[monthAt] ?? 0,
      projects: physical
        .filter((each) => each.villages.some((part) => part.villageId === tile.id))
        .map((each) => lineOf(each, twins, tile.code))
        .toSorted(worstLightFirst),
    }),
  );
  const without = physical
    .filter((each) => !onChart.has(each.lead?.code ?? ""))
    .map((each) => ({ townId: each.townId, line: lineOf(each, twins, "") }));
  const towns =
    node.level === "town"
      ? [{ division: node, ...totals }]
      : board.rows.toSorted((a, b) => (a.division.code < b.division.code ? -1 : 1));
  return {
    node,
    year,
    month,
    asOf,
    view,
    totals,
    paceFen,
    bands,
    path: (await pathTo(ctx.db, node)).map((each) => each.shortName),
    towns: towns.map(({ division, ...figures }) => ({
      code: division.code,
      name: division.shortName,
      figures,
      paceFen: paceOf(figures.targetFen)[monthAt] ?? 0,
      villages: villages.filter((village) => village.townId === division.id),
      elsewhere: without.filter((each) => each.townId === division.id).map((each) => each.line),
    })),
  };
}

function lineOf(project: LitProject, twins: ReadonlyMap<number, string>, villageCode: string): ChartProject {
  const {
    id,
    number,
    name,
    light,
    countsAs,
    why,
    remedies,
    phase,
    owner,
    dueOn,
    town,
    lead,
    villages,
    progress,
  } = project;
  const share = villages.find((part) => part.code === villageCode)?.shareBp ?? null;
  return {
    id,
    number,
    name,
    light,
    countsAs,
    why,
    remedies,
    phase,
    owner,
    dueOn,
    town,
    twin: twins.get(id) ?? null,
    actualBp: progress.actualBp,
    plannedBp: progress.plannedBp,
    shareBp: villages.length > 1 ? share : null,
    leadBy: lead && villageCode !== "" && lead.code !== villageCode ? lead.name : null,
  };
}

const worstLightFirst = (a: ChartProject, b: ChartProject) =>
  worstFirst.indexOf(a.light) - worstFirst.indexOf(b.light);

/** What a poster says on one sheet. Amounts in fen. */
export type Poster = Pick<Board, "node" | "year" | "month" | "asOf" | "view" | "totals" | "bands"> & {
  path: string[];
  /** Villages that met their target at the month's end, and at that of the month before. */
  met: { now: number; before: number };
  towns: { name: string; met: number; villages: number; tiles: Board["tiles"] }[];
  below: BelowLine;
  /** Projects that count as red, the one to look at first first; a physical project once. */
  reds: BoardProject[];
  complete: { all: number; reported: number; approved: number };
};

/**
 * The poster of a division and year: the board's own figures, nothing reckoned anew.
 * @throws {NotFound} for a division outside the actor's scope, and for what no one sheet can name: a village,
 * and what lies above the county
 */
export async function posterOf(
  ctx: Ctx,
  filter: { node?: string | undefined; year?: number | undefined },
): Promise<Poster> {
  authorize(ctx.actor, "print.run");
  const board = await boardOf(ctx, filter);
  const { node, year, month, asOf, view, totals, bands, changes } = board;
  const below = node.level === "village" ? null : await belowLineOf(ctx, board);
  if (below === null) throw new NotFound(`poster of ${node.level} ${node.code}`);
  const rows =
    node.level === "town"
      ? [{ division: node, ...totals }]
      : board.rows.toSorted((a, b) => (a.division.code < b.division.code ? -1 : 1));
  const { villages } = await completenessOf(ctx, node, month);
  return {
    node,
    year,
    month,
    asOf,
    view,
    totals,
    bands,
    below,
    path: (await pathTo(ctx.db, node)).map((each) => each.shortName),
    met: { now: changes.met, before: changes.metBefore },
    towns: rows
      .filter((row) => row.villages > 0)
      .map(({ division, met, villages: all }) => ({
        name: division.shortName,
        met,
        villages: all,
        tiles: board.tiles
          .filter((tile) => tile.townId === division.id)
          .toSorted((a, b) => (a.operatingFen ?? -1) - (b.operatingFen ?? -1) || (a.code < b.code ? -1 : 1)),
      })),
    reds: board.attention.filter((project) => project.countsAs === "red"),
    complete: { all: villages.all, reported: villages.reported, approved: villages.approved },
  };
}

/**
 * The id of a project by its number, within the actor's scope: numbers are what people know.
 * @throws {NotFound}
 */
export async function projectByNumber(ctx: Ctx, number: string): Promise<number> {
  authorize(ctx.actor, "project.read");
  const [row] = await ctx.db
    .select({ id: projects.id })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(eq(projects.number, number), under(divisions.code, ctx.actor.scope)));
  if (!row) throw new NotFound(`project ${number}`);
  return row.id;
}
