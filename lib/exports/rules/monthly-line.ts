import { type Stage, stages } from "#db/schema/funding.ts";
import type { View } from "#db/views.ts";
import type { IncomeReports } from "#lib/core/columns.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import { ratioBp } from "#lib/core/percent.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { spentFromBefore } from "#lib/funding/rules/carry.ts";
import { lights } from "#lib/projects/rules/lights.ts";

/**
 * The figures of a line: villages and income, physical projects by phase and light, money by stage, of the
 * month and of the year so far. Amounts in fen. A project's own line has 1 where it counts and nothing about
 * villages.
 */
export const measures = [
  "villageCount",
  "posted",
  "monthFen",
  "operatingFen",
  "targetFen",
  "attainedFen",
  "met",
  "projects",
  "building",
  "accepted",
  "producing",
  ...lights,
  ...stages.map((stage) => `${stage}MonthFen` as const),
  ...stages.map((stage) => `${stage}Fen` as const),
] as const;

export type Measure = (typeof measures)[number];

export type MonthlyFigures = Record<Measure, number>;

/**
 * A line: a town of a county, a village of a town, or a project of a town. `null` of a village without
 * income: unreported, not zero.
 */
export type MonthlyLine = { code: string; name: string } & { [M in Measure]: number | null };

export type Monthly = {
  node: Division;
  /** From the top down, to name the place. */
  path: string[];
  month: Month;
  /** The day on which projects were judged. */
  asOf: Day;
  /** Which rows count, and by which basis. */
  view: Omit<View, "known">;
  units: MonthlyLine[];
  /** Of a town, worst light first; of a county none. */
  projects: MonthlyLine[];
  /** Projects that owe a report of the month, and those that made it. */
  reports: { due: number; made: number };
  /** Villages with the month's income, reported and approved, whichever the lines show. */
  income: IncomeReports;
  /** The same sums by the ways of the board: its roll-up, its projects, its funding. */
  control(): Promise<MonthlyFigures>;
};

/** What lines add up to. */
export const addedUp = (lines: readonly MonthlyLine[]): MonthlyFigures =>
  Object.fromEntries(
    measures.map((measure) => [measure, lines.reduce((sum, line) => sum + (line[measure] ?? 0), 0)]),
  ) as MonthlyFigures;

/** 封顶完成率 in basis points: of each village no more than its target. */
export const cappedOf = (line: Pick<MonthlyLine, "attainedFen" | "targetFen">): number | null =>
  line.attainedFen === null ? null : ratioBp(line.attainedFen, line.targetFen ?? 0);

/**
 * The stages of a line that are more than the one before within the year: money of the year before is in
 * them.
 */
export const carriedOf = (line: MonthlyLine): Stage[] =>
  stages.filter((stage, at) => {
    const before = stages[at - 1];
    return (
      before !== undefined &&
      before !== "plan" &&
      spentFromBefore(line[`${stage}Fen`] ?? 0, line[`${before}Fen`] ?? 0)
    );
  });

/** 完成率 in basis points: nothing has reached its target before it has. `null` where there is none. */
export const rateOf = ({
  operatingFen,
  targetFen,
}: Pick<MonthlyLine, "operatingFen" | "targetFen">): number | null =>
  operatingFen === null ? null : ratioBp(operatingFen, targetFen ?? 0);
