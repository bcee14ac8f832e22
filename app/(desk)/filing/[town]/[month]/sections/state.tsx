import type { ReactNode } from "react";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { MonthStateMark, OpenUntil, TimelinessText } from "#app/(desk)/filing/sections/month-state-mark.tsx";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** Where the month stands and why, above what can be done to it. */
export async function State({ filed, children }: { filed: FiledMonth; children: ReactNode }) {
  const t = await getTranslations("filing");
  const { standing, timeliness, reason, unlockedUntil, events } = filed;
  const [newest] = events;
  return (
    <section className="sheet p-4">
      <p className="flex flex-wrap items-baseline gap-x-4 text-[17px]">
        <MonthStateMark standing={standing} />
        <span className="text-[13px] font-normal">
          <TimelinessText timeliness={timeliness} />
        </span>
      </p>
      {reason && (
        <p className="mt-1">
          {t(standing === "approved" || standing === "locked" ? "approvedLacking" : "because")}
          {reason}
        </p>
      )}
      {standing === "open" && unlockedUntil && (
        <p className="mt-1 text-ink-2">
          <OpenUntil until={unlockedUntil} />
        </p>
      )}
      {standing === "submitted" && newest?.byProxy && (
        <p className="mt-1 text-ink-2">{t("byProxy", { name: newest.personName })}</p>
      )}
      <p className="mt-1 mb-3 text-[13px] text-ink-2">{t(`next.${standing}`)}</p>
      {children}
    </section>
  );
}
