import { and, eq, gte, inArray, isNotNull, isNull, lte, or, type SQL } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, fundingPostings, projects, projectVillages } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Division, divisionById, divisionOf } from "#lib/divisions/queries/divisions.ts";
import type { FundingFilter, Listing } from "../input.ts";

/** The division that a filter speaks of: its `node`, or the actor's whole scope. @throws {NotFound} */
export function nodeOf(ctx: Ctx, filter: Pick<FundingFilter, "node">): Promise<Division> {
  authorize(ctx.actor, "funding.read");
  return filter.node
    ? divisionOf(ctx.db, ctx.actor, filter.node)
    : divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
}

/**
 * Village projects that a key project names as the same thing: they stand on both lists and are counted once.
 */
export const onBothLists = (db: Reader) =>
  db
    .selectDistinct({ physicalId: projects.sameAsId })
    .from(projects)
    .where(isNotNull(projects.sameAsId))
    .as("on_both_lists");

type BothLists = ReturnType<typeof onBothLists>;

/**
 * On which lists a project with money stands. A key project that is a village project holds none of its own.
 */
export const listingOf = (level: "village" | "key", physicalId: number | null): Listing =>
  level === "key" ? "keyOnly" : physicalId === null ? "villageOnly" : "both";

/**
 * Projects of `node` that the actor may see: of its towns, or — for a village — those it takes part in. For
 * projects × towns.
 */
export const within = (ctx: Ctx, node: Division): SQL | undefined =>
  and(
    under(divisions.code, ctx.actor.scope),
    node.level === "village" ? inArray(projects.id, projectsOf(ctx.db, node)) : under(divisions.code, node),
  );

/**
 * The condition for rows of postings × projects × towns × both lists: the filter within `node` within the
 * actor's scope.
 */
export function selected(ctx: Ctx, both: BothLists, node: Division, filter: FundingFilter): SQL | undefined {
  return and(
    within(ctx, node),
    filter.year === undefined ? undefined : eq(fundingPostings.year, filter.year),
    filter.from === undefined ? undefined : gte(fundingPostings.onDay, filter.from),
    filter.to === undefined ? undefined : lte(fundingPostings.onDay, filter.to),
    filter.source === undefined ? undefined : eq(fundingPostings.source, filter.source),
    filter.stage === undefined ? undefined : eq(fundingPostings.stage, filter.stage),
    filter.project === undefined ? undefined : isProject(ctx.db, filter.project),
    onList(both, filter.list),
  );
}

const projectsOf = (db: Reader, village: Division) =>
  db
    .select({ id: projectVillages.projectId })
    .from(projectVillages)
    .where(eq(projectVillages.villageId, village.id));

/** A project, or the village project that a key project is, whose money is then meant. */
export const isProject = (db: Reader, id: number): SQL | undefined =>
  or(eq(projects.id, id), inArray(projects.id, physicalOf(db, id)));

const physicalOf = (db: Reader, keyId: number) =>
  db.select({ id: projects.sameAsId }).from(projects).where(eq(projects.id, keyId));

function onList(both: BothLists, list: Listing | undefined): SQL | undefined {
  if (list === "village") return eq(projects.level, "village");
  if (list === "key") return or(eq(projects.level, "key"), isNotNull(both.physicalId));
  if (list === "keyOnly") return eq(projects.level, "key");
  if (list === "both") return isNotNull(both.physicalId);
  return list === "villageOnly" ? and(eq(projects.level, "village"), isNull(both.physicalId)) : undefined;
}
