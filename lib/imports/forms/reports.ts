import { and, eq, inArray, isNull } from "drizzle-orm";
import { delayReasons, type Phase, phases, projects } from "#db/schema/index.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import type { ReportProject } from "#lib/projects/input.ts";
import { everyMonth, type ProjectStatus, statusesOf } from "#lib/projects/queries/status.ts";
import { owesReport } from "#lib/projects/rules/lights.ts";
import { type Passing, passedIn, passingsOf, phaseBefore } from "#lib/projects/store/evidence.ts";
import { requireProject } from "#lib/projects/store/project.ts";
import { requireReportable, requireSensibleReport } from "#lib/projects/store/reportable.ts";
import {
  type DiffCell,
  type DiffRow,
  diffCell,
  diffRow,
  type Sentence,
  type Value,
  writes,
  wrong,
} from "../rules/diff.ts";
import type { Known } from "../rules/match-village.ts";
import { atRow, notAboutOne, rowByRow, sentenceOf, theOne } from "../rules/rows.ts";
import { type Field, type Form, fieldOf, type RowDiff, type Whose } from "./sheet-form.ts";

// 项目月报: a row a project of the town; a key project that is a village project is reported in that one's row.

const fields: Field[] = [
  fieldOf("number", ["项目编号", "编号", "project no.", "number"], 10, { identifies: true }),
  fieldOf("name", ["项目名称", "项目", "名称", "project"], 26, {
    heading: (words) => words("intake.column.project"),
    identifies: true,
  }),
  fieldOf("lastProgress", [], 12, { kind: "percent", reference: true }),
  fieldOf("lastPhase", [], 12, {
    kind: "choice",
    reference: true,
    choices: { values: phases, words: "project.phases" },
  }),
  fieldOf("progress", ["本月进度", "累计进度", "形象进度", "完成进度", "进度", "progress"], 12, {
    kind: "percent",
  }),
  fieldOf("phase", ["阶段", "当前阶段", "项目阶段", "phase"], 12, {
    kind: "choice",
    choices: { values: phases, words: "project.phases" },
  }),
  fieldOf("evidence", ["依据", "佐证", "进入新阶段的佐证", "evidence"], 22),
  fieldOf("evidenceOn", ["依据日期", "佐证日期", "evidence date"], 13, { kind: "day" }),
  fieldOf("delayReason", ["滞后原因", "原因", "reason for delay"], 12, {
    kind: "choice",
    choices: { values: delayReasons, words: "project.delayReasons" },
  }),
  fieldOf("delayText", ["具体原因", "原因说明", "details of the delay"], 22),
  fieldOf("note", ["进展情况", "进展说明", "备注", "说明", "note"], 32),
  fieldOf("forecastOn", ["预计完成", "预计完成日期", "预计完工时间", "预计完工", "forecast"], 13, {
    kind: "day",
  }),
];
const own = fields.filter((field) => !field.identifies && !field.reference).map((field) => field.key);

const standings = (ctx: Ctx, { town }: Whose): Promise<ProjectStatus[]> =>
  statusesOf(
    ctx.db,
    and(eq(projects.townId, town?.id ?? 0), isNull(projects.sameAsId)),
    today(ctx),
    everyMonth,
  );

/**
 * The projects by every number and name that a row may call them by: a village project also by those of the
 * key project that it is.
 */
async function knownProjects(ctx: Ctx, own: Iterable<ProjectStatus>): Promise<Known[]> {
  const all = [...own];
  const ids = all.map(({ id }) => id);
  const { number, name, sameAsId } = projects;
  const rows =
    ids.length === 0
      ? []
      : await ctx.db.select({ number, name, sameAsId }).from(projects).where(inArray(sameAsId, ids));
  const twins = new Map(rows.map((row) => [row.sameAsId, row]));
  return all.map((standing) => {
    const called = [standing, twins.get(standing.id)].filter((each) => each !== undefined);
    const label = `${standing.number} ${standing.name}`;
    return {
      id: standing.id,
      label,
      codes: called.map((each) => each.number),
      names: called.map((each) => each.name),
    };
  });
}

/** What stands of a project's month, by the fields of the form; all nothing where it was not reported. */
function valuesOf(
  standing: ProjectStatus,
  month: Month,
  passings: ReadonlyMap<Phase, Passing>,
): Record<string, Value> {
  const report = standing.reports.find((each) => each.month === month);
  if (!report) return Object.fromEntries(own.map((key) => [key, null]));
  const passed = passedIn(standing.reports, month, report.phase).at(-1);
  const evidence = passed && passings.get(passed);
  const text = (value: string) => value || null;
  return {
    progress: report.progressBp,
    phase: report.phase,
    evidence: evidence?.evidence ?? null,
    evidenceOn: evidence?.actualOn ?? null,
    delayReason: report.delayReason,
    delayText: text(report.delayText),
    note: text(report.note),
    forecastOn: report.forecastOn,
  };
}

/**
 * The report that a row makes: what it changes, and of the rest what stands. A phase that is not said is the
 * one before.
 */
function reportOf(
  cells: readonly DiffCell[],
  standing: ProjectStatus,
  month: Month,
): Omit<ReportProject, "version" | "key"> | null {
  const is = (field: string): Value => {
    const cell = cells.find((each) => each.field === field);
    return cell && writes({ cells: [cell] }).length > 0 ? cell.given : (cell?.now ?? null);
  };
  const progress = is("progress");
  if (progress === null) return null;
  const phase = (is("phase") as Phase | null) ?? phaseBefore(standing.reports, month);
  const passed = passedIn(standing.reports, month, phase).at(-1);
  const [text, on] = [is("evidence"), is("evidenceOn")];
  return {
    projectId: standing.id,
    month,
    progress: Number(progress),
    phase,
    evidence:
      passed && (text || on)
        ? { [passed]: { text: String(text ?? ""), on: on ? String(on) : undefined } }
        : {},
    delayReason: (is("delayReason") ?? undefined) as ReportProject["delayReason"],
    delayText: String(is("delayText") ?? ""),
    note: String(is("note") ?? ""),
    forecastOn: (is("forecastOn") ?? undefined) as string | undefined,
  };
}

export const reportsForm: Form = {
  kind: "reports",
  fields: async () => fields,

  async prefill(ctx, whose) {
    const month = whose.month ?? "";
    const all = (await standings(ctx, whose)).filter((standing) =>
      owesReport(standing.facts, month, today(ctx)),
    );
    const rows = [];
    for (const standing of all.toSorted((a, b) => (a.number < b.number ? -1 : 1))) {
      const last = standing.reports.findLast((report) => report.month < month);
      const values = valuesOf(standing, month, await passingsOf(ctx.db, standing.id));
      const reference = { lastProgress: last?.progressBp ?? null, lastPhase: last?.phase ?? null };
      rows.push({
        key: standing.number,
        cells: { number: standing.number, name: standing.name, ...reference, ...values },
      });
    }
    return { rows, emptyRows: 0 };
  },

  async judge(ctx, whose, content): Promise<RowDiff> {
    const month = whose.month ?? "";
    const byId = new Map((await standings(ctx, whose)).map((standing) => [standing.id, standing]));
    const known = await knownProjects(ctx, byId.values());
    const seen = new Map<number, number>();
    const rows = await rowByRow(content.rows, async (row): Promise<DiffRow> => {
      const found = theOne(known, row, seen);
      if (!("is" in found)) {
        return notAboutOne(row, found, {
          key: "intake.says.foreignProject",
          values: { town: whose.town?.name ?? "" },
        });
      }
      const standing = byId.get(found.is.id) as ProjectStatus;
      const passings = await passingsOf(ctx.db, standing.id);
      const now = valuesOf(standing, month, passings);
      const report = standing.reports.find((each) => each.month === month);
      const by = report && { name: report.personName, at: report.recordedAt };
      const base = content.base?.[standing.number];
      const cells = own.flatMap((field) => {
        const given = row.cells[field];
        return given
          ? [
              diffCell(field, given, {
                now: now[field] ?? null,
                base: base && (base[field] ?? null),
                by,
                blankClears: true,
              }),
            ]
          : [{ field, at: "", shown: "", class: "same" as const, given: null, now: now[field] ?? null }];
      });
      const judged = { line: row.line, label: found.is.label, id: standing.id, problem: found.problem };
      return diffRow(
        found.problem
          ? { ...judged, cells }
          : { ...judged, ...(await byRule(ctx, standing, passings, cells, month)) },
      );
    });
    return { rows, sums: [] };
  },

  needsReason: () => false,

  async take(ctx, whose, rows) {
    const byId = new Map((await standings(ctx, whose)).map((standing) => [standing.id, standing]));
    await rowByRow(rows, async (row) => {
      const report = reportOf(row.cells, byId.get(row.id ?? 0) as ProjectStatus, whose.month ?? "");
      if (!report) return;
      const { version } = await requireProject(ctx.db, ctx.actor, report.projectId);
      await atRow(row, () => reportProject(ctx, { ...report, version }));
    });
  },
};

/** The cells with what the rules of a report find wrong with them, each told where it can be put right. */
async function byRule(
  ctx: Ctx,
  standing: ProjectStatus,
  passings: Map<Phase, Passing>,
  cells: DiffCell[],
  month: Month,
): Promise<{ cells: DiffCell[]; problem?: Sentence }> {
  if (writes({ cells }).length === 0 || cells.some((cell) => cell.class === "error")) return { cells };
  const about = (field: string, problem: Sentence) =>
    cells.some((cell) => cell.field === field && cell.at !== "")
      ? { cells: cells.map((cell) => (cell.field === field ? wrong(cell, problem) : cell)) }
      : { cells, problem };
  const report = reportOf(cells, standing, month);
  if (!report) return about("progress", { key: "intake.says.progressNeeded", values: {} });
  if (report.delayReason === "other" && report.delayText === "")
    return about("delayText", { key: "invalid.required", values: {} });
  try {
    requireReportable(ctx, { project: standing, standing, passings }, month);
    await requireSensibleReport(ctx.db, ctx, { project: standing, standing, passings }, report);
    return { cells };
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    const field = refused.field?.startsWith("evidence.")
      ? refused.field.endsWith(".on")
        ? "evidenceOn"
        : "evidence"
      : (refused.field ?? "");
    return about(field, sentenceOf(refused));
  }
}
