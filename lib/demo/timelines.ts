import { type DelayReason, type Phase, phases } from "#db/schema/projects.ts";
import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  earlierOf,
  firstDay,
  lastDay,
  laterOf,
  type Month,
  monthOfDay,
  monthsBetween,
} from "#lib/core/dates.ts";
import { type PlanRow, paceOn } from "#lib/projects/rules/pace.ts";
import type { Outcome } from "./outcomes.ts";
import type { Random } from "./random.ts";

export type Passing = { phase: Phase; on: Day };
export type TimelineReport = {
  month: Month;
  progressBp: number;
  phase: Phase;
  /** The phases passed since the report before, with their days. */
  passed: Passing[];
  delayReason: DelayReason | undefined;
  forecastOn: Day | undefined;
  recordedOn: Day;
};
/** What becomes of a project: its plan, its reports in order, a pause if it came to that. */
export type Timeline = {
  createdOn: Day;
  plan: PlanRow[];
  reports: TimelineReport[];
  pausedOn: Day | undefined;
};

/** The day that the demonstration stands on, and the last month whose reports were due by then. */
export const standsOn: Day = "2016-12-31";
const lastDueMonth: Month = "2016-11";

const bpOf: Record<Phase, number> = {
  identified: 0,
  approved: 800,
  preparation: 1500,
  building: 2500,
  accepted: 9500,
  operating: 10_000,
  handedOver: 10_000,
};
// Days from each phase to the next.
const daysTo: [number, number][] = [
  [25, 50],
  [20, 45],
  [30, 70],
  [140, 260],
  [20, 50],
  [50, 100],
];
const building = phases.indexOf("building");

/**
 * Draws what becomes of a project so that it ends at `fate`.
 * @param inDecember has it reported December already?
 */
export function timelineOf(chance: Random, fate: Outcome, inDecember: boolean): Timeline {
  const plan = planFor(chance, fate);
  const createdOn = plan[0]?.plannedOn as Day;
  const pausedOn = fate.course === "paused" ? addDays("2016-10-08", chance.between(0, 20)) : undefined;
  const actual = actualDays(chance, plan, fate);
  const reports = reportsFor(
    chance,
    fate,
    plan,
    actual,
    monthsReported(chance, fate, createdOn, inDecember, pausedOn),
  );
  return { createdOn, plan, reports, pausedOn };
}

/**
 * The plan, laid so that the project's phase was planned some time ago and the next is still to come (or
 * should have come).
 */
function planFor(chance: Random, fate: Outcome): PlanRow[] {
  const at = phases.indexOf(fate.phase);
  for (let attempt = 0; attempt < 200; attempt++) {
    const steps = daysTo.map(([least, most]) => chance.between(least, most));
    const offsets = phases.map((_, i) => steps.slice(0, i).reduce((a, b) => a + b, 0));
    const anchor = addDays(anchorDay(chance, fate, steps[at] ?? 60), -(offsets[anchorPhase(fate)] ?? 0));
    const plan = phases.map((phase, i) => ({
      phase,
      plannedOn: addDays(anchor, offsets[i] ?? 0),
      plannedBp: bpOf[phase],
    }));
    const startMissed =
      fate.phase === "preparation" && !unstarted(fate) && (plan[building]?.plannedOn as Day) <= standsOn;
    if (anchor >= "2015-01-08" && !startMissed) return plan;
  }
  throw new Error(`No plan leads to ${fate.phase} in time`);
}

const unstarted = (fate: Outcome) => fate.course === "unstarted" || fate.course === "longUnstarted";
const anchorPhase = (fate: Outcome) => (unstarted(fate) ? building : phases.indexOf(fate.phase));

function anchorDay(chance: Random, fate: Outcome, stepDays: number): Day {
  if (fate.course === "unstarted") return addDays("2016-11-03", chance.between(0, 24));
  if (fate.course === "longUnstarted") return addDays("2016-08-10", chance.between(0, 40));
  const [least, most] =
    fate.course === "farBehind" || fate.course === "recovered"
      ? [66, 90]
      : fate.course === "behind"
        ? [40, 88]
        : [25, 82];
  const sinceDays =
    fate.phase === "handedOver"
      ? chance.between(10, 60)
      : Math.round((stepDays * chance.between(least as number, most as number)) / 100);
  // Measured from the end of November, so that whoever has not yet reported December has reached it too.
  return addDays(lastDay(lastDueMonth), -sinceDays);
}

/** The days on which the phases were really reached: a few days off the plan. */
function actualDays(chance: Random, plan: PlanRow[], fate: Outcome): Passing[] {
  const reached = plan.slice(0, phases.indexOf(fate.phase) + 1);
  let earliest = plan[0]?.plannedOn as Day;
  return reached.map(({ phase, plannedOn }, i) => {
    const latest = addDays(lastDay(lastDueMonth), i - reached.length + 1);
    const drawn = i === 0 ? plannedOn : addDays(plannedOn, chance.between(-4, 9));
    const on = laterOf(earliest, earlierOf(drawn, latest));
    earliest = addDays(on, 1);
    return { phase, on };
  });
}

function monthsReported(
  chance: Random,
  fate: Outcome,
  createdOn: Day,
  inDecember: boolean,
  pausedOn: Day | undefined,
): Month[] {
  const first = monthOfDay(createdOn);
  const last =
    fate.course === "longSilent"
      ? "2016-09"
      : fate.course === "silent"
        ? "2016-10"
        : pausedOn
          ? addMonths(monthOfDay(pausedOn), -1)
          : inDecember
            ? "2016-12"
            : lastDueMonth;
  const months = Array.from({ length: monthsBetween(first, last) + 1 }, (_, i) => addMonths(first, i));
  // Now and then a month was forgotten, and made up for by the next.
  return months.filter((_, i) => i < 2 || i >= months.length - 2 || !chance.happens(3));
}

function reportsFor(
  chance: Random,
  fate: Outcome,
  plan: PlanRow[],
  actual: Passing[],
  months: Month[],
): TimelineReport[] {
  const gap = gapsFor(chance, fate, months);
  const days = months.map((month) => recordedDay(chance, month));
  const wanted = months.map(
    (month, i) =>
      Math.round((paceOn(plan, earlierOf(days[i] as Day, lastDay(month))) - (gap[i] ?? 0)) / 100) * 100,
  );
  const reports: TimelineReport[] = [];
  let done = 0;
  let told = -1;
  let wasLate = false;
  for (const [i, month] of months.entries()) {
    if (told >= 0 && phases.indexOf("operating") <= told && told === actual.length - 1) break;
    const recordedOn = days[i] as Day;
    const seen = earlierOf(recordedOn, lastDay(month));
    const reached = actual.findLastIndex((passing) => passing.on <= seen);
    if (reached < 0) continue;
    const planned = paceOn(plan, seen);
    const floor = bpOf[phases[reached] as Phase];
    const ceiling =
      reached >= phases.indexOf("operating") ? 10_000 : bpOf[phases[reached + 1] as Phase] - 100;
    // Progress never falls, so no month shows more than the months after it.
    const reachable = Math.min(...wanted.slice(i));
    done = Math.max(done, floor, Math.min(reachable, ceiling));
    const behind = planned - done;
    const waits = reached < building && (plan[building]?.plannedOn as Day) <= seen;
    // A yellow or red light asks for its reason, and so does the month in which a red one is caught up.
    const late = behind >= 1000 || waits || wasLate;
    wasLate = paceOn(plan, lastDay(month)) - done > 2900 || waits;
    reports.push({
      month,
      progressBp: done,
      phase: phases[reached] as Phase,
      passed: actual.slice(told + 1, reached + 1),
      delayReason: late ? chance.pick(reasons) : undefined,
      forecastOn: forecastOf(plan, reached, behind, seen),
      recordedOn,
    });
    told = reached;
  }
  return reports;
}

const reasons: DelayReason[] = [
  "land",
  "approval",
  "approval",
  "funds",
  "contractor",
  "weather",
  "dispute",
  "demolition",
  "market",
];

/** How far behind the plan each month is, in basis points; a little ahead or behind is life. */
function gapsFor(chance: Random, fate: Outcome, months: Month[]): number[] {
  const last = months.length - 1;
  const [least, most] = { behind: [1150, 2500], farBehind: [3350, 4200], recovered: [3350, 3900] }[
    fate.course as string
  ] ?? [0, 0];
  const target = chance.between(least as number, most as number);
  const since = chance.between(3, 5);
  const dip =
    fate.course === "steady" && months.length > 7 && chance.happens(35)
      ? chance.between(3, months.length - 4)
      : -9;
  return months.map((month, i) => {
    const ease = chance.between(-300, 450);
    if (fate.course === "recovered" && month === "2016-12") return 500;
    if (target > 0)
      return Math.max(
        ease,
        Math.round(target * Math.min(1, 1 - (last - i - (fate.course === "recovered" ? 1 : 0)) / since)),
      );
    return dip === i || dip === i - 1 ? chance.between(1100, 1700) : ease;
  });
}

/** The last days of the month or the first of the next; seldom after the fifth, when it was due. */
function recordedDay(chance: Random, month: Month): Day {
  const late = chance.happens(7) ? chance.between(6, 11) : 0;
  const offset = late >= 9 ? late : late > 0 ? late - 4 : chance.between(-4, 5);
  const on = addDays(firstDay(addMonths(month, 1)), offset - 1);
  return on > addDays(standsOn, -1) ? addDays(standsOn, -chance.between(1, 4)) : on;
}

function forecastOf(plan: PlanRow[], reached: number, behindBp: number, seen: Day): Day | undefined {
  const end = plan.find((row) => row.phase === "operating")?.plannedOn as Day;
  if (reached >= phases.indexOf("operating")) return undefined;
  const span = daysBetween(plan[0]?.plannedOn as Day, end);
  const slipped = addDays(end, Math.max(0, Math.round((span * behindBp) / 10_000)));
  return slipped > seen ? slipped : addDays(seen, 30);
}
