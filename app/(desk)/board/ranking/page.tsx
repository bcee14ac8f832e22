import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { BoardFilter } from "#lib/board/input.ts";
import { rankingOf } from "#lib/board/queries/ranking.ts";
import { today } from "#lib/core/context.ts";
import { drillOf } from "../sections/drill-links.ts";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { shared } from "../sections/views.tsx";
import { OwnTown } from "./sections/own-town.tsx";
import { PlacesTable } from "./sections/places-table.tsx";
import { RankingRule } from "./sections/ranking-rule.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("ranking") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const ranking = await orNotFound(rankingOf(ctx, BoardFilter.parse(query)));
  villageCardInstead(ranking, query);
  const t = await getTranslations();
  const { node } = ranking;
  const ofTowns = node.level === "county" || node.level === "town";
  return (
    <div className="grid gap-3.5">
      <ViewHead
        view="ranking"
        query={query}
        ctx={ctx}
        boardScope={ranking}
        title={t(ofTowns ? "ranking.title" : "ranking.titleDivisions", {
          place: node.name,
          year: String(ranking.year),
        })}
      />
      {node.level === "town" && <OwnTown ranking={ranking} query={query} />}
      {ranking.rows.length > 1 && (
        <Link
          className="link no-print justify-self-end"
          href={withQuery("/board/compare/towns", shared(query))}
        >
          {t("ranking.compare")} ›
        </Link>
      )}
      <PlacesTable
        ranking={ranking}
        drill={drillOf(ranking, today(ctx), await isPast(query))}
        query={query}
      />
      <RankingRule ranking={ranking} />
    </div>
  );
}
