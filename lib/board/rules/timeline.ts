import { type Phase, phases } from "#db/schema/projects.ts";
import { type Day, earlierOf, laterOf } from "#lib/core/dates.ts";
import type { Pause, PlanRow } from "#lib/projects/rules/pace.ts";
import { hasReached, isDone } from "#lib/projects/rules/phases.ts";

/** The days through which a project is in a phase, from reaching it until reaching the next one. */
export type Stretch = { phase: Phase; fromOn: Day; toOn: Day };

/** 里程碑: what a project is asked about by its day. */
export const milestonePhases = ["building", "accepted", "operating"] as const;
export type Milestone = {
  phase: (typeof milestonePhases)[number];
  plannedOn: Day | null;
  actualOn: Day | null;
};

/**
 * As planned: each phase lasts until the next planned one is to be reached; the last one is a day, not a
 * stretch.
 */
export function plannedStretches(plan: readonly PlanRow[]): Stretch[] {
  return plan.flatMap(({ phase, plannedOn }, at) => {
    const next = plan[at + 1];
    return next && next.plannedOn > plannedOn ? [{ phase, fromOn: plannedOn, toOn: next.plannedOn }] : [];
  });
}

/**
 * As it really went, up to where the project stands: the phase it is in runs on until `until`, unless it
 * yields and is done.
 * @param passed when each phase was reached; one taken back by a correction may be among them and does not
 * count
 */
export function actualStretches(
  passed: ReadonlyMap<Phase, Day>,
  { phase, until }: { phase: Phase; until: Day },
): Stretch[] {
  const reached = phases.flatMap((each) => {
    const on = passed.get(each);
    return on !== undefined && on <= until && hasReached(phase, each) ? [{ phase: each, on }] : [];
  });
  return reached.flatMap(({ phase: each, on }, at) => {
    const toOn = reached[at + 1]?.on ?? (isDone(each) ? on : until);
    return toOn > on ? [{ phase: each, fromOn: on, toOn }] : [];
  });
}

export const milestonesOf = (
  plan: readonly PlanRow[],
  passed: ReadonlyMap<Phase, Day>,
  phase: Phase,
): Milestone[] =>
  milestonePhases.map((each) => ({
    phase: each,
    plannedOn: plan.find((row) => row.phase === each)?.plannedOn ?? null,
    actualOn: hasReached(phase, each) ? (passed.get(each) ?? null) : null,
  }));

/** The days on which the clock stood, as far as they have come. */
export const pausedStretches = (pauses: readonly Pause[], until: Day): { fromOn: Day; toOn: Day }[] =>
  pauses
    .filter((pause) => pause.fromOn < until)
    .map(({ fromOn, toOn }) => ({ fromOn, toOn: earlierOf(toOn ?? until, until) }));

/** The first and the last of some days, `on` among them. */
export const spanOf = (days: readonly Day[], on: Day): { fromOn: Day; toOn: Day } =>
  days.reduce((span, day) => ({ fromOn: earlierOf(span.fromOn, day), toOn: laterOf(span.toOn, day) }), {
    fromOn: on,
    toOn: on,
  });
