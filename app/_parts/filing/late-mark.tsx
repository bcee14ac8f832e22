import { getTranslations } from "#app/_server/i18n/translations.ts";
import { dayOf } from "#lib/core/dates.ts";

/**
 * 迟录: what was recorded after its month was due. Its row says the month or day that it belongs to, and when
 * it was recorded; where it does not say the latter, give it as `recordedAt`.
 */
export async function LateMark({ recordedAt }: { recordedAt?: string }) {
  const t = await getTranslations("filing");
  return (
    <span className="whitespace-nowrap text-warn" title={t("lateWhy")}>
      ▲ {recordedAt ? t("lateRow", { on: dayOf(new Date(recordedAt)) }) : t("lateWord")}
    </span>
  );
}
