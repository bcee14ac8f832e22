import { newestMonthOf } from "#lib/board/rules/reporting-month.ts";
import type { Translate } from "#lib/core/columns.ts";
import { type Ctx, isDemonstration, today } from "#lib/core/context.ts";
import { endedMonth, yearOfMonth } from "#lib/core/dates.ts";
import { completenessOf } from "#lib/filing/queries/completeness.ts";
import type { ExportFormat, ExportRequest } from "../input.ts";
import type { Begun } from "../rules/cover.ts";
import type { Extract } from "../rules/extract.ts";
import { lookedAt } from "./exports.ts";

/**
 * What is written, in which words, and the language by which they are found again: the hash covers the
 * headings too.
 */
export type Asked = { request: ExportRequest; format: ExportFormat; words: Translate; language: string };

/**
 * What stands beside its totals: of the month that its filter ends with, the newest that has ended unless
 * given.
 */
async function completenessFor(
  ctx: Ctx,
  { node }: Extract,
  { request }: Asked,
): Promise<Begun["completeness"]> {
  if (request.kind !== "income" && request.kind !== "funding" && request.kind !== "monthly") return undefined;
  const then = lookedAt(ctx, request);
  const { filter } = request;
  const year = ("year" in filter && filter.year) || yearOfMonth(endedMonth(today(then)));
  const asked =
    "month" in filter && filter.month
      ? filter.month
      : "to" in filter && filter.to
        ? filter.to.slice(0, 7)
        : undefined;
  const month = asked ?? newestMonthOf(year, today(then));
  const { villages } = await completenessOf(then, node, month);
  return { month, all: villages.all, reported: villages.reported, approved: villages.approved };
}

/** What the trail keeps of what an export is of. */
export async function aboutOf(ctx: Ctx, extract: Extract, asked: Asked) {
  const { kind, filter } = asked.request;
  const { node, basis, also } = extract;
  const completeness = await completenessFor(ctx, extract, asked);
  const given = Object.entries({ ...filter, ...also }).filter(([, value]) => value !== undefined);
  return {
    kind,
    format: asked.format,
    scope: { code: node.code, name: node.name },
    filter: Object.fromEntries(given) as Begun["filter"],
    basis,
    demonstration: await isDemonstration(ctx.db.present),
    ...(completeness && { completeness }),
  };
}

/** Who takes an export, and when. */
export const byWhom = ({ now, actor }: Ctx) => ({
  asOf: now.toISOString(),
  by: { name: actor.name, role: actor.role },
});
