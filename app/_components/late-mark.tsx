import { getFormatter, getTranslations } from "next-intl/server";

/**
 * 迟录: what was recorded after its month was due. Its row says the month or day that it belongs to, and when it was recorded; where it
 * does not say the latter, give it as `recordedAt`.
 */
export async function LateMark({ recordedAt }: { recordedAt?: string }) {
  const t = await getTranslations("filing");
  const format = await getFormatter();
  return (
    <span className="whitespace-nowrap text-warn" title={t("lateWhy")}>
      ▲ {recordedAt ? t("lateRow", { on: format.dateTime(new Date(recordedAt), { dateStyle: "short" }) }) : t("lateWord")}
    </span>
  );
}
