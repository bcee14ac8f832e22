import { and, asc, eq, gt, lte } from "drizzle-orm";
import { rowArrays } from "#db/row-arrays.ts";
import { divisions, fundingPostings, projects, type Stage, sources, stages } from "#db/schema/index.ts";
import type { Column, Row, Value } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import { localTime } from "#lib/core/dates.ts";
import { partsOf } from "#lib/core/shares.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { FundingFilter } from "#lib/funding/input.ts";
import { nodeOf, onBothLists, selected, within } from "#lib/funding/queries/filter.ts";
import { newestPosting } from "#lib/funding/queries/ledger.ts";
import { byStage, fundingSums, sharesOf } from "#lib/funding/queries/totals.ts";
import { type Control, type Extract, type Preview, summed, type Total } from "../rules/extract.ts";
import type { Pivot } from "../rules/pivot.ts";

const town: readonly Column[] = [
  { key: "townCode", kind: "text", width: 15 },
  { key: "town", kind: "text", width: 12 },
];
const source: Column = { key: "source", kind: "text", words: "funding.source", width: 12 };
const columns: readonly Column[] = [
  { key: "posting", kind: "count", width: 10 },
  { key: "number", kind: "text", width: 10 },
  { key: "project", kind: "text", width: 26 },
  ...town,
  { key: "villages", kind: "text", width: 28 },
  { key: "stage", kind: "text", words: "funding.stage", width: 9 },
  source,
  { key: "movement", kind: "text", words: "funding.movement", width: 9 },
  { key: "amountFen", kind: "fen", width: 18 },
  { key: "onDay", kind: "text", width: 12 },
  { key: "year", kind: "count", width: 7 },
  { key: "documentNo", kind: "text", width: 22 },
  { key: "note", kind: "text", width: 26 },
  { key: "explanation", kind: "text", width: 26 },
  { key: "reverses", kind: "count", width: 11 },
  { key: "reversedBy", kind: "count", width: 11 },
  { key: "person", kind: "text", width: 14 },
  { key: "recordedAt", kind: "text", width: 20 },
  { key: "provenance", kind: "text", words: "export.provenance", width: 10 },
];
const part: Column = { key: "partFen", kind: "fen", width: 18 };

const basis = "export.basis.funding";
const none = (): Total[] => stages.map((stage) => ({ key: stage, kind: "fen", value: 0 }));

/**
 * Postings of a filter in the order in which they were recorded. For a village, its part stands beside each
 * amount and is what adds up.
 */
export async function fundingExtract(ctx: Ctx, filter: FundingFilter): Promise<Extract> {
  const node = await nodeOf(ctx, filter);
  const upTo = await newestPosting(ctx); // first: whatever it rests on is found after it
  const shares = await sharesOf(ctx, node);
  const named = await projectsIn(ctx, node);
  const ofVillage = node.level === "village";
  const counted = ofVillage ? "partFen" : "amountFen";
  // A million rows are made here: each in one piece, from a list, because to spread and to rename costs more
  // than to read.
  const rowOf = (list: Value[], reversedBy: number | null): Row => {
    const [
      posting,
      projectId,
      stage,
      source,
      amountFen,
      onDay,
      year,
      documentNo,
      note,
      explanation,
      ...rest
    ] = list;
    const [reverses = null, person = null, recordedAt, provenance = null, movement = null] = rest;
    const project = named.get(Number(projectId));
    return {
      posting: posting ?? null,
      number: project?.number ?? null,
      project: project?.project ?? null,
      townCode: project?.townCode ?? null,
      town: project?.town ?? null,
      villages: project?.villages ?? null,
      stage: stage ?? null,
      source: source ?? null,
      movement,
      amountFen: amountFen ?? null,
      partFen: ofVillage ? partOf(Number(amountFen), Number(projectId)) : null,
      onDay: onDay ?? null,
      year: year ?? null,
      documentNo: documentNo ?? null,
      note: note ?? null,
      explanation: explanation ?? null,
      reverses,
      reversedBy,
      person,
      recordedAt: localTime(String(recordedAt)),
      provenance,
    };
  };
  const partOf = (amountFen: number, projectId: number) =>
    partsOf(amountFen, shares.get(projectId) ?? []).find(({ share }) => share.villageId === node.id)
      ?.amountFen ?? null;
  return {
    node,
    basis,
    columns: ofVillage
      ? columns.flatMap((column) => (column.key === "amountFen" ? [column, part] : [column]))
      : columns,
    async *stretches() {
      for (let from = 0; ; ) {
        const rows = await postingsAfter(ctx, node, filter, from, upTo);
        const last = Number(rows.at(-1)?.[0] ?? upTo);
        const reversed = await reversalsOf(ctx, from, last, upTo);
        if (rows.length > 0) yield rows.map((row) => rowOf(row, reversed.get(Number(row[0])) ?? null));
        if (rows.length < size) return;
        from = last;
      }
    },
    add: (totals, rows) =>
      summed(totals.length > 0 ? totals : none(), rows, (row, total) =>
        row.stage === total.key ? Number(row[counted]) : 0,
      ),
    pivot: pivotOf(counted),
    control: () => controlOf(ctx, filter, upTo),
  };

  async function projectsIn(ctx: Ctx, node: Division) {
    const rows = await ctx.db
      .select({
        id: projects.id,
        number: projects.number,
        name: projects.name,
        townCode: divisions.code,
        town: divisions.shortName,
      })
      .from(projects)
      .innerJoin(divisions, eq(divisions.id, projects.townId))
      .where(within(ctx, node));
    return new Map(
      rows.map(({ id, number, name, ...town }) => [
        id,
        { number, project: name, ...town, villages: villagesOf(shares.get(id) ?? []) },
      ]),
    );
  }
}

/** Town × stage × source; stages are never added to each other. */
const pivotOf = (counted: "partFen" | "amountFen"): Pivot => ({
  by: [...town, source],
  order: { source: sources },
  measures: stages.map((stage) => ({
    key: stage,
    label: `funding.stage.${stage}`,
    kind: "fen",
    parts: [stage],
  })),
  of: (row, measure) => (row.stage === measure.key ? Number(row[counted]) : 0),
});

const size = 2000;

/**
 * The next postings after the id `from`, in the order in which they were recorded. What is posted while
 * somebody reads does not slip in.
 */
async function postingsAfter(
  ctx: Ctx,
  node: Division,
  filter: FundingFilter,
  from: number,
  upTo: number,
): Promise<Value[][]> {
  const both = onBothLists(ctx.db);
  const query = ctx.db
    .select({
      posting: fundingPostings.id,
      projectId: fundingPostings.projectId,
      stage: fundingPostings.stage,
      source: fundingPostings.source,
      amountFen: fundingPostings.amountFen,
      onDay: fundingPostings.onDay,
      year: fundingPostings.year,
      documentNo: fundingPostings.documentNo,
      note: fundingPostings.note,
      explanation: fundingPostings.explanation,
      reverses: fundingPostings.reversesId,
      person: fundingPostings.personName,
      recordedAt: fundingPostings.recordedAt,
      provenance: fundingPostings.provenance,
      movement: fundingPostings.movement,
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .$dynamic();
  const listed = filter.list === undefined ? query : query.leftJoin(both, eq(both.physicalId, projects.id));
  return rowArrays(
    listed
      .where(
        and(selected(ctx, both, node, filter), gt(fundingPostings.id, from), lte(fundingPostings.id, upTo)),
      )
      .orderBy(asc(fundingPostings.id))
      .limit(size),
  );
}

/**
 * What took back postings between two ids, by the id of what was taken back. Asked apart: through a view, a
 * table that a query speaks of twice is made anew for every stretch.
 */
async function reversalsOf(ctx: Ctx, from: number, last: number, upTo: number): Promise<Map<number, number>> {
  const rows = await ctx.db
    .select({ id: fundingPostings.id, reversesId: fundingPostings.reversesId })
    .from(fundingPostings)
    .where(
      and(
        gt(fundingPostings.reversesId, from),
        lte(fundingPostings.reversesId, last),
        lte(fundingPostings.id, upTo),
      ),
    );
  return new Map(rows.map((row) => [row.reversesId ?? 0, row.id]));
}

/** 军营 33.34%；西坑 66.66% */
export const villagesOf = (shares: readonly { name: string; shareBp: number }[]): string =>
  shares
    .map(({ name, shareBp }) => (shareBp === 10_000 ? name : `${name} ${(shareBp / 100).toFixed(2)}%`))
    .join("；");

/** The same by sums of the funding screen, of all that was posted up to the id `upTo`. */
async function controlOf(ctx: Ctx, filter: FundingFilter, upTo?: number): Promise<Control> {
  const sums = await fundingSums(ctx, filter, [], upTo);
  const totals = byStage(sums);
  return {
    rows: sums.reduce((rows, sum) => rows + sum.postings, 0),
    totals: none().map((total) => ({ ...total, value: totals[total.key as Stage] })),
  };
}

export const fundingPreview = async (ctx: Ctx, filter: FundingFilter): Promise<Preview> => ({
  node: await nodeOf(ctx, filter),
  basis,
  ...(await controlOf(ctx, filter)),
});
