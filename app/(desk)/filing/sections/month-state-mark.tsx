import { getTranslations } from "#app/_server/i18n/translations.ts";
import { dayOf } from "#lib/core/dates.ts";
import type { MonthState, Timeliness } from "#lib/periods/rules/month-state.ts";

const marks: Record<MonthState, string> = {
  open: "○",
  submitted: "◐",
  returned: "↩",
  approved: "✓",
  locked: "■",
  expired: "◌",
};

/** Where a month stands: a mark and a word, never colour alone. */
export async function MonthStateMark({ standing }: { standing: MonthState }) {
  const t = await getTranslations("filing");
  return (
    <span className={`standing standing-${standing}`}>
      <span aria-hidden="true">{marks[standing]}</span> {t(`state.${standing}`)}
    </span>
  );
}

/** On time, late by how many days, or still missing. */
export async function TimelinessText({
  timeliness,
  short = false,
}: {
  timeliness: Timeliness | undefined;
  short?: boolean;
}) {
  if (!timeliness) return null;
  const t = await getTranslations("filing");
  const { kind, dueOn } = timeliness;
  if (kind === "pending")
    return (
      <span className="text-ink-3">{t("timeliness.pending", { dueOn: dueOn.slice(short ? 5 : 0) })}</span>
    );
  if (kind === "onTime")
    return (
      <span className="text-ink-3">
        {short ? t("timeliness.onTime") : t("timeliness.onTimeOn", { filedOn: timeliness.filedOn, dueOn })}
      </span>
    );
  const words = short
    ? t(`timeliness.${kind}`, { days: timeliness.days })
    : kind === "late"
      ? t("timeliness.lateOn", { days: timeliness.days, filedOn: timeliness.filedOn, dueOn })
      : t("timeliness.overdueOn", { days: timeliness.days, dueOn });
  return <b className={kind === "late" ? "font-semibold text-warn" : "font-semibold text-bad"}>{words}</b>;
}

/** The last day on which an unlocked month is open. */
export async function OpenUntil({ until }: { until: string }) {
  const t = await getTranslations("filing");
  return <span>{t("openUntil", { on: dayOf(new Date(Date.parse(until) - 1)) })}</span>;
}
