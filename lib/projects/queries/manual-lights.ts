import { and, asc, eq, isNull, lt } from "drizzle-orm";
import { divisions, lightOverrides, projects } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, endOf, today } from "#lib/core/context.ts";
import { type OverrideSpan, overrideSpans } from "../rules/manual-light.ts";

export type ListedOverride = OverrideSpan & {
  project: { id: number; number: string; name: string; town: string };
};

/**
 * Every light that was ever set by hand in the actor's scope: those in force first, then the newest first.
 * What was once set on a key project that is a village project lights nothing any more.
 */
export async function overridesIn(ctx: Ctx): Promise<ListedOverride[]> {
  authorize(ctx.actor, "rule.read");
  const { kind, light, fromOn, expiresOn, reason, personName, recordedAt } = lightOverrides;
  const rows = await ctx.db
    .select({
      kind,
      light,
      fromOn,
      expiresOn,
      reason,
      personName,
      project: { id: projects.id, number: projects.number, name: projects.name, town: divisions.shortName },
    })
    .from(lightOverrides)
    .innerJoin(projects, eq(projects.id, lightOverrides.projectId))
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(
      and(
        under(divisions.code, ctx.actor.scope),
        isNull(projects.sameAsId),
        lt(recordedAt, endOf(today(ctx))),
      ),
    )
    .orderBy(asc(lightOverrides.id));
  const byProject = [...Map.groupBy(rows, (row) => row.project.id).values()];
  const spans = byProject.flatMap((of) =>
    overrideSpans(of, today(ctx)).map((span) => ({
      ...span,
      project: (of[0] as (typeof of)[number]).project,
    })),
  );
  const rank = (span: ListedOverride) => (span.state === "inForce" ? 0 : 1);
  return spans.toSorted((a, b) => rank(a) - rank(b) || (a.fromOn < b.fromOn ? 1 : -1));
}
