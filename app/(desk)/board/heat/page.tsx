import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { rowsOf } from "#app/_ui/row-count.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import { HeatFilter } from "#lib/board/input.ts";
import { heatOf } from "#lib/board/queries/heat.ts";
import { today } from "#lib/core/context.ts";
import { drillOf } from "../sections/drill-links.ts";
import { TownSelect } from "../sections/town-select.tsx";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { HeatLegend } from "./sections/heat-legend.tsx";
import { HeatRows } from "./sections/heat-rows.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("heat") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const filter = HeatFilter.parse(query);
  const heat = await orNotFound(heatOf(ctx, filter));
  villageCardInstead(heat, query);
  const t = await getTranslations();
  const drill = drillOf(heat, today(ctx), await isPast(query));
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
            path="/board/heat"
            keep={{ year: one(query.year), class: filter.class }}
            narrowed={narrowedBy(query, ["node"])}
          >
            <TownSelect ctx={ctx} boardScope={heat} />
          </Filters>
        </div>
        <HeatLegend heat={heat} query={query} now={filter.class} />
        <HeatRows heat={heat} drill={drill} query={query} isFiltered={filter.class !== undefined} />
        <p className="note px-4 py-2.5">{t("heat.rule", { rows: rowsOf(heat.view) })}</p>
      </section>
    </div>
  );
}
