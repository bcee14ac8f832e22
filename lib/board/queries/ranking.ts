import { and, asc, eq, isNull } from "drizzle-orm";
import { divisions, incomeMonths } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import { asOf, type Ctx } from "#lib/core/context.ts";
import { addMonths, type Day, earlierOf, lastDay, type Month, yearOfMonth } from "#lib/core/dates.ts";
import { type VillageName, villagesWithIncome } from "#lib/income/queries/totals.ts";
import type { BoardFilter } from "../input.ts";
import { childCode, isWide } from "../rules/levels.ts";
import { ranked } from "../rules/ranking.ts";
import { type Board, type BoardRow, boardOf } from "./board.ts";
import { dueOn } from "./scope.ts";

/** `reported`: its income is there and waits for approval. */
export type MissingVillage = VillageName & { reported: boolean };

export type RankedRow = BoardRow & {
  /** The place that it had a month ago; `null` where it had none. */
  placeBefore: number | null;
  /**
   * Its villages that the month's figures are without, by code: not reported, or reported and waiting; above
   * the county only how many is known.
   */
  missing: MissingVillage[];
};

export type Ranking = Pick<Board, "node" | "path" | "year" | "month" | "asOf" | "view" | "totals"> & {
  /** By place. A town is not ranked within itself: it stands alone, without a place. */
  rows: RankedRow[];
  /**
   * The month whose places are compared with, and the day on which they stood; `null` where there is none.
   */
  before: { month: Month; on: Day } | null;
};

/**
 * 镇街排名, and above the county that of the divisions directly below (`ranked` has the rule), against the places
 * of the month before: as they stood on the day on which that month's reports were due, for before it most
 * have not reported and have no place. January is compared with nothing: a year begins anew. Above the county
 * nothing is compared.
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function rankingOf(ctx: Ctx, filter: Partial<BoardFilter>): Promise<Ranking> {
  const board = await boardOf(ctx, filter);
  const { node, path, year, month, view, totals } = board;
  const boardScope = { node, path, year, month, asOf: board.asOf, view, totals };
  if (node.level === "town" || node.level === "village") {
    const missing = [...(await missingBelow(ctx, board)).values()].flat();
    return {
      ...boardScope,
      rows: [{ ...totals, division: node, place: null, placeBefore: null, missing }],
      before: null,
    };
  }
  const rows = isWide(node) ? rankedRows(board) : board.rows;
  const before = isWide(node) ? null : await monthBefore(ctx, month);
  const then = before ? await boardOf(asOf(ctx, before.on), { node: node.code, year }) : null;
  const placesThen = new Map(then?.rows.map((row) => [row.division.id, row.place]));
  const missing = isWide(node) ? new Map<string, MissingVillage[]>() : await missingBelow(ctx, board);
  return {
    ...boardScope,
    before,
    rows: rows.map((row) => ({
      ...row,
      placeBefore: placesThen.get(row.division.id) ?? null,
      missing: missing.get(childCode(node, row.division.code)) ?? [],
    })),
  };
}

const rankedRows = ({ rows }: Board): BoardRow[] =>
  ranked(rows.map(({ place: _, ...row }) => ({ ...row, code: row.division.code }))).map(
    ({ code: _, ...row }) => row,
  );

async function monthBefore(ctx: Ctx, month: Month): Promise<Ranking["before"]> {
  const before = addMonths(month, -1);
  if (yearOfMonth(before) !== yearOfMonth(month)) return null;
  return { month: before, on: earlierOf(await dueOn(ctx.db, before), lastDay(month)) };
}

/** The villages that the month's figures are without, by the digits of the town in which they lie. */
async function missingBelow({ db }: Ctx, { node, month }: Board): Promise<Map<string, MissingVillage[]>> {
  const reported = await villagesWithIncome(
    db.withView({ approvedOnly: false, basis: "strict" }),
    node,
    month,
    month,
  );
  const posted = and(
    eq(incomeMonths.divisionId, divisions.id),
    eq(incomeMonths.month, month),
    eq(incomeMonths.posted, 1),
  );
  const rows = await db
    .select({ id: divisions.id, code: divisions.code, name: divisions.shortName })
    .from(divisions)
    .leftJoin(incomeMonths, posted)
    .where(and(eq(divisions.level, "village"), under(divisions.code, node), isNull(incomeMonths.divisionId)))
    .orderBy(asc(divisions.code));
  return Map.groupBy(
    rows.map((village) => ({ ...village, reported: reported.has(`${village.id} ${month}`) })),
    (village) => childCode(node, village.code),
  );
}
