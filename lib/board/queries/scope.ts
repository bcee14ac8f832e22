import { eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { filingCalendar } from "#db/schema/index.ts";
import type { View } from "#db/views.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today, viewWithoutDay } from "#lib/core/context.ts";
import { type Day, lastDay, type Month, yearOfMonth } from "#lib/core/dates.ts";
import { type Division, divisionById, divisionOf, pathTo } from "#lib/divisions/queries/divisions.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import type { BoardFilter } from "../input.ts";
import { momentOf } from "../rules/reporting-month.ts";

/** Which division every view of a board looks at, and when. */
export type BoardScope = {
  node: Division;
  /** From the actor's scope down to the node. */
  path: Division[];
  year: number;
  /** The month whose reports it looks for and whose changes it shows. */
  month: Month;
  /** The day on which projects are judged; money is all that has been posted for the year. */
  asOf: Day;
  /** Which rows count, and by which basis. */
  view: Omit<View, "known">;
};

/**
 * What a board's address asks for.
 * @param filter `node` is a 12-digit code, the actor's own scope unless given; without `year` it is about the
 * month at work
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function boardScopeOf(ctx: Ctx, filter: Partial<BoardFilter>): Promise<BoardScope> {
  const { db, actor } = ctx;
  authorize(actor, "board.read");
  const node = filter.node
    ? await divisionOf(db, actor, filter.node)
    : await divisionById(db, actor, actor.scope.id);
  const path = await pathTo(db, node);
  const atWork = await monthToRead(ctx);
  const year = filter.year ?? yearOfMonth(atWork);
  const moment = momentOf(year, today(ctx), await dueOn(db, `${year}-12`));
  return {
    node,
    path: path.slice(path.findIndex((each) => each.id === actor.scope.id)),
    year,
    view: viewWithoutDay(db),
    ...moment,
    month: filter.year === undefined ? atWork : moment.month,
  };
}

/** The day by which the reports of `month` are to be in: its last where the calendar says nothing. */
export async function dueOn(db: Reader, month: Month): Promise<Day> {
  const [row] = await db
    .select({ dueOn: filingCalendar.dueOn })
    .from(filingCalendar)
    .where(eq(filingCalendar.month, month));
  return row?.dueOn ?? lastDay(month);
}
