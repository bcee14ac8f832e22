import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { clock } from "#app/_server/session/session.ts";
import type { Query } from "#app/_ui/search-params.ts";
import { minuteOf } from "#lib/core/dates.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { ProjectFilter } from "#lib/projects/input.ts";
import { projectsOf } from "#lib/projects/queries/register.ts";
import { CountedLight, CountedNote } from "./sections/counted-notes.tsx";
import { LightChips } from "./sections/light-chips.tsx";
import { NewProject, RegisterActions } from "./sections/register-actions.tsx";
import { RegisterFilters } from "./sections/register-filters.tsx";
import { RegisterPages } from "./sections/register-pages.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("projects") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("project.read", query, "all");
  const filter = ProjectFilter.parse(query);
  const t = await getTranslations("project");
  const register = await orNotFound(projectsOf(ctx, filter));
  const place = filter.node ? await orNotFound(divisionOf(ctx.db, ctx.actor, filter.node)) : undefined;
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const rows = Object.values(register.byLight).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <PageHead
        title={t("registerTitle", { place: place?.shortName ?? ctx.actor.scope.name })}
        day={{ path: "/projects", query, ...(filter.on && { asOf: filter.on }) }}
        done={query.done}
        besides={<RegisterActions ctx={ctx} query={query} />}
      >
        <NewProject ctx={ctx} className=" no-print" />
      </PageHead>
      <section className="sheet">
        <RegisterFilters query={query} filter={filter} place={place} towns={towns} />
        <CountedLight counts={filter.counts} query={query} />
        <LightChips register={register} rows={rows} query={query} filter={filter} />
        {!filter.counts && <CountedNote register={register} rows={rows} />}
        <RegisterPages ctx={ctx} register={register} query={query} filter={filter} />
      </section>
      <p className="only-print note mt-2">
        {t("printed", {
          count: register.count,
          at: minuteOf((await clock()).toISOString()),
          name: ctx.actor.name,
        })}
      </p>
    </>
  );
}
