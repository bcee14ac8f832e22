import { and, asc, eq, gt, isNull, ne } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { divisions, fundingPostings, projects, type Source, type Stage } from "#db/schema/index.ts";
import { count, total } from "#db/sql.ts";
import { authorize } from "../access/policy.ts";
import type { Ctx } from "../context.ts";
import { kept } from "../kept.ts";
import type { FundingFilter } from "./input.ts";
import { explainedPostings, type LedgerRow } from "./ledger.ts";
import { type ByStage, noMoney, type Over, oversOf } from "./order.ts";
import { byStage, fundingSums } from "./queries.ts";
import { nodeOf, within } from "./selection.ts";

type Named = { id: number; number: string; name: string };

export type Exceptions = {
  /** Where a project's source now holds more in a stage than in the one before. */
  overs: (Over & { project: Named; source: Source })[];
  /** The same paper more than once in a stage of a project and source. */
  documents: { project: Named; source: Source; stage: Stage; documentNo: string; postings: number; amountFen: number }[];
  /** Postings that passed by an explanation; what they broke may have been put right since. */
  explained: LedgerRow[];
};

type About = Pick<FundingFilter, "node" | "project" | "source">;

/**
 * What breaks the rules of DOMAIN §5 among a filter's projects, exceptions only. Orders are judged over all time and for the
 * whole project, also where the filter is about one of its villages. Kept until anything is recorded.
 */
export function fundingExceptions(ctx: Ctx, filter: About): Promise<Exceptions> {
  authorize(ctx.actor, "funding.read");
  const { id, code } = ctx.actor.scope;
  return kept(ctx.db, ["exceptions", id, code, filter], async () => ({
    overs: await projectsOutOfOrder(ctx, filter),
    documents: await repeatedDocuments(ctx, filter),
    explained: await explainedPostings(ctx, filter),
  }));
}

const about = async (ctx: Ctx, filter: About) =>
  and(
    within(ctx, await nodeOf(ctx, filter)),
    filter.project === undefined ? undefined : eq(projects.id, filter.project),
    filter.source === undefined ? undefined : eq(fundingPostings.source, filter.source),
  );

async function projectsOutOfOrder(ctx: Ctx, filter: About): Promise<Exceptions["overs"]> {
  const sums = await ctx.db
    .select({
      project: { id: projects.id, number: projects.number, name: projects.name },
      source: fundingPostings.source,
      stage: fundingPostings.stage,
      amountFen: total(fundingPostings.amountFen),
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(await about(ctx, filter))
    .groupBy(projects.id, projects.number, projects.name, fundingPostings.source, fundingPostings.stage)
    .orderBy(asc(projects.number), asc(fundingPostings.source));
  return [...Map.groupBy(sums, (sum) => `${sum.project.id} ${sum.source}`).values()].flatMap((group) =>
    oversOf(byStage(group)).flatMap((over) => (group[0] ? [{ ...over, project: group[0].project, source: group[0].source }] : [])),
  );
}

async function repeatedDocuments(ctx: Ctx, filter: About): Promise<Exceptions["documents"]> {
  const reversal = alias(fundingPostings, "reversal");
  return ctx.db
    .select({
      project: { id: projects.id, number: projects.number, name: projects.name },
      source: fundingPostings.source,
      stage: fundingPostings.stage,
      documentNo: fundingPostings.documentNo,
      postings: count(),
      amountFen: total(fundingPostings.amountFen),
    })
    .from(fundingPostings)
    .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(reversal, eq(reversal.reversesId, fundingPostings.id))
    .where(and(await about(ctx, filter), ne(fundingPostings.documentNo, ""), isNull(fundingPostings.reversesId), isNull(reversal.id)))
    .groupBy(projects.id, projects.number, projects.name, fundingPostings.source, fundingPostings.stage, fundingPostings.documentNo)
    .having(gt(count(), 1));
}

export type ProjectFunding = { sources: { source: Source; stages: ByStage; overs: Over[] }[]; total: ByStage };

/** A project's money by source and stage, with where it breaks the order. A key project shows that of the village project it is. */
export async function projectFunding(ctx: Ctx, projectId: number): Promise<ProjectFunding> {
  const sums = await fundingSums(ctx, { project: projectId }, ["source"]);
  const sources = [...Map.groupBy(sums, (sum) => sum.source)].flatMap(([source, group]) => {
    const stages = byStage(group);
    return source ? [{ source, stages, overs: oversOf(stages) }] : [];
  });
  return { sources, total: sources.length === 0 ? noMoney() : byStage(sums) };
}
