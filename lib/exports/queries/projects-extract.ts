import { and, eq, gt, inArray, lt, lte, max } from "drizzle-orm";
import { divisions, phases, projects, type Stage, stages } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Column, Row, Translate } from "#lib/core/columns.ts";
import { type Ctx, endOf, today } from "#lib/core/context.ts";
import { localTime } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { nodeOf, within } from "#lib/funding/queries/filter.ts";
import { newestPosting } from "#lib/funding/queries/ledger.ts";
import { byStage, fundingSums } from "#lib/funding/queries/totals.ts";
import { type ByStage, noMoney } from "#lib/funding/rules/stage-order.ts";
import { type ProjectStatus, statusesOf } from "#lib/projects/queries/status.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import type { ProjectsExport } from "../input.ts";
import { type Control, type Extract, type Preview, summed, type Total } from "../rules/extract.ts";
import type { Measure, Pivot } from "../rules/pivot.ts";
import { villagesOf } from "./funding-extract.ts";

const columns: readonly Column[] = [
  { key: "number", kind: "text", width: 10 },
  { key: "project", kind: "text", width: 26 },
  { key: "list", kind: "text", words: "project.levels", width: 14 },
  { key: "sameAs", kind: "text", width: 12 },
  { key: "type", kind: "text", words: "project.types", width: 14 },
  { key: "sector", kind: "text", words: "project.sectors", width: 12 },
  { key: "approaches", kind: "text", width: 20 },
  { key: "townCode", kind: "text", width: 15 },
  { key: "town", kind: "text", width: 12 },
  { key: "villages", kind: "text", width: 28 },
  { key: "villageCodes", kind: "text", width: 28 },
  { key: "owner", kind: "text", width: 16 },
  { key: "contact", kind: "text", width: 14 },
  { key: "contactPhone", kind: "text", width: 16 },
  { key: "light", kind: "text", words: "light", width: 8 },
  { key: "why", kind: "text", width: 40 },
  { key: "fundsLight", kind: "text", words: "light", width: 8 },
  { key: "override", kind: "text", width: 30 },
  { key: "remedy", kind: "text", width: 40 },
  { key: "phase", kind: "text", words: "project.phases", width: 12 },
  { key: "progressBp", kind: "bp", width: 10 },
  { key: "plannedBp", kind: "bp", width: 10 },
  { key: "reportMonth", kind: "text", width: 10 },
  { key: "dueOn", kind: "text", width: 12 },
  ...stages.map((stage): Column => ({ key: `${stage}Fen`, kind: "fen", width: 18 })),
  { key: "createdOn", kind: "text", width: 12 },
  { key: "endedOn", kind: "text", width: 12 },
  { key: "endedReason", kind: "text", width: 24 },
  { key: "updatedBy", kind: "text", width: 14 },
  { key: "updatedAt", kind: "text", width: 20 },
  { key: "provenance", kind: "text", words: "export.provenance", width: 10 },
];

const basis = "export.basis.projects";
const counts = ["village", "key", "both", "all"] as const;
const totalsOf = (of: Record<(typeof counts)[number], number>, money: ByStage): Total[] => [
  ...counts.map((key): Total => ({ key, kind: "count", value: of[key] })),
  ...stages.map((stage): Total => ({ key: stage, kind: "fen", value: money[stage] })),
];

/**
 * Projects as they stand at the end of today, ended ones among them, each list in the order in which it was
 * recorded. Money stands once: on the village project, and on a key project that is one only where the file
 * leaves the village project out.
 */
export async function projectsExtract(ctx: Ctx, filter: ProjectsExport, words: Translate): Promise<Extract> {
  authorize(ctx.actor, "project.read");
  const node = await nodeOf(ctx, filter);
  const upTo = await newestPosting(ctx);
  const [newest] = await ctx.db.select({ id: max(projects.id) }).from(projects);
  const money = await moneyOf(ctx, node, upTo);
  const numbers = await villageNumbers(ctx);
  return {
    node,
    basis,
    columns,
    async *stretches() {
      for (let from = 0; from < (newest?.id ?? 0); from += size) {
        const window = and(
          selection(ctx, node, filter),
          gt(projects.id, from),
          lte(projects.id, from + size),
        );
        const standings = await statusesOf(ctx.db, window, today(ctx));
        const rows = standings.map((standing) =>
          rowOf(standing, moneyFor(standing, filter, money), numbers, words),
        );
        if (rows.length > 0) yield rows;
      }
    },
    add: (totals, rows) =>
      summed(
        totals.length > 0 ? totals : totalsOf({ village: 0, key: 0, both: 0, all: 0 }, noMoney()),
        rows,
        (row, { key, kind }) =>
          kind === "fen" ? Number(row[`${key}Fen`] ?? 0) : countsFor(row, key, filter),
      ),
    pivot: pivotOf(filter),
    control: () => controlOf(ctx, node, filter, { project: newest?.id ?? 0, posting: upTo }),
  };
}

/**
 * Town × phase × light, physical projects; then the numbers by list, and the money. Those that have ended
 * have no light.
 */
const pivotOf = (filter: ProjectsExport): Pivot => ({
  by: columns.filter((column) => ["townCode", "town", "phase"].includes(column.key)),
  order: { phase: phases },
  measures: [
    ...[...lights, "none" as const].map(
      (light): Measure => ({
        key: light,
        label: light === "none" ? "export.pivot.noLight" : `light.${light}`,
        kind: "count",
        parts: ["all"],
      }),
    ),
    ...(["village", "key", "both"] as const).map(
      (key): Measure => ({ key, label: `export.total.projects.${key}`, kind: "count", parts: [key] }),
    ),
    ...stages.map(
      (stage): Measure => ({
        key: `${stage}Fen`,
        label: `export.total.projects.${stage}`,
        kind: "fen",
        parts: [stage],
      }),
    ),
  ],
  of: (row, { key, kind, parts }) => {
    if (kind === "fen") return Number(row[key] ?? 0);
    if (parts[0] !== "all") return countsFor(row, key, filter);
    return (row.light ?? "none") === key ? countsFor(row, "all", filter) : 0;
  },
});

const size = 500;

const selection = (ctx: Ctx, node: Division, { list }: ProjectsExport) =>
  and(
    within(ctx, node),
    list === undefined ? undefined : eq(projects.level, list),
    lt(projects.createdAt, endOf(today(ctx))),
  );

/**
 * Does this row count towards a number of projects? A key project that is a village project of the file is no
 * further one.
 */
function countsFor(row: Row, key: string, { list }: ProjectsExport): number {
  const isTwin = row.sameAs !== null;
  if (key === "both") return isTwin ? 1 : 0;
  if (key === "all") return isTwin && list === undefined ? 0 : 1;
  return row.list === key ? 1 : 0;
}

async function moneyOf(ctx: Ctx, node: Division, upTo: number): Promise<Map<number, ByStage>> {
  const sums = await fundingSums(ctx, { node: node.code }, ["project"], upTo);
  return new Map([...Map.groupBy(sums, (sum) => sum.project?.id ?? 0)].map(([id, of]) => [id, byStage(of)]));
}

function moneyFor(
  { id, sameAsId }: ProjectStatus,
  { list }: ProjectsExport,
  money: Map<number, ByStage>,
): ByStage | null {
  if (sameAsId === null) return money.get(id) ?? noMoney();
  return list === "key" ? (money.get(sameAsId) ?? noMoney()) : null;
}

/** Numbers of the village projects that key projects are, by id. */
async function villageNumbers(ctx: Ctx): Promise<Map<number, string>> {
  const named = ctx.db.select({ id: projects.sameAsId }).from(projects);
  const rows = await ctx.db
    .select({ id: projects.id, number: projects.number })
    .from(projects)
    .where(inArray(projects.id, named));
  return new Map(rows.map((row) => [row.id, row.number]));
}

function rowOf(
  standing: ProjectStatus,
  money: ByStage | null,
  numbers: Map<number, string>,
  words: Translate,
): Row {
  const { assessment, latest } = standing;
  return {
    number: standing.number,
    project: standing.name,
    list: standing.level,
    sameAs: standing.sameAsId === null ? null : (numbers.get(standing.sameAsId) ?? ""),
    type: standing.type,
    sector: standing.sector,
    approaches: standing.approaches.map((approach) => words(`project.approaches.${approach}`)).join("；"),
    townCode: standing.townCode,
    town: standing.town,
    villages: villagesOf(standing.villages),
    villageCodes: standing.villages.map((village) => village.code).join("；"),
    owner: standing.owner,
    contact: standing.contact,
    contactPhone: standing.contactPhone,
    light: assessment?.light ?? null,
    why: assessment
      ? words(`project.why.${assessment.why.key}`, amountsIn(assessment.why.values, words("unit.yuan")))
      : null,
    fundsLight: assessment?.funds.light ?? null,
    override: assessment?.override ? `${assessment.override.expiresOn} ${assessment.override.reason}` : null,
    remedy:
      standing.remedies
        .map(({ key, values }) => words(`project.remedy.${key}`, amountsIn(values, words("unit.yuan"))))
        .join("；") || null,
    phase: standing.phase,
    progressBp: latest?.progressBp ?? null,
    plannedBp: assessment?.progress.plannedBp ?? null,
    reportMonth: latest?.month ?? null,
    dueOn: standing.dueOn,
    ...Object.fromEntries(stages.map((stage: Stage) => [`${stage}Fen`, money?.[stage] ?? null])),
    createdOn: standing.createdOn,
    endedOn: standing.endedOn,
    endedReason: standing.endedReason,
    updatedBy: standing.updatedBy,
    updatedAt: standing.updatedAt && localTime(standing.updatedAt),
    provenance: standing.provenance,
  };
}

/** The same by counting and by the sums of the funding screen, of all that was recorded up to `upTo`. */
async function controlOf(
  ctx: Ctx,
  node: Division,
  filter: ProjectsExport,
  upTo?: { project: number; posting: number },
): Promise<Control> {
  const rows = await ctx.db
    .select({ level: projects.level, sameAsId: projects.sameAsId })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(
      and(selection(ctx, node, filter), upTo === undefined ? undefined : lte(projects.id, upTo.project)),
    );
  const village = rows.filter((row) => row.level === "village").length;
  const key = rows.length - village;
  const both = rows.filter((row) => row.sameAsId !== null).length;
  const all = filter.list === undefined ? rows.length - both : rows.length;
  const money = byStage(await fundingSums(ctx, { node: node.code, list: filter.list }, [], upTo?.posting));
  return { rows: rows.length, totals: totalsOf({ village, key, both, all }, money) };
}

export async function projectsPreview(ctx: Ctx, filter: ProjectsExport): Promise<Preview> {
  const node = await nodeOf(ctx, filter);
  return { node, basis, ...(await controlOf(ctx, node, filter)) };
}
