import { type Phase, type Stage, stages } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { dueOn } from "#lib/board/queries/scope.ts";
import { isRunning, monthsForABoard, projectFigures, type Running } from "#lib/board/rules/board-projects.ts";
import { childCode } from "#lib/board/rules/levels.ts";
import { lightsOf, type ProjectTally } from "#lib/board/rules/tally.ts";
import { type Ctx, today, viewWithoutDay } from "#lib/core/context.ts";
import {
  type Day,
  earlierOf,
  endedMonth,
  firstDay,
  lastDay,
  type Month,
  yearOfMonth,
} from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import {
  childrenOf,
  type Division,
  divisionById,
  divisionOf,
  pathTo,
} from "#lib/divisions/queries/divisions.ts";
import { completenessOf } from "#lib/filing/queries/completeness.ts";
import { newestPosting } from "#lib/funding/queries/ledger.ts";
import { byStage, type FundingSum, fundingSums } from "#lib/funding/queries/totals.ts";
import type { ByStage } from "#lib/funding/rules/stage-order.ts";
import {
  crossingsOf,
  incomeByMonth,
  incomeTotals,
  tilesOf,
  villageMonths,
} from "#lib/income/queries/totals.ts";
import { attainedFen } from "#lib/income/rules/target.ts";
import { projectsBelow, statusesOf } from "#lib/projects/queries/status.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import type { MonthlyExport } from "../input.ts";
import { type Monthly, type MonthlyFigures, type MonthlyLine, measures } from "../rules/monthly-line.ts";

/**
 * 月报 of a county, a line each town, or of a town, a line each village and one each project; money and income
 * of the month and of the year so far, as posted by now. The newest month that has ended is judged today, as
 * the board does, an earlier one on the day when its reports were due. No official form of this report is
 * published in our sources: the columns are the usual ones.
 * @throws {NotFound} outside the actor's scope, and for other levels
 */
export async function monthlyOf(ctx: Ctx, filter: Pick<MonthlyExport, "node" | "month">): Promise<Monthly> {
  const { db, actor } = ctx;
  authorize(actor, "board.read");
  const node = filter.node
    ? await divisionOf(db, actor, filter.node)
    : await divisionById(db, actor, actor.scope.id);
  if (node.level !== "county" && node.level !== "town") throw new NotFound(`monthly report of ${node.code}`);
  const newest = endedMonth(today(ctx));
  const month = filter.month ?? newest;
  const asOf = month >= newest ? today(ctx) : earlierOf(today(ctx), await dueOn(db, month));
  const upTo = await newestPosting(ctx);
  const running = (await statusesOf(db, projectsBelow(db, node), asOf, monthsForABoard)).filter(isRunning);
  const { units, projects } = await linesOf(ctx, node, month, running, upTo);
  const { reports } = projectFigures(running, month, asOf);
  const { all, reported, approved } = (await completenessOf(ctx, node, month)).villages;
  return {
    node,
    month,
    asOf,
    units,
    projects,
    reports,
    view: viewWithoutDay(db),
    income: { villages: all, reported, approved },
    path: (await pathTo(db, node)).map((each) => each.shortName),
    control: () => controlOf(ctx, node, month, asOf, upTo),
  };
}

const yearSoFar = (month: Month) => ({ from: `${yearOfMonth(month)}-01-01`, to: lastDay(month) });
const ofMonth = (month: Month) => ({ from: firstDay(month), to: lastDay(month) });

async function linesOf(ctx: Ctx, node: Division, month: Month, running: readonly Running[], upTo: number) {
  const isTown = node.level === "town";
  const by = isTown ? ["village" as const, "project" as const] : ["town" as const];
  const ofYear = await fundingSums(ctx, { node: node.code, ...yearSoFar(month) }, by, upTo);
  const inMonth = await fundingSums(ctx, { node: node.code, ...ofMonth(month) }, by, upTo);
  const villages = await villagesIn(ctx, node, month);
  const digits = (code: string) => childCode(node, code);
  const moneyOf = (belongs: (sum: FundingSum) => boolean) =>
    money(byStage(inMonth.filter(belongs)), byStage(ofYear.filter(belongs)));
  const codeOf = (sum: FundingSum) => digits((isTown ? sum.village?.code : sum.town?.code) ?? "");
  const leadOf = (project: Running) => digits(isTown ? (project.lead?.code ?? "") : project.townCode);
  const places = (await childrenOf(ctx.db, node)).map(({ code, shortName }) => ({ code, name: shortName }));
  const known = new Set(places.map(({ code }) => digits(code)));
  const lineOf = (place: { code: string; name: string }, isIn: (code: string) => boolean): MonthlyLine => ({
    ...place,
    ...incomeOf(villages.filter((village) => isIn(digits(village.code)))),
    ...worksOf(
      projectFigures(
        running.filter((project) => isIn(leadOf(project))),
        month,
        lastDay(month),
      ).projects,
    ),
    ...moneyOf((sum) => isIn(codeOf(sum))),
  });
  const units = places.map((place) => lineOf(place, (code) => code === digits(place.code)));
  // What belongs to no single place of the node: projects that name no village of it, and their money.
  const rest = lineOf({ code: "", name: "" }, (code) => !known.has(code));
  const physical = running.filter((each) => each.sameAsId === null);
  const projects = !isTown
    ? []
    : physical.map((project) => ({
        code: project.number,
        name: project.name,
        villageCount: null,
        posted: null,
        monthFen: null,
        operatingFen: null,
        targetFen: null,
        attainedFen: null,
        met: null,
        ...worksOf(projectFigures([project], month, lastDay(month)).projects),
        ...moneyOf((sum) => sum.project?.id === project.id),
      }));
  const isEmpty = measures.every((measure) => !rest[measure]);
  return { units: isEmpty ? units : [...units, rest], projects: projects.toSorted(worstFirst) };
}

const worstFirst = (a: MonthlyLine, b: MonthlyLine) =>
  Number(b.red) - Number(a.red) ||
  Number(b.yellow) - Number(a.yellow) ||
  Number(b.grey) - Number(a.grey) ||
  (a.code < b.code ? -1 : 1);

type VillageMonth = {
  code: string;
  posted: number;
  monthFen: number;
  operatingFen: number | null;
  targetFen: number;
};

/** Every village below `node` with its income of the month and from January to it; `null` without any. */
async function villagesIn({ db }: Ctx, node: Division, month: Month): Promise<VillageMonth[]> {
  const rows = await villageMonths(db, node, `${yearOfMonth(month)}-01`, month);
  const byVillage = Map.groupBy(rows, (row) => row.id);
  return (await tilesOf(db, node, yearOfMonth(month))).map(({ id, code, targetFen }) => {
    const own = byVillage.get(id) ?? [];
    const now = own.find((row) => row.month === month);
    return {
      code,
      targetFen,
      posted: now && now.posted > 0 ? 1 : 0,
      monthFen: now?.operatingFen ?? 0,
      operatingFen: own.some((row) => row.posted > 0)
        ? own.reduce((sum, row) => sum + row.operatingFen, 0)
        : null,
    };
  });
}

function incomeOf(
  villages: readonly VillageMonth[],
): Pick<
  MonthlyLine,
  "villageCount" | "posted" | "monthFen" | "operatingFen" | "targetFen" | "attainedFen" | "met"
> {
  const sum = (of: (village: VillageMonth) => number) =>
    villages.reduce((all, village) => all + of(village), 0);
  const isReported = villages.some((village) => village.operatingFen !== null);
  const posted = sum((village) => village.posted);
  return {
    villageCount: villages.length,
    posted,
    monthFen: posted > 0 ? sum((village) => village.monthFen) : null,
    operatingFen: isReported ? sum((village) => village.operatingFen ?? 0) : null,
    targetFen: sum((village) => village.targetFen),
    attainedFen: sum((village) => attainedFen(village.operatingFen, village.targetFen)),
    met: sum((village) =>
      village.operatingFen !== null && village.operatingFen >= village.targetFen ? 1 : 0,
    ),
  };
}

/** Projects on the ground, by the phases that the form names and by light. */
function worksOf({ once }: ProjectTally) {
  const inPhases = (...of: Phase[]) =>
    of.reduce((sum, phase) => sum + lights.reduce((all, light) => all + once[phase][light], 0), 0);
  const byLight = lightsOf(once);
  return {
    projects: lights.reduce((sum, light) => sum + byLight[light], 0),
    building: inPhases("building"),
    accepted: inPhases("accepted"),
    producing: inPhases("operating", "handedOver"),
    ...byLight,
  };
}

type Money = Record<`${Stage}MonthFen` | `${Stage}Fen`, number>;
const money = (month: ByStage, year: ByStage): Money =>
  Object.fromEntries(
    stages.flatMap((stage) => [
      [`${stage}MonthFen`, month[stage]],
      [`${stage}Fen`, year[stage]],
    ]),
  ) as Money;

async function controlOf(
  ctx: Ctx,
  node: Division,
  month: Month,
  asOf: Day,
  upTo: number,
): Promise<MonthlyFigures> {
  const { db } = ctx;
  const months = (await incomeByMonth(db, node, yearOfMonth(month))).filter((each) => each.month <= month);
  const running = (await statusesOf(db, projectsBelow(db, node), asOf, monthsForABoard)).filter(isRunning);
  const sums = async (period: { from: Day; to: Day }) =>
    byStage(await fundingSums(ctx, { node: node.code, ...period }, [], upTo));
  const { villages, targetFen } = await incomeTotals(db, node, yearOfMonth(month));
  return {
    villageCount: villages,
    targetFen,
    attainedFen: incomeOf(await villagesIn(ctx, node, month)).attainedFen ?? 0,
    posted: months.at(-1)?.posted ?? 0,
    monthFen: months.at(-1)?.operatingFen ?? 0,
    operatingFen: months.reduce((sum, each) => sum + each.operatingFen, 0),
    met: (await crossingsOf(db, node, month)).met,
    ...worksOf(projectFigures(running, month, asOf).projects),
    ...money(await sums(ofMonth(month)), await sums(yearSoFar(month))),
  };
}
