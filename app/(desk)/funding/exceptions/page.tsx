import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { PrintButton } from "#app/_ui/print-button.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import { today } from "#lib/core/context.ts";
import { divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import type { ExceptionFilter } from "#lib/funding/input.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { Tied } from "../sections/exceptions-summary.tsx";
import { exceptionFilterFrom, exceptionsPath } from "../sections/selection.ts";
import { ExceptionFilters } from "./sections/exception-filters.tsx";
import { ExceptionPages } from "./sections/exception-pages.tsx";
import { StateTabs } from "./sections/state-tabs.tsx";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("exceptions"))("name") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query, "all");
  const t = await getTranslations();
  const asked = exceptionFilterFrom(query);
  const filter: ExceptionFilter = { ...asked, state: asked.state ?? "open" };
  const exceptions = await orNotFound(exceptionsOf(ctx, filter));
  const { node, counts } = exceptions;
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
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
      <ExceptionFilters ctx={ctx} filter={filter} towns={towns} />
      <section className="sheet">
        <StateTabs counts={counts} filter={filter} />
        <Tied counts={counts} href={exceptionsPath({ ...asked, state: "open" })} />
        <ExceptionPages exceptions={exceptions} filter={filter} query={query} today={today(ctx)} />
      </section>
    </>
  );
}
