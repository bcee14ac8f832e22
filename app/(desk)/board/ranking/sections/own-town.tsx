import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { shared } from "#app/(desk)/board/sections/views.tsx";
import type { Ranking } from "#lib/board/queries/ranking.ts";

/** A town is ranked at its county; who sees no more than the town sees what goes into it. */
export async function OwnTown({ ranking, query }: { ranking: Ranking; query: Query }) {
  const t = await getTranslations("ranking");
  const county = ranking.path.at(-2);
  return (
    <p role="note" className="sheet flex flex-wrap items-center gap-3 px-4 py-3 text-ink-2">
      {t("own")}
      {county ? (
        <Link
          className="button no-print"
          href={withQuery("/board/ranking", shared(query), { node: county.code })}
        >
          {t("toDistrict", { place: county.shortName })}
        </Link>
      ) : (
        <span>{t("ownOut")}</span>
      )}
    </p>
  );
}
