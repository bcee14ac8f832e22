import { eq } from "drizzle-orm";
import { type Phase, projects } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Day, type Month, monthOfDay } from "#lib/core/dates.ts";
import { closedBecause as monthClosedBecause } from "#lib/periods/queries/gate.ts";
import type { Closed } from "#lib/periods/rules/month-state.ts";
import type { PreviewReport } from "../input.ts";
import { isPausedThroughout, lastDaySeen, planOn } from "../rules/lights.ts";
import { type PlanRow, paceOn } from "../rules/pace.ts";
import { type Passing, passingsOf, phaseBefore } from "../store/evidence.ts";
import { type Project, requireReported } from "../store/project.ts";
import { type LitDraft, lightWith } from "./report-preview.ts";
import { everyMonth, type ProjectStatus, type ReportRow, statusesOf } from "./status.ts";

/** A month's report by the fields of its form. */
export function asTyped(report: ReportRow, passings: ReadonlyMap<string, Passing>): Record<string, unknown> {
  const evidence = [...passings.values()].flatMap((passing) => [
    [`evidence.${passing.phase}.text`, passing.evidence],
    [`evidence.${passing.phase}.on`, passing.actualOn],
  ]);
  return {
    progress: report.progressBp / 100,
    phase: report.phase,
    delayReason: report.delayReason ?? "",
    delayText: report.delayText,
    note: report.note,
    forecastOn: report.forecastOn ?? "",
    ...Object.fromEntries(evidence),
  };
}

export type ReportForm = {
  project: Project;
  standing: ProjectStatus;
  month: Month;
  /** What the plan calls for by the end of the month, or by today while it runs; and the day that is. */
  paceBp: number;
  paceOn: Day;
  plan: readonly PlanRow[];
  /** The report of the month before, and the month's own where there is one already. */
  previous: ReportRow | undefined;
  earlier: ReportRow | undefined;
  /** Where it stood before the month: what is passed beyond it needs evidence. */
  phaseBefore: Phase;
  /** Evidence that the month's own report gave. */
  passings: Map<Phase, Passing>;
  /** Why no report can be made of this month; a key under `refused`. */
  closed:
    | Closed
    | "project.ended"
    | "project.pausedMonth"
    | "project.monthInFuture"
    | "project.beforeCreation"
    | undefined;
};

/**
 * All that the form for a project's month shows before anything is typed.
 * @throws {NotFound} outside the actor's scope; {Forbidden} for who files nothing.
 */
export async function reportFormOf(ctx: Ctx, projectId: number, month: Month): Promise<ReportForm> {
  const project = await requireReported(ctx.db, ctx.actor, projectId);
  authorize(ctx.actor, "project.report", { divisionCode: project.townCode });
  const day = today(ctx);
  const standing = await standingWithEveryMonth(ctx, project.id);
  const seen = lastDaySeen(month, day);
  const plan = planOn(standing.facts.plans, day);
  const closed = await closedBecause(ctx, project, standing, month);
  return {
    project,
    standing,
    month,
    paceBp: paceOn(plan, seen, standing.facts.pauses),
    paceOn: seen,
    plan,
    previous: standing.reports.findLast((report) => report.month < month),
    earlier: standing.reports.find((report) => report.month === month),
    phaseBefore: phaseBefore(standing.reports, month),
    passings: await passingsOf(ctx.db, project.id),
    closed,
  };
}

async function closedBecause(
  ctx: Ctx,
  project: Project,
  standing: ProjectStatus,
  month: Month,
): Promise<ReportForm["closed"]> {
  if (project.endedOn !== null) return "project.ended";
  if (month > monthOfDay(today(ctx))) return "project.monthInFuture";
  if (month < monthOfDay(project.createdOn)) return "project.beforeCreation";
  if (isPausedThroughout(standing.facts.pauses, month)) return "project.pausedMonth";
  return monthClosedBecause(ctx.db, ctx, project.townId, month);
}

/**
 * The light that a month will have if this is reported; writes nothing.
 * @returns `null` for an ended project. @throws {NotFound} outside the actor's scope.
 */
export async function previewLight(ctx: Ctx, input: PreviewReport): Promise<LitDraft | null> {
  const project = await requireReported(ctx.db, ctx.actor, input.projectId);
  authorize(ctx.actor, "project.report", { divisionCode: project.townCode });
  const standing = await standingWithEveryMonth(ctx, project.id);
  return lightWith(
    ctx.db,
    standing,
    { month: input.month, progressBp: input.progress, phase: input.phase },
    today(ctx),
  );
}

async function standingWithEveryMonth(ctx: Ctx, projectId: number): Promise<ProjectStatus> {
  const [standing] = await statusesOf(ctx.db, eq(projects.id, projectId), today(ctx), everyMonth);
  if (!standing)
    throw new Error(`Project ${projectId} is recorded later than today: the business clock was set back`);
  return standing;
}
