import { eq } from "drizzle-orm";
import { projectReports, projects } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { provenanceOf, today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { requireOpen } from "#lib/periods/queries/gate.ts";
import type { ReportProject } from "../input.ts";
import { asTyped } from "../queries/report-form.ts";
import { everyMonth, type ReportRow, statusesOf } from "../queries/status.ts";
import { passingsOf, writePassings } from "../store/evidence.ts";
import { advance, type Project, requireReported, savedOf, subjectOf } from "../store/project.ts";
import { requireReportable, requireSensibleReport } from "../store/reportable.ts";

/**
 * 月报: what a project reached by the end of `month` (or by today while it runs). A month may be reported
 * again: the newest counts, which is how a mistake is taken back. Saving what already stands changes nothing.
 * @returns the light that the month now has.
 * @throws {Refused} `month…` when the month is closed, and under `project.`: `ended`, `pausedMonth`,
 * `monthInFuture`, `beforeCreation`, `fellWithoutNote`, `phaseBackWithoutNote`, `corrected…WithoutNote`,
 * `evidence…`, `delayReasonNeeded`; {Conflict} when the project changed since `version` was read.
 */
export const reportProject = defineCommand({
  verb: "project.report",
  input: takes<ReportProject>(),
  async load(tx, ctx, { input }) {
    const project = await requireReported(tx, ctx.actor, input.projectId);
    const [standing] = await statusesOf(tx, eq(projects.id, project.id), today(ctx), everyMonth);
    const earlier = standing?.reports.find((report) => report.month === input.month);
    return { project, standing, earlier, passings: await passingsOf(tx, project.id) };
  },
  place: ({ project }) => ({ divisionCode: project.townCode }),
  version({ project, standing, earlier, passings }) {
    requireBegun(project, standing);
    return savedOf(project, earlier ? asTyped(earlier, passings) : {});
  },
  async work(tx, ctx, { input, loaded: { project, earlier, passings, ...loaded } }) {
    const standing = requireBegun(project, loaded.standing);
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
      return {
        result: { id: earlier.id, month: input.month, light: lit?.light ?? null },
        audit: "unchanged",
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
    const evidence = Object.fromEntries(
      passed.map((passing) => [passing.phase, `${passing.actualOn} · ${passing.evidence}`]),
    );
    return {
      result: { id: made?.id ?? 0, month: input.month, light: lit?.light ?? null },
      audit: {
        subject: subjectOf(project),
        before: before ? inWords(before) : null,
        after: { ...inWords(report), light: lit?.light ?? "", evidence },
      },
    };
  },
});

/** What stands of a project by today. @throws {Refused} `project.beforeCreation` */
function requireBegun<S>({ createdOn }: Project, standing: S | undefined): S {
  if (!standing) throw new Refused("project.beforeCreation", { month: monthOfDay(createdOn) }, "month");
  return standing;
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
