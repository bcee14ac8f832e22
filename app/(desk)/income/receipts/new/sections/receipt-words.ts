import { getTranslations } from "#app/_server/i18n/translations.ts";

/** The words of the form, which runs in the browser. */
export async function receiptWords() {
  const t = await getTranslations();
  return {
    town: t("receipt.town"),
    account: t("income.account"),
    amount: t("receipt.amount"),
    amountHint: t("income.amountHint"),
    yuan: t("unit.yuan"),
    receivedOn: t("receipt.receivedOn"),
    fromMonth: t("receipt.fromMonth"),
    fromMonthHint: t("receipt.fromMonthHint"),
    months: t("receipt.months"),
    monthsHint: t("receipt.monthsHint"),
    split: t("receipt.split"),
    splitHint: t("receipt.splitHint"),
    village: t("receipt.village"),
    project: t("receipt.project"),
    projectHint: t("receipt.projectHint"),
    sourceProject: t("income.project"),
    noProject: t("income.noProject"),
    cluster: t("receipt.cluster"),
    clusterHint: t("receipt.clusterHint"),
    shares: t("receipt.shares"),
    share: t("receipt.share"),
    add: t("receipt.add"),
    sum: t("receipt.sum"),
    choose: t("form.choose"),
    oneOff: t("income.oneOff"),
    oneOffHint: t("receipt.oneOffHint"),
    voucher: t("income.voucher"),
    note: t("income.note"),
    preview: t("receipt.preview"),
    previewHint: t("receipt.previewHint"),
    now: t.raw("receipt.previewNow"),
    later: t.raw("receipt.previewLater"),
    month: t("receipt.month"),
    total: t("receipt.total"),
    posted: t("receipt.posted"),
    waiting: t("receipt.states.waiting"),
  };
}

const splits = ["none", "project", "cluster", "given"] as const;

/** What a receipt can be split by; by clusters where there are any. */
export async function splitNames(hasClusters: boolean): Promise<Record<string, string>> {
  const t = await getTranslations();
  const offered = splits.filter((split) => split !== "cluster" || hasClusters);
  return Object.fromEntries(offered.map((split) => [split, t(`receipt.splits.${split}`)]));
}
