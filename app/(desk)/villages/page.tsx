import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { one, type Query } from "#app/_ui/search-params.ts";
import { newestMonthOf } from "#lib/board/rules/reporting-month.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { VillageFilter } from "#lib/income/input.ts";
import { villagesOf } from "#lib/income/queries/village-register.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { RegisterChips, RegisterMonth } from "./sections/register-chips.tsx";
import { tierNamesOf } from "./sections/tier-names.ts";
import { VillageFilters } from "./sections/village-filters.tsx";
import { VillagePages } from "./sections/village-pages.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("village"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("village.read", query);
  const t = await getTranslations("village");
  const filter = VillageFilter.parse(
    Object.fromEntries(Object.keys(VillageFilter.shape).map((name) => [name, one(query[name])])),
  );
  const atWork = await monthToRead(ctx);
  const month = filter.year ? newestMonthOf(filter.year, today(ctx)) : atWork;
  const year = yearOfMonth(month);
  const node = await orNotFound(divisionOf(ctx.db, ctx.actor, filter.node ?? ctx.actor.scope.code));
  const register = await villagesOf(ctx, { ...filter, node, year });
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const tierNames = await tierNamesOf(register);
  const shown = { node, register, query, filter, year, tierNames };
  return (
    <>
      <PageHead
        title={t("registerOf", { place: node.shortName, year })}
        day={{ path: "/villages", query, money: true }}
        done={query.done}
        beside={<RegisterMonth ctx={ctx} node={node} query={query} month={month} />}
      >
        <RegisterChips total={register.total} query={query} />
      </PageHead>
      <VillageFilters
        {...shown}
        towns={towns}
        atWork={yearOfMonth(atWork)}
        newest={yearOfMonth(today(ctx))}
      />
      <VillagePages {...shown} />
    </>
  );
}
