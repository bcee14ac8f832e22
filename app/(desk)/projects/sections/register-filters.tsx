import { getTranslations } from "#app/_server/i18n/translations.ts";
import { FilterField, FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { one, type Query } from "#app/_ui/search-params.ts";
import { approaches, phases, projectLevels, projectTypes, sectors } from "#db/schema/projects.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { ProjectFilter } from "#lib/projects/input.ts";

type Props = { query: Query; filter: ProjectFilter; place: Division | undefined; towns: Division[] };

/** What narrows the register; a place that is no town of theirs is a choice while it is asked for. */
export async function RegisterFilters({ query, filter, place, towns }: Props) {
  const t = await getTranslations("project");
  const asked = place && !towns.some((town) => town.code === place.code) ? [place] : [];
  const nodes = [...asked, ...(towns.length > 1 ? towns : [])];
  return (
    <Filters
      path="/projects"
      keep={{
        sort: one(query.sort),
        light: filter.light,
        counts: filter.counts,
        on: filter.on,
        size: one(query.size),
      }}
      narrowed={narrowedBy(query, ["q", "node", "level", "phase", "type", "sector", "approach"])}
    >
      <FilterField label={t("search")}>
        <input
          name="q"
          type="search"
          defaultValue={filter.q ?? ""}
          placeholder={t("searchHint")}
          className="input w-56"
        />
      </FilterField>
      {nodes.length > 0 && (
        <FilterSelect
          name="node"
          label={t("place")}
          value={filter.node}
          choices={nodes.map((town) => ({ value: town.code, label: town.shortName }))}
        />
      )}
      <KindSelects filter={filter} />
    </Filters>
  );
}

async function KindSelects({ filter }: { filter: ProjectFilter }) {
  const t = await getTranslations("project");
  const named = <Name extends string>(
    names: readonly Name[],
    keyOf: (name: Name) => Parameters<typeof t>[0],
  ) => names.map((value) => ({ value, label: t(keyOf(value)) }));
  return (
    <>
      <FilterSelect
        name="level"
        label={t("level")}
        value={filter.level}
        choices={named(projectLevels, (name) => `levelsShort.${name}`)}
      />
      <FilterSelect
        name="phase"
        label={t("phase")}
        value={filter.phase}
        choices={named(phases, (name) => `phases.${name}`)}
      />
      <FilterSelect
        name="type"
        label={t("type")}
        value={filter.type}
        choices={named(projectTypes, (name) => `types.${name}`)}
      />
      <FilterSelect
        name="sector"
        label={t("sector")}
        value={filter.sector}
        choices={named(sectors, (name) => `sectors.${name}`)}
      />
      <FilterSelect
        name="approach"
        label={t("approach")}
        value={filter.approach}
        choices={named(approaches, (name) => `approaches.${name}`)}
      />
    </>
  );
}
