import type { Board } from "#lib/board/queries/board.ts";
import type { Drill } from "./drill-links.ts";
import { TownRows } from "./town-rows.tsx";
import { TownVillages } from "./town-villages.tsx";

/**
 * One row a division below the board's: towns with their places, the villages of a town, or the counties of a
 * city.
 */
export function Rows(props: { board: Board; drill: Drill }) {
  return (
    <div className="sheet min-w-0 pb-1" id="towns">
      {props.board.node.level === "town" ? <TownVillages {...props} /> : <TownRows {...props} />}
    </div>
  );
}
