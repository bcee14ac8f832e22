import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterField, FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { VillageFilter } from "#lib/income/input.ts";

type Props = {
  query: Query;
  filter: VillageFilter;
  node: Division;
  towns: Division[];
  tierNames: Record<string, string>;
  year: number;
  /** The year that is shown unasked, and this one. */
  atWork: number;
  newest: number;
};

/** What narrows the register, and of which year it is. */
export async function VillageFilters({ query, filter, node, towns, tierNames, year, atWork, newest }: Props) {
  const t = await getTranslations();
  const tiers = Object.entries(tierNames).map(([value, label]) => ({ value, label }));
  return (
    <div className="sheet no-print mb-3">
      <Filters
        path="/villages"
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
        <FilterSelect name="tier" label={t("income.tier")} value={filter.tier} choices={tiers} />
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
          value={year === atWork ? "" : String(year)}
          all={String(atWork)}
          choices={Array.from({ length: 5 }, (_, back) => String(newest - back))
            .filter((each) => each !== String(atWork))
            .map((value) => ({ value, label: value }))}
        />
      </Filters>
    </div>
  );
}
