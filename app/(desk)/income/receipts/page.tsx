import type { Metadata } from "next";
import { MonthOfDay } from "#app/_parts/board/month-of-day.tsx";
import { PageHead } from "#app/_parts/page/page-head.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { orNotFound } from "#app/_server/session/found.ts";
import { pageContext } from "#app/_server/session/page-context.ts";
import { FilterSelect, Filters, narrowedBy } from "#app/_ui/filters.tsx";
import { one, pageOf, type Query } from "#app/_ui/search-params.ts";
import { divisionOf, divisionsWithin } from "#lib/divisions/queries/divisions.ts";
import { receiptsOf } from "#lib/income/queries/receipts.ts";
import { monthToRead } from "#lib/periods/queries/month-at-work.ts";
import { DueShares } from "../sections/due-shares.tsx";
import { NewReceipt } from "./sections/new-receipt.tsx";
import { ReceiptList } from "./sections/receipt-list.tsx";

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
  const { receipts, count } = await receiptsOf(ctx, { node, page: pageOf(query) });
  const town = node.level === "town" ? node : undefined;
  return (
    <>
      <PageHead
        title={t("receipt.titleOf", { place: node.shortName })}
        crumbs={[{ name: t("income.title"), href: "/income" }]}
        day={{ path, query }}
        beside={<MonthOfDay ctx={ctx} path={path} query={query} month={await monthToRead(ctx)} alone />}
        done={query.done}
      >
        <NewReceipt ctx={ctx} town={town} />
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
      <ReceiptList
        ctx={ctx}
        town={town}
        isOneOfMany={towns.length > 1}
        receipts={receipts}
        count={count}
        query={query}
      />
    </>
  );
}
