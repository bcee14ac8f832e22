import type { LightThresholds, Phase } from "#db/schema/projects.ts";
import {
  addMonths,
  type Calendar,
  type Day,
  daysBetween,
  firstDay,
  lastDay,
  type Month,
  monthOfDay,
  monthsBetween,
} from "#lib/core/dates.ts";
import { type FundsMonth, fundsBy, inWan, shareBp } from "./funds-pace.ts";
import { type Override, type OverrideRow, overrideOn } from "./manual-light.ts";
import { clockDay, isPaused, type Pause, type PlanRow, paceOn } from "./pace.ts";
import { hasReached, isDone } from "./phases.ts";
import { type Rules, ruleOn } from "./thresholds.ts";

/** Worst last among the three that are judged; `grey` is no report, `paused` a clock that stands. */
export const lights = ["green", "yellow", "red", "grey", "paused"] as const;
export type Light = (typeof lights)[number];

/** The newest report of a month. */
export type Report = { month: Month; progressBp: number; phase: Phase };

/** All that a project's light depends on. */
export type LightFacts = {
  createdOn: Day;
  /** Ended on this day: no light from then on. */
  endedOn: Day | null;
  /** The plan's revisions, oldest first, each with the day it was made. */
  plans: readonly { madeOn: Day; rows: readonly PlanRow[] }[];
  /** One a month, oldest first; the newest two suffice for today's light. */
  reports: readonly Report[];
  pauses: readonly (Pause & { reason: string })[];
  /** The day on which building really began. */
  startedOn: Day | null;
  /** The money of the physical project, cumulated by month, oldest first. */
  funds: readonly FundsMonth[];
  /** What was set by hand, oldest first. */
  overrides: readonly OverrideRow[];
  /** Months that take no report: filed by the town, approved or locked. */
  closed?: ReadonlySet<Month>;
};

/** A sentence: a key under `project.why` with its numbers (percentages and points, not basis points). */
export type Why = {
  key:
    | "onPace"
    | "ahead"
    | "behind"
    | "caughtUp"
    | "done"
    | "started"
    | "startNotDue"
    | "startDue"
    | "startLate"
    | "startedLate"
    | "noStart"
    | "noReport"
    | "noReportLong"
    | "firstReport"
    | "paused"
    | "fundsOnPace"
    | "fundsBehind"
    | "fundsCaughtUp"
    | "fundsNotPlanned"
    | "fundsNotJudged"
    | "fundsDone"
    | "override";
  values: Record<string, string | number>;
};

export type Assessment = {
  light: Light;
  /** What statistics count it as: a report missing for long counts as red. */
  countsAs: Light;
  why: Why;
  /**
   * `plannedBp` is the pace on the day judged; `actualBp` the last report's, `behindPoints` only where it was
   * judged (negative: ahead).
   */
  progress: {
    light: Light;
    plannedBp: number;
    actualBp: number | null;
    behindPoints: number | null;
    why: Why;
  };
  start: { light: Light; why: Why };
  /**
   * `actualFen` is the larger of received and spent by the day judged; `behindPoints` of the planned amount,
   * `null` where it was not judged.
   */
  funds: { light: Light; plannedFen: number; actualFen: number; behindPoints: number | null; why: Why };
  /** What the office set by hand, with the light and the sentence that it stands before. */
  override: (Override & { computed: Light; why: Why }) | null;
  /** The month of the report that was judged; `null` where none was. */
  month: Month | null;
};

/**
 * 红黄绿灯: a project's light on a day, from what its newest report says about the end of its month (DOMAIN §4;
 * bands and start rule: Yinchuan 2025; catching up: Ouhai). The overall light is the worst of its sub-lights,
 * or what the office set by hand.
 * @returns `null` once the project has ended.
 */
export function lightOf(facts: LightFacts, rules: Rules, on: Day, calendar: Calendar): Assessment | null {
  if (facts.endedOn !== null && facts.endedOn <= on) return null;
  const computed = computedLight(facts, rules, on, calendar);
  const override = overrideOn(facts.overrides, on);
  if (!override) return computed;
  const { light, expiresOn, reason, personName } = override;
  const why: Why = {
    key: "override",
    values: { expires: expiresOn, reason, name: personName, computed: computed.light },
  };
  return {
    ...computed,
    light,
    countsAs: light,
    why,
    override: { ...override, computed: computed.light, why: computed.why },
  };
}

function computedLight(facts: LightFacts, rules: Rules, on: Day, calendar: Calendar): Assessment {
  const plan = planOn(facts.plans, on);
  const report = facts.reports.findLast((each) => each.month <= monthOfDay(on));
  const unjudged = (light: Light, countsAs: Light, why: Why): Assessment => ({
    light,
    countsAs,
    why,
    progress: {
      light,
      plannedBp: paceOn(plan, on, facts.pauses),
      actualBp: report?.progressBp ?? null,
      behindPoints: null,
      why,
    },
    start: { light, why },
    funds: { light, ...fundsBy(facts.funds, monthOfDay(on)), behindPoints: null, why },
    override: null,
    month: null,
  });

  const pause = facts.pauses.find((each) => isPaused([each], on));
  if (pause)
    return unjudged("paused", "paused", {
      key: "paused",
      values: { since: pause.fromOn, reason: pause.reason },
    });
  if (!report || !isDone(report.phase)) {
    const missed = missedMonths(facts, report, on, calendar);
    const [since] = missed;
    if (since !== undefined) {
      const long = missed.length > ruleOn(rules, on).report.redAfterMonths;
      const due = calendar.get(since) ?? on;
      const values = { month: since, due, days: daysBetween(due, on), months: missed.length };
      return unjudged("grey", long ? "red" : "grey", { key: long ? "noReportLong" : "noReport", values });
    }
    if (!report) {
      const month = monthOfDay(facts.createdOn);
      return unjudged("grey", "grey", {
        key: "firstReport",
        values: { month, due: calendar.get(month) ?? lastDay(month) },
      });
    }
  }
  return judged(facts, report, rules, on);
}

function judged(facts: LightFacts, report: Report, rules: Rules, on: Day): Assessment {
  const now = judge(facts, report, rules, on);
  const before = facts.reports.findLast((each) => each.month < report.month);
  const then = before && judge(facts, before, rules, lastDay(before.month));
  // Catching up after red gives yellow for that month.
  const caught = (part: "progress" | "start" | "funds") =>
    now[part] === "green" && then?.[part] === "red" && !now.done;
  const light = (part: "progress" | "start" | "funds") => (caught(part) ? "yellow" : now[part]);

  const points = {
    planned: now.plannedBp / 100,
    actual: report.progressBp / 100,
    behind: Math.abs(now.behindBp) / 100,
    month: report.month,
  };
  const progress = {
    light: light("progress"),
    plannedBp: now.plannedBp,
    actualBp: report.progressBp,
    behindPoints: now.behindBp / 100,
    why: {
      key: progressKey(now.behindBp, caught("progress"), now.done),
      values: now.done ? { phase: report.phase, ...points } : points,
    } as Why,
  };
  const start = { light: light("start"), why: startWhy(facts, now, then?.lateMonths ?? 0, caught("start")) };
  const funds = {
    light: light("funds"),
    ...now.money,
    behindPoints: now.fundsBehindBp === null ? null : now.fundsBehindBp / 100,
    why: fundsWhy(now, report, caught("funds")),
  };
  const worst = [progress, start, funds].reduce((a, b) =>
    lights.indexOf(b.light) > lights.indexOf(a.light) ? b : a,
  );
  return {
    light: worst.light,
    countsAs: worst.light,
    why: worst.why,
    progress,
    start,
    funds,
    override: null,
    month: report.month,
  };
}

/**
 * A report against plan and rule, as its month ended (or on `on`, while the month still runs), without
 * looking back.
 */
export function judge(facts: LightFacts, report: Report, rules: Rules, on: Day) {
  const day = lastDaySeen(report.month, on);
  const plan = planOn(facts.plans, on);
  const rule = ruleOn(rules, day);
  const plannedBp = paceOn(plan, day, facts.pauses);
  const behindBp = plannedBp - report.progressBp;
  const plannedStart = plan.find((row) => row.phase === "building")?.plannedOn;
  const clock = clockDay(day, facts.pauses);
  const started = hasReached(report.phase, "building");
  const waits = plannedStart !== undefined && !started && plannedStart <= clock;
  const lateMonths = waits ? monthsBetween(monthOfDay(plannedStart), monthOfDay(clock)) + 1 : 0;
  const done = isDone(report.phase);
  const money = fundsBy(facts.funds, report.month);
  const isFunded = rule.funds !== undefined && money.plannedFen > 0 && !done;
  const fundsBehindBp = isFunded ? plannedBp - shareBp(money.actualFen, money.plannedFen) : null;
  return {
    rule,
    plannedBp,
    behindBp,
    plannedStart,
    started,
    lateMonths,
    done,
    money,
    fundsBehindBp,
    progress: done ? "green" : bandOf(behindBp, rule.progress),
    start: lateMonths >= rule.start.redFromMonths ? "red" : lateMonths > 0 ? "yellow" : "green",
    funds: rule.funds === undefined || fundsBehindBp === null ? "green" : bandOf(fundsBehindBp, rule.funds),
  } as const;
}

/**
 * Behind pace by less than 10 points green, 10 to 30 inclusive yellow, more than 30 red (with the rule's own
 * numbers).
 */
function bandOf(behindBp: number, { yellowFromPoints, redAbovePoints }: LightThresholds["progress"]) {
  if (behindBp > redAbovePoints * 100) return "red";
  return behindBp >= yellowFromPoints * 100 ? "yellow" : "green";
}

function progressKey(behindBp: number, caughtUp: boolean, done: boolean): Why["key"] {
  if (done) return "done";
  if (caughtUp) return "caughtUp";
  if (behindBp === 0) return "onPace";
  return behindBp > 0 ? "behind" : "ahead";
}

function startWhy(
  facts: LightFacts,
  now: ReturnType<typeof judge>,
  lateBefore: number,
  startedLate: boolean,
): Why {
  const planned = now.plannedStart;
  if (startedLate) return { key: "startedLate", values: { months: lateBefore } };
  if (now.started) return { key: "started", values: { on: facts.startedOn ?? "" } };
  if (planned === undefined) return { key: "noStart", values: {} };
  if (now.lateMonths === 0) return { key: "startNotDue", values: { on: planned } };
  return {
    key: now.lateMonths === 1 ? "startDue" : "startLate",
    values: { on: planned, months: now.lateMonths },
  };
}

function fundsWhy(now: ReturnType<typeof judge>, report: Report, caughtUp: boolean): Why {
  const { plannedFen, actualFen } = now.money;
  if (now.done) return { key: "fundsDone", values: { phase: report.phase } };
  if (now.rule.funds === undefined) return { key: "fundsNotJudged", values: {} };
  if (now.fundsBehindBp === null) return { key: "fundsNotPlanned", values: { month: report.month } };
  const key = caughtUp ? "fundsCaughtUp" : now.fundsBehindBp > 0 ? "fundsBehind" : "fundsOnPace";
  const behind = Math.abs(now.fundsBehindBp) / 100;
  const actual = shareBp(actualFen, plannedFen) / 100;
  return {
    key,
    values: {
      planned: now.plannedBp / 100,
      actual,
      behind,
      month: report.month,
      wholeWan: inWan(plannedFen),
      actualWan: inWan(actualFen),
    },
  };
}

/** The day up to which a month can be judged on `on`: its last, or `on` itself while it runs. */
export function lastDaySeen(month: Month, on: Day): Day {
  if (on < lastDay(month)) return on;
  return lastDay(month);
}

/**
 * The plan in force on a day: the newest made by then, else the first (a project that was entered after it
 * had begun).
 */
export function planOn(plans: LightFacts["plans"], on: Day): readonly PlanRow[] {
  return (plans.findLast((plan) => plan.madeOn <= on) ?? plans[0])?.rows ?? [];
}

/** The newest month whose report was due before `on`; `null` where none was since `from`. */
export function lastDueMonth(calendar: Calendar, on: Day, from: Month): Month | null {
  for (let month = monthOfDay(on); month >= from; month = addMonths(month, -1)) {
    const due = calendar.get(month);
    if (due !== undefined && due < on) return month;
  }
  return null;
}

/** The due months since the newest report that have none; a month spent wholly in a pause owes none. */
export function missedMonths(
  facts: LightFacts,
  report: Report | undefined,
  on: Day,
  calendar: Calendar,
): Month[] {
  const first = monthOfDay(facts.createdOn);
  const from = report && report.month >= first ? addMonths(report.month, 1) : first;
  const last = lastDueMonth(calendar, on, from);
  const missed: Month[] = [];
  for (let month = from; last !== null && month <= last; month = addMonths(month, 1)) {
    if (calendar.has(month) && !isPausedThroughout(facts.pauses, month)) missed.push(month);
  }
  return missed;
}

/**
 * Does a project owe a report of `month`? Not before it was there, once it has ended or is done, nor while it
 * was paused throughout.
 */
export function owesReport(facts: LightFacts, month: Month, on: Day): boolean {
  const before = facts.reports.findLast((report) => report.month < month);
  const isGone = facts.endedOn !== null && facts.endedOn <= lastDaySeen(month, on);
  return (
    facts.createdOn <= lastDay(month) &&
    !isGone &&
    !(before && isDone(before.phase)) &&
    !isPausedThroughout(facts.pauses, month)
  );
}

/** Did the clock stand for the whole of `month`? */
export const isPausedThroughout = (pauses: readonly Pause[], month: Month): boolean =>
  pauses.some(
    (pause) => pause.fromOn <= firstDay(month) && (pause.toOn === null || pause.toOn > lastDay(month)),
  );

/**
 * The light of one month's report as that month ended, whatever was reported later: for a form, and for
 * history.
 */
export function lightOfMonth(
  facts: LightFacts,
  rules: Rules,
  month: Month,
  today: Day,
  calendar: Calendar,
): Assessment | null {
  const reports = facts.reports.filter((report) => report.month <= month);
  return lightOf({ ...facts, reports }, rules, lastDaySeen(month, today), calendar);
}
