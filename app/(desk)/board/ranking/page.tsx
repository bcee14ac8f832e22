import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/rows-shown.ts";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { BoardFilter } from "#lib/board/input.ts";
import { type Ranking, rankingOf } from "#lib/board/queries/ranking.ts";
import { today } from "#lib/core/context.ts";
import { drillOf } from "../sections/drill-links.ts";
import { ViewHead, villageCardInstead } from "../sections/view-head.tsx";
import { shared } from "../sections/views.tsx";
import { PlacesTable } from "./sections/places-table.tsx";

const path = "/board/ranking";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("views"))("ranking") };
}

export default async function RankingPage({ searchParams }: { searchParams: Promise<Query> }) {
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
      <Rule ranking={ranking} />
    </div>
  );
}

/** A town is ranked at its county; who sees no more than the town sees what goes into it. */
async function OwnTown({ ranking, query }: { ranking: Ranking; query: Query }) {
  const t = await getTranslations("ranking");
  const county = ranking.path.at(-2);
  return (
    <p role="note" className="sheet flex flex-wrap items-center gap-3 px-4 py-3 text-ink-2">
      {t("own")}
      {county ? (
        <Link className="button no-print" href={withQuery(path, shared(query), { node: county.code })}>
          {t("toDistrict", { place: county.shortName })}
        </Link>
      ) : (
        <span>{t("ownOut")}</span>
      )}
    </p>
  );
}

async function Rule({ ranking: { before, month, node, view } }: { ranking: Ranking }) {
  const t = await getTranslations();
  const name = (each: string) => t("board.curve.monthName", { month: Number(each.slice(5)) });
  const compared = before
    ? t("ranking.before", { month: name(before.month), on: before.on })
    : t(node.level === "county" ? "ranking.beforeNone" : "ranking.beforeWide", { month: name(month) });
  return (
    <section className="sheet keep px-4 py-3.5" aria-labelledby="rule">
      <h2 id="rule" className="mb-2">
        {t("ranking.rule")}
      </h2>
      <ol className="list-decimal space-y-1 pl-5 text-[13px] text-ink-2">
        {(["share", "gap", "tie", "complete", "none", "lights"] as const).map((part) => (
          <li key={part}>{t(`ranking.rules.${part}`, { month: name(month), rows: rowsOf(view) })}</li>
        ))}
        {node.level !== "town" && <li>{compared}</li>}
      </ol>
    </section>
  );
}
