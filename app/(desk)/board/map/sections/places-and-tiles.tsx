import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Tiles } from "#app/(desk)/board/sections/map-section.tsx";
import type { Mapped } from "#app/(desk)/board/sections/map-tools.tsx";
import type { Day } from "#lib/core/dates.ts";
import type { MapImport, Placed } from "#lib/maps/queries/maps.ts";
import { NoPlaces, Places } from "./place-list.tsx";

type Props = {
  mapped: Mapped;
  places: Placed[];
  imports: MapImport[];
  importHref: string | undefined;
  past: Day | undefined;
};

/** The villages where they lie, or why nobody knows, beside the same villages as tiles. */
export async function PlacesAndTiles({ mapped, places, imports, importHref, past }: Props) {
  const t = await getTranslations("map");
  return (
    <div className={places.length > 0 ? "grid items-start gap-3.5 xl:grid-cols-2" : "grid gap-3.5"}>
      {places.length > 0 ? (
        <Places mapped={mapped} places={places} imports={imports} />
      ) : (
        <NoPlaces past={past} importHref={importHref} />
      )}
      <section className="sheet min-w-0 px-4 py-3.5" aria-labelledby="tiles">
        <h2 id="tiles" className="mb-3.5">
          {t("tiles")}
        </h2>
        <Tiles {...mapped} />
      </section>
    </div>
  );
}
