import { getTranslations } from "#app/_server/i18n/translations.ts";
import { isPast } from "#app/_server/session/page-context.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";

type Props = { path: string; query: Query; compare?: string | undefined };

/** Says that the past is shown, and leads back. Nothing on a page of today. */
export async function PastRibbon({ path, query, compare }: Props) {
  const on = await isPast(query);
  if (!on) return null;
  const t = await getTranslations("asOf");
  return (
    <aside role="note" className="past-ribbon">
      <span>{t("past", { on })}</span>
      <Link className="link no-print" href={withQuery(path, query, { asOf: undefined })} today>
        {t("today")}
      </Link>
      {compare && (
        <Link className="link no-print" href={compare} today>
          {t("compare")}
        </Link>
      )}
    </aside>
  );
}
