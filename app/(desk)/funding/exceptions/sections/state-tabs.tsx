import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { exceptionsPath } from "#app/(desk)/funding/sections/selection.ts";
import type { ExceptionFilter } from "#lib/funding/input.ts";
import type { Exceptions } from "#lib/funding/queries/exceptions.ts";

/** What is open and what has been explained, each with its number. */
export async function StateTabs({
  counts,
  filter,
}: {
  counts: Exceptions["counts"];
  filter: ExceptionFilter;
}) {
  const t = await getTranslations("exceptions");
  return (
    <nav aria-label={t("tabs")} className="no-print flex flex-wrap gap-2 px-4 pt-3 pb-2">
      {(["open", "explained"] as const).map((state) => (
        <Link
          key={state}
          className={`button ${filter.state === state ? "button-primary" : ""}`}
          aria-current={filter.state === state ? "page" : undefined}
          href={exceptionsPath({ ...filter, state })}
        >
          {t(`state.${state}`)} {state === "open" ? counts.openCount : counts.explainedCount}
        </Link>
      ))}
    </nav>
  );
}
