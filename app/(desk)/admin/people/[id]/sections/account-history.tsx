import { getTranslations } from "next-intl/server";
import { History } from "#app/_parts/audit/history-list.tsx";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";

/** What happened to the account, newest first. */
export async function AccountHistory({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  const fieldName = (field: string) =>
    t.has(`people.field.${field}`) ? t(`people.field.${field}`) : undefined;
  const show = (field: string, value: unknown) => {
    if (field === "duty") return t.has(`duty.${value}`) ? t(`duty.${value}`) : undefined;
    if (field === "role") return t.has(`role.${value}`) ? t(`role.${value}`) : undefined;
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
