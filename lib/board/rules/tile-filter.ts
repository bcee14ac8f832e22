import type { MapFilter } from "../input.ts";
import type { BoardTile } from "./board-projects.ts";

type Picked = Pick<BoardTile, "tier" | "light" | "works"> & { clusterId: number | null };

const none = "none";

/** Does a filter pick anything at all? */
export const isPicking = ({ sector, approach, type, cluster, tier, light }: MapFilter): boolean =>
  [sector, approach, type, cluster, tier, light].some((each) => each !== undefined);

/** Does the village fit? Sector, approach and type must hold of one and the same project of it. */
export function fits(tile: Picked, { sector, approach, type, cluster, tier, light }: MapFilter): boolean {
  if (cluster !== undefined && tile.clusterId !== cluster) return false;
  if (tier !== undefined && tile.tier !== tier) return false;
  if (light !== undefined && (tile.light ?? none) !== light) return false;
  if (sector === undefined && approach === undefined && type === undefined) return true;
  return tile.works.some(
    (work) =>
      (sector === undefined || work.sector === sector) &&
      (type === undefined || work.type === type) &&
      (approach === undefined || work.approaches.includes(approach)),
  );
}
