import type { Crumb } from "#app/_parts/page/page-head.tsx";
import type { Ctx } from "#lib/core/context.ts";
import { divisionById, pathTo } from "#lib/divisions/queries/divisions.ts";

/** District → town, as far up as the reader's area reaches, each leading to its board; then `more`. */
export async function crumbsOf(ctx: Ctx, townId: number, more: Crumb[] = []): Promise<Crumb[]> {
  const path = await pathTo(ctx.db, await divisionById(ctx.db, ctx.actor, townId));
  const from = path.findIndex((division) => division.code === ctx.actor.scope.code);
  return [
    ...path
      .slice(Math.max(0, from))
      .map((division) => ({ name: division.shortName, href: `/board?node=${division.code}` })),
    ...more,
  ];
}
