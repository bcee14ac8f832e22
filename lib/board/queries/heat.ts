import { and, eq, gt } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, incomeMonths } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Month, monthsOf } from "#lib/core/dates.ts";
import { childrenOf, type Division } from "#lib/divisions/queries/divisions.ts";
import { incomeTotalsBelow, tilesOf } from "#lib/income/queries/totals.ts";
import { paceOf } from "#lib/income/rules/target.ts";
import { inYear } from "#lib/income/store/rollup.ts";
import type { HeatFilter } from "../input.ts";
import { type HeatCell, heated, plansOf } from "../rules/heat-scale.ts";
import { childCode, isWide, levelBelow } from "../rules/levels.ts";
import {
  addedUp,
  cellsOf,
  type MonthCell,
  type MonthClass,
  monthClasses,
  type Reported,
} from "../rules/month-classes.ts";
import { type BoardScope, boardScopeOf } from "./scope.ts";

/** A village, or above the county a division with all its villages. */
export type HeatRow = {
  id: number;
  code: string;
  name: string;
  villages: number;
  targetFen: number;
  cells: HeatCell[];
};

/**
 * Rows with their sum: the villages of a town; above the county, where nothing stands between, one group
 * without a name.
 */
export type HeatGroup = { town: { code: string; name: string } | null; rows: HeatRow[]; sum: HeatSum };
export type HeatSum = Omit<HeatRow, "id" | "code" | "name">;

export type Heat = BoardScope & {
  groups: HeatGroup[];
  /** Of the rows shown. */
  total: HeatSum;
  /** How many rows there are of each class in the newest month, whichever are shown. */
  counts: Record<MonthClass, number>;
  /**
   * How many there are, and of the newest month how many villages are shown, have reported, and are approved.
   */
  all: { rows: number; villages: number; posted: number; reported: number; approved: number };
};

/**
 * 月度热力表: operating income of every village below a county or town in every month of a year, against its own
 * part of the target; of the divisions directly below anything larger. Sums come from the roll-ups, in two
 * queries whatever the number of rows.
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function heatOf(ctx: Ctx, filter: Partial<HeatFilter>): Promise<Heat> {
  const boardScope = await boardScopeOf(ctx, filter);
  const { node, year, month: until } = boardScope;
  const months = monthsOf(year);
  const reported = await reportedBelow(ctx, boardScope);
  const places = await placesBelow(ctx, boardScope);
  const all = places.map(({ town, digits, ...place }) => {
    const own = reported.get(digits) ?? new Map<Month, Reported>();
    const classed = cellsOf(months, own, place.targetFen, until);
    const cells = heated(classed, plansOf(paceOf(place.targetFen), classed, place.villages));
    return { town, reported: own, row: { ...place, cells }, class: classIn(cells, until) };
  });
  const shown = filter.class ? all.filter((each) => each.class === filter.class) : all;
  const sumOf = (some: typeof all): HeatSum => {
    const targetFen = some.reduce((sum, { row }) => sum + row.targetFen, 0);
    return {
      villages: some.reduce((sum, { row }) => sum + row.villages, 0),
      targetFen,
      cells: heated(
        cellsOf(months, addedUp(some.map((each) => each.reported)), targetFen, until),
        months.map((_, at) => some.reduce((sum, { row }) => sum + (row.cells[at]?.planFen ?? 0), 0)),
      ),
    };
  };
  const countOf = (of: "posted" | "reported" | "approved") =>
    all.reduce((sum, each) => sum + (each.reported.get(until)?.[of] ?? 0), 0);
  const towns = isWide(node) ? [null] : node.level === "county" ? await childrenOf(ctx.db, node) : [node];
  const groups = towns.map((town) => {
    const some = shown.filter((each) => each.town === (town?.id ?? null));
    return {
      town: town && { code: town.code, name: town.shortName },
      rows: some.map(({ row }) => row),
      sum: sumOf(some),
    };
  });
  return {
    ...boardScope,
    groups: groups.filter((group) => group.rows.length > 0),
    total: sumOf(shown),
    counts: Object.fromEntries(
      monthClasses.map((each) => [each, all.filter((row) => row.class === each).length]),
    ) as Heat["counts"],
    all: {
      rows: all.length,
      villages: all.reduce((sum, { row }) => sum + row.villages, 0),
      posted: countOf("posted"),
      reported: countOf("reported"),
      approved: countOf("approved"),
    },
  };
}

const classIn = (cells: readonly MonthCell[], month: Month): MonthClass =>
  cells.find((cell) => cell.month === month)?.class ?? "future";

/**
 * What is known of each row, by the first digits of its code: what is shown, beside it how many have reported
 * and are approved.
 */
async function reportedBelow(
  { db }: Ctx,
  { node, year }: BoardScope,
): Promise<Map<string, Map<Month, Reported>>> {
  const of = (approvedOnly: boolean) => db.withView({ ...db.view, approvedOnly });
  const [all, approved] = [await monthsBelow(of(false), node, year), await monthsBelow(of(true), node, year)];
  const shown = db.view.approvedOnly ? approved : all;
  const known = new Map<string, Map<Month, Reported>>();
  const add = (rows: typeof all, say: (row: (typeof all)[number]) => Partial<Reported>) => {
    for (const row of rows) {
      const digits = isWide(node) ? childCode(node, row.code) : row.code;
      const months = known.get(digits) ?? new Map<Month, Reported>();
      known.set(
        digits,
        addedUp([
          months,
          new Map([[row.month, { posted: 0, reported: 0, approved: 0, operatingFen: 0, ...say(row) }]]),
        ]),
      );
    }
  };
  add(shown, ({ posted, operatingFen }) => ({ posted, operatingFen }));
  add(all, ({ posted }) => ({ reported: posted }));
  add(approved, ({ posted }) => ({ approved: posted }));
  return known;
}

const monthsBelow = (db: Reader, node: Division, year: number) =>
  db
    .select({
      code: divisions.code,
      month: incomeMonths.month,
      posted: incomeMonths.posted,
      operatingFen: incomeMonths.operatingFen,
    })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId))
    .where(
      and(
        eq(divisions.level, isWide(node) ? levelBelow(node) : "village"),
        under(divisions.code, node),
        inYear(year),
        gt(incomeMonths.posted, 0),
      ),
    );

async function placesBelow({ db }: Ctx, { node, year }: BoardScope) {
  if (!isWide(node)) {
    const villages = await tilesOf(db, node, year);
    return villages.map(({ id, code, name, townId, targetFen }) => ({
      id,
      code,
      name,
      villages: 1,
      targetFen,
      town: townId,
      digits: code,
    }));
  }
  const below = await incomeTotalsBelow(db, node, year);
  return below.map(({ division: { id, code, shortName: name }, villages, targetFen }) => ({
    id,
    code,
    name,
    villages,
    targetFen,
    town: null,
    digits: childCode(node, code),
  }));
}
