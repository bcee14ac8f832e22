import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import type { Month } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";

/** What several months or villages share is entered elsewhere. */
export async function ReceiptHint({ town, month }: { town: Division; month: Month }) {
  const t = await getTranslations("receipt");
  return (
    <p className="mb-3 max-w-3xl text-[13px] text-ink-2">
      {t("intro")}{" "}
      <Link className="link underline" href={`/income/receipts/new?town=${town.id}&month=${month}`}>
        {t("new")}
      </Link>
    </p>
  );
}
