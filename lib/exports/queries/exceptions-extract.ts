import { sources } from "#db/schema/funding.ts";
import type { Column, Row, Translate } from "#lib/core/columns.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { nodeOf } from "#lib/funding/queries/filter.ts";
import type { ExceptionsExport } from "../input.ts";
import { type Control, type Extract, type Preview, summed, type Total } from "../rules/extract.ts";
import type { Measure, Pivot } from "../rules/pivot.ts";
import { type ExceptionRow, exceptionCounts, exceptionRows, exceptionStates } from "./exception-rows.ts";

const columns: readonly Column[] = [
  { key: "exception", kind: "text", words: "exceptions.kind", width: 22 },
  { key: "exceptionKey", kind: "text", width: 26 },
  { key: "number", kind: "text", width: 10 },
  { key: "project", kind: "text", width: 26 },
  { key: "townCode", kind: "text", width: 15 },
  { key: "town", kind: "text", width: 12 },
  { key: "source", kind: "text", words: "funding.source", width: 12 },
  { key: "stage", kind: "text", words: "funding.stage", width: 9 },
  { key: "amountFen", kind: "fen", width: 18 },
  { key: "sinceOn", kind: "text", width: 12 },
  { key: "ageDays", kind: "count", width: 9 },
  { key: "documentNo", kind: "text", width: 22 },
  { key: "exceptionOwner", kind: "text", width: 16 },
  { key: "state", kind: "text", words: "exceptions.state", width: 10 },
  { key: "explanation", kind: "text", width: 36 },
  { key: "explainedBy", kind: "text", width: 14 },
];

const basis = "export.basis.exceptions";
const none = () => [
  ...exceptionStates.map((key) => ({ key, kind: "count" as const, value: 0 })),
  ...exceptionStates.map((key) => ({ key: `${key}Fen` as const, kind: "fen" as const, value: 0 })),
];

const rowOf = ({ kind, key, project, town, owner, ...row }: ExceptionRow): Row => ({
  ...row,
  exception: kind,
  exceptionKey: key,
  number: project.number,
  project: project.name,
  townCode: town.code,
  town: town.name,
  exceptionOwner: owner,
});

/** What a row adds to a total or a column: itself by its state, or its money. */
const countsFor = (row: Row, { key, kind }: Pick<Total, "key" | "kind">): number =>
  kind === "fen" ? (key === `${row.state}Fen` ? Number(row.amountFen) : 0) : row.state === key ? 1 : 0;

/** Town × kind × source. */
const pivot: Pivot = {
  by: columns
    .filter(({ key }) => ["townCode", "town", "exception", "source"].includes(key))
    .toSorted((a, b) => rank(a) - rank(b)),
  order: { source: sources },
  measures: none().map(
    ({ key, kind }): Measure => ({ key, label: `export.total.exceptions.${key}`, kind, parts: [key] }),
  ),
  of: countsFor,
};

function rank({ key }: Column): number {
  return ["townCode", "town", "exception", "source"].indexOf(key);
}

/** What breaks the rules of DOMAIN §5, exceptions only, as the funding screen lists them. */
export async function exceptionsExtract(
  ctx: Ctx,
  filter: ExceptionsExport,
  words: Translate,
): Promise<Extract> {
  const node = await nodeOf(ctx, filter);
  const rows = (await exceptionRows(ctx, node, filter, words)).map(rowOf);
  return {
    node,
    basis,
    columns,
    async *stretches() {
      if (rows.length > 0) yield rows;
    },
    add: (totals, added) => summed(totals.length > 0 ? totals : none(), added, countsFor),
    pivot,
    control: () => controlOf(ctx, node, filter),
  };
}

async function controlOf(ctx: Ctx, node: Division, filter: ExceptionsExport): Promise<Control> {
  const counts = await exceptionCounts(ctx, node, filter);
  const totals = none().map((total) => ({ ...total, value: counts[total.key] ?? 0 }));
  return { rows: exceptionStates.reduce((rows, state) => rows + (counts[state] ?? 0), 0), totals };
}

export async function exceptionsPreview(ctx: Ctx, filter: ExceptionsExport): Promise<Preview> {
  const node = await nodeOf(ctx, filter);
  return { node, basis, ...(await controlOf(ctx, node, filter)) };
}
