import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { yearsOffered } from "#app/_server/session/years-offered.ts";
import { FilterField, FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { sources, stages } from "#db/schema/funding.ts";
import { projectLevels } from "#db/schema/projects.ts";
import { happenings, policy } from "#lib/access/policy.ts";
import { trailPeople } from "#lib/audit/queries/trail.ts";
import { subjectTypes } from "#lib/core/audit-entry.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { units } from "#lib/core/money.ts";
import { divisionById, divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { type ExportRequest, filterOf } from "#lib/exports/input.ts";
import { listings } from "#lib/funding/input.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";

/** What to export: the same filter as on the screen that shows it, as far as its kind has one. */
export async function ExportFilters({ ctx, request }: { ctx: Ctx; request: ExportRequest }) {
  const t = await getTranslations();
  const { kind } = request;
  const given: Record<string, string | number | undefined> = request.filter;
  const has = (name: string) => name in filterOf[kind].shape;
  const chosen = (name: string) => given[name]?.toString();
  const node = given.node
    ? await orNotFound(divisionOf(ctx.db, ctx.actor, String(given.node)))
    : await divisionById(ctx.db, ctx.actor, ctx.actor.scope.id);
  const towns = (await divisionsWithin(ctx.db, ctx.actor, "town")).map((town) => ({
    value: town.code,
    label: town.shortName,
  }));
  const places = node.level === "village" ? [...towns, { value: node.code, label: node.name }] : towns;
  const years = (await yearsOffered(ctx))
    .map(String)
    .map((value) => ({ value, label: t("app.perYear", { year: value }) }));
  const lists = kind === "projects" ? projectLevels : listings;
  const period =
    kind === "income"
      ? ({ type: "month", max: monthOfDay(today(ctx)) } as const)
      : ({ type: "date", max: today(ctx) } as const);
  const verbs = [...Object.keys(policy), ...happenings];
  const choice = (name: string, label: string, choices: { value: string; label: string }[]) =>
    has(name) && <FilterSelect key={name} name={name} label={label} value={chosen(name)} choices={choices} />;
  const inWords = (values: readonly string[], path: string) =>
    values.map((value) => ({ value, label: t(`${path}.${value}` as never) }));
  return (
    <div className="sheet no-print mb-3.5">
      <Filters path="/exports" keep={{ kind, project: kind === "funding" ? chosen("project") : undefined }}>
        {places.length > 1 && (
          <FilterSelect
            name="node"
            label={t("funding.place")}
            value={chosen("node")}
            choices={places}
            all={ctx.actor.scope.name}
          />
        )}
        {has("month") && (
          <FilterField label={t("export.filter.month")}>
            <input
              type="month"
              name="month"
              defaultValue={chosen("month") ?? (await monthToRead(ctx))}
              max={monthOfDay(today(ctx))}
              className="input"
            />
          </FilterField>
        )}
        {has("unit") && (
          <FilterSelect
            name="unit"
            label={t("export.filter.unit")}
            value={chosen("unit")}
            all={t("unit.wan")}
            choices={inWords(
              units.filter((unit) => unit !== "wan"),
              "unit",
            )}
          />
        )}
        {choice("year", t("funding.year"), years)}
        {choice("list", t("funding.list"), inWords(lists, "export.list"))}
        {choice("source", t("funding.sourceLabel"), inWords(sources, "funding.source"))}
        {choice("stage", t("funding.stageLabel"), inWords(stages, "funding.stage"))}
        {has("person") &&
          choice("person", t("audit.person"), [
            ...(await trailPeople(ctx)).map((person) => ({
              value: String(person.id),
              label: `${person.name} (${person.username})`,
            })),
            { value: "operator", label: t("role.operator") },
          ])}
        {choice("verb", t("audit.verb"), inWords(verbs, "verb"))}
        {choice("subjectType", t("audit.subjectType"), inWords(subjectTypes, "audit.type"))}
        {has("subject") && (
          <FilterField label={t("audit.subject")}>
            <input
              type="search"
              name="subject"
              defaultValue={chosen("subject")}
              maxLength={60}
              placeholder={t("audit.subjectHint")}
              className="input"
            />
          </FilterField>
        )}
        {(["from", "to"] as const).filter(has).map((name) => (
          <FilterField key={name} label={t(`funding.${name}`)}>
            <input {...period} name={name} defaultValue={chosen(name)} className="input" />
          </FilterField>
        ))}
      </Filters>
    </div>
  );
}
