import type { Ctx } from "#lib/core/context.ts";
import { type ProjectStatus, projectsBelow, statusesOf } from "#lib/projects/queries/status.ts";
import type { ProjectsFilter } from "../input.ts";
import { byNeed } from "../rules/attention.ts";
import { isRunning, monthsForABoard, projectFigures, type Running } from "../rules/board-projects.ts";
import type { Figures } from "../rules/figures.ts";
import { isTwin } from "../rules/tally.ts";
import type { BoardScope } from "./scope.ts";

/**
 * A project as it stands on the ground: one on both lists is one, the village project, and names its twin.
 */
export type DistinctProject = Running & { twin: Pick<ProjectStatus, "id" | "number" | "name"> | undefined };

/** Each physical project once, as every count of a board has it (`once`). */
export function distinctProjectsOf(running: readonly Running[]): DistinctProject[] {
  const twins = new Map(running.filter(isTwin).map((each) => [each.sameAsId, each]));
  return running.filter((each) => !isTwin(each)).map((each) => ({ ...each, twin: twins.get(each.id) }));
}

/**
 * Does it stand on the list, as itself or by its twin; is it of the sector; does it show the light? What is
 * not asked does not narrow.
 */
export const isChosen = (
  { level, sector, light }: Partial<ProjectsFilter>,
  project: DistinctProject,
): boolean =>
  (level === undefined || project.level === level || (level === "key" && project.twin !== undefined)) &&
  (sector === undefined || project.sector === sector) &&
  (light === undefined || project.assessment.light === light);

/** More rows than these say nothing to anybody: a wider division is looked at division by division. */
export const listLimit = 500;

/**
 * The running projects of a scope that a filter chooses, worst first, and how far the month's reports have
 * come.
 */
export async function projectsOfScope(
  ctx: Ctx,
  { node, month, asOf }: BoardScope,
  filter: Partial<ProjectsFilter>,
): Promise<{ chosen: DistinctProject[]; all: number; reports: Figures["reports"] }> {
  const running = (await statusesOf(ctx.db, projectsBelow(ctx.db, node), asOf, monthsForABoard)).filter(
    isRunning,
  );
  const physical = distinctProjectsOf(running);
  const need = ({ assessment, number, dueOn }: DistinctProject) => ({ ...assessment, number, dueOn });
  return {
    chosen: physical.filter((each) => isChosen(filter, each)).toSorted((a, b) => byNeed(need(a), need(b))),
    all: physical.length,
    reports: projectFigures(running, month, asOf).reports,
  };
}
