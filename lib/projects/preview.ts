import type { Reader } from "#db/client.ts";
import type { Phase } from "#db/schema/projects.ts";
import type { Day, Month } from "../period.ts";
import { type Assessment, lastDaySeen, lightOfMonth } from "./lights.ts";
import { hasReached } from "./phases.ts";
import { calendarUntil, ruleOn, rulesOf } from "./rulebook.ts";
import type { Standing } from "./standing.ts";

/** A report that is not saved yet. */
export type Draft = { month: Month; progressBp: number; phase: Phase; startedOn?: Day | undefined };

/** The light that a month will have once `draft` is its report; `null` for an ended project. Give it a standing with every month. */
export async function lightWith(db: Reader, standing: Standing, draft: Draft, today: Day): Promise<Assessment | null> {
  const rule = ruleOn(await rulesOf(db), lastDaySeen(draft.month, today));
  const calendar = await calendarUntil(db, draft.month);
  const others = standing.facts.reports.filter((report) => report.month !== draft.month);
  const reports = [...others, draft].toSorted((a, b) => (a.month < b.month ? -1 : 1));
  const startedOn = hasReached(draft.phase, "building") ? (draft.startedOn ?? standing.facts.startedOn) : null;
  return lightOfMonth({ ...standing.facts, reports, startedOn }, rule, draft.month, today, calendar);
}
