import { and, eq, inArray } from "drizzle-orm";
import type { Db } from "#db/client.ts";
import { divisions, incomeMonths, incomeYears } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { cached } from "#lib/audit/queries/cache.ts";
import { type Ctx, today, viewWithoutDay } from "#lib/core/context.ts";
import { type Month, yearOfMonth } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import {
  crossingsOf,
  type IncomeMonth,
  type IncomeTotals,
  incomeByMonth,
  incomeTotals,
  incomeTotalsBelow,
  type Tile,
  tiersOf,
  tilesOf,
  type VillageName,
} from "#lib/income/queries/totals.ts";
import { attainedFen, cumulate, paceOf } from "#lib/income/rules/target.ts";
import type { Band } from "#lib/income/rules/tiers.ts";
import { projectsBelow, statusesOf } from "#lib/projects/queries/status.ts";
import { type LightMove, needingAttention } from "../rules/attention.ts";
import {
  asListed,
  type BoardProject,
  type BoardTile,
  isRunning,
  litTiles,
  monthsForABoard,
  projectFigures,
  type Running,
} from "../rules/board-projects.ts";
import {
  addFigures,
  type BySource,
  bySource,
  type Figures,
  isNothing,
  minusFigures,
  noFigures,
} from "../rules/figures.ts";
import { childCode, isWide, levelBelow } from "../rules/levels.ts";
import { isComplete, ranked } from "../rules/ranking.ts";
import { isTwin } from "../rules/tally.ts";
import { lightChanges } from "./light-moves.ts";
import { moneyBelow, moneyOfMonth } from "./money-below.ts";
import { type BoardScope, boardScopeOf } from "./scope.ts";

/** One division directly below the board's; `place` where towns are ranked. */
export type BoardRow = Figures & { division: Division; place: number | null };

/**
 * The end of a month: running sums in fen, `null` after the newest month with a report; pace as the targets
 * call for it.
 */
export type CurvePoint = {
  month: Month;
  posted: number;
  operatingFen: number | null;
  cumulativeFen: number | null;
  paceFen: number;
};

/** What is another than at the end of the month before. */
export type Changes = {
  reached: VillageName[];
  /** 返薄: fell back below the target. */
  relapsed: VillageName[];
  met: number;
  metBefore: number;
  lights: LightMove<BoardProject>[];
  /** Operating income of the month. */
  operatingFen: number;
  /** Money that moved in the month. */
  funding: BySource;
};

export type Board = BoardScope & {
  totals: Figures;
  /** With `elsewhere` they add up to `totals`: towns by place, other divisions by code. */
  rows: BoardRow[];
  /** Of a town: what belongs to no single village of it, or to villages of another town. */
  elsewhere: Figures | null;
  /** What the targets call for by the end of `month`. */
  paceFen: number;
  curve: CurvePoint[];
  /** Towns of a county that have anything to report of the month, and those that have reported it all. */
  towns: { due: number; complete: number };
  /** The tiers of the year, from low to high. */
  bands: Band[];
  /** Every village of a county or town. */
  tiles: BoardTile[];
  /** Worst first; a physical project once. */
  attention: BoardProject[];
  changes: Changes;
};

/**
 * 挂图: what the board of a division says of a year, and one row a division below it (DESIGN §5); amounts in
 * fen. Sums come from the roll-ups; lights, places and changes are pure rules over few rows. No query is made
 * for a row. Kept until anything is recorded.
 * @param filter `node` is a 12-digit code, the actor's own scope unless given; without `year` it is about the
 * month at work
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function boardOf(
  ctx: Ctx,
  filter: { node?: string | undefined; year?: number | undefined } = {},
): Promise<Board> {
  authorize(ctx.actor, "board.read");
  const { id, code } = ctx.actor.scope;
  return cached(ctx.db, ["board", id, code, filter.node, filter.year, today(ctx)], () =>
    boardAnew(ctx, filter),
  );
}

/** The same, computed. The caller has asked whether `ctx.actor` may. */
export async function boardAnew(
  ctx: Ctx,
  filter: { node?: string | undefined; year?: number | undefined } = {},
): Promise<Board> {
  const { db } = ctx;
  const { node, path, year, month, asOf, view } = await boardScopeOf(ctx, filter);
  const [below, months, filed, standings, money] = await Promise.all([
    incomeTotalsBelow(db, node, year),
    incomeByMonth(db, node, year),
    filedBelow(db, node, month),
    statusesOf(db, projectsBelow(db, node), asOf, monthsForABoard),
    moneyBelow(ctx, node, year),
  ]);
  const running = standings.filter(isRunning);
  const tiles = isWide(node) ? [] : await tilesOf(db, node, year);
  const attained = isWide(node) ? null : attainedBelow(tiles, node);
  const projects = Map.groupBy(running, (each) => rowOf(node, each));
  const rows = below.map(({ division, ...sums }): Figures & { division: Division; code: string } => {
    const at = childCode(node, division.code);
    return {
      division,
      code: division.code,
      ...incomeFigures(sums),
      ...countsOf(filed.get(at), view, sums),
      attainedFen: attained && (attained.get(at) ?? 0),
      ...projectFigures(projects.get(at) ?? [], month, asOf),
      funding: bySource(money.below.get(at) ?? []),
    };
  });
  const sum = rows.reduce<Figures>((all, row) => addFigures(all, row), noFigures());
  const totals = {
    ...(rows.length > 0 ? sum : await ofVillage(ctx, node, year, month)),
    attainedFen: attained && [...attained.values()].reduce((all, fen) => all + fen, 0),
    ...projectFigures(running, month, asOf),
    funding: bySource(money.whole),
  };
  const rest = minusFigures(totals, sum);
  const pace = paceOf(totals.targetFen);
  const at = months.findIndex((each) => each.month === month);
  return {
    node,
    path,
    year,
    month,
    asOf,
    view,
    totals,
    rows: node.level === "county" ? ranked(rows) : rows.map((row) => ({ ...row, place: null })),
    elsewhere: node.level === "town" && !isNothing(rest) ? rest : null,
    paceFen: pace[at] ?? 0,
    curve: curveOf(months, pace),
    towns: townsOf(node, node.level === "county" ? rows : [totals]),
    bands: await tiersOf(db, year),
    tiles: litTiles(tiles, running, await waitingAmong(db, tiles, year)),
    attention: needingAttention(running.filter((each) => !isTwin(each)).map(asListed)),
    changes: {
      ...(isWide(node)
        ? { reached: [], relapsed: [], met: totals.met, metBefore: totals.met }
        : await crossingsOf(db, node, month)),
      lights: isWide(node) ? [] : await lightChanges(db, running, month, asOf),
      operatingFen: months[at]?.operatingFen ?? 0,
      funding: isWide(node) ? {} : bySource(await moneyOfMonth(ctx, node, month)),
    },
  };
}

/**
 * The row in which a project stands: its town's, or — within a town — that of the village with the largest
 * share.
 */
const rowOf = (node: Division, { townCode, lead }: Running) =>
  childCode(node, node.level === "town" ? (lead?.code ?? "") : townCode);

/** What each division below `node` has of its targets, village by village. */
function attainedBelow(tiles: readonly Tile[], node: Division): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { code, operatingFen, targetFen } of tiles) {
    const at = childCode(node, code);
    sums.set(at, (sums.get(at) ?? 0) + attainedFen(operatingFen, targetFen));
  }
  return sums;
}

/** Those without approved data of the year that have reported some of it. */
async function waitingAmong(db: Db, tiles: readonly Tile[], year: number): Promise<Set<number>> {
  const without = tiles.filter((tile) => tile.operatingFen === null).map((tile) => tile.id);
  if (!db.view.approvedOnly || without.length === 0) return new Set();
  const rows = await db.unfiltered
    .select({ id: incomeYears.divisionId })
    .from(incomeYears)
    .where(
      and(eq(incomeYears.year, year), eq(incomeYears.withData, 1), inArray(incomeYears.divisionId, without)),
    );
  return new Set(rows.map((row) => row.id));
}

type FiledBelow = { reported: number; approved: number; withData: number };

/**
 * What stands in each division below `node`: villages with the month's income, reported and approved, and
 * with any of the year.
 */
async function filedBelow(db: Db, node: Division, month: Month): Promise<Map<string, FiledBelow>> {
  const sums = new Map<string, FiledBelow>();
  const add = (code: string, key: keyof FiledBelow, villages: number) => {
    const sum = sums.get(childCode(node, code)) ?? { reported: 0, approved: 0, withData: 0 };
    sum[key] += villages;
    sums.set(childCode(node, code), sum);
  };
  const below = and(eq(divisions.level, levelBelow(node)), under(divisions.code, node));
  for (const [key, approvedOnly] of [
    ["reported", false],
    ["approved", true],
  ] as const) {
    const rows = await db
      .withView({ approvedOnly, basis: "strict" })
      .select({ code: divisions.code, posted: incomeMonths.posted })
      .from(incomeMonths)
      .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
      .where(and(eq(incomeMonths.month, month), below));
    for (const { code, posted } of rows) add(code, key, posted);
  }
  if (!db.view.approvedOnly) return sums; // nothing waits
  const years = await db
    .withView({ approvedOnly: false, basis: "strict" })
    .select({ code: divisions.code, withData: incomeYears.withData })
    .from(incomeYears)
    .innerJoin(divisions, eq(divisions.id, incomeYears.divisionId))
    .where(and(eq(incomeYears.year, yearOfMonth(month)), below));
  for (const { code, withData } of years) add(code, "withData", withData);
  return sums;
}

/**
 * Both counts of a month beside the one that is shown. What was approved and then taken back leaves nothing
 * that waits.
 */
function countsOf(
  filed: FiledBelow = { reported: 0, approved: 0, withData: 0 },
  { approvedOnly }: BoardScope["view"],
  sums: IncomeTotals,
) {
  const { reported, approved, withData } = filed;
  return {
    posted: approvedOnly ? approved : reported,
    filed: { reported, approved, waiting: Math.max(0, withData - sums.withData) },
  };
}

const incomeFigures = ({ villages, met, noData, operatingFen, targetFen, gapFen }: IncomeTotals) => ({
  villages,
  met,
  notMet: villages - met - noData,
  noData,
  operatingFen,
  targetFen,
  gapFen,
});

async function ofVillage({ db }: Ctx, node: Division, year: number, month: Month): Promise<Figures> {
  const sums = await incomeTotals(db, node, year);
  const filed = (await filedBelow(db, node, month)).get(node.code);
  return { ...noFigures(), ...incomeFigures(sums), ...countsOf(filed, viewWithoutDay(db), sums) };
}

function curveOf(months: readonly IncomeMonth[], pace: readonly number[]): CurvePoint[] {
  const newest = months.findLastIndex((each) => each.posted > 0);
  const sums = cumulate(months.map((each) => each.operatingFen));
  return months.map(({ month, operatingFen, posted }, at) => ({
    month,
    posted,
    operatingFen: posted > 0 ? operatingFen : null,
    cumulativeFen: at <= newest ? (sums[at] ?? 0) : null,
    paceFen: pace[at] ?? 0,
  }));
}

function townsOf(node: Division, rows: readonly Figures[]): Board["towns"] {
  if (node.level !== "county" && node.level !== "town") return { due: 0, complete: 0 };
  const due = rows.filter((row) => row.villages > 0 || row.reports.due > 0);
  const complete = due.filter(
    (row) => (row.villages === 0 || isComplete(row)) && row.reports.made === row.reports.due,
  );
  return { due: due.length, complete: complete.length };
}
