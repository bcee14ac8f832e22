import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterSelect, Filters } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { pageOf, type Query } from "#app/_ui/search-params.ts";
import { exceptionKinds } from "#db/schema/funding.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import type { ExceptionFilter } from "#lib/funding/input.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { Tied } from "../sections/exceptions-summary.tsx";
import { exceptionFilterFrom, exceptionsPath, queryOf } from "../sections/selection.ts";
import { ExceptionTable } from "./sections/exception-table.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exceptions"))("name") };
}

const pageSize = 50;

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query, "all");
  const t = await getTranslations();
  const asked = exceptionFilterFrom(query);
  const filter: ExceptionFilter = { ...asked, state: asked.state ?? "open" };
  const { node, rows, counts } = await orNotFound(exceptionsOf(ctx, filter));
  const page = pageOf(query);
  const { kind, owner, age } = filter;
  const narrowed = [kind, owner, age].some((value) => value !== undefined);
  return (
    <>
      <PageHead
        title={t("exceptions.title", { place: node.name })}
        crumbs={[{ name: t("nav.funding"), href: "/funding" }, { name: t("exceptions.name") }]}
        day={{ path: "/funding/exceptions", query }}
        done={query.done}
      >
        <PrintButton label={t("app.print")} />
      </PageHead>
      <ExceptionFilters ctx={ctx} filter={filter} />
      <section className="sheet">
        <nav aria-label={t("exceptions.tabs")} className="no-print flex flex-wrap gap-2 px-4 pt-3 pb-2">
          {(["open", "explained"] as const).map((state) => (
            <Link
              key={state}
              className={`button ${filter.state === state ? "button-primary" : ""}`}
              aria-current={filter.state === state ? "page" : undefined}
              href={exceptionsPath({ ...asked, state })}
            >
              {t(`exceptions.state.${state}`)} {state === "open" ? counts.openCount : counts.explainedCount}
            </Link>
          ))}
        </nav>
        <Tied counts={counts} href={exceptionsPath({ ...asked, state: "open" })} />
        {rows.length === 0 ? (
          narrowed ? (
            <Empty why="noMatch" />
          ) : (
            <p className="px-4 pb-6 text-ink-2">
              ✓ {t(filter.state === "open" ? "exceptions.none" : "exceptions.noneExplained")}
            </p>
          )
        ) : (
          <>
            <ExceptionTable rows={rows.slice((page - 1) * pageSize, page * pageSize)} today={today(ctx)} />
            <Pager
              path="/funding/exceptions"
              query={queryOf(filter)}
              page={page}
              pageSize={pageSize}
              count={rows.length}
            />
          </>
        )}
      </section>
    </>
  );
}

const ages = [15, 30, 60, 90, 180];

async function ExceptionFilters({ ctx, filter }: { ctx: Ctx; filter: ExceptionFilter }) {
  const t = await getTranslations();
  const towns = (await divisionsWithin(ctx.db, ctx.actor, "town")).map((town) => ({
    value: town.code,
    label: town.shortName,
  }));
  return (
    <div className="sheet no-print mb-3.5">
      <Filters
        path="/funding/exceptions"
        keep={{ state: filter.state, project: filter.project?.toString(), source: filter.source }}
      >
        <FilterSelect
          name="kind"
          label={t("funding.kind")}
          value={filter.kind}
          choices={exceptionKinds.map((kind) => ({ value: kind, label: t(`exceptions.kind.${kind}`) }))}
        />
        {towns.length > 1 && (
          <FilterSelect
            name="node"
            label={t("level.town")}
            value={filter.node}
            choices={towns}
            all={ctx.actor.scope.name}
          />
        )}
        <FilterSelect
          name="owner"
          label={t("exceptions.ownerLabel")}
          value={filter.owner}
          choices={(["office", "town", "me"] as const).map((owner) => ({
            value: owner,
            label: t(`exceptions.owner.${owner}`),
          }))}
        />
        <FilterSelect
          name="age"
          label={t("exceptions.ageFilter")}
          value={filter.age?.toString()}
          choices={ages.map((days) => ({ value: String(days), label: t("exceptions.ageOver", { days }) }))}
        />
      </Filters>
    </div>
  );
}
