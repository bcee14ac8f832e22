import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { viewQuery } from "#app/_server/session/view-params.ts";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { WallAndPrint } from "#app/_ui/print-links.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { CompareFilter } from "#lib/board/input.ts";
import { comparisonOf } from "#lib/board/queries/compare.ts";
import type { Day } from "#lib/core/dates.ts";
import { BoardViews, shared } from "../sections/views.tsx";
import { Changes } from "./sections/all-changes.tsx";
import { Kinds } from "./sections/kinds.tsx";
import { SideBySide } from "./sections/side-by-side.tsx";
import { Days, daysOf } from "./sections/two-days.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("compare"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", { ...query, asOf: undefined }); // it names its two days itself
  const t = await getTranslations();
  const { from, to, today } = await daysOf(query);
  const comparison = await orNotFound(comparisonOf(ctx, { ...CompareFilter.parse(query), from, to }));
  const { node, year } = comparison;
  const board = (asOf: Day) =>
    withQuery("/board", {
      ...viewQuery(),
      node: node.code,
      year: String(year),
      asOf: asOf === today ? undefined : asOf,
    });
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      <div className="-mb-3.5">
        <PageHead
          title={t("compare.heading", { place: node.name, year: String(year) })}
          crumbs={comparison.path.map((each, at) => ({
            name: each.name,
            ...(at < comparison.path.length - 1 && {
              href: withQuery("/board/compare", query, { node: each.code }),
            }),
          }))}
          beside={<Kinds query={query} now="twoDays" />}
          seen={<Days key={`${from} ${to}`} query={query} from={from} to={to} today={today} />}
          besides={
            <WallAndPrint node={node.code}>
              <PrintButton label={t("viewHead.printPage")} />
            </WallAndPrint>
          }
        />
      </div>
      <BoardViews query={{ ...shared(query), asOf: to === today ? undefined : to }} now="compare" />
      <SideBySide comparison={comparison} today={today} board={board} />
      <Changes comparison={comparison} />
    </div>
  );
}
