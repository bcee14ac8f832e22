import type { LightThresholds } from "#db/schema/projects.ts";
import type { Day } from "../period.ts";

/** The published rules, the one that takes effect last first. */
export type Rules = readonly { effectiveOn: Day; thresholds: LightThresholds }[];

/**
 * The thresholds in force on a day: those of the newest rule that had taken effect by then. A report is judged by the rule in
 * force on the day that it is judged for, the end of its month, so that a later rule does not re-light the past. Before the first one, the first.
 */
export function ruleOn(rules: Rules, on: Day): LightThresholds {
  const rule = rules.find((each) => each.effectiveOn <= on) ?? rules.at(-1);
  if (!rule) throw new Error("No light rule was ever published");
  return rule.thresholds;
}
