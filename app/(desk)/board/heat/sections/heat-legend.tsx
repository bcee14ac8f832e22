import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { Heat } from "#lib/board/queries/heat.ts";
import { heatSteps } from "#lib/board/rules/heat-scale.ts";
import { type MonthClass, monthClasses } from "#lib/board/rules/month-classes.ts";
import { marks } from "./heat-table.tsx";

const swatch = { zero: "0", waiting: "◐", noData: "○", future: " " } as const;

/**
 * The scale of the colours, and what is no amount; below it the classes of the newest month, each of which
 * leads to its rows.
 */
export async function HeatLegend({
  heat,
  query,
  now,
}: {
  heat: Heat;
  query: Query;
  now: MonthClass | undefined;
}) {
  const t = await getTranslations("heat");
  const month = Number(heat.month.slice(5));
  const has = (each: MonthClass) => each !== "waiting" || (heat.view.approvedOnly ?? false);
  return (
    <div className="grid gap-2 border-t border-line px-3 py-2.5 print:border-0 print:px-0">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 text-[12.5px] text-ink-2">
        <h2 className="text-[13px] font-medium">{t("scale")}</h2>
        <ul className="heat-scale">
          {heatSteps.map(({ key, fromPercent, toPercent }) => (
            <li key={key} className={`heat-${key}`}>
              {t("step", { from: String(fromPercent), to: toPercent === null ? "none" : String(toPercent) })}
            </li>
          ))}
        </ul>
        {(["zero", "waiting", "noData", "future"] as const).filter(has).map((each) => (
          <span key={each} className="whitespace-nowrap" title={t(`classHint.${each}`)}>
            <span className={`legend-swatch month-${each}`} aria-hidden="true">
              {swatch[each]}
            </span>{" "}
            {t(`class.${each}`)}
          </span>
        ))}
      </div>
      <nav className="no-print flex flex-wrap items-center gap-2" aria-label={t("legend", { month })}>
        <span className="text-[13px] text-ink-2">{t("legend", { month })}</span>
        <Link
          className="chip"
          aria-current={now ? undefined : "true"}
          href={withQuery("/board/heat", query, { class: undefined })}
          scroll={false}
        >
          {t("all")} <b>{heat.all.rows}</b>
        </Link>
        {monthClasses
          .filter((each) => each !== "future" && has(each))
          .map((each) => (
            <Link
              key={each}
              className="chip"
              aria-current={now === each ? "true" : undefined}
              href={withQuery("/board/heat", query, { class: now === each ? undefined : each })}
              scroll={false}
              title={t(`classHint.${each}`)}
            >
              {marks[each]}
              {t(`class.${each}`)} <b>{heat.counts[each]}</b>
            </Link>
          ))}
      </nav>
    </div>
  );
}
