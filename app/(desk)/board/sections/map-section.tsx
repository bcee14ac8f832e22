import { TileClusters } from "#app/_parts/board/tile-clusters.tsx";
import { TileMap } from "#app/_parts/board/tile-map.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { withQuery } from "#app/_ui/search-params.ts";
import type { Board } from "#lib/board/queries/board.ts";
import { ColourSwitch, type Mapped, MapTools } from "./map-tools.tsx";

/** 挂图: the board's villages as tiles, with what they can be coloured and picked by. */
export async function MapSection(mapped: Mapped) {
  const t = await getTranslations("tileMap");
  return (
    <section id="map" className="sheet min-w-0 scroll-mt-16 px-4 py-3.5" aria-labelledby="map-title">
      <div className="mb-3.5 flex flex-wrap items-center gap-x-3 gap-y-2">
        <h2 id="map-title" className="mr-auto">
          {t(`title.${mapped.filter.tiles}`)}
        </h2>
        <ColourSwitch {...mapped} />
        <MapTools {...mapped} />
      </div>
      <Tiles {...mapped} />
    </section>
  );
}

/** The tiles, with the clusters' ties over them and listed below. */
export async function Tiles({ path, query, board, drill, filter, map }: Mapped) {
  const t = await getTranslations("tileMap");
  const tied = filter.ties !== "off";
  return (
    <div data-ties="">
      <TileMap
        towns={townsOf(board).map((town) => ({ ...town, href: drill.board(town) }))}
        tiles={map.tiles}
        year={board.year}
        colour={map.colour}
        hrefOf={(tile) => drill.village(tile.id)}
        clusters={tied ? map.clusters : []}
      />
      {map.clusters.length > 0 && (
        <TileClusters
          clusters={map.clusters}
          villageHref={({ id }) => drill.village(id)}
          pickHref={({ id }) => withQuery(path, query, { cluster: String(id) })}
          toggle={{
            href: withQuery(path, query, { ties: tied ? "off" : undefined }),
            label: t(tied ? "hideTies" : "showTies"),
          }}
        />
      )}
    </div>
  );
}

/** The towns of the map by code: those of the rows, or the board's own. */
function townsOf({ node, rows, totals }: Board) {
  if (node.level === "town") return [{ id: node.id, code: node.code, name: node.shortName, ...totals }];
  return rows
    .map(({ division, ...row }) => ({
      ...row,
      id: division.id,
      code: division.code,
      name: division.shortName,
    }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}
