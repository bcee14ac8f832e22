import { eq, inArray } from "drizzle-orm";
import { alias } from "drizzle-orm/sqlite-core";
import { divisions } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addMonths, type Month, yearOfMonth } from "#lib/core/dates.ts";
import { type VillageName, villageMonths } from "#lib/income/queries/totals.ts";
import type { BoardTile, Work } from "../rules/board-projects.ts";
import { isWide } from "../rules/levels.ts";
import { type Trend, trendOf } from "../rules/trend.ts";
import type { Board } from "./board.ts";

/** A village that is short of its target, with all that a meeting asks of it. Amounts in fen. */
export type VillageBelow = Pick<BoardTile, "id" | "code" | "name" | "townId" | "targetFen" | "gapFen"> & {
  town: string;
  operatingFen: number;
  /** The newest months, oldest first; `null` where nothing was reported: missing is not zero. */
  months: { month: Month; operatingFen: number | null }[];
  trend: Trend | null;
  /** Its running projects, worst first; a physical project once. */
  works: readonly Work[];
  /** 一村一策 in the words of whoever wrote it, "" where nobody has. */
  plan: string;
  /**
   * The post that answers for the village; where none is named, that of its worst project; "" where there is
   * neither.
   */
  owner: string;
};

/**
 * 未达标的村（居）: those with data that are below their line, the largest gap first, and those of which nothing is
 * known.
 */
export type BelowLine = {
  villages: VillageBelow[];
  noData: (VillageName & { town: string; waiting: boolean })[];
  gapFen: number;
};

/** Of those without data: 未报, and 已报未审. */
export const withoutCounts = ({ noData }: Pick<BelowLine, "noData">) => {
  const waiting = noData.filter((village) => village.waiting).length;
  return { noData: noData.length - waiting, waiting };
};

/** As many months as show where a village is going. */
const monthsForATrend = 6;

/**
 * The villages of a board that are below the line (UX 44): what board, wall and paper list. Through the
 * board's own lens and day, in two queries whatever their number; `null` above the county, whose villages are
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
