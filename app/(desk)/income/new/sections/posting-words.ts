import { getTranslations } from "#app/_server/i18n/translations.ts";

/** The words of the form, which runs in the browser. */
export async function postingWords() {
  const t = await getTranslations();
  return {
    village: t("level.village"),
    account: t("income.account"),
    amount: t("income.amount"),
    amountHint: t("income.amountHint"),
    sizeRight: t("income.sizeAsked"),
    yuan: t("unit.yuan"),
    oneOff: t("income.oneOff"),
    oneOffHint: t("income.oneOffHint"),
    project: t("income.project"),
    projectHint: t("income.projectHint"),
    noProject: t("income.noProject"),
    voucher: t("income.voucher"),
    note: t("income.note"),
    choose: t("form.choose"),
  };
}
