import { and, eq, gte, min } from "drizzle-orm";
import { type Reader, unfilteredOf } from "#db/client.ts";
import { filingMonths } from "#db/schema/index.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import {
  addMonths,
  type Day,
  earlierOf,
  endedMonth,
  laterOf,
  type Month,
  monthOfDay,
} from "#lib/core/dates.ts";
import { type FilingRow, type MonthState, monthStateOf } from "../rules/month-state.ts";
import { calendarUntil, firstMonthsOf } from "./calendar.ts";

/** How a town's months stand, by month; one that is not in it is open. */
export type TownMonths = {
  /** The first month that anything of the town belongs to, and the first that was ever filed. */
  since: Month | undefined;
  filedSince: Month | undefined;
  standings: ReadonlyMap<Month, MonthState>;
  unlocked: ReadonlySet<Month>;
};

/** As far back as the desk looks for what is missing: what is older was kept elsewhere. */
const monthsBack = 12;

/**
 * 在办月份 of a town: the first month that is past due and still in its hands, else the one that is due next,
 * else the month that runs. A month that was unlocked for a correction has been filed once and is no such
 * work. A town that has never filed begins with the newest that is past due: what it brought along of earlier
 * months is history, not work left undone.
 * @param calendar when each month's filing is due
 */
export function townMonthAtWork(
  on: Day,
  calendar: ReadonlyMap<Month, Day>,
  { since, filedSince, standings, unlocked }: TownMonths,
): Month {
  const months = [...calendar.keys()].toSorted();
  const isInHand = (month: Month) => {
    const standing = standings.get(month) ?? "open";
    return standing === "returned" || (standing === "open" && !unlocked.has(month));
  };
  const isPast = (month: Month) => (calendar.get(month) as Day) < on;
  const newest = months.findLast(isPast);
  const begins =
    filedSince ?? (since !== undefined && newest !== undefined && since <= newest ? newest : undefined);
  const earliest = begins && laterOf(begins, addMonths(monthOfDay(on), -monthsBack));
  const overdue = months.find(
    (month) => earliest !== undefined && month >= earliest && isPast(month) && isInHand(month),
  );
  return earlierOf(overdue ?? months.find((month) => !isPast(month)) ?? monthOfDay(on), monthOfDay(on));
}

/** How the months of a town stand, of the last year and since. */
export async function townMonths(db: Reader, ctx: Pick<Ctx, "now">, townId: number): Promise<TownMonths> {
  const on = today(ctx);
  const { month, state, unlockedUntil } = filingMonths;
  const rows: (FilingRow & { month: Month })[] = await db
    .select({ month, state, unlockedUntil })
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), gte(month, addMonths(monthOfDay(on), -monthsBack))));
  const [first] = await db
    .select({ month: min(month) })
    .from(filingMonths)
    .where(eq(filingMonths.townId, townId));
  return {
    filedSince: first?.month ?? undefined,
    since: (await firstMonthsOf(db, [townId])).get(townId),
    standings: new Map(rows.map((row) => [row.month, monthStateOf(row, ctx.now.toISOString())])),
    unlocked: new Set(rows.filter((row) => row.unlockedUntil !== null).map((row) => row.month)),
  };
}

/**
 * 在办月份: the month that everything an actor opens is about until another is asked for. Of a town's people
 * their town's; of a district's the newest that has ended, which is collected, reviewed and read out now: one
 * town that lags does not hold it up.
 */
export async function monthAtWork(ctx: Ctx): Promise<Month> {
  const on = today(ctx);
  const { level, id } = ctx.actor.scope;
  if (level !== "town") return endedMonth(on);
  const db = unfilteredOf(ctx.db);
  return townMonthAtWork(on, await calendarUntil(db, monthOfDay(on)), await townMonths(db, ctx, id));
}

/**
 * Up to which month what falls due is posted by one click: the one whose filing is due next. On 3 January it
 * is December's, January's comes when December is over and done. An earlier month that is overdue does not
 * hold it up: it would be closed by then.
 */
export async function dueUpTo(db: Reader, ctx: Pick<Ctx, "now">): Promise<Month> {
  const on = today(ctx);
  const months = [...(await calendarUntil(unfilteredOf(db), monthOfDay(on)))]
    .filter(([, due]) => due >= on)
    .map(([month]) => month);
  return earlierOf(months.toSorted()[0] ?? monthOfDay(on), monthOfDay(on));
}

/**
 * The month whose figures are read: the one at work, but for a running one, of which there is nothing to
 * read, the newest that has ended.
 */
export const monthToRead = async (ctx: Ctx): Promise<Month> =>
  earlierOf(await monthAtWork(ctx), endedMonth(today(ctx)));
