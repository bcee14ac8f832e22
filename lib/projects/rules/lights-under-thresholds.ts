import type { LightThresholds } from "#db/schema/projects.ts";
import type { Calendar, Day } from "#lib/core/dates.ts";
import { type Light, type LightFacts, lightOf } from "./lights.ts";
import type { Rules } from "./thresholds.ts";

type Judged = { facts: LightFacts };

/** What a rule would do: whose light would be another one, and how many there would be of each. */
export type ThresholdsPreview<P> = {
  moves: { project: P; from: Light; to: Light }[];
  before: Record<Light, number>;
  after: Record<Light, number>;
};

/**
 * Today's lights against those that `thresholds` would give if they were in force now and had been when the
 * newest reports were made, both as the board counts them. A rule really takes effect for months to come:
 * this shows what it means, not what will be shown.
 */
export function lightsUnderThresholds<P extends Judged>(
  projects: readonly P[],
  rules: Rules,
  thresholds: LightThresholds,
  calendar: Calendar,
  on: Day,
): ThresholdsPreview<P> {
  const draft: Rules = [{ effectiveOn: "", thresholds }];
  const pairs = projects.flatMap((project) => {
    const from = lightOf(project.facts, rules, on, calendar)?.countsAs;
    const to = lightOf(project.facts, draft, on, calendar)?.countsAs;
    return from && to ? [{ project, from, to }] : [];
  });
  return {
    moves: pairs.filter(({ from, to }) => from !== to),
    before: countBy(pairs.map(({ from }) => from)),
    after: countBy(pairs.map(({ to }) => to)),
  };
}

function countBy(lights: readonly Light[]): Record<Light, number> {
  const counts = { green: 0, yellow: 0, red: 0, grey: 0, paused: 0 };
  for (const light of lights) counts[light] += 1;
  return counts;
}
