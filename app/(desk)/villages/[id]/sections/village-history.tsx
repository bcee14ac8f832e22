import { History } from "#app/_parts/audit/history-list.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";

/** Who changed what of the village. */
export async function VillageHistory({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  return (
    <section className="sheet no-print">
      <div className="sheet-head pb-2">
        <h2>{t("app.history")}</h2>
      </div>
      {events.length === 0 ? (
        <p className="note px-4 pb-4">{t("village.noHistory")}</p>
      ) : (
        <History events={events} fieldName={(field) => knownWord(t, `village.fields.${field}`)} />
      )}
    </section>
  );
}
