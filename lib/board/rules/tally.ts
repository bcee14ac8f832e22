import { type Phase, type ProjectLevel, phases } from "#db/schema/projects.ts";
import { type Light, lights } from "#lib/projects/rules/lights.ts";

/**
 * How many projects have each light, as statistics count them: one whose report has long been missing is red
 * (DOMAIN §4).
 */
export type ByLight = Record<Light, number>;
export type ByPhase = Record<Phase, ByLight>;

/**
 * Projects of a division. `once` counts a physical project that stands on both lists once: village + key −
 * both = once.
 */
export type ProjectTally = { once: ByPhase; village: ByPhase; key: ByPhase; both: number };

/** What a tally looks at. */
export type Counted = { level: ProjectLevel; phase: Phase; sameAsId: number | null; countsAs: Light };

const noLights = (): ByLight => ({ green: 0, yellow: 0, red: 0, grey: 0, paused: 0 });
const noPhases = (): ByPhase => Object.fromEntries(phases.map((phase) => [phase, noLights()])) as ByPhase;
export const noProjects = (): ProjectTally => ({
  once: noPhases(),
  village: noPhases(),
  key: noPhases(),
  both: 0,
});

/**
 * A key project that names a village project as the same thing: the village project is the one that is
 * counted.
 */
export const isTwin = (project: Pick<Counted, "sameAsId">) => project.sameAsId !== null;

export function tallyOf(projects: Iterable<Counted>): ProjectTally {
  const tally = noProjects();
  for (const project of projects) {
    tally[project.level][project.phase][project.countsAs] += 1;
    if (isTwin(project)) tally.both += 1;
    else tally.once[project.phase][project.countsAs] += 1;
  }
  return tally;
}

/** `a` and `b` together, or with −1 what `b` leaves of `a`. */
export function combinedTally(a: ProjectTally, b: ProjectTally, sign: 1 | -1): ProjectTally {
  const sum = (one: ByPhase, other: ByPhase) =>
    Object.fromEntries(
      phases.map((phase) => [
        phase,
        Object.fromEntries(lights.map((light) => [light, one[phase][light] + sign * other[phase][light]])),
      ]),
    ) as ByPhase;
  return {
    once: sum(a.once, b.once),
    village: sum(a.village, b.village),
    key: sum(a.key, b.key),
    both: a.both + sign * b.both,
  };
}

/** Over all phases. */
export function lightsOf(tally: ByPhase): ByLight {
  const sum = noLights();
  for (const phase of phases) for (const light of lights) sum[light] += tally[phase][light];
  return sum;
}

export const countOf = (counts: ByLight): number => lights.reduce((sum, light) => sum + counts[light], 0);
