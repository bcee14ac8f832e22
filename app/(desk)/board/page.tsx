import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Link } from "#app/_components/link.tsx";
import { PageHead } from "#app/_components/page-head.tsx";
import { PrintMenu } from "#app/_components/print-links.tsx";
import { one, type Query, withQuery } from "#app/_components/query.ts";
import { TileLegend, TileMap } from "#app/_components/tile-map.tsx";
import { found } from "#app/_server/found.ts";
import { isPast, reading } from "#app/_server/reading.ts";
import { may } from "#lib/access/policy.ts";
import { BoardFilter } from "#lib/board/input.ts";
import { type Board, boardOf } from "#lib/board/queries.ts";
import { today } from "#lib/context.ts";
import { fundingExceptions } from "#lib/funding/exceptions.ts";
import { yearOfMonth } from "#lib/period.ts";
import { Attention, ChangesSince } from "./attention.tsx";
import { Charts } from "./charts.tsx";
import { drillOf } from "./drill.ts";
import { Kpis } from "./kpis.tsx";
import { Rows } from "./rows.tsx";
import { BoardViews, comparing, shared } from "./views.tsx";

type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("board") };
}

export default async function BoardPage({ searchParams }: Props) {
  const query = await searchParams;
  const ctx = await reading("board.read", query);
  const board = await found(boardOf(ctx, BoardFilter.parse(query)));
  if (board.node.level === "village") redirect(withQuery(`/villages/${board.node.id}`, { year: String(board.year), asOf: one(query.asOf) }));
  const t = await getTranslations("board");
  const drill = drillOf(board, today(ctx), await isPast(query));
  const colour = one(query.tiles) === "light" ? "light" : "tier";
  const month = t("curve.monthName", { month: Number(board.month.slice(5)) });
  const exceptions = await fundingExceptions(ctx, { node: board.node.code });
  const isEmpty = board.totals.noData === board.totals.villages && board.attention.length === 0 && Object.keys(board.totals.funding).length === 0;
  return (
    <div className="grid gap-3.5">
      <div className="-mb-3.5">
        <PageHead
          title={t("title", { place: board.node.name, year: String(board.year) })}
          day={{ path: "/board", query, compare: comparing(query) }}
          crumbs={board.path.map((each, at) => (at < board.path.length - 1 ? { name: each.name, href: drill.board(each) } : { name: each.name }))}
        >
          <Years board={board} query={query} newest={yearOfMonth(today(ctx))} />
          <span className="chip">
            {t("asOf")} <b>{board.asOf}</b>
          </span>
          <span className="chip">
            {t("basis")} <b>{t("basisStrict")}</b>
          </span>
          <span className="chip">
            {t("data")} <b>{t("dataAll")}</b>
          </span>
          <a className="chip" href="#towns" title={t(board.towns.due > 0 ? "reportsHint" : "villagesReported", { month })}>
            {t("reports")}{" "}
            <b>{board.towns.due > 1 ? `${board.towns.complete}/${board.towns.due}` : `${board.totals.posted}/${board.totals.villages}`}</b>
          </a>
          <PrintMenu query={shared(query)} />
        </PageHead>
      </div>
      <BoardViews query={query} now="board" />
      {isEmpty && (
        <div className="sheet flex flex-wrap items-center gap-3 px-4 py-3 text-ink-2" role="note">
          <p>{t("empty", { place: board.node.name, year: String(board.year) })}</p>
          {may(ctx.actor, "income.post") && (
            <Link className="button" href="/income">
              {t("toIncome")}
            </Link>
          )}
          <Link className="button" href="/projects">
            {t("toProjects")}
          </Link>
        </div>
      )}
      <Kpis board={board} drill={drill} exceptions={exceptions.overs.length + exceptions.documents.length} />
      <div className="grid gap-3.5 xl:grid-cols-[minmax(0,2.15fr)_minmax(0,1fr)]">
        {board.tiles.length > 0 && (
          <section className="sheet min-w-0 px-4 py-3.5" aria-labelledby="map">
            <div className="mb-3 flex flex-wrap items-center gap-x-3 gap-y-2">
              <h2 id="map">{t(`map.${colour}`)}</h2>
              <nav className="seg no-print ml-auto text-xs" aria-label={t("map.switch")}>
                {(["tier", "light"] as const).map((each) => (
                  <Link
                    key={each}
                    href={withQuery("/board", query, { tiles: each === "tier" ? undefined : each })}
                    aria-current={each === colour ? "true" : undefined}
                    scroll={false}
                  >
                    {t(each === "tier" ? "map.byTier" : "map.byLight")}
                  </Link>
                ))}
              </nav>
              <div className="w-full">
                <TileLegend tiles={board.tiles} bands={board.bands} colour={colour} hrefOf={(tier) => drill.villages({ tier })} />
              </div>
            </div>
            <TileMap
              towns={townsOf(board).map((town) => ({ ...town, href: drill.board(town) }))}
              tiles={board.tiles}
              year={board.year}
              colour={colour}
              hrefOf={(tile) => drill.village(tile.id)}
            />
          </section>
        )}
        <div className="grid min-w-0 content-start gap-3.5">
          <Attention board={board} drill={drill} />
          <ChangesSince board={board} drill={drill} />
        </div>
      </div>
      <Charts board={board} drill={drill} />
      <Rows board={board} drill={drill} />
    </div>
  );
}

/** The towns of the map by code: those of the rows, or the board's own. */
function townsOf({ node, rows, totals }: Board) {
  if (node.level === "town") return [{ id: node.id, code: node.code, name: node.shortName, ...totals }];
  return rows
    .map(({ division, ...row }) => ({ ...row, id: division.id, code: division.code, name: division.shortName }))
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

const firstYear = 2015;

async function Years({ board, query, newest }: { board: Board; query: Query; newest: number }) {
  const t = await getTranslations("board");
  const years = Array.from({ length: Math.max(1, newest - firstYear + 1) }, (_, at) => firstYear + at).slice(-4);
  return (
    <nav className="seg no-print" aria-label={t("year")}>
      {years.map((year) => (
        <Link key={year} href={withQuery("/board", query, { year: String(year) })} aria-current={year === board.year ? "true" : undefined}>
          {year}
        </Link>
      ))}
    </nav>
  );
}
