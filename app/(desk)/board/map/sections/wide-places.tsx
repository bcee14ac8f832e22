import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Board } from "#lib/board/queries/board.ts";

/** Of an area too wide for tiles: its parts, each leading to its own map. */
export async function WidePlaces({ rows, query }: { rows: Board["rows"]; query: Query }) {
  const t = await getTranslations("map");
  return (
    <section className="sheet p-4">
      <p className="mb-2">{t("wide")}</p>
      <ul className="flex flex-wrap gap-x-5 gap-y-1">
        {rows.map(({ division }) => (
          <li key={division.id}>
            <Link className="link" href={withQuery("/board/map", query, { node: division.code })}>
              <Name of={division.name} />
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
