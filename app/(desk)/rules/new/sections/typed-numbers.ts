import { one, type Query } from "#app/_ui/search-params.ts";
import type { RuleNumbers } from "#lib/projects/rules/thresholds.ts";

const names = [
  "progressYellow",
  "progressRed",
  "judgesFunds",
  "fundsYellow",
  "fundsRed",
  "startMonths",
  "reportMonths",
] as const;

type Typed = Record<keyof RuleNumbers, string>;

/** What the address gives for each number of a rule. */
export const typed = (query: Query) =>
  Object.fromEntries(names.map((name) => [name, one(query[name]) ?? ""])) as Typed;

/** The numbers of a rule as the form has them. */
export const asText = (numbers: RuleNumbers) =>
  Object.fromEntries(
    names.map((name) => [name, name === "judgesFunds" ? (numbers[name] ? "on" : "") : String(numbers[name])]),
  ) as Typed;
