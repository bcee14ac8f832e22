import type { Reader } from "#db/client.ts";
import type { Tile } from "../income/queries.ts";
import { addMonths, type Day, lastDay, type Month } from "../period.ts";
import { type Assessment, type Light, lightOfMonth, owesReport } from "../projects/lights.ts";
import { calendarUntil, rulesOf } from "../projects/rulebook.ts";
import type { Standing } from "../projects/standing.ts";
import { type LightMove, lightMoves, worstOf } from "./attention.ts";
import type { Figures } from "./figures.ts";
import { isTwin, tallyOf } from "./tally.ts";

/** A project that has not ended, as it stands on the board's day. */
export type Running = Standing & { assessment: Assessment };

/** As many reported months as a board looks at: the month's, the one before, and the one before that for 追回. */
export const monthsForABoard = 3;

export const isRunning = (each: Standing): each is Running => each.assessment !== null;

/** A project as a board lists it. */
export type BoardProject = Omit<Standing, "assessment" | "facts" | "plan" | "reports"> & Assessment;

export const asListed = ({ assessment, facts: _, plan: __, reports: ___, ...project }: Running): BoardProject => ({ ...project, ...assessment });

export const projectFigures = (running: readonly Running[], month: Month, asOf: Day): Pick<Figures, "projects" | "reports"> => ({
  projects: tallyOf(running.map(({ level, phase, sameAsId, assessment }) => ({ level, phase, sameAsId, countsAs: assessment.countsAs }))),
  reports: reportsOf(running, month, asOf),
});

function reportsOf(running: readonly Running[], month: Month, asOf: Day): Figures["reports"] {
  const owing = running.filter((each) => owesReport(each.facts, month, asOf));
  return { due: owing.length, made: owing.filter((each) => each.reports.some((report) => report.month === month)).length };
}

export type BoardTile = Tile & {
  /** The worst light of the projects that the village takes part in, `null` where there is none. */
  light: Light | null;
  projects: number;
  /** Whose light that is. */
  worst: string | null;
  /** What is known of those projects, for picking tiles by them. */
  works: Work[];
};

/** A running project of a village as a map picks by it. */
export type Work = Pick<Running, "id" | "type" | "sector" | "approaches"> & { light: Light };

/** Tiles with the light of each village's projects; a physical project counts once. */
export function litTiles(tiles: readonly Tile[], running: readonly Running[]): BoardTile[] {
  const at = Map.groupBy(
    running.filter((each) => !isTwin(each)).flatMap((each) => each.villages.map(({ villageId }) => ({ villageId, each }))),
    (part) => part.villageId,
  );
  return tiles.map((tile) => {
    const own = at.get(tile.id) ?? [];
    const light = worstOf(own.map(({ each }) => each.assessment.light));
    const worst = own.find(({ each }) => each.assessment.light === light);
    const works = own.map(({ each: { id, type, sector, approaches, assessment } }) => ({ id, type, sector, approaches, light: assessment.light }));
    return { ...tile, light, projects: own.length, worst: worst?.each.name ?? null, works };
  });
}

/** Each light against the one that the project had at the end of the month before, by the rule that was in force then. */
export async function lightChanges(db: Reader, running: readonly Running[], month: Month, asOf: Day): Promise<LightMove<BoardProject>[]> {
  const before = addMonths(month, -1);
  const rules = await rulesOf(db, asOf);
  const calendar = await calendarUntil(db, before);
  return lightMoves(
    running
      .filter((each) => !isTwin(each) && each.createdOn <= lastDay(before))
      .map((each) => ({
        project: asListed(each),
        from: lightOfMonth(each.facts, rules, before, asOf, calendar)?.light ?? null,
        to: each.assessment.light,
      })),
  );
}
