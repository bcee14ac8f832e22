import { eq } from "drizzle-orm";
import { projectReports, projects } from "#db/schema/index.ts";
import { authorize } from "../access/policy.ts";
import { record } from "../audit/record.ts";
import { type Ctx, once, provenanceOf, today } from "../context.ts";
import { Refused } from "../errors.ts";
import { requireOpen } from "../filing/queries.ts";
import { monthOfDay } from "../period.ts";
import { passingsOf, phaseBefore, requireEvidence, writePassings } from "./evidence.ts";
import { advance, type Project, requireOngoing, requireProject, requireVersion, subjectOf } from "./guards.ts";
import type { ReportProject } from "./input.ts";
import { isPausedThroughout, type Light } from "./lights.ts";
import { rankOf } from "./phases.ts";
import { lightWith } from "./preview.ts";
import { asTyped } from "./report-form.ts";
import { everyMonth, type ReportRow, type Standing, standingsOf } from "./standing.ts";

/**
 * 月报: what a project reached by the end of `month` (or by today while it runs). A month may be reported again: the newest counts,
 * which is how a mistake is taken back.
 * @returns the light that the month now has.
 * @throws {Refused} `month…` when the month is closed, and under `project.`: `ended`, `pausedMonth`, `monthInFuture`, `beforeCreation`, `fellWithoutNote`,
 * `phaseBackWithoutNote`, `evidence…`, `delayReasonNeeded`; {Conflict} when the project changed since `version` was read.
 */
export function reportProject(ctx: Ctx, input: ReportProject): Promise<{ id: number; month: string; light: Light | null }> {
  return once(ctx, "project.report", input, async (tx) => {
    const project = await requireProject(tx, ctx.actor, input.projectId);
    authorize(ctx.actor, "project.report", { divisionCode: project.townCode });
    const [standing] = await standingsOf(tx, eq(projects.id, project.id), today(ctx), everyMonth);
    if (!standing) throw new Refused("project.beforeCreation", { month: monthOfDay(project.createdOn) }, "month");
    const passings = await passingsOf(tx, project.id);
    const earlier = standing.reports.find((report) => report.month === input.month);
    requireVersion(project, input.version, earlier ? asTyped(earlier, passings) : {});
    requireReportable(ctx, project, standing, input.month);
    await requireOpen(tx, ctx, project.townId, input.month, "month");
    requireReason(standing, input);
    const passed = requireEvidence({ reports: standing.reports, passings, day: today(ctx) }, input);

    const startedOn = passed.find((passing) => passing.phase === "building")?.actualOn;
    const draft = { month: input.month, progressBp: input.progress, phase: input.phase, startedOn };
    const lit = (await lightWith(tx, standing, draft, today(ctx)))?.assessment;
    // What the report itself tells: money and what was set by hand are not for the reporter to explain.
    const told = lit ? [lit.progress.light, lit.start.light] : [];
    const isBehind = told.includes("yellow") || told.includes("red");
    if (isBehind && !input.delayReason) throw new Refused("project.delayReasonNeeded", {}, "delayReason");

    const report = {
      month: input.month,
      progressBp: input.progress,
      phase: input.phase,
      delayReason: input.delayReason ?? null,
      delayText: input.delayText,
      note: input.note,
      forecastOn: input.forecastOn ?? null,
      byProxy: ctx.actor.role === "office",
    };
    const [made] = await tx
      .insert(projectReports)
      .values({
        ...report,
        projectId: project.id,
        personId: ctx.actor.id,
        personName: ctx.actor.name,
        recordedAt: ctx.now.toISOString(),
        provenance: provenanceOf(ctx),
      })
      .returning({ id: projectReports.id });
    await writePassings(tx, ctx, project.id, passed);
    await advance(tx, ctx, project);
    const before = earlier ?? standing.reports.findLast((each) => each.month < input.month);
    const evidence = Object.fromEntries(passed.map((passing) => [passing.phase, `${passing.actualOn} · ${passing.evidence}`]));
    await record(tx, ctx, "project.report", subjectOf(project), {
      before: before ? inWords(before) : null,
      after: { ...inWords(report), light: lit?.light ?? "", evidence },
    });
    return { id: made?.id ?? 0, month: input.month, light: lit?.light ?? null };
  });
}

function requireReportable(ctx: Ctx, project: Project, standing: Standing, month: string): void {
  requireOngoing(project);
  if (month > monthOfDay(today(ctx))) throw new Refused("project.monthInFuture", { month: monthOfDay(today(ctx)) }, "month");
  if (month < monthOfDay(project.createdOn)) throw new Refused("project.beforeCreation", { month: monthOfDay(project.createdOn) }, "month");
  if (isPausedThroughout(standing.facts.pauses, month)) throw new Refused("project.pausedMonth", { month }, "month");
}

/** What went back since the month before is explained in the note. */
function requireReason(standing: Standing, input: ReportProject): void {
  const previous = standing.reports.findLast((report) => report.month < input.month);
  if (!previous || input.note !== "") return;
  if (input.progress < previous.progressBp) throw new Refused("project.fellWithoutNote", { percent: previous.progressBp / 100 }, "note");
  if (rankOf(input.phase) < rankOf(phaseBefore(standing.reports, input.month))) {
    throw new Refused("project.phaseBackWithoutNote", { phase: previous.phase }, "note");
  }
}

const inWords = (report: Pick<ReportRow, "month" | "progressBp" | "phase" | "delayReason" | "delayText" | "note" | "forecastOn" | "byProxy">) => ({
  month: report.month,
  progress: `${report.progressBp / 100}%`,
  phase: report.phase,
  delayReason: report.delayReason ?? "",
  delayText: report.delayText,
  note: report.note,
  forecastOn: report.forecastOn ?? "",
  byProxy: report.byProxy,
});
