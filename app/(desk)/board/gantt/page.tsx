import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { GanttFilter } from "#lib/board/input.ts";
import { ganttOf } from "#lib/board/queries/gantt.ts";
import { today } from "#lib/core/context.ts";
import { drillOf } from "../sections/drill-links.ts";
import { ProjectFilters } from "../sections/project-filters.tsx";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { shared } from "../sections/views.tsx";
import { DaysTable } from "./sections/days-table.tsx";
import { Schedule } from "./sections/gantt-schedule.tsx";
import { Grouping } from "./sections/grouping.tsx";

const path = "/board/gantt";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("gantt") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const filter = GanttFilter.parse(query);
  const gantt = await orNotFound(ganttOf(ctx, filter));
  villageCardInstead(gantt, query);
  const t = await getTranslations();
  const drill = drillOf(gantt, today(ctx), await isPast(query));
  return (
    <div className="grid min-w-0 gap-3.5">
      <ViewHead
        view="gantt"
        query={query}
        ctx={ctx}
        boardScope={gantt}
        title={t("gantt.title", { place: gantt.node.name })}
        reports={gantt.reports}
      />
      <section className="sheet min-w-0">
        <ProjectFilters
          path={path}
          query={query}
          ctx={ctx}
          boardScope={gantt}
          filter={filter}
          counts={gantt.counts}
          keep={{ by: filter.by === "phase" ? "phase" : undefined }}
        >
          <Grouping level={gantt.node.level} by={filter.by} query={query} />
        </ProjectFilters>
        {gantt.counts.chosen === 0 ? (
          <Empty why={gantt.counts.all === 0 ? "none" : "noMatch"}>
            {gantt.counts.all > 0 && (
              <Link className="button" href={withQuery(path, shared(query))}>
                {t("app.reset")}
              </Link>
            )}
          </Empty>
        ) : (
          <Schedule gantt={gantt} drill={drill} />
        )}
      </section>
      {gantt.counts.chosen > 0 && <DaysTable gantt={gantt} drill={drill} />}
    </div>
  );
}
