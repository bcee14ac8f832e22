import type { Phase } from "#db/schema/projects.ts";
import { addDays, type Day, daysBetween } from "#lib/core/dates.ts";

/**
 * A point of the plan: `phase` is to be reached on `plannedOn` with `plannedBp` basis points of the whole
 * done.
 */
export type PlanRow = { phase: Phase; plannedOn: Day; plannedBp: number };

/** A pause: the clock stands from `fromOn` and runs again from `toOn`; `null` while it lasts. */
export type Pause = { fromOn: Day; toOn: Day | null };

/** Is `on` a day on which the clock stands? */
export const isPaused = (pauses: readonly Pause[], on: Day): boolean =>
  pauses.some((pause) => pause.fromOn <= on && (pause.toOn === null || on < pause.toOn));

/** The day that the plan's clock shows on `on`: earlier than `on` by the days it stood still. */
export function clockDay(on: Day, pauses: readonly Pause[]): Day {
  if (pauses.length === 0) return on;
  const stood = pauses.reduce(
    (days, { fromOn, toOn }) =>
      days + Math.max(0, daysBetween(fromOn, toOn !== null && toOn < on ? toOn : on)),
    0,
  );
  return addDays(on, -stood);
}

/**
 * 序时进度: what the plan calls for on a day, in whole basis points (DOMAIN §4). Nothing before the first planned
 * day, linear between the planned days, the last value after them; of two rows on one day the further one
 * counts.
 * @param plan in order of phases, days and values never falling
 */
export function paceOn(plan: readonly PlanRow[], on: Day, pauses: readonly Pause[] = []): number {
  const day = clockDay(on, pauses);
  const reached = plan.findLast((row) => row.plannedOn <= day);
  if (!reached) return 0;
  const next = plan.find((row) => row.plannedOn > day);
  if (!next) return reached.plannedBp;
  const part = daysBetween(reached.plannedOn, day) / daysBetween(reached.plannedOn, next.plannedOn);
  return Math.round(reached.plannedBp + (next.plannedBp - reached.plannedBp) * part);
}

/** Pauses as stretches of days, from the rows that began and ended them. */
export function pausesFrom(rows: readonly { kind: "pause" | "resume"; onDay: Day; reason: string }[]) {
  const pauses: { fromOn: Day; toOn: Day | null; reason: string }[] = [];
  for (const { kind, onDay, reason } of rows) {
    const last = pauses.at(-1);
    if (kind === "pause") pauses.push({ fromOn: onDay, toOn: null, reason });
    else if (last) last.toOn = onDay;
  }
  return pauses;
}
