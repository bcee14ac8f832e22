import type { Day, Month } from "#lib/core/dates.ts";
import type { Tile } from "#lib/income/queries/totals.ts";
import type { ProjectStatus } from "#lib/projects/queries/status.ts";
import { type Assessment, type Light, owesReport } from "#lib/projects/rules/lights.ts";
import { worstFirst, worstOf } from "./attention.ts";
import type { Figures } from "./figures.ts";
import { isTwin, tallyOf } from "./tally.ts";

/** A project that has not ended, as it stands on the board's day. */
export type Running = ProjectStatus & { assessment: Assessment };

/**
 * As many reported months as a board looks at: the month's, the one before, and the one before that for 追回.
 */
export const monthsForABoard = 3;

export const isRunning = (each: ProjectStatus): each is Running => each.assessment !== null;

/** A project as a board lists it. */
export type BoardProject = Omit<ProjectStatus, "assessment" | "facts" | "plan" | "reports"> & Assessment;

export const asListed = ({
  assessment,
  facts: _,
  plan: __,
  reports: ___,
  ...project
}: Running): BoardProject => ({ ...project, ...assessment });

export const projectFigures = (
  running: readonly Running[],
  month: Month,
  asOf: Day,
): Pick<Figures, "projects" | "reports"> => ({
  projects: tallyOf(
    running.map(({ level, phase, sameAsId, assessment }) => ({
      level,
      phase,
      sameAsId,
      countsAs: assessment.countsAs,
    })),
  ),
  reports: reportsOf(running, month, asOf),
});

function reportsOf(running: readonly Running[], month: Month, asOf: Day): Figures["reports"] {
  const owing = running.filter((each) => !isTwin(each) && owesReport(each.facts, month, asOf));
  return {
    due: owing.length,
    made: owing.filter((each) => each.reports.some((report) => report.month === month)).length,
  };
}

export type BoardTile = Tile & {
  /** It has no data in what is shown, and reports of the year that wait for approval. */
  waiting: boolean;
  /** The worst light of the projects that the village takes part in, `null` where there is none. */
  light: Light | null;
  projects: number;
  /** Whose light that is. */
  worst: string | null;
  /** Those projects, worst first. */
  works: Work[];
};

/** A running project of a village: what a map picks by, and what a list of villages says of it. */
export type Work = Pick<Running, "id" | "name" | "owner" | "type" | "sector" | "approaches"> & {
  light: Light;
};

/** Tiles with the light of each village's projects; a physical project counts once. */
export function litTiles(
  tiles: readonly Tile[],
  running: readonly Running[],
  waiting: ReadonlySet<number>,
): BoardTile[] {
  const at = Map.groupBy(
    running
      .filter((each) => !isTwin(each))
      .flatMap((each) => each.villages.map(({ villageId }) => ({ villageId, each }))),
    (part) => part.villageId,
  );
  return tiles.map((tile) => {
    const own = at.get(tile.id) ?? [];
    const light = worstOf(own.map(({ each }) => each.assessment.light));
    const worst = own.find(({ each }) => each.assessment.light === light);
    const works = own
      .map(({ each: { id, name, owner, type, sector, approaches, assessment } }): Work => {
        return { id, name, owner, type, sector, approaches, light: assessment.light };
      })
      .toSorted((a, b) => worstFirst.indexOf(a.light) - worstFirst.indexOf(b.light));
    return {
      ...tile,
      waiting: waiting.has(tile.id),
      light,
      projects: own.length,
      worst: worst?.each.name ?? null,
      works,
    };
  });
}
