import { createHash } from "node:crypto";
import { stages } from "#db/schema/funding.ts";
import { yuanText } from "#lib/core/money.ts";
import type { Monthly, MonthlyLine } from "#lib/exports/rules/monthly-line.ts";
import type { FundingTotals } from "#lib/funding/queries/totals.ts";
import type { villageCard } from "#lib/income/queries/village-card.ts";
import type { LitProject, projectCard } from "#lib/projects/queries/project-card.ts";
import type { Poster, WallChart } from "../queries/wall-chart.ts";

// The figures of a sheet of paper as the trail keeps them, line by line, so that each can be compared with
// what hangs on the wall: in whatever unit the paper shows them, here they are in yuan to the fen and in
// percent, as they were read.

/**
 * What the trail keeps of a print's figures. A line that begins with `#` names the columns of those below it
 * (`verify.figure`).
 */
export type PrintedFigures = { lines: string[]; sha256: string };

export const digestOf = (lines: readonly string[]): string =>
  createHash("sha256").update(lines.join("\n")).digest("hex");
export const printedFigures = (lines: string[]): PrintedFigures => ({ lines, sha256: digestOf(lines) });

type Cell = string | number | null;
const line = (cells: readonly Cell[]): string =>
  cells.map((cell) => String(cell ?? "—").replaceAll(/[|\s]+/g, " ")).join(" | ");
const table = (heads: readonly string[], rows: readonly Cell[][]): string[] =>
  rows.length === 0 ? [] : [`# ${line(heads)}`, ...rows.map(line)];
const yuan = (fen: number | null | undefined): string | null =>
  fen === null || fen === undefined ? null : yuanText(fen);
const percent = yuan; // basis points have two decimals too

const placeHeads = ["place", "name", "villages", "met", "noData", "operating", "target", "gap"];
type PlaceFigures = {
  villages: number;
  met: number;
  noData: number;
  operatingFen: number;
  targetFen: number;
  gapFen: number;
};
const placeOf = (
  code: string,
  name: string,
  { villages, met, noData, operatingFen, targetFen, gapFen }: PlaceFigures,
): Cell[] => [code, name, villages, met, noData, yuan(operatingFen), yuan(targetFen), yuan(gapFen)];
const villageHeads = ["village", "name", "operating", "target"];
const villageOf = (tile: {
  code: string;
  name: string;
  operatingFen: number | null;
  targetFen: number;
}): Cell[] => [tile.code, tile.name, yuan(tile.operatingFen), yuan(tile.targetFen)];
const projectHeads = ["project", "name", "light", "actual", "planned"];

export function boardFigures(chart: WallChart): string[] {
  const projects = chart.towns.flatMap((town) => [
    ...town.villages.flatMap((village) => village.projects),
    ...town.elsewhere,
  ]);
  const whole = new Map(projects.map((project) => [project.number, project]));
  return [
    ...table(placeHeads, [
      placeOf(chart.node.code, chart.node.shortName, chart.totals),
      ...chart.towns
        .filter((town) => town.code !== chart.node.code)
        .map((town) => placeOf(town.code, town.name, town.figures)),
    ]),
    ...table(
      villageHeads,
      chart.towns.flatMap((town) => town.villages.map(villageOf)),
    ),
    ...table(
      projectHeads,
      [...whole.values()].map(({ number, name, light, actualBp, plannedBp }) => [
        number,
        name,
        light,
        percent(actualBp),
        percent(plannedBp),
      ]),
    ),
  ];
}

export const posterFigures = ({ node, totals, towns, reds }: Poster): string[] => [
  ...table(placeHeads, [placeOf(node.code, node.shortName, totals)]),
  ...table(
    villageHeads,
    towns.flatMap((town) => town.tiles.map(villageOf)),
  ),
  ...table(
    ["project", "name", "light"],
    reds.map(({ number, name, light }) => [number, name, light]),
  ),
];

type Card = Awaited<ReturnType<typeof villageCard>>;
export const villageFigures = (
  { village, operatingFen, targetFen, gapFen, months, byAccount }: Card,
  projects: readonly LitProject[],
): string[] => [
  ...table(
    [...villageHeads, "gap"],
    [[village.code, village.shortName, yuan(operatingFen), yuan(targetFen), yuan(gapFen)]],
  ),
  ...table(
    ["month", "operating"],
    months.map((month) => [month.month, month.posted ? yuan(month.operatingFen) : null]),
  ),
  ...table(
    ["account", "name", "amount"],
    byAccount.map(({ code, name, totalFen }) => [code, name, yuan(totalFen)]),
  ),
  ...table(
    ["project", "name", "light"],
    projects.map(({ number, name, light }) => [number, name, light]),
  ),
];

type Project = Awaited<ReturnType<typeof projectCard>>;
export const projectFigures = (
  { project, standing }: Project,
  { rows, total }: Pick<FundingTotals, "rows" | "total">,
): string[] => [
  ...table(
    ["project", "name", "actual"],
    [[project.number, project.name, percent(standing.latest?.progressBp)]],
  ),
  ...table(
    ["source", ...stages],
    [
      ...rows.map((row) => [row.key, ...stages.map((stage) => yuan(row.stages[stage]))]),
      ["total", ...stages.map((stage) => yuan(total[stage]))],
    ],
  ),
];

export function monthlyFigures({ units, projects }: Monthly): string[] {
  const lines = (head: string, all: readonly MonthlyLine[]) => {
    const names = Object.keys(all[0] ?? {}).filter((name) => name !== "code" && name !== "name");
    const cellOf = (name: string, value: unknown): Cell =>
      /Fen$|Bp$/.test(name) ? yuan(value as number | null) : (value as Cell);
    const heads = [head, "name", ...names.map((name) => name.replace(/Fen$|Bp$/, ""))];
    return table(
      heads,
      all.map((each) => [
        each.code,
        each.name,
        ...names.map((name) => cellOf(name, each[name as keyof MonthlyLine])),
      ]),
    );
  };
  return [...lines("place", units), ...lines("project", projects)];
}
