import { getLocale } from "next-intl/server";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { GridAccount } from "#lib/income/queries/grid.ts";

/**
 * Accounts as a form offers them; one that money may never be entered in says why, so that it can be found
 * and not only missed.
 */
export async function accountChoices(accounts: readonly GridAccount[]) {
  const t = await getTranslations();
  const english = (await getLocale()) === "en";
  return accounts.map((account) => {
    const name = `${account.code} ${english ? account.nameEn : account.name}`;
    const never = account.kind === "never";
    return {
      id: account.id,
      name,
      group: t(never ? "income.neverTitle" : `income.kinds.${account.kind}`),
      refusal: never
        ? t("refused.income.neverIncome", { account: name, note: english ? account.noteEn : account.note })
        : null,
    };
  });
}
