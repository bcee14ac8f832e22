import type { Light } from "#lib/projects/rules/lights.ts";
import { worstFirst, worstOf } from "./attention.ts";

/**
 * What a tile marks: `reached` or `relapsed` its target in the month, and its projects' worst light against
 * the month before.
 */
export type TileChange = { target: "reached" | "relapsed" | null; light: "better" | "worse" | null };

/**
 * Which way a light turned. A report that went missing is worse whatever it hides; to pause or to go on again
 * is neither.
 */
export function lightTurn(from: Light | null, to: Light | null): TileChange["light"] {
  if (!from || !to || from === to || from === "paused" || to === "paused") return null;
  if (to === "grey") return "worse";
  return worstFirst.indexOf(to) < worstFirst.indexOf(from) ? "worse" : "better";
}

type Seen = { id: number; works: readonly { id: number; light: Light }[] };
type Moved = { project: { id: number }; from: Light };
type Month = {
  reached: readonly { id: number }[];
  relapsed: readonly { id: number }[];
  lights: readonly Moved[];
};

/**
 * Each village's change since the end of the month before, by its id, from what the board knows of the month.
 */
export function tileChanges(
  tiles: readonly Seen[],
  { reached, relapsed, lights }: Month,
): Map<number, TileChange> {
  const [got, lost] = [new Set(reached.map((each) => each.id)), new Set(relapsed.map((each) => each.id))];
  const before = new Map(lights.map((move) => [move.project.id, move.from]));
  return new Map(
    tiles.map(({ id, works }) => [
      id,
      {
        target: got.has(id) ? "reached" : lost.has(id) ? "relapsed" : null,
        light: lightTurn(
          worstOf(works.map((work) => before.get(work.id) ?? work.light)),
          worstOf(works.map((work) => work.light)),
        ),
      },
    ]),
  );
}
