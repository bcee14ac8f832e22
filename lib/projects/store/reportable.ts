import type { Reader } from "#db/client.ts";
import type { Phase } from "#db/schema/index.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import type { ReportProject } from "../input.ts";
import { lightWith } from "../queries/report-preview.ts";
import type { ProjectStatus } from "../queries/status.ts";
import { type Assessment, isPausedThroughout } from "../rules/lights.ts";
import { rankOf } from "../rules/phases.ts";
import { type Passing, phaseBefore, requireEvidence } from "./evidence.ts";
import { type Project, requireOngoing } from "./project.ts";

/** A report as its rules look at it. */
type Told = Pick<ReportProject, "month" | "progress" | "phase" | "evidence" | "delayReason" | "note">;
/** What is known of the project: its standing with every month, and the phases it passed. */
type Known = {
  project: Pick<Project, "endedOn" | "createdOn">;
  standing: ProjectStatus;
  passings: Map<Phase, Passing>;
};

/** May the project be reported for that month at all? @throws {Refused} under `project.` */
export function requireReportable(ctx: Pick<Ctx, "now">, { project, standing }: Known, month: string): void {
  requireOngoing(project);
  if (month > monthOfDay(today(ctx)))
    throw new Refused("project.monthInFuture", { month: monthOfDay(today(ctx)) }, "month");
  if (month < monthOfDay(project.createdOn))
    throw new Refused("project.beforeCreation", { month: monthOfDay(project.createdOn) }, "month");
  if (isPausedThroughout(standing.facts.pauses, month))
    throw new Refused("project.pausedMonth", { month }, "month");
}

/**
 * What went back since the month before is explained in the note; what a correction takes back of the month's
 * own report, in a note that is not the one it had.
 */
function requireReason(standing: ProjectStatus, input: Told): void {
  const sent = standing.reports.find((report) => report.month === input.month);
  if (sent && (input.note === "" || input.note === sent.note)) {
    if (input.progress < sent.progressBp)
      throw new Refused("project.correctedDownWithoutNote", { percent: sent.progressBp / 100 }, "note");
    if (rankOf(input.phase) < rankOf(sent.phase))
      throw new Refused("project.correctedBackWithoutNote", { phase: sent.phase }, "note");
  }
  const previous = standing.reports.findLast((report) => report.month < input.month);
  if (!previous || input.note !== "") return;
  if (input.progress < previous.progressBp)
    throw new Refused("project.fellWithoutNote", { percent: previous.progressBp / 100 }, "note");
  if (rankOf(input.phase) < rankOf(phaseBefore(standing.reports, input.month))) {
    throw new Refused("project.phaseBackWithoutNote", { phase: previous.phase }, "note");
  }
}

/**
 * Does a report make sense? A month that is open is for the caller to see to.
 * @returns the phases whose passing it writes, and the light that the month will have
 * @throws {Refused} under `project.`: `fellWithoutNote`, `phaseBackWithoutNote`, `corrected…WithoutNote`,
 * `evidence…`, `delayReasonNeeded`
 */
export async function requireSensibleReport(
  db: Reader,
  ctx: Pick<Ctx, "now">,
  { standing, passings }: Known,
  input: Told,
): Promise<{ passed: Passing[]; lit: Assessment | undefined }> {
  requireReason(standing, input);
  const passed = requireEvidence({ reports: standing.reports, passings, day: today(ctx) }, input);
  const startedOn = passed.find((passing) => passing.phase === "building")?.actualOn;
  const draft = { month: input.month, progressBp: input.progress, phase: input.phase, startedOn };
  const lit = (await lightWith(db, standing, draft, today(ctx)))?.assessment;
  // What the report itself tells: money and what was set by hand are not for the reporter to explain.
  const told = lit ? [lit.progress.light, lit.start.light] : [];
  const isBehind = told.includes("yellow") || told.includes("red");
  if (isBehind && !input.delayReason) throw new Refused("project.delayReasonNeeded", {}, "delayReason");
  return { passed, lit };
}
