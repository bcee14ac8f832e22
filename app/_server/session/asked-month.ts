import { notFound } from "next/navigation";
import { one, type Query } from "#app/_ui/search-params.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { isMonth, type Month, monthOfDay } from "#lib/core/dates.ts";
import { monthAtWork } from "#lib/periods/queries/month-at-work.ts";

/** There are no accounts before it. */
export const firstMonth = "2005-01";

export type AskedMonth = {
  month: Month;
  /** The month that a page is about unless another is asked for. */
  atWork: Month;
  /** The newest that can be asked for. */
  thisMonth: Month;
  /** What was asked of a past day and had not begun by then, in whose place `month` stands. */
  notBegun: Month | undefined;
};

/**
 * The month that an address names, else the one at work. What is no month, and a month that has not begun, is
 * not found: another one in its place would be taken for it. Only a page that went back to a day before its
 * month goes on, and says so (`MonthStep`).
 */
export async function askedMonth(ctx: Ctx, query: Query): Promise<AskedMonth> {
  const thisMonth = monthOfDay(today(ctx));
  const atWork = await monthAtWork(ctx);
  const asked = one(query.month) || undefined;
  const seen = { atWork, thisMonth, notBegun: undefined };
  if (asked === undefined) return { ...seen, month: atWork };
  if (!isMonth(asked) || asked < firstMonth) notFound();
  if (asked <= thisMonth) return { ...seen, month: asked };
  if (!ctx.actor.readOnly) notFound();
  return { ...seen, month: thisMonth, notBegun: asked };
}
