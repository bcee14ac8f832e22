import type { Metadata } from "next";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { drillOf } from "#app/(desk)/board/sections/drill-links.ts";
import { ViewHead } from "#app/(desk)/board/sections/view-head.tsx";
import { shared } from "#app/(desk)/board/sections/views.tsx";
import { TownsFilter } from "#lib/board/input.ts";
import { twoTownsOf } from "#lib/board/queries/two-towns.ts";
import { today } from "#lib/core/context.ts";
import { Kinds } from "../sections/kinds.tsx";
import { Both } from "./sections/both-towns.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("compare.towns"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("board.read", query);
  const towns = await orNotFound(twoTownsOf(ctx, TownsFilter.parse(query)));
  const t = await getTranslations("compare.towns");
  const { node, year, sides } = towns;
  const choices = towns.choices.map(({ code, shortName }) => ({ value: code, label: shortName }));
  const drill = drillOf(towns, today(ctx), await isPast(query));
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3.5">
      <ViewHead
        view="compare"
        path="/board/compare/towns"
        query={query}
        ctx={ctx}
        boardScope={towns}
        title={t("heading", { place: node.name, year: String(year) })}
      />
      <div className="no-print flex flex-wrap items-center gap-3">
        <Kinds query={query} now="twoTowns" />
        {sides && (
          <Filters
            path="/board/compare/towns"
            keep={{ ...shared(query), node: one(query.node) && node.code }}
          >
            {(["a", "b"] as const).map((name, at) => (
              <FilterSelect
                key={name}
                name={name}
                label={t(name)}
                value={sides[at]?.division.code}
                choices={choices}
              />
            ))}
          </Filters>
        )}
      </div>
      {sides ? (
        <Both towns={towns} sides={sides} drill={drill} query={query} />
      ) : (
        <p className="sheet px-4 py-6 text-center text-ink-2">{t("alone")}</p>
      )}
    </div>
  );
}
