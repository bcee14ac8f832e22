import { firstFigures } from "#app/_parts/board/month-of-day.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";

const firstYear = Number(firstFigures.slice(0, 4));

type Props = { path: string; query: Query; year: number; newest: number };

/** The last four years that there can be figures of. */
export async function Years({ path, query, year: shown, newest }: Props) {
  const t = await getTranslations("board");
  const years = Array.from({ length: Math.max(1, newest - firstYear + 1) }, (_, at) => firstYear + at).slice(
    -4,
  );
  return (
    <div className="row">
      <span aria-hidden="true">{t("year")}</span>
      <nav className="seg" aria-label={t("year")}>
        {years.map((year) => (
          <Link
            key={year}
            href={withQuery(path, query, { year: String(year) })}
            aria-current={year === shown ? "true" : undefined}
          >
            {year}
          </Link>
        ))}
      </nav>
    </div>
  );
}
