import type { Metadata } from "next";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { PrintButton } from "#app/_ui/print-button.tsx";
import { one, type Query, withQuery } from "#app/_ui/search-params.ts";
import { fundingPostingsOf } from "#lib/funding/queries/ledger.ts";
import { byStage, fundingSums } from "#lib/funding/queries/totals.ts";
import { FundingFilters } from "../sections/funding-filters.tsx";
import { LedgerTable } from "../sections/ledger-table.tsx";
import { filterFrom, queryOf } from "../sections/selection.ts";
import { OtherPages } from "./sections/other-pages.tsx";
import { StageSums } from "./sections/stage-sums.tsx";

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
        <StageSums filter={filter} count={count} total={total} />
        {rows.length === 0 ? (
          <Empty why="noMatch" />
        ) : (
          <LedgerTable rows={rows} ofVillage={node.level === "village"} />
        )}
        <OtherPages
          filter={filter}
          shown={rows.length}
          count={count}
          isLater={cursor !== undefined}
          next={next}
        />
      </section>
    </>
  );
}
