import type { Phase } from "#db/schema/projects.ts";
import { addDays, type Day, daysBetween, laterOf } from "#lib/core/dates.ts";
import type { Pause, PlanRow } from "#lib/projects/rules/pace.ts";
import { hasReached } from "#lib/projects/rules/phases.ts";

/**
 * The day by which the plan called for `doneBp` basis points: how far along its bar a project has come.
 * `null` without a plan or with nothing done; the last planned day where all is done. The inverse of 序时进度.
 */
export function plannedDayOf(plan: readonly PlanRow[], doneBp: number): Day | null {
  const first = plan[0];
  if (!first || doneBp <= 0) return null;
  const next = plan.findIndex((row) => row.plannedBp >= doneBp);
  if (next === -1) return plan.at(-1)?.plannedOn ?? null;
  const [from, to] = [plan[next - 1], plan[next] as PlanRow];
  if (!from || to.plannedBp === from.plannedBp) return to.plannedOn;
  const part = (doneBp - from.plannedBp) / (to.plannedBp - from.plannedBp);
  return addDays(from.plannedOn, Math.round(daysBetween(from.plannedOn, to.plannedOn) * part));
}

/**
 * How much later than planned a project is finished: `fromOn` the planned end, moved by the days on which the
 * clock stood.
 */
export type Slip = { fromOn: Day; toOn: Day; days: number; kind: "accepted" | "forecast" | "now" };

/**
 * Its acceptance against the planned one; before it the forecast of its newest report, or the day that has
 * come without it, whichever is later. `null` where nothing is late.
 * @param until the day on which it is looked at
 */
export function slipOf(
  plan: readonly PlanRow[],
  {
    phase,
    acceptedOn,
    forecastOn,
    pauses,
    until,
  }: { phase: Phase; acceptedOn: Day | null; forecastOn: Day | null; pauses: readonly Pause[]; until: Day },
): Slip | null {
  const due = (plan.find((row) => row.phase === "accepted") ?? plan.at(-1))?.plannedOn;
  if (!due) return null;
  const isAccepted = hasReached(phase, "accepted");
  if (isAccepted && !acceptedOn) return null;
  const toOn = isAccepted ? (acceptedOn as Day) : laterOf(forecastOn ?? until, until);
  const kind = isAccepted ? "accepted" : forecastOn !== null && forecastOn > until ? "forecast" : "now";
  const stood = pauses.reduce(
    (days, pause) =>
      days +
      Math.max(0, daysBetween(pause.fromOn, pause.toOn !== null && pause.toOn < toOn ? pause.toOn : toOn)),
    0,
  );
  const fromOn = addDays(due, stood);
  const days = daysBetween(fromOn, toOn);
  return days > 0 ? { fromOn, toOn, days, kind } : null;
}
