import { getTranslations } from "next-intl/server";
import { FilterField, FilterSelect, Filters } from "#app/_components/filters.tsx";
import { found } from "#app/_server/found.ts";
import { sources, stages } from "#db/schema/funding.ts";
import { projectLevels } from "#db/schema/projects.ts";
import { type Ctx, today } from "#lib/context.ts";
import { divisionById, divisionOf, divisionsWithin } from "#lib/divisions/queries.ts";
import type { ExportRequest } from "#lib/exchange/input.ts";
import { listings } from "#lib/funding/input.ts";
import { monthOfDay } from "#lib/period.ts";

/** What to export: the same filter as on the screen that shows it. */
export async function ExportFilters({ ctx, request }: { ctx: Ctx; request: ExportRequest }) {
  const t = await getTranslations();
  const { kind, filter } = request;
  const node = filter.node ? await found(divisionOf(ctx.db, ctx.actor, filter.node)) : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  const towns = (await divisionsWithin(ctx.db, ctx.actor, "town")).map((town) => ({ value: town.code, label: town.shortName }));
  const places = node.level === "village" ? [...towns, { value: node.code, label: node.name }] : towns;
  const year = Number(today(ctx).slice(0, 4));
  const years = Array.from({ length: 5 }, (_, back) => String(year - back)).map((value) => ({ value, label: t("app.perYear", { year: value }) }));
  const lists = kind === "projects" ? projectLevels : listings;
  const period = kind === "income" ? ({ type: "month", max: monthOfDay(today(ctx)) } as const) : ({ type: "date", max: today(ctx) } as const);
  return (
    <div className="sheet no-print mb-3.5">
      <Filters path="/exports" keep={{ kind, project: kind === "funding" ? filter.project?.toString() : undefined }}>
        {places.length > 1 && <FilterSelect name="node" label={t("funding.place")} value={filter.node} choices={places} all={ctx.actor.scope.name} />}
        {kind !== "projects" && <FilterSelect name="year" label={t("funding.year")} value={filter.year?.toString()} choices={years} />}
        {kind !== "income" && (
          <FilterSelect
            name="list"
            label={t("funding.list")}
            value={filter.list}
            choices={lists.map((value) => ({ value, label: t(`export.list.${value}`) }))}
          />
        )}
        {kind === "funding" && (
          <>
            <FilterSelect
              name="source"
              label={t("funding.sourceLabel")}
              value={filter.source}
              choices={sources.map((value) => ({ value, label: t(`funding.source.${value}`) }))}
            />
            <FilterSelect
              name="stage"
              label={t("funding.stageLabel")}
              value={filter.stage}
              choices={stages.map((value) => ({ value, label: t(`funding.stage.${value}`) }))}
            />
          </>
        )}
        {kind !== "projects" &&
          (["from", "to"] as const).map((name) => (
            <FilterField key={name} label={t(`funding.${name}`)}>
              <input {...period} name={name} defaultValue={filter[name]} className="input" />
            </FilterField>
          ))}
      </Filters>
    </div>
  );
}
