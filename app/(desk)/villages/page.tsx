import type { Metadata } from "next";
import { getLocale } from "next-intl/server";
import { MonthOfDay } from "#app/_parts/board/month-of-day.tsx";
import { noDataClass } from "#app/_parts/board/tile-map.tsx";
import { CompletenessChip } from "#app/_parts/filing/completeness-chip.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { newestMonthOf } from "#lib/board/rules/reporting-month.ts";
import { today } from "#lib/core/context.ts";
import { yearOfMonth } from "#lib/core/dates.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { VillageFilter } from "#lib/income/input.ts";
import { pageSize, villagesOf } from "#lib/income/queries/village-register.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { VillageRows } from "./sections/village-rows.tsx";

const path = "/villages";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("village"))("title") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("village.read", query);
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  const filter = VillageFilter.parse(
    Object.fromEntries(Object.keys(VillageFilter.shape).map((name) => [name, one(query[name])])),
  );
  const month = filter.year ? newestMonthOf(filter.year, today(ctx)) : await monthToRead(ctx);
  const year = yearOfMonth(month);
  const [thisYear, yearAtWork] = [yearOfMonth(today(ctx)), yearOfMonth(await monthToRead(ctx))];
  const node = await orNotFound(divisionOf(ctx.db, ctx.actor, filter.node ?? ctx.actor.scope.code));
  const register = await villagesOf(ctx, { ...filter, node, year });
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const { total } = register;
  const tierNames: Record<string, string> = {
    ...Object.fromEntries(register.bands.map((band) => [band.key, english ? band.nameEn : band.name])),
    [noData]: t(noDataClass()),
  };
  return (
    <>
      <PageHead
        title={t("village.registerOf", { place: node.shortName, year })}
        day={{ path, query, money: true }}
        done={query.done}
        beside={
          <>
            <CompletenessChip ctx={ctx} node={node} month={month} />
            <MonthOfDay ctx={ctx} path={path} query={query} month={month} />
          </>
        }
      >
        <Link className="chip" href={withQuery(path, query, { met: "yes", page: undefined })}>
          {t("village.metCount")}{" "}
          <b>
            {total.met}/{total.villages}
          </b>
        </Link>
        <Link
          className="chip"
          href={withQuery(path, query, { met: undefined, tier: undefined, page: undefined })}
        >
          {t("village.withData")}{" "}
          <b>
            {total.withData}/{total.villages}
          </b>
        </Link>
      </PageHead>
      <div className="sheet no-print mb-3">
        <Filters
          path={path}
          keep={{ sort: one(query.sort) }}
          narrowed={narrowedBy(query, ["search", "node", "tier", "met", "year"])}
        >
          <FilterField label={t("village.search")}>
            <input
              type="search"
              name="search"
              defaultValue={filter.search}
              placeholder={t("village.searchHint")}
              className="input w-52 max-phone:w-full"
            />
          </FilterField>
          {towns.length > 1 && (
            <FilterSelect
              name="node"
              label={t("level.town")}
              value={node.level === "town" ? node.code : ""}
              choices={towns.map((town) => ({ value: town.code, label: town.shortName }))}
            />
          )}
          <FilterSelect
            name="tier"
            label={t("income.tier")}
            value={filter.tier}
            choices={Object.entries(tierNames).map(([value, label]) => ({ value, label }))}
          />
          <FilterSelect
            name="met"
            label={t("village.target")}
            value={filter.met}
            choices={[
              { value: "yes", label: t("income.met") },
              { value: "no", label: t("village.notMet") },
            ]}
          />
          <FilterSelect
            name="year"
            label={t("village.year")}
            value={year === yearAtWork ? "" : String(year)}
            all={String(yearAtWork)}
            choices={Array.from({ length: 5 }, (_, back) => String(thisYear - back))
              .filter((each) => each !== String(yearAtWork))
              .map((value) => ({ value, label: value }))}
          />
        </Filters>
      </div>
      <div className="sheet table-page table-scroll">
        {register.rows.length === 0 ? (
          <Empty why="noMatch">
            <Link className="button" href={path}>
              {t("app.reset")}
            </Link>
          </Empty>
        ) : (
          <VillageRows
            node={node.code}
            register={register}
            query={query}
            year={year}
            tierNames={tierNames}
            unit={t(`unit.${await unitOf()}`)}
            grouped={filter.sort.endsWith("code")}
          />
        )}
        <Pager path={path} query={query} page={filter.page} pageSize={pageSize} count={total.villages} />
      </div>
    </>
  );
}
