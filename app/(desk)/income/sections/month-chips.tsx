import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Closed } from "#lib/periods/rules/month-state.ts";
import type { Grid } from "./month-grid.tsx";

/** How many villages have figures in the month, and why it is closed. */
export async function MonthChips({ grid, closed }: { grid: Grid; closed: Closed | undefined }) {
  const t = await getTranslations();
  const reported = grid.villages.filter((village) =>
    village.cells.some((cell) => cell.amountFen !== null || cell.sharedFen !== 0),
  ).length;
  return (
    <>
      <span className="chip">
        {t("income.reported")}{" "}
        <b>
          {reported}/{grid.villages.length}
        </b>
      </span>
      {closed && (
        <span className="chip">
          <b>{t(`desk.closed.${closed}`)}</b>
        </span>
      )}
    </>
  );
}
