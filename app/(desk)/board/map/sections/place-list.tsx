import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Mapped } from "#app/(desk)/board/sections/map-tools.tsx";
import { minuteOf } from "#lib/core/dates.ts";
import type { MapImport, Placed } from "#lib/maps/queries/maps.ts";
import { sheetOf } from "#lib/maps/rules/drawing.ts";
import { OutlineMap } from "./outline-map.tsx";

/** Of the drawing, in its own units; the browser scales it. */
const sheetWidth = 720;

/**
 * The drawn map with what it rests on: how many villages it places, which it does not, and whose file it is.
 */
export async function Places({
  mapped,
  places,
  imports,
}: {
  mapped: Mapped;
  places: Placed[];
  imports: MapImport[];
}) {
  const t = await getTranslations();
  const { board, drill, map } = mapped;
  const sheet = sheetOf(places, sheetWidth);
  const placed = new Set(places.map((place) => place.villageId));
  const missing = map.tiles.filter((tile) => !placed.has(tile.id));
  const [newest] = imports;
  return (
    <section className="sheet min-w-0 px-4 py-3.5" aria-labelledby="places">
      <div className="mb-2 flex flex-wrap items-baseline gap-x-3 gap-y-1">
        <h2 id="places">{t("map.places")}</h2>
        <span className="note">
          {t("map.counts", {
            placed: map.tiles.length - missing.length,
            villages: map.tiles.length,
            points: places.filter((place) => place.point).length,
            outlines: places.filter((place) => place.outline).length,
          })}
        </span>
      </div>
      {sheet && (
        <OutlineMap
          label={t("map.label", { place: board.node.name })}
          sheet={sheet}
          tiles={map.tiles}
          year={board.year}
          colour={map.colour}
          hrefOf={(tile) => drill.village(tile.id)}
        />
      )}
      <p className="note mt-2">{t("map.sketch")}</p>
      {newest && (
        <p className="note">
          {t("map.source", {
            file: newest.fileName || "—",
            datum: t(`map.datums.${newest.datum}`),
            name: newest.personName,
            at: minuteOf(newest.recordedAt),
          })}
        </p>
      )}
      {missing.length > 0 && (
        <details className="mt-2 text-[13px]">
          <summary className="cursor-pointer text-ink-2">
            {t("map.missing", { count: missing.length })}
          </summary>
          <ul className="mt-1 flex flex-wrap gap-x-4 gap-y-1">
            {missing.map((tile) => (
              <li key={tile.id}>
                <Link className="link" href={drill.village(tile.id)}>
                  <Name of={tile.name} />
                </Link>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}

/** Nothing imported yet: what to bring, and where it is brought. */
export async function NoPlaces({
  past,
  importHref,
}: {
  past: string | undefined;
  importHref: string | undefined;
}) {
  const t = await getTranslations("map");
  return (
    <section className="sheet grid justify-items-start gap-2 p-4" aria-labelledby="places">
      <h2 id="places">{t("none")}</h2>
      <p className="max-w-3xl text-ink-2">{past ? t("noneThen", { on: past }) : t("bring")}</p>
      {importHref && (
        <Link className="button button-primary no-print" href={importHref}>
          {t("import")}
        </Link>
      )}
      {!importHref && !past && <p className="note">{t("askOffice")}</p>}
    </section>
  );
}
