import { and, asc, eq, isNull } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { divisions, projects } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";

/** A project that money may be posted on, with the key projects that are the same thing. */
export type PayableProject = { id: number; number: string; name: string; town: string; twinIds: number[] };

/** The projects of the actor's scope that hold their own money, town by town: what a posting form offers. */
export async function payableProjects(ctx: Ctx): Promise<PayableProject[]> {
  authorize(ctx.actor, "funding.post");
  const twin = alias(projects, "twin");
  const rows = await ctx.db
    .select({
      id: projects.id,
      number: projects.number,
      name: projects.name,
      town: divisions.shortName,
      twinId: twin.id,
    })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .leftJoin(twin, eq(twin.sameAsId, projects.id))
    .where(and(under(divisions.code, ctx.actor.scope), isNull(projects.sameAsId)))
    .orderBy(asc(divisions.code), asc(projects.number));
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((group) => {
    const [row] = group;
    return row
      ? [
          {
            id: row.id,
            number: row.number,
            name: row.name,
            town: row.town,
            twinIds: group.flatMap((each) => each.twinId ?? []),
          },
        ]
      : [];
  });
}
