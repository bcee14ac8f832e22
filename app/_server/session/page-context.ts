import { one, type Query } from "#app/_ui/search-params.ts";
import type { Verb } from "#lib/access/policy.ts";
import { asOf, type Ctx, today, withView } from "#lib/core/context.ts";
import { type Day, isDay } from "#lib/core/dates.ts";
import { ViewFilter } from "#lib/core/fields.ts";
import { anonymous, context } from "./session.ts";
import { viewParams } from "./view-params.ts";

/** The newest day that can be shown: today on the business clock. */
export const lastDayOf = async (): Promise<Day> => today(await anonymous());

/**
 * The past day that an address asks for by `asOf`; undefined for today, for days to come and for what is no
 * day.
 */
export async function isPast(query: Query): Promise<Day | undefined> {
  const day = one(query.asOf);
  return day && isDay(day) && day >= "2000-01-01" && day < (await lastDayOf()) ? day : undefined;
}

/**
 * Who asks for this page, to read it: as `context`, on the day, with the approval and by the basis that the
 * address asks for. On a past day every query answers from what had been recorded by its end, and whatever
 * `may` write may not.
 * @param rows `all`: the page shows all that is recorded, by every basis, and offers no choice; it is about
 * work to be done
 */
export async function pageContext(verb: Verb, query: Query, rows: "asked" | "all" = "asked"): Promise<Ctx> {
  const ctx = await context(verb);
  const day = await isPast(query);
  const view = ViewFilter.parse({ approvedOnly: one(query.approvedOnly), basis: one(query.basis) });
  Object.assign(viewParams(), rows === "asked" ? { day, ...view } : { day, carried: view });
  const then = day ? asOf(ctx, day) : ctx;
  return rows === "asked" ? withView(then, view) : then;
}
