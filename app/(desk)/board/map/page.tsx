import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { BoardFilter, MapFilter } from "#lib/board/input.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { tileMapOf } from "#lib/board/queries/tiles.ts";
import { today } from "#lib/core/context.ts";
import { importsBelow, placesBelow } from "#lib/maps/queries/maps.ts";
import { drillOf } from "../sections/drill-links.ts";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { MapHead } from "./sections/map-head.tsx";
import { PlacesAndTiles } from "./sections/places-and-tiles.tsx";
import { WidePlaces } from "./sections/wide-places.tsx";

const path = "/board/map";
export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("map") };
}

/** The villages where they lie, beside the same villages as tiles. */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const board = await orNotFound(boardOf(ctx, BoardFilter.parse(query)));
  villageCardInstead(board, query);
  const t = await getTranslations("map");
  const filter = MapFilter.parse(query);
  const map = await tileMapOf(ctx, board, filter);
  const places = map.tiles.length > 0 ? await placesBelow(ctx, board.node) : [];
  const imports = places.length > 0 ? await importsBelow(ctx, board.node, 1) : [];
  const past = await isPast(query);
  const drill = drillOf(board, today(ctx), past);
  const mapped = { path, query, board, drill, filter, map } as const;
  const mayImport = may(ctx.actor, "map.import", { divisionCode: board.node.code });
  const importHref = mayImport ? withQuery(`${path}/import`, { node: board.node.code }) : undefined;
  return (
    <div className="grid gap-3.5">
      <ViewHead
        view="map"
        query={query}
        ctx={ctx}
        boardScope={board}
        title={t("title", { place: board.node.name, year: String(board.year) })}
        done={query.done}
      >
        {importHref && map.tiles.length > 0 && (
          <Link className="button no-print" href={importHref}>
            {t("import")}
          </Link>
        )}
      </ViewHead>
      {map.tiles.length === 0 ? (
        <WidePlaces rows={board.rows} query={query} />
      ) : (
        <>
          <MapHead {...mapped} />
          <PlacesAndTiles
            mapped={mapped}
            places={places}
            imports={imports}
            importHref={importHref}
            past={past}
          />
        </>
      )}
    </div>
  );
}
