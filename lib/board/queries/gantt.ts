import { and, asc, eq, lt, lte } from "drizzle-orm";
import { divisions, type Phase, phasePassings, phases, projects } from "#db/schema/index.ts";
import { type Ctx, endOf } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { childrenOf } from "#lib/divisions/queries/divisions.ts";
import { projectsBelow } from "#lib/projects/queries/status.ts";
import type { PlanRow } from "#lib/projects/rules/pace.ts";
import { hasReached, isDone } from "#lib/projects/rules/phases.ts";
import type { GanttFilter } from "../input.ts";
import { asListed, type BoardProject } from "../rules/board-projects.ts";
import type { Figures } from "../rules/figures.ts";
import { childCode } from "../rules/levels.ts";
import { plannedDayOf, type Slip, slipOf } from "../rules/slip.ts";
import {
  actualStretches,
  type Milestone,
  milestonesOf,
  pausedStretches,
  plannedStretches,
  type Stretch,
  spanOf,
} from "../rules/timeline.ts";
import { type DistinctProject, listLimit, projectsOfScope } from "./distinct-projects.ts";
import { type BoardScope, boardScopeOf } from "./scope.ts";

export type GanttRow = BoardProject & {
  twin: DistinctProject["twin"];
  planned: Stretch[];
  actual: Stretch[];
  milestones: Milestone[];
  paused: { fromOn: Day; toOn: Day }[];
  /** When the newest report says that it will be finished; `null` once it yields. */
  forecastOn: Day | null;
  /**
   * From the first planned day to the one by which the plan called for what is done: the filled part of the
   * bar.
   */
  done: { fromOn: Day; toOn: Day } | null;
  /** How much later than planned it is finished. */
  slip: Slip | null;
  /** Every phase with the days planned and real, for the table. */
  days: { phase: Phase; plannedOn: Day | null; actualOn: Day | null }[];
};

/** A town, a division, a village of a town, or a phase; `null` names what belongs to none. */
export type GanttGroup = { key: string; name: string | null; rows: GanttRow[] };

export type Gantt = BoardScope & {
  groups: GanttGroup[];
  /** From the first day that a row shows until the last. */
  span: { fromOn: Day; toOn: Day };
  /** Physical projects that run, that the filter chooses, and that are shown. */
  counts: { all: number; chosen: number; shown: number };
  reports: Figures["reports"];
};

/**
 * 甘特图: the phases of the running projects of a division, planned against actual, as they stood on the scope's
 * day; worst first within each group. One query more than a board's projects.
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function ganttOf(ctx: Ctx, filter: Partial<GanttFilter>): Promise<Gantt> {
  const boardScope = await boardScopeOf(ctx, filter);
  const { chosen, all, reports } = await projectsOfScope(ctx, boardScope, filter);
  const shown = chosen.slice(0, listLimit);
  const passings = await passingsBelow(ctx, boardScope);
  const rows = shown.map((project) => ({
    project,
    row: rowOf(project, passings.get(project.id) ?? new Map(), boardScope.asOf),
  }));
  const groups =
    filter.by === "phase"
      ? phases.map((phase) => ({ key: phase as string, name: null }))
      : await placesOf(ctx, boardScope, shown);
  const keyOf = (project: DistinctProject) =>
    filter.by === "phase" ? project.phase : placeOf(boardScope, project);
  return {
    ...boardScope,
    groups: groups
      .map((group) => ({
        ...group,
        rows: rows.filter(({ project }) => keyOf(project) === group.key).map(({ row }) => row),
      }))
      .filter((group) => group.rows.length > 0),
    span: spanOf(
      rows.flatMap(({ row }) => daysOf(row)),
      boardScope.asOf,
    ),
    counts: { all, chosen: chosen.length, shown: shown.length },
    reports,
  };
}

function rowOf(project: DistinctProject, passings: ReadonlyMap<Phase, Day>, until: Day): GanttRow {
  const { plan, phase, facts, latest, twin } = project;
  const passed = new Map<Phase, Day>([["identified", project.createdOn], ...passings]);
  const listed = asListed(project);
  const forecastOn = isDone(phase) ? null : (latest?.forecastOn ?? null);
  const doneOn = plannedDayOf(plan, listed.progress.actualBp ?? 0);
  return {
    ...listed,
    twin,
    planned: plannedStretches(plan),
    actual: actualStretches(passed, { phase, until }),
    milestones: milestonesOf(plan, passed, phase),
    paused: pausedStretches(facts.pauses, until),
    forecastOn,
    done:
      doneOn && plan[0] && doneOn > plan[0].plannedOn ? { fromOn: plan[0].plannedOn, toOn: doneOn } : null,
    slip: slipOf(plan, {
      phase,
      acceptedOn: passed.get("accepted") ?? null,
      forecastOn,
      pauses: facts.pauses,
      until,
    }),
    days: daysByPhase(plan, passed, phase),
  };
}

function daysByPhase(
  plan: readonly PlanRow[],
  passed: ReadonlyMap<Phase, Day>,
  now: Phase,
): GanttRow["days"] {
  return phases.map((phase) => ({
    phase,
    plannedOn: plan.find((row) => row.phase === phase)?.plannedOn ?? null,
    actualOn: hasReached(now, phase) ? (passed.get(phase) ?? null) : null,
  }));
}

const daysOf = ({ planned, actual, milestones, forecastOn, slip }: GanttRow): Day[] => [
  ...(slip ? [slip.toOn] : []),
  ...[...planned, ...actual].flatMap(({ fromOn, toOn }) => [fromOn, toOn]),
  ...milestones.flatMap(({ plannedOn, actualOn }) => [plannedOn, actualOn].filter((day) => day !== null)),
  ...(forecastOn ? [forecastOn] : []),
];

/** The newest passing of each phase of each project, as known on the day. */
async function passingsBelow({ db }: Ctx, { node, asOf }: BoardScope): Promise<Map<number, Map<Phase, Day>>> {
  const rows = await db
    .select({
      projectId: phasePassings.projectId,
      phase: phasePassings.phase,
      actualOn: phasePassings.actualOn,
    })
    .from(phasePassings)
    .innerJoin(projects, eq(projects.id, phasePassings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(
      and(
        projectsBelow(db, node),
        lt(phasePassings.recordedAt, endOf(asOf)),
        lte(phasePassings.actualOn, asOf),
      ),
    )
    .orderBy(asc(phasePassings.id));
  return new Map(
    [...Map.groupBy(rows, (row) => row.projectId)].map(([id, own]) => [
      id,
      new Map(own.map((row) => [row.phase, row.actualOn])),
    ]),
  );
}

/**
 * Under which division a project stands: the one directly below the node; in a town the village that leads.
 */
const placeOf = ({ node }: BoardScope, { townCode, lead }: DistinctProject): string =>
  node.level === "town" ? (lead?.code ?? "") : childCode(node, townCode);

async function placesOf(
  { db }: Ctx,
  boardScope: BoardScope,
  shown: readonly DistinctProject[],
): Promise<{ key: string; name: string | null }[]> {
  if (boardScope.node.level === "town") {
    const villages = new Map(shown.map(({ lead }) => [lead?.code ?? "", lead?.name ?? null]));
    return [...villages].map(([key, name]) => ({ key, name })).toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }
  return (await childrenOf(db, boardScope.node)).map(({ code, shortName }) => ({
    key: childCode(boardScope.node, code),
    name: shortName,
  }));
}
