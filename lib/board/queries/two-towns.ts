import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { TownsFilter } from "../input.ts";
import type { VillageBelow } from "../rules/below-line.ts";
import { type BoardRow, boardOf } from "./board.ts";
import { type BoardScope, boardScopeOf } from "./scope.ts";
import { belowLineOf } from "./villages-below.ts";

/**
 * A town as it stands beside another: its row of the board, and its villages below the line; none are named
 * above the county.
 */
export type TownSide = BoardRow & { below: VillageBelow[] };

export type TwoTowns = BoardScope & {
  /** What can be chosen: the divisions with villages directly below the node, by code. */
  choices: Division[];
  /** `null` where there are no two. */
  sides: [TownSide, TownSide] | null;
};

/**
 * 两镇对比: two divisions directly below one on the same day, out of its board. Asked of a town, its county's:
 * that town and another.
 * @throws {NotFound} for a division outside the actor's scope.
 */
export async function twoTownsOf(ctx: Ctx, filter: Partial<TownsFilter>): Promise<TwoTowns> {
  const asked = await boardScopeOf(ctx, filter);
  const parent = asked.path.findLast(({ level }) => level !== "town" && level !== "village");
  if (!parent) return { ...asked, choices: [], sides: null };
  const board = await boardOf(ctx, { node: parent.code, year: asked.year });
  const { node, path, year, month, asOf, view } = board;
  const rows = board.rows
    .filter((row) => row.villages > 0)
    .toSorted((a, b) => (a.division.code < b.division.code ? -1 : 1));
  const of = (code: string | undefined) => rows.find((row) => row.division.code === code);
  const first = of(filter.a) ?? of(asked.path.find(({ level }) => level === "town")?.code) ?? rows[0];
  const second = of(filter.b) ?? rows.find((row) => row !== first);
  const below = (await belowLineOf(ctx, board))?.villages ?? [];
  const sideOf = (row: BoardRow): TownSide => ({
    ...row,
    below: below.filter((village) => village.townId === row.division.id),
  });
  return {
    node,
    path,
    year,
    month,
    asOf,
    view,
    choices: rows.map((row) => row.division),
    sides: first && second ? [sideOf(first), sideOf(second)] : null,
  };
}
