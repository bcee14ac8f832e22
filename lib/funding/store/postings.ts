import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { divisions, fundingPostings, projects, type Source } from "#db/schema/index.ts";
import { total, under } from "#db/sql.ts";
import type { Ctx } from "#lib/core/context.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { type ByStage, noMoney } from "../rules/stage-order.ts";

export type Project = {
  id: number;
  number: string;
  name: string;
  sameAsId: number | null;
  townId: number;
  townCode: string;
  countyId: number | null;
};

/** The project that money is posted on, within the actor's scope. @throws {NotFound} */
export async function postedOn(tx: Tx, ctx: Ctx, id: number): Promise<Project> {
  const [row] = await tx
    .select({
      id: projects.id,
      number: projects.number,
      name: projects.name,
      sameAsId: projects.sameAsId,
      townId: projects.townId,
      townCode: divisions.code,
      countyId: divisions.parentId,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(eq(projects.id, id), under(divisions.code, ctx.actor.scope)));
  if (!row) throw new NotFound(`project ${id}`);
  return row;
}

/**
 * A key project that is the same thing as a village project holds no money of its own, so that no fen counts
 * twice.
 */
export async function requireOneListing(tx: Tx, project: Project) {
  if (project.sameAsId === null) return;
  const [physical] = await tx.select().from(projects).where(eq(projects.id, project.sameAsId));
  throw new Refused(
    "funding.postOnPhysical",
    { number: physical?.number ?? "", name: physical?.name ?? "" },
    "projectId",
  );
}

/** What stands of a project and source, by stage. */
export async function sumsOf(tx: Reader, projectId: number, source: Source): Promise<ByStage> {
  const rows = await tx
    .select({ stage: fundingPostings.stage, fen: total(fundingPostings.amountFen) })
    .from(fundingPostings)
    .where(and(eq(fundingPostings.projectId, projectId), eq(fundingPostings.source, source)))
    .groupBy(fundingPostings.stage);
  return Object.assign(noMoney(), Object.fromEntries(rows.map((row) => [row.stage, row.fen])));
}
