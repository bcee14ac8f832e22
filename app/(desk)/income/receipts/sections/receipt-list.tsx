import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Pager } from "#app/_ui/pager.tsx";
import { one, pageOf, type Query } from "#app/_ui/search-params.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import type { Receipt } from "#lib/income/queries/receipts.ts";
import { receiptPage } from "#lib/income/queries/receipts.ts";
import { NewReceipt } from "./new-receipt.tsx";
import { ReceiptCard } from "./receipt-card.tsx";

type Props = {
  ctx: Ctx;
  town: Division | undefined;
  /** Whether there is another town to look at. */
  isOneOfMany: boolean;
  receipts: Receipt[];
  count: number;
  query: Query;
};

/** The receipts of one page, the first open; or that there are none. */
export async function ReceiptList({ ctx, town, isOneOfMany, receipts, count, query }: Props) {
  if (receipts.length === 0) return <NoReceipts ctx={ctx} town={town} isOneOfMany={isOneOfMany} />;
  return (
    <div className="grid gap-3.5">
      {receipts.map((receipt, at) => (
        <ReceiptCard
          key={receipt.id}
          receipt={receipt}
          ctx={ctx}
          open={at === 0 || one(query.receipt) === String(receipt.id)}
        />
      ))}
      <Pager
        path="/income/receipts"
        query={query}
        page={pageOf(query)}
        pageSize={receiptPage}
        count={count}
      />
    </div>
  );
}

async function NoReceipts({ ctx, town, isOneOfMany }: Pick<Props, "ctx" | "town" | "isOneOfMany">) {
  const t = await getTranslations("receipt");
  return (
    <div className="sheet">
      <Empty why={town && isOneOfMany ? "noMatch" : "none"}>
        <p className="note mb-3">{t("none")}</p>
        <NewReceipt ctx={ctx} town={town} />
      </Empty>
    </div>
  );
}
