import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Board } from "#lib/board/queries/board.ts";

/** How many towns, or villages of one town, are complete for the newest month. */
export async function CompletenessLink({ board }: { board: Board }) {
  const t = await getTranslations("board");
  const month = t("curve.monthName", { month: Number(board.month.slice(5)) });
  return (
    <a
      className="chip max-phone:hidden"
      href="#towns"
      title={t(board.towns.due > 0 ? "reportsHint" : "villagesReported", { month })}
    >
      {t("reports")}{" "}
      <b>
        {board.towns.due > 1
          ? `${board.towns.complete}/${board.towns.due}`
          : `${board.totals.posted}/${board.totals.villages}`}
      </b>
    </a>
  );
}
