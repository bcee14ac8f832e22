import { clock } from "#app/_server/session/session.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { dueOn } from "#lib/board/queries/scope.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addMonths, type Day, type Month } from "#lib/core/dates.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";

/** The first month that a board has figures of. */
export const firstFigures = "2015-01";

type Props = {
  ctx: Ctx;
  path: string;
  query: Query;
  month: Month /** Does nothing beside it name the month? */;
  alone?: boolean;
};

/**
 * The step to another month of a page that shows a day: a month before is seen as it stood on the day its
 * reports were due, the one that is read now as it stands today.
 */
export async function MonthOfDay({ ctx, path, query, month, alone = false }: Props) {
  const now = await monthToRead({ ...ctx, now: await clock() });
  const near = [addMonths(month, -1), addMonths(month, 1)];
  const due = new Map<Month, Day>();
  for (const each of near) due.set(each, await dueOn(ctx.db, each));
  const to = (when: Month) =>
    withQuery(path, query, {
      year: undefined,
      page: undefined,
      before: undefined,
      asOf: when === now ? undefined : due.get(when),
    });
  return (
    <MonthStep compact={!alone} month={month} atWork={now} to={to} first={firstFigures} last={now} today />
  );
}
