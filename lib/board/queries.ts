import { and, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, incomeMonths } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import { type Ctx, today } from "../context.ts";
import type { Division } from "../divisions/queries.ts";
import {
  crossingsOf,
  type IncomeMonth,
  type IncomeTotals,
  incomeByMonth,
  incomeTotals,
  incomeTotalsBelow,
  tiersOf,
  tilesOf,
  type VillageName,
} from "../income/queries.ts";
import { cumulate, paceOf } from "../income/target.ts";
import type { Band } from "../income/tiers.ts";
import { kept } from "../kept.ts";
import type { Month } from "../period.ts";
import { projectsBelow, standingsOf } from "../projects/standing.ts";
import { type LightMove, needingAttention } from "./attention.ts";
import { childCode, isWide, levelBelow } from "./below.ts";
import { addFigures, type BySource, bySource, type Figures, isNothing, minusFigures, noFigures } from "./figures.ts";
import { moneyBelow, moneyOfMonth } from "./money.ts";
import {
  asListed,
  type BoardProject,
  type BoardTile,
  isRunning,
  lightChanges,
  litTiles,
  monthsForABoard,
  projectFigures,
  type Running,
} from "./projects.ts";
import { isComplete, ranked } from "./ranking.ts";
import { type Sight, sightOf } from "./sight.ts";
import { isTwin } from "./tally.ts";

/** One division directly below the board's; `place` where towns are ranked. */
export type BoardRow = Figures & { division: Division; place: number | null };

/** The end of a month: running sums in fen, `null` after the newest month with a report; pace as the targets call for it. */
export type CurvePoint = { month: Month; posted: number; operatingFen: number | null; cumulativeFen: number | null; paceFen: number };

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

export type Board = Sight & {
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
 * 挂图: what the board of a division says of a year, and one row a division below it (DESIGN §5); amounts in fen. Sums come from
 * the roll-ups; lights, places and changes are pure rules over few rows. No query is made for a row. Kept until anything is recorded.
 * @param filter `node` is a 12-digit code, the actor's own scope unless given; `year` is that of the newest month that has ended
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function boardOf(ctx: Ctx, filter: { node?: string | undefined; year?: number | undefined } = {}): Promise<Board> {
  authorize(ctx.actor, "board.read");
  const { id, code } = ctx.actor.scope;
  return kept(ctx.db, ["board", id, code, filter.node, filter.year, today(ctx)], () => boardAnew(ctx, filter));
}

/** The same, computed. The caller has asked whether `ctx.actor` may. */
export async function boardAnew(ctx: Ctx, filter: { node?: string | undefined; year?: number | undefined } = {}): Promise<Board> {
  const { db } = ctx;
  const { node, path, year, month, asOf, lens } = await sightOf(ctx, filter);
  const [below, months, posted, standings, money] = await Promise.all([
    incomeTotalsBelow(db, node, year),
    incomeByMonth(db, node, year),
    postedBelow(db, node, month),
    standingsOf(db, projectsBelow(db, node), asOf, monthsForABoard),
    moneyBelow(ctx, node, year),
  ]);
  const running = standings.filter(isRunning);
  const projects = Map.groupBy(running, (each) => rowOf(node, each));
  const rows = below.map(({ division, ...sums }): Figures & { division: Division; code: string } => {
    const at = childCode(node, division.code);
    return {
      division,
      code: division.code,
      ...incomeFigures(sums),
      posted: posted.get(at) ?? 0,
      ...projectFigures(projects.get(at) ?? [], month, asOf),
      funding: bySource(money.below.get(at) ?? []),
    };
  });
  const sum = rows.reduce<Figures>((all, row) => addFigures(all, row), noFigures());
  const totals = {
    ...(rows.length > 0 ? sum : await ofVillage(db, node, year, months, month)),
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
    lens,
    totals,
    rows: node.level === "county" ? ranked(rows) : rows.map((row) => ({ ...row, place: null })),
    elsewhere: node.level === "town" && !isNothing(rest) ? rest : null,
    paceFen: pace[at] ?? 0,
    curve: curveOf(months, pace),
    towns: townsOf(node, node.level === "county" ? rows : [totals]),
    bands: await tiersOf(db, year),
    tiles: isWide(node) ? [] : litTiles(await tilesOf(db, node, year), running),
    attention: needingAttention(running.filter((each) => !isTwin(each)).map(asListed)),
    changes: {
      ...(isWide(node) ? { reached: [], relapsed: [], met: totals.met, metBefore: totals.met } : await crossingsOf(db, node, month)),
      lights: await lightChanges(db, running, month, asOf),
      operatingFen: months[at]?.operatingFen ?? 0,
      funding: isWide(node) ? {} : bySource(await moneyOfMonth(ctx, node, month)),
    },
  };
}

/** The row in which a project stands: its town's, or — within a town — that of the village with the largest share. */
const rowOf = (node: Division, { townCode, lead }: Running) => childCode(node, node.level === "town" ? (lead?.code ?? "") : townCode);

/** How many villages of each division below `node` have reported the month's income. */
async function postedBelow(db: Reader, node: Division, month: Month): Promise<Map<string, number>> {
  const rows = await db
    .select({ code: divisions.code, posted: incomeMonths.posted })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
    .where(and(eq(incomeMonths.month, month), eq(divisions.level, levelBelow(node)), under(divisions.code, node)));
  const sums = new Map<string, number>();
  for (const { code, posted } of rows) sums.set(childCode(node, code), (sums.get(childCode(node, code)) ?? 0) + posted);
  return sums;
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

async function ofVillage(db: Reader, node: Division, year: number, months: IncomeMonth[], month: Month): Promise<Figures> {
  const posted = months.find((each) => each.month === month)?.posted ?? 0;
  return { ...noFigures(), ...incomeFigures(await incomeTotals(db, node, year)), posted };
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
  const complete = due.filter((row) => (row.villages === 0 || isComplete(row)) && row.reports.made === row.reports.due);
  return { due: due.length, complete: complete.length };
}
