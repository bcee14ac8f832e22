import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { ProjectsFilter } from "#lib/board/input.ts";
import { phaseColumnsOf } from "#lib/board/queries/phase-wall.ts";
import { today } from "#lib/core/context.ts";
import { drillOf } from "../sections/drill-links.ts";
import { ProjectFilters } from "../sections/project-filters.tsx";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { shared } from "../sections/views.tsx";
import { Columns } from "./sections/phase-columns.tsx";

const path = "/board/phases";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("phases") };
}

export default async function PhasesPage({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const filter = ProjectsFilter.parse(query);
  const wall = await orNotFound(phaseColumnsOf(ctx, filter));
  villageCardInstead(wall, query);
  const t = await getTranslations();
  return (
    <div className="grid min-w-0 gap-3.5">
      <ViewHead
        view="phases"
        query={query}
        ctx={ctx}
        boardScope={wall}
        title={t("phaseWall.title", { place: wall.node.name })}
        reports={wall.reports}
      />
      <section className="sheet min-w-0">
        <ProjectFilters
          path={path}
          query={query}
          ctx={ctx}
          boardScope={wall}
          filter={filter}
          counts={wall.counts}
        />
      </section>
      {wall.counts.chosen === 0 ? (
        <section className="sheet">
          <Empty why={wall.counts.all === 0 ? "none" : "noMatch"}>
            {wall.counts.all > 0 && (
              <Link className="button" href={withQuery(path, shared(query))}>
                {t("app.reset")}
              </Link>
            )}
          </Empty>
        </section>
      ) : (
        <Columns wall={wall} drill={drillOf(wall, today(ctx), await isPast(query))} />
      )}
      <p className="note">{t("phaseWall.money")}</p>
    </div>
  );
}
