import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Reopened } from "#lib/filing/queries/filed-month.ts";
import { MonthStateMark, OpenUntil } from "./month-state-mark.tsx";
import "./filing.css";

/**
 * What a town has back from the office, and why: the months, their remarks, and where to answer them. Nothing
 * where there is none.
 */
export async function ReopenedMonths({ months, townCode }: { months: Reopened[]; townCode: string }) {
  if (months.length === 0) return null;
  const t = await getTranslations("filing");
  return (
    <section className="sheet border-bad! p-4 lg:col-span-2">
      <h2>{t("handedBack", { count: months.length })}</h2>
      <ul className="mt-2 grid gap-3">
        {months.map(({ month, standing, reason, unlockedUntil, remarks }) => (
          <li key={month} className="grid gap-1">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <b>{month}</b>
              <MonthStateMark standing={standing} />
              {standing === "open" && unlockedUntil && <OpenUntil until={unlockedUntil} />}
              <Link className="link" href={`/filing/${townCode}/${month}`}>
                {remarks.some((remark) => !remark.answer)
                  ? t("goAnswer", { count: remarks.filter((remark) => !remark.answer).length })
                  : t("goSubmit")}
              </Link>
            </p>
            {reason && (
              <p className="text-ink-2">
                {t("because")}
                {reason}
              </p>
            )}
            {remarks.map((remark) => (
              <p
                key={remark.id}
                className="filing-remark text-[13px]"
                data-answered={remark.answer ? "" : undefined}
              >
                <b>{remark.label || t("wholeMonth")}</b> {remark.remark}
                {remark.answer && <span className="block text-ok">✓ {remark.answer.answer}</span>}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </section>
  );
}
