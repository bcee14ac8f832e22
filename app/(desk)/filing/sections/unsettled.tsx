import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import type { MonthTotals } from "#lib/filing/queries/filing-matrix.ts";

/**
 * Earlier months that some towns have not handed in or the office has not judged: the one at work does not
 * hide them.
 */
export async function Unsettled({ months, query }: { months: MonthTotals[]; query: Query }) {
  const t = await getTranslations("filing");
  if (months.length === 0) return null;
  return (
    <p className="sheet no-print mb-3 flex flex-wrap items-baseline gap-x-4 gap-y-1 px-4 py-3" role="note">
      <b>{t("unsettled")}</b>
      {months.map(({ month, towns, filed, settled }) => (
        <Link
          key={month}
          className="link"
          href={withQuery("/filing", query, { year: month.slice(0, 4), month, done: undefined })}
        >
          {t("unsettledMonth", { month, open: towns - filed, waiting: filed - settled })}
        </Link>
      ))}
    </p>
  );
}
