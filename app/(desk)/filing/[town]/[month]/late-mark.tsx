import { getFormatter, getTranslations } from "next-intl/server";

/** 迟报: what was recorded after its month was due says when; the month or day that it belongs to stands in its row. */
export async function LateMark({ recordedAt }: { recordedAt: string }) {
  const t = await getTranslations("filing");
  const format = await getFormatter();
  return <span className="whitespace-nowrap text-warn">▲ {t("lateRow", { on: format.dateTime(new Date(recordedAt), { dateStyle: "short" }) })}</span>;
}
