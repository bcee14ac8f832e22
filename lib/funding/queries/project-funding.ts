import { and, eq } from "drizzle-orm";
import type { DisbursementMode, Source } from "#db/schema/index.ts";
import { projects } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type ByStage, noMoney, type Over, oversOf } from "../rules/stage-order.ts";
import { nodeOf, within } from "./filter.ts";
import { modesOf } from "./positions.ts";
import { byStage, fundingSums } from "./totals.ts";

export type ProjectFunding = {
  sources: { source: Source; mode: DisbursementMode; stages: ByStage; overs: Over[] }[];
  total: ByStage;
};

/**
 * A project's money by source and stage, with where it breaks the order. A key project shows that of the
 * village project it is.
 */
export async function projectFunding(ctx: Ctx, projectId: number): Promise<ProjectFunding> {
  const sums = await fundingSums(ctx, { project: projectId }, ["source", "project"]);
  const holder = sums[0]?.project?.id ?? projectId;
  const modes = await modesOf(ctx.db, and(within(ctx, await nodeOf(ctx, {})), eq(projects.id, holder)));
  const sources = [...Map.groupBy(sums, (sum) => sum.source)].flatMap(([source, group]) => {
    const stages = byStage(group);
    const mode = modes.get(`${holder} ${source}`) ?? "advance";
    return source ? [{ source, mode, stages, overs: oversOf(stages, mode) }] : [];
  });
  return { sources, total: sources.length === 0 ? noMoney() : byStage(sums) };
}
