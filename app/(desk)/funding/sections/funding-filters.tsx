import { getTranslations } from "#app/_server/i18n/translations.ts";
import { yearsOffered } from "#app/_server/session/years-offered.ts";
import { FilterField, FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { sources, stages } from "#db/schema/funding.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { type Division, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { type FundingFilter, listings } from "#lib/funding/input.ts";
import { type Group, groups } from "./selection.ts";

type Props = {
  ctx: Ctx;
  path: string;
  node: Division;
  filter: FundingFilter;
  by?: Group;
  /** The one project that is looked at. */
  project?: string | undefined;
};

/** The filter of funding's pages; the same parameters mean the same on totals, ledger, export and API. */
export async function FundingFilters({ ctx, path, node, filter, by, project }: Props) {
  const t = await getTranslations();
  const towns = (await divisionsWithin(ctx.db, ctx.actor, "town")).map((town) => ({
    value: town.code,
    label: town.shortName,
  }));
  const places = node.level === "village" ? [...towns, { value: node.code, label: node.name }] : towns;
  const years = (await yearsOffered(ctx))
    .map(String)
    .map((value) => ({ value, label: t("app.perYear", { year: value }) }));
  return (
    <div className="sheet no-print mb-3.5">
      <Filters path={path} narrowed={Object.values(filter).filter((value) => value !== undefined).length}>
        {by && (
          <FilterField label={t("funding.groupBy")}>
            <select name="by" defaultValue={by} data-shown={by} className="input min-w-24 pr-6">
              {groups.map((group) => (
                <option key={group} value={group}>
                  {t(`funding.group.${group}`)}
                </option>
              ))}
            </select>
          </FilterField>
        )}
        {places.length > 1 && (
          <FilterSelect
            name="node"
            label={t("funding.place")}
            value={filter.node}
            choices={places}
            all={ctx.actor.scope.name}
          />
        )}
        <FilterSelect name="year" label={t("funding.year")} value={filter.year?.toString()} choices={years} />
        <FilterSelect
          name="list"
          label={t("funding.list")}
          value={filter.list}
          choices={listings.map((value) => ({ value, label: t(`export.list.${value}`) }))}
        />
        <FilterSelect
          name="source"
          label={t("funding.sourceLabel")}
          value={filter.source}
          choices={sources.map((value) => ({ value, label: t(`funding.source.${value}`) }))}
        />
        {!by && (
          <FilterSelect
            name="stage"
            label={t("funding.stageLabel")}
            value={filter.stage}
            choices={stages.map((value) => ({ value, label: t(`funding.stage.${value}`) }))}
          />
        )}
        <FilterField label={t("funding.from")}>
          <input type="date" name="from" defaultValue={filter.from} max={today(ctx)} className="input" />
        </FilterField>
        <FilterField label={t("funding.to")}>
          <input type="date" name="to" defaultValue={filter.to} max={today(ctx)} className="input" />
        </FilterField>
        {filter.project !== undefined && (
          <FilterSelect
            name="project"
            label={t("funding.project")}
            value={String(filter.project)}
            choices={[{ value: String(filter.project), label: project ?? `#${filter.project}` }]}
          />
        )}
      </Filters>
    </div>
  );
}
