import { History } from "#app/_parts/audit/history-list.tsx";
import { getTranslations, knownWord } from "#app/_server/i18n/translations.ts";
import { valueInWords } from "#app/(desk)/funding/sections/in-words.ts";
import type { TrailEvent } from "#lib/audit/queries/trail.ts";

/** Who entered the posting and what became of it. */
export async function PostingHistory({ events }: { events: TrailEvent[] }) {
  const t = await getTranslations();
  return (
    <section className="sheet lg:col-span-2">
      <div className="sheet-head">
        <h2>{t("app.history")}</h2>
      </div>
      <History
        events={events}
        fieldName={(field) => knownWord(t, `funding.field.${field}`)}
        show={await valueInWords()}
      />
    </section>
  );
}
