import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { Account } from "#lib/people/queries/people.ts";

/** What the account is in: shut, awaited, invited; and whether a second factor guards it. */
export async function AccountState({ person }: { person: Account }) {
  const t = await getTranslations();
  return (
    <>
      {person.disabledAt && <span className="chip text-bad!">{t("people.disabled")}</span>}
      {person.awaited && !person.disabledAt && (
        <span className="chip text-warn!">{t("people.awaiting")}</span>
      )}
      {person.mustChangePassword && !person.disabledAt && <span className="chip">{t("people.invited")}</span>}
      <span className="chip">
        {t("account.secondFactor")} <b>{t(person.hasSecondFactor ? "account.on" : "account.off")}</b>
      </span>
    </>
  );
}
