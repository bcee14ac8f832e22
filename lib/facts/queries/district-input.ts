import { eq } from "drizzle-orm";
import { sourceFacts, stages } from "#db/schema/index.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { article } from "#lib/divisions/rules/article.ts";
import { byStage } from "#lib/funding/queries/totals.ts";
import { type ByStage, noMoney } from "#lib/funding/rules/stage-order.ts";
import { fundingOfYear } from "#lib/funding/store/rollup.ts";
import type { Fact } from "./facts.ts";

export type DistrictInput = {
  year: number;
  /** The district's own money of that year by stage, in fen, as recorded here. */
  ours: ByStage;
  approvedOnly: boolean;
  /** Recorded and not approved, beside it: only where approved rows alone are shown and something waits. */
  waiting: ByStage | null;
  /** What the article says of it: words, with what they leave open. There is no number to reckon with. */
  fact: Omit<Fact, "open">;
};

/**
 * Both figures of what the district put in; `null` for any place and year that the article does not speak of,
 * and for who may not read facts.
 */
export async function districtInput(ctx: Ctx, node: Division, year: number): Promise<DistrictInput | null> {
  if (node.code !== article.code || year !== article.year || !may(ctx.actor, "facts.read")) return null;
  const [row] = await ctx.db.select().from(sourceFacts).where(eq(sourceFacts.key, "funding.invested"));
  if (!row) return null;
  const sums = await fundingOfYear(ctx.db, node, article.year);
  const { id: _, rank: __, ...fact } = row;
  const ours = byStage(sums.filter((sum) => sum.source === "district"));
  const approvedOnly = ctx.db.view.approvedOnly === true;
  const all = approvedOnly
    ? byStage(
        (await fundingOfYear(ctx.db.unfiltered, node, article.year)).filter(
          (sum) => sum.source === "district",
        ),
      )
    : ours;
  const waiting = noMoney();
  for (const stage of stages) waiting[stage] = all[stage] - ours[stage];
  return {
    year: article.year,
    ours,
    waiting: stages.some((stage) => waiting[stage] !== 0) ? waiting : null,
    approvedOnly,
    fact,
  };
}
