import { and, eq } from "drizzle-orm";
import { divisions, fundingYears } from "#db/schema/index.ts";
import { total, under } from "#db/sql.ts";
import type { Ctx } from "#lib/core/context.ts";
import { firstDay, lastDay, type Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { fundingSums } from "#lib/funding/queries/totals.ts";
import { fundingOfYear, type YearSum } from "#lib/funding/store/rollup.ts";
import { childCode, levelBelow } from "../rules/levels.ts";

/**
 * Money of the year at `node` and in each division below it, by that division's digits: from the roll-up; in
 * a town by the villages' shares, where what no village of it has a share in stands under "".
 */
export async function moneyBelow(
  ctx: Ctx,
  node: Division,
  year: number,
): Promise<{ whole: YearSum[]; below: Map<string, YearSum[]> }> {
  if (node.level === "village")
    return { whole: await sourced(ctx, { node: node.code, year }), below: new Map() };
  if (node.level === "town") {
    const parts = await fundingSums(ctx, { node: node.code, year }, ["village", "source"]);
    const sums = parts.flatMap(({ source, village, ...sum }) =>
      source ? [{ ...sum, source, code: village?.code ?? "" }] : [],
    );
    return { whole: await fundingOfYear(ctx.db, node, year), below: Map.groupBy(sums, (sum) => sum.code) };
  }
  const sums = await ctx.db
    .select({
      code: divisions.code,
      stage: fundingYears.stage,
      source: fundingYears.source,
      amountFen: total(fundingYears.amountFen),
    })
    .from(fundingYears)
    .innerJoin(divisions, eq(divisions.id, fundingYears.divisionId))
    .where(
      and(eq(fundingYears.year, year), eq(divisions.level, levelBelow(node)), under(divisions.code, node)),
    )
    .groupBy(divisions.code, fundingYears.stage, fundingYears.source);
  return { whole: sums, below: Map.groupBy(sums, (sum) => childCode(node, sum.code)) };
}

/** Money that moved in a month, of a county and below. */
export const moneyOfMonth = (ctx: Ctx, node: Division, month: Month): Promise<YearSum[]> =>
  sourced(ctx, { node: node.code, from: firstDay(month), to: lastDay(month) });

async function sourced(ctx: Ctx, filter: Parameters<typeof fundingSums>[1]): Promise<YearSum[]> {
  const sums = await fundingSums(ctx, filter, ["source"]);
  return sums.flatMap(({ source, stage, amountFen }) => (source ? [{ source, stage, amountFen }] : []));
}
