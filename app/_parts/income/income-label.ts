import { getTranslations } from "#app/_server/i18n/translations.ts";
import { viewParams } from "#app/_server/session/view-params.ts";

/**
 * What the income of the basis that the page shows is called: 经营性收入, 经营收益 …; `heading` where it begins,
 * `inSentence` where it stands within. The one place that says so: a page that names income asks here.
 */
export async function incomeWord(): Promise<{ heading: string; inSentence: string }> {
  const t = await getTranslations("view");
  const { basis } = viewParams();
  return { heading: t(`income.${basis}`), inSentence: t(`incomeWithin.${basis}`) };
}
