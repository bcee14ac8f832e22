import { and, asc, desc, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, phasePlans, projectPauses, projectReports, projects } from "#db/schema/index.ts";
import { type Node, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Day, monthOfDay } from "#lib/core/dates.ts";
import { calendarUntil } from "#lib/periods/queries/calendar.ts";
import { type HistoryMonth, lightHistory } from "../rules/light-history.ts";
import { type Assessment, type Light, lightOfMonth } from "../rules/lights.ts";
import { paceOn } from "../rules/pace.ts";
import { hasReached } from "../rules/phases.ts";
import { passingsOf } from "../store/evidence.ts";
import { type Project, requireProject } from "../store/project.ts";
import { everyMonth, type ProjectStatus, projectsBelow, type ReportRow, statusesOf } from "./status.ts";
import { rulesOf } from "./thresholds.ts";

/** A project as boards, lists and files show it. */
export type LitProject = Omit<ProjectStatus, "facts" | "plan" | "reports" | "assessment"> & Assessment;

/**
 * One row a project that was on the lists and had not ended on `on`, with its light and sentence, in order of
 * number. `countsAs` is what statistics count. Below a village: the projects that it takes part in. The
 * caller has checked the scope.
 */
export async function projectLights(db: Reader, node: Node, on: Day): Promise<LitProject[]> {
  const standings = await statusesOf(db, projectsBelow(db, node), on);
  const lit = standings.flatMap(({ facts: _, plan: __, reports: ___, assessment, ...row }) =>
    assessment ? [{ ...row, ...assessment }] : [],
  );
  return lit.toSorted(byNumber);
}

/** 村-001 … 村-071, then 区-01 …: village projects first, each list in its own order. */
export const byNumber = (
  a: { level: string; number: string },
  b: { level: string; number: string },
): number =>
  a.level === b.level
    ? a.number.localeCompare(b.number, "en", { numeric: true })
    : a.level === "village"
      ? -1
      : 1;

export type PhaseLine = {
  phase: ProjectStatus["phase"];
  plannedOn: Day | null;
  plannedBp: number | null;
  /** When it was really passed and by what evidence; only phases up to where the project stands. */
  actualOn: Day | null;
  evidence: string;
};

export type ProjectCard = {
  project: Project;
  /**
   * What is reported, paused and set by hand for it: itself, or the village project that it is; undefined
   * outside the actor's scope.
   */
  reported: Project | undefined;
  standing: ProjectStatus;
  phases: PhaseLine[];
  paceBp: number;
  planRevision: number;
  planReason: string;
  /** Every month's newest report with the light that the month had, newest first. */
  reports: (ReportRow & {
    light: Light | null;
    why: Assessment["why"] | null;
    plannedBp: number | null;
    revised: boolean;
  })[];
  /** The light of every month since it was listed, oldest first. */
  history: HistoryMonth[];
  pauses: (typeof projectPauses.$inferSelect)[];
  /** The village project that it is the same as, or the key project that is the same as it. */
  twin: { id: number; number: string; name: string; inScope: boolean } | undefined;
};

/** One project with all that is known of it. @throws {NotFound} outside the actor's scope. */
export async function projectCard(ctx: Ctx, id: number): Promise<ProjectCard> {
  const project = await requireProject(ctx.db, ctx.actor, id);
  authorize(ctx.actor, "project.read", { divisionCode: project.townCode });
  const on = today(ctx);
  const [standing] = await statusesOf(ctx.db, eq(projects.id, id), on, everyMonth);
  if (!standing)
    throw new Error(`Project ${id} is recorded later than today: the business clock was set back`);
  const revisions = await ctx.db
    .select({ revision: phasePlans.revision, reason: phasePlans.reason })
    .from(phasePlans)
    .where(eq(phasePlans.projectId, standing.reportedId))
    .orderBy(desc(phasePlans.revision))
    .limit(1);
  const twin = await twinOf(ctx, project);
  const isOwn = standing.reportedId === project.id;
  return {
    project,
    reported: isOwn
      ? project
      : twin?.inScope
        ? await requireProject(ctx.db, ctx.actor, standing.reportedId)
        : undefined,
    standing,
    phases: await phaseLines(ctx.db, standing),
    paceBp: paceOn(standing.plan, on, standing.facts.pauses),
    planRevision: revisions[0]?.revision ?? 0,
    planReason: revisions[0]?.reason ?? "",
    reports: await litReports(ctx, standing),
    history: lightHistory(
      standing.facts,
      await rulesOf(ctx.db, on),
      await calendarUntil(ctx.db, monthOfDay(on)),
      on,
    ),
    pauses: await ctx.db
      .select()
      .from(projectPauses)
      .where(eq(projectPauses.projectId, standing.reportedId))
      .orderBy(asc(projectPauses.id)),
    twin,
  };
}

async function phaseLines(db: Reader, standing: ProjectStatus): Promise<PhaseLine[]> {
  const passings = await passingsOf(db, standing.reportedId);
  const planned = new Map(standing.plan.map((row) => [row.phase, row]));
  const all = [
    "identified",
    "approved",
    "preparation",
    "building",
    "accepted",
    "operating",
    "handedOver",
  ] as const;
  return all.map((phase) => {
    const passing = hasReached(standing.phase, phase) ? passings.get(phase) : undefined;
    const row = planned.get(phase);
    return {
      phase,
      plannedOn: row?.plannedOn ?? null,
      plannedBp: row?.plannedBp ?? null,
      actualOn: passing?.actualOn ?? null,
      evidence: phase === "identified" ? "" : (passing?.evidence ?? ""),
    };
  });
}

async function litReports(ctx: Ctx, standing: ProjectStatus): Promise<ProjectCard["reports"]> {
  const on = today(ctx);
  const calendar = await calendarUntil(ctx.db, monthOfDay(on));
  const rows = await ctx.db
    .select({ month: projectReports.month })
    .from(projectReports)
    .where(eq(projectReports.projectId, standing.reportedId));
  const times = Map.groupBy(rows, (row) => row.month);
  const rules = await rulesOf(ctx.db, on);
  return standing.reports.toReversed().map((report) => {
    const lit = lightOfMonth(standing.facts, rules, report.month, on, calendar);
    const revised = (times.get(report.month)?.length ?? 0) > 1;
    return {
      ...report,
      light: lit?.light ?? null,
      why: lit?.why ?? null,
      plannedBp: lit?.progress.plannedBp ?? null,
      revised,
    };
  });
}

/**
 * The village projects that a key project can be the same as: of the actor's area, and no other key
 * project's.
 */
export async function twinsFor(
  ctx: Ctx,
  keyProjectId: number,
): Promise<{ id: number; number: string; name: string }[]> {
  const rows = await ctx.db
    .select({
      id: projects.id,
      number: projects.number,
      name: projects.name,
      level: projects.level,
      sameAsId: projects.sameAsId,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(under(divisions.code, ctx.actor.scope));
  const taken = new Set(rows.filter((row) => row.id !== keyProjectId).map((row) => row.sameAsId));
  return rows.filter((row) => row.level === "village" && !taken.has(row.id)).toSorted(byNumber);
}

async function twinOf(ctx: Ctx, project: Project): Promise<ProjectCard["twin"]> {
  const where =
    project.sameAsId === null ? eq(projects.sameAsId, project.id) : eq(projects.id, project.sameAsId);
  const [twin] = await ctx.db
    .select({ id: projects.id, number: projects.number, name: projects.name, townCode: divisions.code })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(where);
  if (!twin) return undefined;
  const [seen] = await ctx.db
    .select({ id: divisions.id })
    .from(divisions)
    .where(and(eq(divisions.code, twin.townCode), under(divisions.code, ctx.actor.scope)));
  return { id: twin.id, number: twin.number, name: twin.name, inScope: seen !== undefined };
}
