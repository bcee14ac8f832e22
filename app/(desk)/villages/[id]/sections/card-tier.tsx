import { getLocale } from "next-intl/server";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import type { Card } from "./village-figures.tsx";

/** The tier of the card's year, in the words of the rule that it is judged by. */
export async function CardTier({ card }: { card: Card }) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const band = card.bands.find((each) => each.key === card.tier);
  const tierName =
    card.tier === noData
      ? t(card.filed.some((month) => month.reported) ? "tier.waiting" : "tier.noData")
      : ((english ? band?.nameEn : band?.name) ?? card.tier);
  return (
    <TierMark
      tier={card.tier}
      label={tierName}
      hint={card.tier === "none" ? t("tier.noneHint") : undefined}
    />
  );
}
