import { getFormatter, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import type { Doer } from "#lib/board/compare.ts";

/** A difference with its sign: "+9", "−3", "0". */
export const signed = (value: number, shown: (absolute: number) => ReactNode): ReactNode =>
  value === 0 ? (
    "0"
  ) : (
    <>
      {value > 0 ? "+" : "−"}
      {shown(Math.abs(value))}
    </>
  );

/** Who did what and when; where nobody did, that the date alone moved it. */
export async function By({ by }: { by: Doer }) {
  const t = await getTranslations();
  if (!by) return <span className="text-ink-3">{t("compare.nobody")}</span>;
  const at = (await getFormatter()).dateTime(new Date(by.at), { dateStyle: "short", timeStyle: "short" });
  return (
    <span className="block min-w-36">
      {by.name}
      <small className="block text-ink-3">
        {t(`verb.${by.verb}`)} · {at}
      </small>
    </span>
  );
}
