import { eq } from "drizzle-orm";
import { sourceFacts } from "#db/schema/index.ts";
import { may } from "../access/policy.ts";
import type { Ctx } from "../context.ts";
import type { Division } from "../divisions/queries.ts";
import type { ByStage } from "../funding/order.ts";
import { byStage } from "../funding/queries.ts";
import { fundingOfYear } from "../funding/years.ts";
import type { Fact } from "./queries.ts";

/** The district and the year that the article speaks of (DOMAIN §2). */
const article = { code: "350212000000", year: 2016 };

export type DistrictInput = {
  year: number;
  /** The district's own money of that year by stage, in fen, as recorded here. */
  ours: ByStage;
  approvedOnly: boolean;
  /** What the article says of it: words, with what they leave open. There is no number to reckon with. */
  fact: Omit<Fact, "open">;
};

/** Both figures of what the district put in; `null` for any place that the article does not speak of, and for who may not read facts. */
export async function districtInput(ctx: Ctx, node: Division): Promise<DistrictInput | null> {
  if (node.code !== article.code || !may(ctx.actor, "facts.read")) return null;
  const [row] = await ctx.db.select().from(sourceFacts).where(eq(sourceFacts.key, "funding.invested"));
  if (!row) return null;
  const sums = await fundingOfYear(ctx.db, node, article.year);
  const { id: _, rank: __, ...fact } = row;
  return {
    year: article.year,
    ours: byStage(sums.filter((sum) => sum.source === "district")),
    approvedOnly: ctx.db.lens.approvedOnly === true,
    fact,
  };
}
