import { History } from "#app/_parts/audit/history-list.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";

/** What happened to the account, newest first. */
export async function AccountHistory({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  const fieldName = (field: string) => knownWord(t, `people.field.${field}`);
  const show = (field: string, value: unknown) => {
    if (field === "duty") return knownWord(t, `duty.${value}`);
    if (field === "role") return knownWord(t, `role.${value}`);
    return undefined;
  };
  return (
    <section className="sheet xl:col-span-2">
      <header className="sheet-head">
        <h2>{t("app.history")}</h2>
      </header>
      <History events={events} fieldName={fieldName} show={show} />
    </section>
  );
}
