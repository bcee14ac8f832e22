import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Name } from "#app/_parts/division/name.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { isPast, pageContext } from "#app/_server/session/page-context.ts";
import { FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { type Drill, drillOf } from "#app/(desk)/board/sections/drill-links.ts";
import { ViewHead } from "#app/(desk)/board/sections/view-head.tsx";
import { shared } from "#app/(desk)/board/sections/views.tsx";
import { TownsFilter } from "#lib/board/input.ts";
import { type TownSide, type TwoTowns, twoTownsOf } from "#lib/board/queries/two-towns.ts";
import { gapInYuan } from "#lib/board/rules/gap.ts";
import { today } from "#lib/core/context.ts";
import { type Compared, FiguresTable } from "../sections/figures-table.tsx";
import { Kinds } from "../sections/kinds.tsx";

const path = "/board/compare/towns";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("compare.towns"))("title") };
}

export default async function TownsPage({ searchParams }: { searchParams: Promise<Query> }) {
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
        path={path}
        query={query}
        ctx={ctx}
        boardScope={towns}
        title={t("heading", { place: node.name, year: String(year) })}
      />
      <div className="no-print flex flex-wrap items-center gap-3">
        <Kinds query={query} now="twoTowns" />
        {sides && (
          <Filters path={path} keep={{ ...shared(query), node: one(query.node) && node.code }}>
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

async function Both({
  towns,
  sides,
  drill,
  query,
}: {
  towns: TwoTowns;
  sides: [TownSide, TownSide];
  drill: Drill;
  query: Query;
}) {
  const t = await getTranslations("compare.towns");
  const unit = (await getTranslations("unit"))(await unitOf());
  const columnOf = (side: TownSide): Compared => ({
    key: side.division.code,
    head: (
      <Link href={withQuery("/board", shared(query), { node: side.division.code })}>
        <Name of={side.division.shortName} />
      </Link>
    ),
    figures: side,
    drill,
    at: side.division,
  });
  return (
    <>
      <FiguresTable
        judged={false}
        title={t("figures")}
        note={t("note", { on: towns.asOf, unit })}
        difference={t("difference")}
        columns={[columnOf(sides[0]), columnOf(sides[1])]}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-3.5 md:grid-cols-2">
        {sides.map((side) => (
          <Below key={side.division.id} side={side} drill={drill} />
        ))}
      </div>
    </>
  );
}

/** A town's villages below the line, the largest gap first. */
async function Below({ side: { division, below, noData }, drill }: { side: TownSide; drill: Drill }) {
  const t = await getTranslations();
  const named = await naming();
  return (
    <section className="sheet keep px-4 py-3.5">
      <h2 className="mb-1">{t("compare.towns.below", { town: named(division.shortName) })}</h2>
      {below.length === 0 && noData === 0 && <p className="py-1.5 text-ink-2">{t("compare.towns.none")}</p>}
      <ul className="divide-y divide-line">
        {below.map((village) => (
          <li key={village.id} className="flex flex-wrap items-baseline gap-x-3 py-1.5">
            <Link href={drill.village(village.id)} className="font-semibold hover:text-brand-ink">
              ▽ <Name of={village.name} />
            </Link>
            <span className="text-ink-2 text-xs">
              {village.owner ? t("belowLine.owner", { owner: named(village.owner) }) : t("belowLine.noOwner")}
            </span>
            <Link href={drill.income(village)} className="ml-auto font-semibold text-bad">
              {t("belowLine.short", { amount: gapInYuan(village.gapFen) })}
            </Link>
          </li>
        ))}
      </ul>
      {noData > 0 && (
        <Link href={drill.villages({ tier: "noData" }, division)} className="link text-xs">
          {t("board.kpi.noData")} {noData}
        </Link>
      )}
    </section>
  );
}
