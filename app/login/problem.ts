import { getTranslations } from "../_server/i18n/translations.ts";
import { one, type Query } from "../_ui/search-params.ts";

/** Why the form came back, in words. The code stands in the address, so only known ones are spoken. */
export async function problemOf(query: Query): Promise<string | undefined> {
  const t = await getTranslations();
  const refused = one(query.refused);
  if (!refused) return undefined;
  const minutes = Math.min(15, Math.max(1, Number(one(query.minutes)) || 1));
  if (refused === "wrongPassword" || refused === "disabled" || refused === "throttled" || refused === "busy")
    return t(`refused.access.${refused}`, { minutes });
  if (refused === "clockBehind") return t("login.clockBehind");
  if (refused === "awaitsAdministrator" || refused === "awaitsOperator") return t(`login.${refused}`);
  return t(refused === "notStored" ? "refused.notStored" : "login.empty");
}
