import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import type { Query } from "#app/_ui/search-params.ts";
import type { Month } from "#lib/core/dates.ts";
import type { Matrix } from "#lib/filing/queries/filing-matrix.ts";
import { MatrixTable } from "./matrix.tsx";
import { OwnMonths } from "./own-months.tsx";

type Props = { matrix: Matrix; isTown: boolean; query: Query; chosen: Month | undefined };

/** Where each month stands: a town's own, or every town's. */
export async function MonthStates({ matrix, isTown, query, chosen }: Props) {
  const t = await getTranslations("filing");
  return (
    <section className="sheet overflow-hidden">
      {matrix.rows.length === 0 ? (
        <Empty why="none" />
      ) : isTown ? (
        <OwnMonths matrix={matrix} />
      ) : (
        <MatrixTable matrix={matrix} query={query} chosen={chosen} />
      )}
      <p className="note px-4 py-2">{t("legend")}</p>
    </section>
  );
}
