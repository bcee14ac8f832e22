import { eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { divisions } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addMonths, type Month, yearOfMonth } from "#lib/core/dates.ts";
import { villageMonths } from "#lib/income/queries/totals.ts";
import type { BelowLine, VillageBelow } from "../rules/below-line.ts";
import { isWide } from "../rules/levels.ts";
import { trendOf } from "../rules/trend.ts";
import type { Board } from "./board.ts";

/** As many months as show where a village is going. */
const monthsForATrend = 6;

/**
 * The villages of a board that are below the line (UX 44): what board, wall and paper list. Through the
 * board's own view and day, in two queries whatever their number; `null` above the county, whose villages are
 * too many to name.
 * @param board as `boardOf` gave it for the same context
 */
export async function belowLineOf(
  { db }: Ctx,
  board: Pick<Board, "node" | "month" | "tiles">,
): Promise<BelowLine | null> {
  const { node, month, tiles } = board;
  if (isWide(node)) return null;
  const short = tiles.filter((tile) => tile.operatingFen !== null && !tile.met);
  const without = tiles.filter((tile) => tile.operatingFen === null);
  const months = monthsUntil(month);
  const [incomes, said] = await Promise.all([
    short.length > 0 ? villageMonths(db, node, months[0] as Month, month) : [],
    written(db, [...short, ...without]),
  ]);
  const reported = new Map(
    incomes.filter((row) => row.posted > 0).map((row) => [`${row.id} ${row.month}`, row.operatingFen]),
  );
  const villages = short
    .map((tile): VillageBelow => {
      const own = said.get(tile.id);
      const ofMonths = months.map((each) => ({
        month: each,
        operatingFen: reported.get(`${tile.id} ${each}`) ?? null,
      }));
      return {
        id: tile.id,
        code: tile.code,
        name: tile.name,
        townId: tile.townId,
        targetFen: tile.targetFen,
        gapFen: tile.gapFen,
        town: own?.town ?? "",
        operatingFen: tile.operatingFen ?? 0,
        plan: own?.plan ?? "",
        months: ofMonths,
        trend: trendOf(ofMonths.map((each) => each.operatingFen)),
        works: tile.works,
        owner: own?.contact || (tile.works[0]?.owner ?? ""),
      };
    })
    .toSorted((a, b) => b.gapFen - a.gapFen || (a.code < b.code ? -1 : 1));
  return {
    villages,
    noData: without.map(({ id, code, name, waiting }) => ({
      id,
      code,
      name,
      waiting,
      town: said.get(id)?.town ?? "",
    })),
    gapFen: villages.reduce((sum, village) => sum + village.gapFen, 0),
  };
}

/** The newest months of the year up to `month`: in its first ones there are few. */
const monthsUntil = (month: Month): Month[] =>
  Array.from({ length: monthsForATrend }, (_, at) => addMonths(month, at + 1 - monthsForATrend)).filter(
    (each) => yearOfMonth(each) === yearOfMonth(month),
  );

async function written(db: Ctx["db"], villages: readonly { id: number }[]) {
  if (villages.length === 0) return new Map<number, { town: string; plan: string; contact: string }>();
  const towns = alias(divisions, "town");
  const rows = await db
    .select({ id: divisions.id, town: towns.shortName, plan: divisions.plan, contact: divisions.contact })
    .from(divisions)
    .innerJoin(towns, eq(towns.id, divisions.parentId))
    .where(
      inArray(
        divisions.id,
        villages.map((village) => village.id),
      ),
    );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}
