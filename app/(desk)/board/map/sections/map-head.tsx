import { getTranslations } from "#app/_server/i18n/translations.ts";
import { ColourSwitch, type Mapped, MapTools } from "#app/(desk)/board/sections/map-tools.tsx";

/** What the colours tell, and how they can tell something else. */
export async function MapHead(mapped: Mapped) {
  const t = await getTranslations("tileMap");
  return (
    <section
      id="map"
      className="sheet flex scroll-mt-16 flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3.5"
      aria-labelledby="map-title"
    >
      <h2 id="map-title" className="mr-auto">
        {t(`title.${mapped.filter.tiles}`)}
      </h2>
      <ColourSwitch {...mapped} />
      <MapTools {...mapped} />
    </section>
  );
}
