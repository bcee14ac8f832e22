import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { ledgerPath } from "#app/(desk)/funding/sections/selection.ts";
import type { FundingFilter } from "#lib/funding/input.ts";

type Props = {
  filter: FundingFilter;
  shown: number;
  count: number;
  /** Whether newer postings were left out, and the cursor of the older ones. */
  isLater: boolean;
  next: string | null;
};

/** The way to the newest postings and to older ones. */
export async function OtherPages({ filter, shown, count, isLater, next }: Props) {
  if (!isLater && !next) return null;
  const t = await getTranslations();
  return (
    <nav
      aria-label={t("app.pages")}
      className="no-print flex flex-wrap items-center gap-3 px-4 py-3 text-[13px] text-ink-2"
    >
      <span>{t("funding.shownOf", { shown, count })}</span>
      <span className="ml-auto flex gap-2">
        {isLater && (
          <Link className="button" href={ledgerPath(filter)}>
            {t("funding.newest")}
          </Link>
        )}
        {next && (
          <Link className="button" rel="next" href={ledgerPath(filter, { after: next })}>
            {t("funding.older")}
          </Link>
        )}
      </span>
    </nav>
  );
}
