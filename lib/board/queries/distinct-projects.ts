import type { Ctx } from "#lib/core/context.ts";
import { projectsBelow, type Standing, standingsOf } from "#lib/projects/queries/status.ts";
import type { ProjectsFilter } from "../input.ts";
import { byNeed } from "../rules/attention.ts";
import { isRunning, monthsForABoard, projectFigures, type Running } from "../rules/board-projects.ts";
import type { Figures } from "../rules/figures.ts";
import { isTwin } from "../rules/tally.ts";
import type { Sight } from "./scope.ts";

/**
 * A project as it stands on the ground: one on both lists is one, the village project, and names its twin.
 */
export type Physical = Running & { twin: Pick<Standing, "id" | "number" | "name"> | undefined };

/** Each physical project once, as every count of a board has it (`once`). */
export function physicalOf(running: readonly Running[]): Physical[] {
  const twins = new Map(running.filter(isTwin).map((each) => [each.sameAsId, each]));
  return running.filter((each) => !isTwin(each)).map((each) => ({ ...each, twin: twins.get(each.id) }));
}

/**
 * Does it stand on the list, as itself or by its twin; is it of the sector; does it show the light? What is
 * not asked does not narrow.
 */
export const isChosen = ({ level, sector, light }: Partial<ProjectsFilter>, project: Physical): boolean =>
  (level === undefined || project.level === level || (level === "key" && project.twin !== undefined)) &&
  (sector === undefined || project.sector === sector) &&
  (light === undefined || project.assessment.light === light);

/** More rows than these say nothing to anybody: a wider division is looked at division by division. */
export const mostShown = 500;

/**
 * The running projects of a sight that a filter chooses, worst first, and how far the month's reports have
 * come.
 */
export async function projectsOfSight(
  ctx: Ctx,
  { node, month, asOf }: Sight,
  filter: Partial<ProjectsFilter>,
): Promise<{ chosen: Physical[]; all: number; reports: Figures["reports"] }> {
  const running = (await standingsOf(ctx.db, projectsBelow(ctx.db, node), asOf, monthsForABoard)).filter(
    isRunning,
  );
  const physical = physicalOf(running);
  const need = ({ assessment, number, dueOn }: Physical) => ({ ...assessment, number, dueOn });
  return {
    chosen: physical.filter((each) => isChosen(filter, each)).toSorted((a, b) => byNeed(need(a), need(b))),
    all: physical.length,
    reports: projectFigures(running, month, asOf).reports,
  };
}
