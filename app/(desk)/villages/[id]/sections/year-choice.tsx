import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { withQuery } from "#app/_ui/search-params.ts";

/** The years that the card can be read of. */
export async function YearChoice({ id, years, year }: { id: number; years: number[]; year: number }) {
  const t = await getTranslations("village");
  return (
    <div className="row">
      <span aria-hidden="true">{t("year")}</span>
      <nav aria-label={t("year")} className="seg flex-wrap">
        {years.map((each) => (
          <Link
            key={each}
            href={withQuery(`/villages/${id}`, { year: String(each) })}
            aria-current={each === year ? "true" : undefined}
          >
            {each}
          </Link>
        ))}
      </nav>
    </div>
  );
}
