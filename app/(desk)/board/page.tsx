import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { viewQuery } from "#app/_server/session/view-params.ts";
import { chartLinks } from "#app/_ui/print-links.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { BoardFilter, MapFilter } from "#lib/board/input.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { tileMapOf } from "#lib/board/queries/tiles.ts";
import { belowLineOf } from "#lib/board/queries/villages-below.ts";
import { today } from "#lib/core/context.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { WaitingMonths } from "../filing/sections/waiting.tsx";
import { DistrictInput } from "../funding/sections/district-input-note.tsx";
import { Attention, ChangesSince } from "./sections/attention-list.tsx";
import { BelowLine } from "./sections/below-line-list.tsx";
import { Rows } from "./sections/board-rows.tsx";
import { Charts } from "./sections/charts.tsx";
import { CompletenessLink } from "./sections/completeness-link.tsx";
import { drillOf } from "./sections/drill-links.ts";
import { Kpis } from "./sections/kpis.tsx";
import { MapSection } from "./sections/map-section.tsx";
import { NothingYet } from "./sections/nothing-yet.tsx";
import { Unapproved } from "./sections/unapproved-note.tsx";
import { ViewHead } from "./sections/view-head.tsx";
import { shared } from "./sections/views.tsx";

type Props = { searchParams: Promise<Query> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("board") };
}

export default async function Page({ searchParams }: Props) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const board = await orNotFound(boardOf(ctx, BoardFilter.parse(query)));
  if (board.node.level === "village")
    redirect(withQuery(`/villages/${board.node.id}`, { year: String(board.year), ...viewQuery() }));
  const t = await getTranslations("board");
  const past = await isPast(query);
  const drill = drillOf(board, today(ctx), past);
  const filter = MapFilter.parse(query);
  const map = await tileMapOf(ctx, board, filter);
  const below = await belowLineOf(ctx, board);
  const { counts: exceptions } = await exceptionsOf(ctx, { node: board.node.code });
  return (
    <div className="grid gap-3.5">
      <ViewHead
        view="board"
        query={query}
        ctx={ctx}
        boardScope={board}
        title={t("title", { place: board.node.name, year: String(board.year) })}
        beside={<CompletenessLink board={board} />}
        paper={await chartLinks(shared(query), below !== null)}
      />
      {past === undefined && <WaitingMonths ctx={ctx} />}
      <Unapproved ctx={ctx} board={board} path="/board" query={query} />
      <NothingYet ctx={ctx} board={board} />
      <Kpis board={board} drill={drill} exceptions={exceptions.openCount} />
      <div className="grid items-start gap-3.5 xl:grid-cols-[minmax(0,2.15fr)_minmax(0,1fr)]">
        {/* Read first, by whoever hears the page or holds it in a hand; on a desk it stands at the right of the map. */}
        <div className="grid min-w-0 content-start gap-3.5 xl:order-last">
          {below && <BelowLine board={board} below={below} drill={drill} />}
          <Attention board={board} drill={drill} />
        </div>
        <div className="grid min-w-0 content-start gap-3.5">
          {board.tiles.length > 0 && (
            <MapSection path="/board" query={query} board={board} drill={drill} filter={filter} map={map} />
          )}
          <ChangesSince board={board} drill={drill} />
        </div>
      </div>
      <Charts board={board} drill={drill} />
      <DistrictInput ctx={ctx} node={board.node} year={board.year} />
      <Rows board={board} drill={drill} />
    </div>
  );
}
