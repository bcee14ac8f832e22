import { askedMonth } from "#app/_server/session/asked-month.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import type { Ctx } from "#lib/core/context.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";

/**
 * The town and month that an address of the income pages is about: the actor's first town and the month at
 * work unless it names others.
 */
export async function askedTown(ctx: Ctx, query: Query) {
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  return {
    towns,
    town: towns.find((each) => String(each.id) === one(query.town)) ?? towns[0],
    ...(await askedMonth(ctx, query)),
  };
}
