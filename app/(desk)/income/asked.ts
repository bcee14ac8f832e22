import { one, type Query } from "#app/_components/query.ts";
import { type Ctx, today } from "#lib/context.ts";
import { divisionsWithin } from "#lib/divisions/queries.ts";
import { isMonth, laterOf, monthOfDay } from "#lib/period.ts";

/** There are no accounts before it. */
export const firstMonth = "2005-01";

/** The town and month that an address of the income pages is about: the actor's first town and this month unless it names others. */
export async function askedTown(ctx: Ctx, query: Query) {
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const thisMonth = monthOfDay(today(ctx));
  const asked = one(query.month) ?? "";
  return {
    towns,
    town: towns.find((each) => String(each.id) === one(query.town)) ?? towns[0],
    thisMonth,
    month: laterOf(firstMonth, isMonth(asked) && asked <= thisMonth ? asked : thisMonth),
  };
}
