import { monthsOf } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { paceOf } from "#lib/income/rules/target.ts";
import type { Board } from "../queries/board.ts";
import type { BoardProject, BoardTile } from "./board-projects.ts";
import type { Figures } from "./figures.ts";
import { countOf, lightsOf } from "./tally.ts";

/** A town as its scene shows it. Amounts in fen. */
export type TownScene = Figures & {
  division: Division;
  place: number | null;
  /** Villages that reached the target in the month, less those that fell back. */
  moved: number;
  /** What the targets call for by the end of the board's month. */
  paceFen: number;
  tiles: BoardTile[];
  attention: BoardProject[];
};

/**
 * The towns of a county's board by code, each with its own part of it: no town's board is asked for, and what
 * the towns show adds up to what the county shows. Of a town's or village's board the one that it is about;
 * of wider ones none.
 */
export function townsOf(board: Board): TownScene[] {
  const { node, rows, totals, tiles, attention, changes, year, month } = board;
  if (node.level === "town" || node.level === "village") {
    const moved = changes.met - changes.metBefore;
    return [{ ...totals, division: node, place: null, moved, paceFen: board.paceFen, tiles, attention }];
  }
  if (node.level !== "county") return [];
  const monthAt = monthsOf(year).indexOf(month);
  const tilesAt = Map.groupBy(tiles, (tile) => tile.townId);
  const attentionAt = Map.groupBy(attention, (project) => project.townId);
  return rows
    .filter((row) => row.villages > 0 || countOf(lightsOf(row.projects.once)) > 0)
    .toSorted((a, b) => (a.division.code < b.division.code ? -1 : 1))
    .map((row) => {
      const own = new Set(tilesAt.get(row.division.id)?.map((tile) => tile.id));
      const ofTown = (villages: { id: number }[]) => villages.filter((village) => own.has(village.id)).length;
      return {
        ...row,
        moved: ofTown(changes.reached) - ofTown(changes.relapsed),
        paceFen: paceOf(row.targetFen)[monthAt] ?? 0,
        tiles: tilesAt.get(row.division.id) ?? [],
        attention: attentionAt.get(row.division.id) ?? [],
      };
    });
}
