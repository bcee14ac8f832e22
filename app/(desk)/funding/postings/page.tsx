import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { stages } from "#db/schema/funding.ts";
import { formatFen } from "#lib/core/money.ts";
import { fundingPostingsOf } from "#lib/funding/queries/ledger.ts";
import { byStage, fundingSums } from "#lib/funding/queries/totals.ts";
import { FundingFilters } from "../sections/funding-filters.tsx";
import { LedgerTable } from "../sections/ledger-table.tsx";
import { filterFrom, ledgerPath, queryOf } from "../sections/selection.ts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("funding"))("ledger") };
}

const pageSize = 100;

export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("funding.read", query);
  const t = await getTranslations();
  const filter = filterFrom(query);
  const cursor = one(query.after);
  const { node, rows, next } = await orNotFound(fundingPostingsOf(ctx, filter, { cursor, limit: pageSize }));
  const sums = await fundingSums(ctx, filter, []);
  const total = byStage(sums);
  const count = sums.reduce((all, sum) => all + sum.postings, 0);
  return (
    <>
      <PageHead
        title={t("funding.ledgerTitle", { place: node.name })}
        crumbs={[
          { name: t("nav.funding"), href: withQuery("/funding", queryOf(filter), { stage: undefined }) },
          { name: t("funding.ledger") },
        ]}
        day={{ path: "/funding/postings", query }}
        done={query.done}
      >
        <Link
          className="button no-print"
          href={withQuery("/exports", { ...queryOf(filter), kind: "funding" })}
        >
          {t("nav.exports")}
        </Link>
        <PrintButton label={t("app.print")} />
      </PageHead>
      <FundingFilters
        ctx={ctx}
        path="/funding/postings"
        node={node}
        filter={filter}
        project={rows[0]?.project.name}
      />
      <section className="sheet">
        <dl className="flex flex-wrap gap-x-6 gap-y-1 px-4 py-3 text-[13px]">
          <div>
            <dt className="inline text-ink-2">{t("funding.postings")} </dt>
            <dd className="inline font-semibold">{count}</dd>
          </div>
          {stages
            .filter((stage) => filter.stage === undefined || filter.stage === stage)
            .map((stage) => (
              <div key={stage}>
                <dt className="inline text-ink-2">{t(`funding.stage.${stage}`)} </dt>
                <dd className="inline">
                  <b>{formatFen(total[stage])}</b> <span className="text-ink-3">{t("unit.yuan")}</span>
                </dd>
              </div>
            ))}
        </dl>
        {rows.length === 0 ? (
          <Empty why="noMatch" />
        ) : (
          <LedgerTable rows={rows} ofVillage={node.level === "village"} />
        )}
        {(cursor || next) && (
          <nav
            aria-label={t("app.pages")}
            className="no-print flex flex-wrap items-center gap-3 px-4 py-3 text-[13px] text-ink-2"
          >
            <span>{t("funding.shownOf", { shown: rows.length, count })}</span>
            <span className="ml-auto flex gap-2">
              {cursor && (
                <Link className="button" href={ledgerPath(filter)}>
                  {t("funding.newest")}
                </Link>
              )}
              {next && (
                <Link className="button" rel="next" href={ledgerPath(filter, { after: next })}>
                  {t("funding.older")}
                </Link>
              )}
            </span>
          </nav>
        )}
      </section>
    </>
  );
}
