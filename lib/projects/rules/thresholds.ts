import type { LightThresholds } from "#db/schema/projects.ts";
import type { Day } from "#lib/core/dates.ts";

/** The published rules, the one that takes effect last first. */
export type Rules = readonly { effectiveOn: Day; thresholds: LightThresholds }[];

/**
 * The thresholds in force on a day: those of the newest rule that had taken effect by then. A report is
 * judged by the rule in force on the day that it is judged for, the end of its month, so that a later rule
 * does not re-light the past. Before the first one, the first.
 */
export function ruleOn(rules: Rules, on: Day): LightThresholds {
  const rule = rules.find((each) => each.effectiveOn <= on) ?? rules.at(-1);
  if (!rule) throw new Error("No light rule was ever published");
  return rule.thresholds;
}

/** The numbers of a rule as a form asks for them. Without `judgesFunds` the money's are ignored. */
export type RuleNumbers = {
  progressYellow: number;
  progressRed: number;
  judgesFunds: boolean;
  fundsYellow: number;
  fundsRed: number;
  startMonths: number;
  reportMonths: number;
};

export function thresholdsOf(numbers: RuleNumbers): LightThresholds {
  return {
    progress: { yellowFromPoints: numbers.progressYellow, redAbovePoints: numbers.progressRed },
    ...(numbers.judgesFunds && {
      funds: { yellowFromPoints: numbers.fundsYellow, redAbovePoints: numbers.fundsRed },
    }),
    start: { redFromMonths: numbers.startMonths },
    report: { redAfterMonths: numbers.reportMonths },
  };
}

export function numbersOf({ progress, funds, start, report }: LightThresholds): RuleNumbers {
  return {
    progressYellow: progress.yellowFromPoints,
    progressRed: progress.redAbovePoints,
    judgesFunds: funds !== undefined,
    fundsYellow: (funds ?? progress).yellowFromPoints,
    fundsRed: (funds ?? progress).redAbovePoints,
    startMonths: start.redFromMonths,
    reportMonths: report.redAfterMonths,
  };
}
