import { getTranslations } from "#app/_server/i18n/translations.ts";
import { dayOf, minuteOf } from "#lib/core/dates.ts";
import type { FilingEvent } from "#lib/filing/queries/filed-month.ts";

/** 经过: every act on the month, newest first, with its reason, its remarks and what was answered. */
export async function Events({ events }: { events: FilingEvent[] }) {
  const t = await getTranslations("filing");
  const day = (instant: string) => dayOf(new Date(Date.parse(instant) - 1));
  return (
    <section className="sheet pb-2 lg:col-span-2">
      <div className="sheet-head">
        <h2>{t("history")}</h2>
      </div>
      {events.length === 0 && <p className="px-4 py-3 text-ink-2">{t("noHistory")}</p>}
      <ol className="mt-1 divide-y divide-line">
        {events.map((event) => (
          <li key={event.id} className="keep px-4 py-2 text-[13px]">
            <p className="flex flex-wrap gap-x-3 text-ink-2">
              <b className="font-semibold text-ink">{t(`act.${event.act}`)}</b>
              <span>{event.personName}</span>
              <time dateTime={event.recordedAt}>{minuteOf(event.recordedAt)}</time>
              {event.late && <b className="font-semibold text-warn">{t("late")}</b>}
              {event.byProxy && <span>{t("proxy")}</span>}
              {event.act === "unlock" && event.unlockedUntil && (
                <span>{t("openUntil", { on: day(event.unlockedUntil) })}</span>
              )}
            </p>
            {event.reason && (
              <p>
                {event.act === "approve" && t("approvedLacking")}
                {event.reason}
              </p>
            )}
            {event.remarks.map((remark) => (
              <p
                key={remark.id}
                className="filing-remark mt-1"
                data-answered={remark.answer ? "" : undefined}
              >
                <b>{remark.label || t("wholeMonth")}</b> {remark.remark}
                {remark.answer && (
                  <span className="block text-ok">
                    ✓ {remark.answer.answer} <small className="text-ink-3">{remark.answer.personName}</small>
                  </span>
                )}
              </p>
            ))}
          </li>
        ))}
      </ol>
    </section>
  );
}
