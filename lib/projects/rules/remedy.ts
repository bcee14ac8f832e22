import { addMonths, type Calendar, type Day, lastDay, type Month, monthOfDay } from "#lib/core/dates.ts";
import { fenFor, fundsBy, inWan } from "./funds-pace.ts";
import {
  type Assessment,
  isPausedThroughout,
  judge,
  type LightFacts,
  missedMonths,
  planOn,
  type Report,
} from "./lights.ts";
import { clockDay, paceOn } from "./pace.ts";
import { hasReached } from "./phases.ts";
import { type Rules, ruleOn } from "./thresholds.ts";

/**
 * A sentence that says what to do: a key under `project.remedy` with its numbers. `part` is the sub-light
 * that it mends; what keeps a green one green belongs to the whole light.
 */
export type Remedy = {
  part: "progress" | "start" | "funds" | "light";
  key:
    | "handIn"
    | "next"
    | "first"
    | "reach"
    | "keep"
    | "begin"
    | "pay"
    | "hold"
    | "holdFunds"
    | "resume"
    | "expires";
  values: Record<string, string | number>;
};

/**
 * 怎样转绿: all that has to be done so that the light turns green, in the order in which it is done; nothing
 * where it is green. Measured at the end of the next month to be reported, by the rule and plan in force.
 * After red the best that this month can become is yellow (DOMAIN §4), so what the month after needs is said
 * too.
 * @param facts with the newest report and the one before it, `lit` the light that they have on `on`
 */
export function remedyOf(
  facts: LightFacts,
  lit: Assessment | null,
  rules: Rules,
  calendar: Calendar,
  on: Day,
): Remedy[] {
  if (!lit || lit.light === "green") return [];
  const computed = lit.override?.computed ?? lit.light;
  const expires: Remedy[] = lit.override
    ? [{ part: "light", key: "expires", values: { on: lit.override.expiresOn } }]
    : [];
  if (computed === "paused") return [...expires, { part: "light", key: "resume", values: {} }];
  if (computed === "grey") return [...expires, ...handIn(facts, calendar, on)];
  if (computed === "green") return expires;
  const mends = ({ part, ...rest }: Remedy): Remedy => ({
    ...rest,
    part: part !== "light" && lit[part].light === "green" ? "light" : part,
  });
  return [...expires, ...catchUp(facts, lit, rules, calendar, on).map(mends)];
}

/**
 * The last month that is missing makes up for those before it. One that is closed takes no report: the next
 * to be reported does it then.
 */
function handIn(facts: LightFacts, calendar: Calendar, on: Day): Remedy[] {
  const missed = missedMonths(facts, facts.reports.at(-1), on, calendar);
  const open = missed.findLast((month) => !facts.closed?.has(month));
  if (open) return [{ part: "light", key: "handIn", values: { month: open } }];
  const [last] = missed.slice(-1);
  if (last) {
    const next = nextToReport(facts, addMonths(last, 1), calendar, on);
    return next
      ? [{ part: "light", key: "next", values: { month: next, due: calendar.get(next) ?? lastDay(next) } }]
      : [];
  }
  const month = monthOfDay(facts.createdOn);
  return [{ part: "light", key: "first", values: { month, due: calendar.get(month) ?? lastDay(month) } }];
}

function catchUp(facts: LightFacts, lit: Assessment, rules: Rules, calendar: Calendar, on: Day): Remedy[] {
  const report = facts.reports.findLast((each) => each.month === lit.month);
  const month = report && nextToReport(facts, addMonths(report.month, 1), calendar, on);
  if (!report || !month) return [];
  const need = needIn(facts, report, rules, month);
  const at = { month, due: calendar.get(month) ?? lastDay(month) };
  const remedies: Remedy[] = [];
  if (need.begins) remedies.push({ part: "start", key: "begin", values: at });
  if (need.moreFen > 0) remedies.push({ part: "funds", key: "pay", values: moneyBy(month, need) });
  // Who has it already needs not be told, unless there is nothing else to say: then it is to be kept.
  const has = report.progressBp >= need.percent * 100;
  if (!has || lit.progress.light !== "green" || remedies.length === 0)
    remedies.unshift({
      part: "progress",
      key: has ? "keep" : "reach",
      values: { ...at, percent: need.percent },
    });

  const then = judge(facts, report, rules, lastDay(report.month));
  const wasRed = [then.progress, then.start, then.funds].includes("red");
  const after = wasRed ? nextToReport(facts, addMonths(month, 1), calendar, on) : undefined;
  if (!after) return remedies;
  const later = needIn(facts, report, rules, after);
  const due = calendar.get(after) ?? lastDay(after);
  remedies.push({ part: "light", key: "hold", values: { month: after, due, percent: later.percent } });
  if (later.begins && !need.begins)
    remedies.push({ part: "start", key: "begin", values: { month: after, due } });
  if (later.moreFen > 0) remedies.push({ part: "funds", key: "holdFunds", values: moneyBy(after, later) });
  return remedies;
}

const moneyBy = (month: Month, need: Need) => ({
  month,
  by: lastDay(month),
  totalWan: inWan(need.totalFen),
  moreWan: inWan(need.moreFen),
});

/** The first month from `from` on whose report is still to come. */
function nextToReport(facts: LightFacts, from: Month, calendar: Calendar, on: Day): Month | undefined {
  return [...calendar.entries()]
    .filter(([month, due]) => month >= from && due >= on && !isPausedThroughout(facts.pauses, month))
    .map(([month]) => month)
    .toSorted()[0];
}

type Need = {
  /** The smallest whole percentage that is on pace. */
  percent: number;
  /** Must building have begun? */
  begins: boolean;
  /** What must have come in or been spent in all, and how much that is from here; 0 where it is there. */
  totalFen: number;
  moreFen: number;
};

/** What the end of `month` needs so that no part of its light is worse than green. */
function needIn(facts: LightFacts, report: Report, rules: Rules, month: Month): Need {
  const day = lastDay(month);
  const plan = planOn(facts.plans, day);
  const rule = ruleOn(rules, day);
  const paceBp = paceOn(plan, day, facts.pauses);
  const plannedStart = plan.find((row) => row.phase === "building")?.plannedOn;
  const begins =
    plannedStart !== undefined &&
    plannedStart <= clockDay(day, facts.pauses) &&
    !hasReached(report.phase, "building");
  const { plannedFen, actualFen } = fundsBy(facts.funds, month);
  const bp = rule.funds ? paceBp - rule.funds.yellowFromPoints * 100 + 1 : 0;
  const totalFen = plannedFen > 0 && bp > 0 ? fenFor(bp, plannedFen) : 0;
  return {
    percent: Math.max(0, Math.floor((paceBp - rule.progress.yellowFromPoints * 100) / 100) + 1),
    begins,
    totalFen,
    moreFen: Math.max(0, totalFen - actualFen),
  };
}
