import { stages } from "#db/schema/funding.ts";
import type { Ctx } from "../context.ts";
import type { FundingFilter } from "../funding/input.ts";
import { fundingStretches, type LedgerRow, newestPosting } from "../funding/ledger.ts";
import { byStage, fundingSums, sharesOf } from "../funding/queries.ts";
import { nodeOf } from "../funding/selection.ts";
import type { Column, Row } from "./columns.ts";
import { type Extract, localTime, type Preview, summed, type Total } from "./extract.ts";

const columns: readonly Column[] = [
  { key: "posting", kind: "count", width: 10 },
  { key: "number", kind: "text", width: 10 },
  { key: "project", kind: "text", width: 26 },
  { key: "townCode", kind: "text", width: 15 },
  { key: "town", kind: "text", width: 12 },
  { key: "villages", kind: "text", width: 28 },
  { key: "stage", kind: "text", words: "funding.stage", width: 9 },
  { key: "source", kind: "text", words: "funding.source", width: 12 },
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

/** Postings of a filter in the order in which they were recorded. For a village, its part stands beside each amount and is what adds up. */
export async function fundingExtract(ctx: Ctx, filter: FundingFilter): Promise<Extract> {
  const node = await nodeOf(ctx, filter);
  const shares = await sharesOf(ctx, node);
  const upTo = await newestPosting(ctx);
  const ofVillage = node.level === "village";
  const rowOf = (posting: LedgerRow): Row => ({
    posting: posting.id,
    number: posting.project.number,
    project: posting.project.name,
    townCode: posting.town.code,
    town: posting.town.name,
    villages: villagesOf(shares.get(posting.projectId) ?? []),
    stage: posting.stage,
    source: posting.source,
    amountFen: posting.amountFen,
    partFen: posting.partFen,
    onDay: posting.onDay,
    year: posting.year,
    documentNo: posting.documentNo,
    note: posting.note,
    explanation: posting.explanation,
    reverses: posting.reversesId,
    reversedBy: posting.reversedById !== null && posting.reversedById <= upTo ? posting.reversedById : null,
    person: posting.personName,
    recordedAt: localTime(posting.recordedAt),
    provenance: posting.provenance,
  });
  return {
    node,
    basis,
    columns: ofVillage ? columns.flatMap((column) => (column.key === "amountFen" ? [column, part] : [column])) : columns,
    async *stretches() {
      for await (const stretch of fundingStretches(ctx, filter, upTo)) yield stretch.map(rowOf);
    },
    add: (totals, rows) =>
      summed(totals.length > 0 ? totals : none(), rows, (row, total) =>
        row.stage === total.key ? Number(ofVillage ? row.partFen : row.amountFen) : 0,
      ),
  };
}

/** 军营 33.34%；西坑 66.66% */
export const villagesOf = (shares: readonly { name: string; shareBp: number }[]): string =>
  shares.map(({ name, shareBp }) => (shareBp === 10_000 ? name : `${name} ${(shareBp / 100).toFixed(2)}%`)).join("；");

/** The same by sums of the funding screen. */
export async function fundingPreview(ctx: Ctx, filter: FundingFilter): Promise<Preview> {
  const sums = await fundingSums(ctx, filter, []);
  const totals = byStage(sums);
  return {
    node: await nodeOf(ctx, filter),
    basis,
    rows: sums.reduce((rows, sum) => rows + sum.postings, 0),
    totals: none().map((total) => ({ ...total, value: totals[total.key as keyof typeof totals] })),
  };
}
