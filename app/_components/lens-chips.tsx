import { getTranslations } from "next-intl/server";
import { shown } from "../_server/shown.ts";

/** Says on paper by which basis the page counts income, and of which rows: what `LensSelects` says on the screen. */
export async function LensChips({ income = true }: { /** Does the page show income? */ income?: boolean }) {
  const t = await getTranslations("lens");
  const { approvedOnly, basis } = shown();
  return (
    <>
      {income && (
        <span className="chip only-print" title={t(`${basis}How`)}>
          {t("basis")} <b>{t(basis)}</b>
        </span>
      )}
      <span className="chip only-print" title={t(approvedOnly ? "approvedHow" : "allHow")}>
        {t("rows")} <b>{t(approvedOnly ? "approved" : "all")}</b>
      </span>
    </>
  );
}
