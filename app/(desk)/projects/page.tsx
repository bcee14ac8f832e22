import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { lightShapes } from "#app/_parts/project/light-shapes.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { clock } from "#app/_server/session/session.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterField, FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { approaches, phases, projectLevels, projectTypes, sectors } from "#db/schema/projects.ts";
import { may } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { KeyIn } from "#lib/core/message-keys.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { ProjectFilter } from "#lib/projects/input.ts";
import { projectsOf } from "#lib/projects/queries/register.ts";
import { RegisterTable } from "./sections/register-table.tsx";

const path = "/projects";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("nav"))("projects") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("project.read", query, "all");
  const filter = ProjectFilter.parse(query);
  const t = await getTranslations();
  const register = await orNotFound(projectsOf(ctx, filter));
  const name = filter.node
    ? (await orNotFound(divisionOf(ctx.db, ctx.actor, filter.node))).shortName
    : ctx.actor.scope.name;
  const rows = Object.values(register.byLight).reduce((sum, count) => sum + count, 0);
  const narrowed = Object.keys(query).some(
    (each) => !["sort", "page", "size", "done"].includes(each) && one(query[each]),
  );
  return (
    <>
      <PageHead
        title={t("project.registerTitle", { place: name })}
        day={{ path, query, ...(filter.on && { asOf: filter.on }) }}
        done={query.done}
        besides={
          <Besides
            shown={
              <>
                <Link
                  className="button no-print"
                  href={withQuery(path, query, { size: "1000", page: undefined })}
                >
                  {t("project.allRows")}
                </Link>
                {may(ctx.actor, "intake.upload") && (
                  <Link className="button no-print" href="/intake?kind=reports">
                    {t("intake.byTable")}
                  </Link>
                )}
              </>
            }
          />
        }
      >
        {may(ctx.actor, "project.create") && (
          <Link className="button button-primary no-print" href="/projects/new">
            {t("project.create")}
          </Link>
        )}
      </PageHead>
      <section className="sheet">
        <RegisterFilters ctx={ctx} query={query} filter={filter} />
        {filter.counts && (
          <p className="flex flex-wrap items-center gap-2 border-t border-line px-3 py-2 text-[13px] text-ink-2">
            {t("board.counted", {
              light:
                filter.counts === "all"
                  ? t("app.all")
                  : `${lightShapes[filter.counts]} ${t(`light.${filter.counts}`)}`,
            })}
            <Link
              className="link no-print"
              href={withQuery(path, query, { counts: undefined, page: undefined })}
            >
              {t("app.all")}
            </Link>
          </p>
        )}
        <nav
          aria-label={t("project.byLight")}
          className="no-print flex flex-wrap gap-2 border-t border-line px-3 py-2.5"
        >
          <Link
            className="chip"
            aria-current={filter.light ? undefined : "true"}
            href={withQuery(path, query, { light: undefined, page: undefined })}
          >
            {t("app.all")} <b>{rows}</b>
          </Link>
          {(["red", "yellow", "grey", "green", "paused"] as const).map((light) => (
            <Link
              key={light}
              className="chip"
              aria-current={filter.light === light ? "true" : undefined}
              href={withQuery(path, query, { light, page: undefined })}
            >
              <span className={`light light-${light}`}>
                <span aria-hidden="true">{lightShapes[light]}</span> {t(`light.${light}`)}
              </span>
              <b>{register.byLight[light]}</b>
            </Link>
          ))}
          {register.byLight.ended > 0 && (
            <Link
              className="chip"
              aria-current={filter.light === "ended" ? "true" : undefined}
              href={withQuery(path, query, { light: "ended", page: undefined })}
            >
              ✕ {t("project.ended")} <b>{register.byLight.ended}</b>
            </Link>
          )}
        </nav>
        {!filter.counts &&
          (register.counted.physical !== rows || register.counted.red !== register.byLight.red) && (
            <p className="note border-t border-line px-3 py-2">
              {t("project.countedNote", { rows, ...register.counted })}{" "}
              <Link className="link underline" href="/board">
                {t("nav.board")}
              </Link>
            </p>
          )}
        {register.count === 0 ? (
          <Empty why={register.isEmpty ? "none" : "noMatch"}>
            {register.isEmpty && !narrowed ? (
              may(ctx.actor, "project.create") && (
                <Link className="button button-primary" href="/projects/new">
                  {t("project.create")}
                </Link>
              )
            ) : (
              <Link className="button" href={path}>
                {t("app.reset")}
              </Link>
            )}
          </Empty>
        ) : (
          <>
            <RegisterTable path={path} query={query} rows={register.rows} />
            <Pager
              path={path}
              query={query}
              page={register.page}
              pageSize={filter.size}
              count={register.count}
            />
          </>
        )}
      </section>
      <p className="only-print note mt-2">
        {t("project.printed", {
          count: register.count,
          at: minuteOf((await clock()).toISOString()),
          name: ctx.actor.name,
        })}
      </p>
    </>
  );
}

async function RegisterFilters({ ctx, query, filter }: { ctx: Ctx; query: Query; filter: ProjectFilter }) {
  const t = await getTranslations("project");
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const named = <Name extends string>(names: readonly Name[], keyOf: (name: Name) => KeyIn<"project">) =>
    names.map((value) => ({ value, label: t(keyOf(value)) }));
  const asked =
    filter.node && !towns.some((town) => town.code === filter.node)
      ? [await divisionOf(ctx.db, ctx.actor, filter.node)]
      : [];
  const nodes = [...asked, ...(towns.length > 1 ? towns : [])];
  return (
    <Filters
      path={path}
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
    </Filters>
  );
}
