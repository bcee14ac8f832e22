import { getTranslations } from "#app/_server/i18n/translations.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import { incomeBases } from "#db/schema/income.ts";

/**
 * By which basis income counts, and of which rows: two choices of a page's own form. Nothing on a page that
 * offers none.
 */
export async function ViewSelects() {
  const t = await getTranslations("view");
  const { approvedOnly, basis } = viewParams();
  if (approvedOnly === undefined) return null;
  return (
    <>
      <label className="row">
        <span aria-hidden="true">{t("basis")}</span>
        <select
          name="basis"
          aria-label={t("basis")}
          title={t(`${basis}How`)}
          defaultValue={basis}
          className="input"
        >
          {incomeBases.map((each) => (
            <option key={each} value={each}>
              {t(each)}
            </option>
          ))}
        </select>
      </label>
      <label className="row">
        <span aria-hidden="true">{t("rows")}</span>
        <select
          name="approvedOnly"
          aria-label={t("rows")}
          title={t(approvedOnly ? "approvedHow" : "allHow")}
          defaultValue={String(approvedOnly)}
          className="input"
          data-look={approvedOnly ? "approved" : "all"}
        >
          <option value="true">{t("approved")}</option>
          <option value="false">{t("all")}</option>
        </select>
      </label>
    </>
  );
}
