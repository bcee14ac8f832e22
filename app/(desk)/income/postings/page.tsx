import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { firstMonth } from "#app/_server/session/asked-month.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { MonthStep } from "#app/_ui/month-step.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { PostingFilter } from "#lib/income/input.ts";
import { accountsPosted, postingsOf } from "#lib/income/queries/income-ledger.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { KindSums } from "./sections/kind-sums.tsx";
import { LedgerLinks } from "./sections/ledger-links.tsx";
import { LedgerPages } from "./sections/ledger-pages.tsx";
import { PostingFilters } from "./sections/posting-filters.tsx";

const path = "/income/postings";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("income"))("ledger") };
}

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("income.read", query);
  const t = await getTranslations("income");
  const filter = PostingFilter.parse(
    Object.fromEntries(Object.keys(PostingFilter.shape).map((name) => [name, one(query[name])])),
  );
  const node = await orNotFound(divisionOf(ctx.db, ctx.actor, filter.node ?? ctx.actor.scope.code));
  const ledger = await postingsOf(ctx, { ...filter, node });
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const accounts = await accountsPosted(ctx.db);
  const month = filter.from === filter.to ? filter.from : undefined;
  return (
    <>
      <PageHead
        title={t("ledgerOf", { place: node.shortName })}
        crumbs={[{ name: t("title"), href: "/income" }]}
        day={{ path, query, money: true }}
        done={query.done}
        beside={
          month && (
            <MonthStep
              month={month}
              to={(month) => withQuery(path, query, { from: month, to: month, before: undefined })}
              atWork={await monthToRead(ctx)}
              first={firstMonth}
              last={monthOfDay(today(ctx))}
            />
          )
        }
        besides={<LedgerLinks ctx={ctx} node={node} />}
      >
        <KindSums ledger={ledger} countedBy={filter.countedBy} query={query} />
      </PageHead>
      <PostingFilters ctx={ctx} query={query} filter={filter} node={node} towns={towns} accounts={accounts} />
      <LedgerPages ctx={ctx} ledger={ledger} query={query} filter={filter} />
    </>
  );
}
