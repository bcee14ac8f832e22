import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/rows-shown.ts";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { HeatFilter } from "#lib/board/input.ts";
import { type Heat, heatOf } from "#lib/board/queries/heat.ts";
import { heatSteps } from "#lib/board/rules/heat-scale.ts";
import { type MonthClass, monthClasses } from "#lib/board/rules/month-classes.ts";
import { today } from "#lib/core/context.ts";
import { drillOf } from "../sections/drill-links.ts";
import { TownSelect } from "../sections/town-select.tsx";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { HeatTable, marks } from "./sections/heat-table.tsx";

const path = "/board/heat";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("heat") };
}

export default async function HeatPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const filter = HeatFilter.parse(query);
  const heat = await orNotFound(heatOf(ctx, filter));
  villageCardInstead(heat, query);
  const t = await getTranslations();
  const { all } = heat;
  return (
    <div className="grid gap-3.5">
      <ViewHead
        view="heat"
        query={query}
        ctx={ctx}
        boardScope={heat}
        title={t("heat.title", { place: heat.node.name, year: String(heat.year) })}
      />
      <section className="sheet min-w-0">
        <div className="no-print flex flex-wrap items-center">
          <Filters
            path={path}
            keep={{ year: one(query.year), class: filter.class }}
            narrowed={narrowedBy(query, ["node"])}
          >
            <TownSelect ctx={ctx} boardScope={heat} />
          </Filters>
        </div>
        <Legend heat={heat} query={query} now={filter.class} />
        {heat.groups.length === 0 ? (
          <Empty why={all.rows === 0 ? "none" : "noMatch"}>
            {all.rows > 0 && (
              <Link className="button" href={withQuery(path, query, { class: undefined })}>
                {t("app.reset")}
              </Link>
            )}
          </Empty>
        ) : (
          <HeatTable
            heat={heat}
            drill={drillOf(heat, today(ctx), await isPast(query))}
            hrefOf={(code) => withQuery(path, query, { node: code, class: undefined })}
            isFiltered={filter.class !== undefined}
          />
        )}
        <p className="note px-4 py-2.5">{t("heat.rule", { rows: rowsOf(heat.view) })}</p>
      </section>
    </div>
  );
}

const swatch = { zero: "0", waiting: "◐", noData: "○", future: " " } as const;

/**
 * The scale of the colours, and what is no amount; below it the classes of the newest month, each of which
 * leads to its rows.
 */
async function Legend({ heat, query, now }: { heat: Heat; query: Query; now: MonthClass | undefined }) {
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
          href={withQuery(path, query, { class: undefined })}
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
              href={withQuery(path, query, { class: now === each ? undefined : each })}
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
