import type { Metadata } from "next";
import { MonthOfDay } from "#app/_parts/board/month-of-day.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, pageOf, type Query } from "#app/_ui/search-params.ts";
import { may } from "#lib/access/policy.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { receiptPage, receiptsOf } from "#lib/income/queries/receipts.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { DueShares } from "../sections/due-shares.tsx";
import { ReceiptCard } from "./sections/receipt-card.tsx";

const path = "/income/receipts";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("receipt"))("title") };
}

/**
 * 分摊收入: every receipt that several months or villages share, with what is posted of it, due, and still to
 * come.
 */
export default async function Page({ searchParams }: { searchParams: Promise<Query> }) {
  const query = await searchParams;
  const ctx = await pageContext("income.read", query, "all");
  const t = await getTranslations();
  const asked = one(query.node) ?? "";
  const node = await orNotFound(
    divisionOf(ctx.db, ctx.actor, /^\d{12}$/.test(asked) ? asked : ctx.actor.scope.code),
  );
  const towns = await divisionsWithin(ctx.db, ctx.actor, "town");
  const page = pageOf(query);
  const { receipts, count } = await receiptsOf(ctx, { node, page });
  const mayEnter = may(ctx.actor, "income.apportion");
  const town = node.level === "town" ? node : undefined;
  const form = (
    <Link
      className="button button-primary no-print"
      href={town ? `${path}/new?town=${town.id}` : `${path}/new`}
    >
      {t("receipt.new")}
    </Link>
  );
  return (
    <>
      <PageHead
        title={t("receipt.titleOf", { place: node.shortName })}
        crumbs={[{ name: t("income.title"), href: "/income" }]}
        day={{ path, query }}
        beside={<MonthOfDay ctx={ctx} path={path} query={query} month={await monthToRead(ctx)} alone />}
        done={query.done}
      >
        {mayEnter && form}
      </PageHead>
      {towns.length > 1 && (
        <div className="sheet no-print mb-3">
          <Filters path={path} narrowed={narrowedBy(query, ["node"])}>
            <FilterSelect
              name="node"
              label={t("level.town")}
              value={town?.code}
              choices={towns.map((each) => ({ value: each.code, label: each.shortName }))}
            />
          </Filters>
        </div>
      )}
      {town && <DueShares ctx={ctx} town={town} listed />}
      {receipts.length === 0 ? (
        <div className="sheet">
          <Empty why={town && towns.length > 1 ? "noMatch" : "none"}>
            <p className="note mb-3">{t("receipt.none")}</p>
            {mayEnter && form}
          </Empty>
        </div>
      ) : (
        <div className="grid gap-3.5">
          {receipts.map((receipt, at) => (
            <ReceiptCard
              key={receipt.id}
              receipt={receipt}
              ctx={ctx}
              open={at === 0 || one(query.receipt) === String(receipt.id)}
            />
          ))}
          <Pager path={path} query={query} page={page} pageSize={receiptPage} count={count} />
        </div>
      )}
    </>
  );
}
