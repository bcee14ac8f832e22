import { incomeLedger } from "#app/_parts/income/ledger-query.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { Besides } from "#app/_ui/menu.tsx";
import { withQuery } from "#app/_ui/search-params.ts";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";

/** What else can be done with a town's month: other ways in, its export, its ledger, its shared receipts. */
export async function MonthLinks({
  town,
  month,
  editable,
}: {
  town: Division;
  month: Month;
  editable: boolean;
}) {
  const t = await getTranslations();
  return (
    <Besides
      shown={
        <>
          {editable && (
            <Link className="button no-print" href={`/intake?kind=income&town=${town.id}&month=${month}`}>
              {t("intake.byTable")}
            </Link>
          )}
          {editable && (
            <Link className="button no-print" href={`/income/new?town=${town.id}&month=${month}`}>
              {t("income.postOne")}
            </Link>
          )}
        </>
      }
    >
      <Link
        className="button no-print"
        href={withQuery("/exports", { kind: "monthly", node: town.code, month })}
      >
        {t("export.kind.monthly")}
      </Link>
      <Link className="button no-print" href={incomeLedger(town.code, { from: month, to: month })}>
        {t("income.ledger")}
      </Link>
      <Link className="button no-print" href={`/income/receipts?node=${town.code}`}>
        {t("income.receipts")}
      </Link>
    </Besides>
  );
}
