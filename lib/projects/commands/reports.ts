import { eq } from "drizzle-orm";
import { projectReports, projects } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { once } from "#lib/audit/store/once.ts";
import { record } from "#lib/audit/store/record.ts";
import { type Ctx, provenanceOf, today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { requireOpen } from "#lib/periods/queries/gate.ts";
import type { ReportProject } from "../input.ts";
import { asTyped } from "../queries/report-form.ts";
import { everyMonth, type ReportRow, statusesOf } from "../queries/status.ts";
import type { Light } from "../rules/lights.ts";
import { passingsOf, writePassings } from "../store/evidence.ts";
import { advance, requireReported, requireVersion, subjectOf } from "../store/project.ts";
import { requireReportable, requireSensibleReport } from "../store/reportable.ts";

/**
 * 月报: what a project reached by the end of `month` (or by today while it runs). A month may be reported
 * again: the newest counts, which is how a mistake is taken back. Saving what already stands changes nothing.
 * @returns the light that the month now has.
 * @throws {Refused} `month…` when the month is closed, and under `project.`: `ended`, `pausedMonth`,
 * `monthInFuture`, `beforeCreation`, `fellWithoutNote`, `phaseBackWithoutNote`, `corrected…WithoutNote`,
 * `evidence…`, `delayReasonNeeded`; {Conflict} when the project changed since `version` was read.
 */
export function reportProject(
  ctx: Ctx,
  input: ReportProject,
): Promise<{ id: number; month: string; light: Light | null }> {
  return once(ctx, "project.report", input, async (tx) => {
    const project = await requireReported(tx, ctx.actor, input.projectId);
    authorize(ctx.actor, "project.report", { divisionCode: project.townCode });
    const [standing] = await statusesOf(tx, eq(projects.id, project.id), today(ctx), everyMonth);
    if (!standing)
      throw new Refused("project.beforeCreation", { month: monthOfDay(project.createdOn) }, "month");
    const passings = await passingsOf(tx, project.id);
    const earlier = standing.reports.find((report) => report.month === input.month);
    requireVersion(project, input.version, earlier ? asTyped(earlier, passings) : {});
    requireReportable(ctx, { project, standing, passings }, input.month);
    await requireOpen(tx, ctx, project.townId, input.month, "month");
    const { passed, lit } = await requireSensibleReport(tx, ctx, { project, standing, passings }, input);

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
    if (earlier && passed.length === 0 && isSame(earlier, report))
      return { id: earlier.id, month: input.month, light: lit?.light ?? null };
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
    const evidence = Object.fromEntries(
      passed.map((passing) => [passing.phase, `${passing.actualOn} · ${passing.evidence}`]),
    );
    await record(tx, ctx, "project.report", subjectOf(project), {
      before: before ? inWords(before) : null,
      after: { ...inWords(report), light: lit?.light ?? "", evidence },
    });
    return { id: made?.id ?? 0, month: input.month, light: lit?.light ?? null };
  });
}

/** Does a report say what the month's own says already, whoever says it? */
const isSame = (earlier: ReportRow, report: Omit<Told, "byProxy">): boolean =>
  (["progressBp", "phase", "delayReason", "delayText", "note", "forecastOn"] as const).every(
    (key) => earlier[key] === report[key],
  );

type Told = Pick<
  ReportRow,
  "month" | "progressBp" | "phase" | "delayReason" | "delayText" | "note" | "forecastOn" | "byProxy"
>;

const inWords = (report: Told) => ({
  month: report.month,
  progress: `${report.progressBp / 100}%`,
  phase: report.phase,
  delayReason: report.delayReason ?? "",
  delayText: report.delayText,
  note: report.note,
  forecastOn: report.forecastOn ?? "",
  byProxy: report.byProxy,
});
