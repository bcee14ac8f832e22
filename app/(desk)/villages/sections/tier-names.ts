import { getLocale } from "next-intl/server";
import { noDataClass } from "#app/_parts/board/tile-map.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { VillageRegister } from "#lib/income/queries/village-register.ts";
import { noData } from "#lib/income/rules/tiers.ts";

/** The tiers of the register's year by their keys, in the reader's language, and what has none. */
export async function tierNamesOf({ bands }: VillageRegister): Promise<Record<string, string>> {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  return {
    ...Object.fromEntries(bands.map((band) => [band.key, english ? band.nameEn : band.name])),
    [noData]: t(noDataClass()),
  };
}
