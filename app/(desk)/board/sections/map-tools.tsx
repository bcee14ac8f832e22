import { TileLegend, tierNames } from "#app/_parts/board/tile-map.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { approaches, projectTypes, sectors } from "#db/schema/projects.ts";
import { type MapFilter, tileColours } from "#lib/board/input.ts";
import type { Board } from "#lib/board/queries/board.ts";
import type { TileMapOf } from "#lib/board/queries/tiles.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import type { Drill } from "./drill-links.ts";

/** What the maps of a page share: where they stand, what they show, by which filter. */
export type Mapped = {
  path: "/board" | "/board/map";
  query: Query;
  board: Board;
  drill: Drill;
  filter: MapFilter;
  map: TileMapOf;
};

/** 着色: what the colours of the map tell. */
export async function ColourSwitch({ path, query, filter }: Mapped) {
  const t = await getTranslations();
  return (
    <nav className="seg no-print text-xs" aria-label={t("board.map.switch")}>
      {tileColours.map((each) => (
        <Link
          key={each}
          href={withQuery(path, query, { tiles: each === "tier" ? undefined : each })}
          aria-current={each === filter.tiles ? "true" : undefined}
          scroll={false}
        >
          {t(`tileMap.by.${each}`)}
        </Link>
      ))}
    </nav>
  );
}

/** The legend, over what growth is reckoned, and the filter. */
export async function MapTools(mapped: Mapped) {
  const t = await getTranslations("tileMap");
  const { board, drill, filter, map } = mapped;
  return (
    <div className="grid w-full gap-2">
      <TileLegend
        tiles={map.tiles}
        bands={board.bands}
        colour={filter.tiles}
        hrefOf={(tier) => drill.villages({ tier })}
        signHref={(sign) =>
          sign === "leads" || sign === "led" ? "#clusters" : `${drill.board(board.node)}#changes`
        }
      />
      {filter.tiles === "growth" && (
        <p className="note">
          {t("growth.note", {
            year: String(board.year),
            month: Number(board.month.slice(5)),
            income: (await incomeWord()).heading,
          })}
        </p>
      )}
      <MapFilters {...mapped} />
    </div>
  );
}

async function MapFilters({ path, query, board, filter, map }: Mapped) {
  const t = await getTranslations();
  const tier = await tierNames(board.bands);
  const chosen = (["node", "year", "tiles", "ties"] as const).map(
    (name) => [name, one(query[name])] as const,
  );
  const choices = {
    sector: sectors.map((value) => ({ value, label: t(`project.sectors.${value}`) })),
    approach: approaches.map((value) => ({ value, label: t(`project.approaches.${value}`) })),
    cluster: map.clusters.map(({ id, name }) => ({ value: String(id), label: name })),
    type: projectTypes.map((value) => ({ value, label: t(`project.types.${value}`) })),
    tier: [...board.bands.map((band) => band.key), noData].map((value) => ({ value, label: tier(value) })),
    light: [
      ...lights.map((value) => ({ value, label: `${lightShapes[value]} ${t(`light.${value}`)}` })),
      { value: "none", label: t("board.map.noProject") },
    ],
  } as const;
  const names = Object.keys(choices) as (keyof typeof choices)[];
  const labels = names.flatMap(
    (name) => choices[name].find(({ value }) => value === String(filter[name]))?.label ?? [],
  );
  return (
    <details className={`map-filters ${map.picking ? "" : "no-print"}`} open={map.picking}>
      <summary>
        {t("tileMap.filter")}
        {map.picking && (
          <>
            {t("app.colon")}
            {labels.join(" · ")}{" "}
            <b role="status">{t("tileMap.picked", { picked: map.picked, villages: map.tiles.length })}</b>
          </>
        )}
      </summary>
      <Filters path={path} keep={Object.fromEntries(chosen)} part="map">
        {names.map(
          (name) =>
            choices[name].length > 0 && (
              <FilterSelect
                key={name}
                name={name}
                label={t(`tileMap.filters.${name}`)}
                value={filter[name] === undefined ? undefined : String(filter[name])}
                choices={[...choices[name]]}
              />
            ),
        )}
      </Filters>
    </details>
  );
}
