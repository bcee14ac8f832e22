import type { Reader } from "#db/client.ts";
import type { Phase } from "#db/schema/projects.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import { calendarUntil } from "#lib/periods/queries/calendar.ts";
import { type Assessment, lightOfMonth } from "../rules/lights.ts";
import { hasReached } from "../rules/phases.ts";
import { type Remedy, remedyOf } from "../rules/remedy.ts";
import type { ProjectStatus } from "./status.ts";
import { rulesOf } from "./thresholds.ts";

/** A report that is not saved yet. */
export type Draft = { month: Month; progressBp: number; phase: Phase; startedOn?: Day | undefined };

export type LitDraft = { assessment: Assessment; remedies: readonly Remedy[] };

/**
 * The light that a month will have once `draft` is its report; `null` for an ended project. Give it a
 * standing with every month.
 */
export async function lightWith(
  db: Reader,
  standing: ProjectStatus,
  draft: Draft,
  today: Day,
): Promise<LitDraft | null> {
  const rules = await rulesOf(db, today);
  const calendar = await calendarUntil(db, draft.month);
  const others = standing.facts.reports.filter((report) => report.month < draft.month);
  const startedOn = hasReached(draft.phase, "building")
    ? (draft.startedOn ?? standing.facts.startedOn)
    : null;
  const facts = { ...standing.facts, reports: [...others, draft], startedOn };
  const assessment = lightOfMonth(facts, rules, draft.month, today, calendar);
  return assessment && { assessment, remedies: remedyOf(facts, assessment, rules, calendar, today) };
}
