import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Empty } from "#app/_components/empty.tsx";
import { Filters } from "#app/_components/filters.tsx";
import { Link } from "#app/_components/link.tsx";
import { one, type Query, withQuery } from "#app/_components/query.ts";
import { found } from "#app/_server/found.ts";
import { isPast, reading } from "#app/_server/reading.ts";
import { type Heat, heatOf } from "#lib/board/heat.ts";
import { HeatFilter } from "#lib/board/input.ts";
import { type MonthClass, monthClasses } from "#lib/board/month-class.ts";
import { today } from "#lib/context.ts";
import { drillOf } from "../drill.ts";
import { TownSelect } from "../town-select.tsx";
import { ViewHead, villageCardInstead } from "../view-head.tsx";
import { HeatTable, marks } from "./heat-table.tsx";

const path = "/board/heat";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("heat") };
}

export default async function HeatPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await reading("board.read", query);
  const filter = HeatFilter.parse(query);
  const heat = await found(heatOf(ctx, filter));
  villageCardInstead(heat, query);
  const t = await getTranslations();
  const { all } = heat;
  return (
    <div className="grid gap-3.5">
      <ViewHead
        view="heat"
        path={path}
        query={query}
        ctx={ctx}
        sight={heat}
        title={t("heat.title", { place: heat.node.name, year: String(heat.year) })}
        of="income"
        reports={{ made: all.posted, due: all.villages }}
        money
      />
      <section className="sheet min-w-0">
        <div className="no-print flex flex-wrap items-center">
          <Filters path={path} keep={{ year: one(query.year), class: filter.class }}>
            <TownSelect ctx={ctx} sight={heat} />
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
        <p className="note px-4 py-2.5">{t("heat.rule")}</p>
      </section>
    </div>
  );
}

/** What each class looks like; each leads to the rows that are of it in the newest month. */
async function Legend({ heat, query, now }: { heat: Heat; query: Query; now: MonthClass | undefined }) {
  const t = await getTranslations("heat");
  const month = Number(heat.month.slice(5));
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 border-t border-line px-3 py-2.5 print:border-0 print:px-0">
      <h2 className="text-[13px] font-medium text-ink-2">
        <span className="print:hidden">{t("legend", { month })}</span>
        <span className="only-print">{t("legendPrint")}</span>
      </h2>
      <ul className="flex flex-wrap gap-2">
        <li className="no-print">
          <Link className="chip" aria-current={now ? undefined : "true"} href={withQuery(path, query, { class: undefined })} scroll={false}>
            {t("all")} <b>{heat.all.rows}</b>
          </Link>
        </li>
        {monthClasses.map((each) => {
          const face = (
            <>
              <span className={`legend-swatch month-${each}`} aria-hidden="true">
                {each === "zero" ? "0" : each === "future" ? " " : `${marks[each]}${each === "noData" ? "" : "0.5"}`}
              </span>
              {t(`class.${each}`)}
            </>
          );
          return (
            <li key={each}>
              {each === "future" ? (
                <span className="chip" title={t(`classHint.${each}`)}>
                  {face}
                </span>
              ) : (
                <Link
                  className="chip"
                  aria-current={now === each ? "true" : undefined}
                  href={withQuery(path, query, { class: now === each ? undefined : each })}
                  scroll={false}
                  title={t(`classHint.${each}`)}
                >
                  {face} <b className="print:hidden">{heat.counts[each]}</b>
                </Link>
              )}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
