import { type AnyColumn, and, asc, eq, lte } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import {
  divisions,
  fundingPostings,
  projects,
  projectVillages,
  type Source,
  type Stage,
} from "#db/schema/index.ts";
import { count, total } from "#db/sql.ts";
import type { Ctx } from "#lib/core/context.ts";
import { partsOf, type Share } from "#lib/core/shares.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { FundingFilter, FundingGroup, Listing } from "../input.ts";
import { type CarryOver, carryOver } from "../rules/carry.ts";
import { type ByStage, noMoney } from "../rules/stage-order.ts";
import { listingOf, nodeOf, onBothLists, selected, within } from "./filter.ts";

type Place = { id: number; code: string; name: string };

/**
 * One sum. Stages are never added to each other, so `stage` is always there; of the rest only what was
 * grouped by.
 */
export type FundingSum = {
  stage: Stage;
  town?: Place | undefined;
  /** `null`: of a project that names no village. */
  village?: Place | null | undefined;
  project?: { id: number; number: string; name: string } | undefined;
  list?: Listing | undefined;
  source?: Source | undefined;
  year?: number | undefined;
  amountFen: number;
  postings: number;
};

/**
 * Sums of the postings of a filter, in fen, by stage and whatever else is asked. A physical project counts
 * once. By village, and for a village, a project's money is split by its shares, every fen in exactly one
 * village.
 * @param upTo only what was posted up to this posting: a moment that can be read again
 */
export async function fundingSums(
  ctx: Ctx,
  filter: FundingFilter,
  by: readonly FundingGroup[],
  upTo?: number,
): Promise<FundingSum[]> {
  const node = await nodeOf(ctx, filter);
  const both = onBothLists(ctx.db);
  const asked = new Set(by);
  const split = asked.has("village") || node.level === "village";
  const headings = {
    ...headingsOf(both, asked),
    ...(split && { projectId: projects.id, postingId: fundingPostings.id }),
  };
  const rows = (await ctx.db
    .select({ ...headings, amountFen: total(fundingPostings.amountFen), postings: count() })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(both, eq(both.physicalId, projects.id))
    .where(
      and(selected(ctx, both, node, filter), upTo === undefined ? undefined : lte(fundingPostings.id, upTo)),
    )
    .groupBy(...Object.values(headings))) as Row[];
  const shares = split ? await sharesOf(ctx, node) : undefined;
  return folded(
    rows.flatMap((row) =>
      shares ? partsByVillage(row, shares.get(row.projectId), node, asked) : [sumOf(row, asked)],
    ),
  );
}

/** What is selected and grouped by; a row then holds these and no more. */
function headingsOf(
  both: ReturnType<typeof onBothLists>,
  asked: Set<FundingGroup>,
): Record<string, AnyColumn> {
  return {
    stage: fundingPostings.stage,
    ...(asked.has("town") && {
      townId: divisions.id,
      townCode: divisions.code,
      townName: divisions.shortName,
    }),
    ...(asked.has("project") && {
      projectId: projects.id,
      projectNumber: projects.number,
      projectName: projects.name,
    }),
    ...(asked.has("list") && { level: projects.level, physicalId: both.physicalId }),
    ...(asked.has("source") && { source: fundingPostings.source }),
    ...(asked.has("year") && { year: fundingPostings.year }),
  };
}

type Row = {
  stage: Stage;
  townId: number;
  townCode: string;
  townName: string;
  projectId: number;
  projectNumber: string;
  projectName: string;
  level: "village" | "key";
  physicalId: number | null;
  source: Source;
  year: number;
  amountFen: number;
  postings: number;
};

const sumOf = (row: Row, asked: Set<FundingGroup>): FundingSum => ({
  stage: row.stage,
  town: asked.has("town") ? { id: row.townId, code: row.townCode, name: row.townName } : undefined,
  project: asked.has("project")
    ? { id: row.projectId, number: row.projectNumber, name: row.projectName }
    : undefined,
  list: asked.has("list") ? listingOf(row.level, row.physicalId) : undefined,
  source: asked.has("source") ? row.source : undefined,
  year: asked.has("year") ? row.year : undefined,
  amountFen: row.amountFen,
  postings: row.postings,
});

/**
 * One posting split among its project's villages; only the village's own part where the filter is about a
 * village.
 */
function partsByVillage(
  row: Row,
  shares: Shares | undefined,
  node: Division,
  asked: Set<FundingGroup>,
): FundingSum[] {
  const sum = sumOf(row, asked);
  if (!shares) return [{ ...sum, village: asked.has("village") ? null : undefined }];
  return partsOf(row.amountFen, shares)
    .filter(({ share }) => node.level !== "village" || share.villageId === node.id)
    .map(({ share, amountFen }) => ({
      ...sum,
      amountFen,
      village: asked.has("village") ? { id: share.villageId, code: share.code, name: share.name } : undefined,
    }));
}

type Shares = (Share & { name: string })[];

/** The shares of every project of `node`, by project, in order of code. */
export async function sharesOf(ctx: Ctx, node: Division): Promise<Map<number, Shares>> {
  const village = alias(divisions, "village");
  const rows = await ctx.db
    .select({
      projectId: projects.id,
      villageId: village.id,
      code: village.code,
      name: village.shortName,
      shareBp: projectVillages.shareBp,
    })
    .from(projectVillages)
    .innerJoin(village, eq(village.id, projectVillages.villageId))
    .innerJoin(projects, eq(projects.id, projectVillages.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(within(ctx, node))
    .orderBy(asc(village.code));
  return Map.groupBy(rows, (row) => row.projectId);
}

/** Sums with equal headings as one. */
function folded(sums: FundingSum[]): FundingSum[] {
  const by = new Map<string, FundingSum>();
  for (const sum of sums) {
    const key = JSON.stringify([
      sum.stage,
      sum.town?.code,
      sum.village?.code,
      sum.project?.id,
      sum.list,
      sum.source,
      sum.year,
    ]);
    const known = by.get(key);
    if (known) {
      known.amountFen += sum.amountFen;
      known.postings += sum.postings;
    } else by.set(key, { ...sum });
  }
  return [...by.values()];
}

export type FundingRow = { key: string; name: string; detail: string; stages: ByStage };
export type FundingTotals = {
  node: Division;
  /**
   * One row a heading; a stage's column adds up to `total`. `key` narrows the filter to the row: a code, an
   * id, a name.
   */
  rows: FundingRow[];
  total: ByStage;
  /**
   * The 71 list, the 17 list and what stands on both: village + key − both = all, a physical project once.
   */
  composition: Record<"village" | "key" | "both" | "all", { projects: number; stages: ByStage }>;
};

/**
 * Funding totals of a filter, a row each town, village, project, list, source or year, a column each stage.
 */
export async function fundingTotals(
  ctx: Ctx,
  filter: FundingFilter,
  groupBy: Exclude<FundingGroup, "stage">,
): Promise<FundingTotals> {
  const node = await nodeOf(ctx, filter);
  const sums = await fundingSums(ctx, filter, [groupBy, "stage"]);
  const rows = new Map<string, FundingRow>();
  for (const sum of sums) {
    const heading = headingOf(sum, groupBy);
    const row = rows.get(heading.key) ?? { ...heading, stages: noMoney() };
    row.stages[sum.stage] += sum.amountFen;
    rows.set(heading.key, row);
  }
  return {
    node,
    rows: [...rows.values()].toSorted((a, b) => (a.detail + a.key < b.detail + b.key ? -1 : 1)),
    total: byStage(sums),
    composition: await compositionOf(ctx, node, filter),
  };
}

/** `detail` is what rows sort by and people recognise: a code or a number. */
function headingOf(sum: FundingSum, groupBy: FundingGroup): Omit<FundingRow, "stages"> {
  if (groupBy === "town")
    return { key: sum.town?.code ?? "", name: sum.town?.name ?? "", detail: sum.town?.code ?? "" };
  if (groupBy === "village")
    return { key: sum.village?.code ?? "", name: sum.village?.name ?? "", detail: sum.village?.code ?? "" };
  if (groupBy === "project")
    return { key: String(sum.project?.id), name: sum.project?.name ?? "", detail: sum.project?.number ?? "" };
  if (groupBy === "year") return { key: String(sum.year), name: String(sum.year), detail: String(sum.year) };
  return { key: (groupBy === "list" ? sum.list : sum.source) ?? "", name: "", detail: "" };
}

export function byStage(sums: readonly { stage: Stage; amountFen: number }[]): ByStage {
  const stages = noMoney();
  for (const { stage, amountFen } of sums) stages[stage] += amountFen;
  return stages;
}

/**
 * 结转 of a year for whatever else a filter picks: what came over from before, moved in it, and goes on to the
 * next.
 */
export async function carryOverOf(ctx: Ctx, filter: FundingFilter, year: number): Promise<CarryOver> {
  const sums = await fundingSums(
    ctx,
    { ...filter, year: undefined, from: undefined, to: undefined, stage: undefined },
    ["year"],
  );
  const years = Map.groupBy(sums, (sum) => sum.year ?? 0);
  return carryOver(
    [...years].map(([of, ofYear]) => ({ year: of, stages: byStage(ofYear) })),
    year,
  );
}

async function compositionOf(
  ctx: Ctx,
  node: Division,
  { list: _, ...filter }: FundingFilter,
): Promise<FundingTotals["composition"]> {
  const sums = await fundingSums(ctx, filter, ["list"]);
  const of = (...lists: Listing[]) => byStage(sums.filter((sum) => sum.list && lists.includes(sum.list)));
  const rows = await ctx.db
    .select({ level: projects.level, sameAsId: projects.sameAsId })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(within(ctx, node));
  const village = rows.filter((row) => row.level === "village").length;
  const key = rows.length - village;
  const both = rows.filter((row) => row.sameAsId !== null).length;
  return {
    village: { projects: village, stages: of("villageOnly", "both") },
    key: { projects: key, stages: of("keyOnly", "both") },
    both: { projects: both, stages: of("both") },
    all: { projects: village + key - both, stages: byStage(sums) },
  };
}
