import type { Metadata } from "next";
import { Name } from "#app/_parts/division/name.tsx";
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
import { Tiles } from "../sections/map-section.tsx";
import { ColourSwitch, MapTools } from "../sections/map-tools.tsx";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { NoPlaces, Places } from "./sections/place-list.tsx";

type Props = { searchParams: Promise<Query> };
const path = "/board/map";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("map") };
}

/** The villages where they lie, beside the same villages as tiles. */
export default async function MapPage({ searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const board = await orNotFound(boardOf(ctx, BoardFilter.parse(query)));
  villageCardInstead(board, query);
  const t = await getTranslations();
  const filter = MapFilter.parse(query);
  const map = await tileMapOf(ctx, board, filter);
  const places = map.tiles.length > 0 ? await placesBelow(ctx, board.node) : [];
  const mapped = {
    path,
    query,
    board,
    drill: drillOf(board, today(ctx), await isPast(query)),
    filter,
    map,
  } as const;
  const mayImport = may(ctx.actor, "map.import", { divisionCode: board.node.code });
  const here = (code: string) => withQuery(path, query, { node: code });
  return (
    <div className="grid gap-3.5">
      <ViewHead
        view="map"
        query={query}
        ctx={ctx}
        boardScope={board}
        title={t("map.title", { place: board.node.name, year: String(board.year) })}
        done={query.done}
      >
        {mayImport && map.tiles.length > 0 && (
          <Link className="button no-print" href={withQuery(`${path}/import`, { node: board.node.code })}>
            {t("map.import")}
          </Link>
        )}
      </ViewHead>
      {map.tiles.length === 0 ? (
        <section className="sheet p-4">
          <p className="mb-2">{t("map.wide")}</p>
          <ul className="flex flex-wrap gap-x-5 gap-y-1">
            {board.rows.map(({ division }) => (
              <li key={division.id}>
                <Link className="link" href={here(division.code)}>
                  <Name of={division.name} />
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ) : (
        <>
          <section
            id="map"
            className="sheet flex scroll-mt-16 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3.5"
            aria-labelledby="map-title"
          >
            <h2 id="map-title" className="mr-auto">
              {t(`tileMap.title.${filter.tiles}`)}
            </h2>
            <ColourSwitch {...mapped} />
            <MapTools {...mapped} />
          </section>
          <div className={places.length > 0 ? "grid items-start gap-3.5 xl:grid-cols-2" : "grid gap-3.5"}>
            {places.length > 0 ? (
              <Places mapped={mapped} places={places} imports={await importsBelow(ctx, board.node, 1)} />
            ) : (
              <NoPlaces
                past={await isPast(query)}
                importHref={mayImport ? withQuery(`${path}/import`, { node: board.node.code }) : undefined}
              />
            )}
            <section className="sheet min-w-0 px-4 py-3.5" aria-labelledby="tiles">
              <h2 id="tiles" className="mb-3.5">
                {t("map.tiles")}
              </h2>
              <Tiles {...mapped} />
            </section>
          </div>
        </>
      )}
    </div>
  );
}
