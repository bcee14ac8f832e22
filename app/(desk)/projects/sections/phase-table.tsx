import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
import { type Day, daysBetween } from "#lib/core/dates.ts";
import type { PhaseLine } from "#lib/projects/queries/project-card.ts";
import { rankOf } from "#lib/projects/rules/phases.ts";

type Props = { phases: PhaseLine[]; current: PhaseLine["phase"]; revision: number; reason: string; on: Day };

/** Phases planned against actual, each with its evidence. */
export async function PhaseTable({ phases, current, revision, reason, on }: Props) {
  const t = await getTranslations("project");
  const isReached = (phase: PhaseLine["phase"]) => rankOf(phase) <= rankOf(current);
  return (
    <section className="sheet keep pb-1">
      <div className="sheet-head">
        <h2>{t("phasesTitle")}</h2>
        <span className="note">
          {revision > 1 ? t("planRevised", { times: revision - 1, reason }) : t("planFirst")}
        </span>
      </div>
      <Table
        label={t("phasesTitle")}
        box="mt-2"
        rows={phases}
        rowKey={({ phase }) => phase}
        row={({ phase }) => ({ "aria-current": phase === current ? "step" : undefined })}
        columns={[
          {
            kind: "name",
            head: t("phase"),
            look: "whitespace-nowrap",
            cell: ({ phase }) => (
              <>
                <span
                  aria-hidden="true"
                  className={`mr-1.5 ${isReached(phase) ? "text-ok" : "text-line-strong"}`}
                >
                  {isReached(phase) ? "✓" : "○"}
                </span>
                {phase === current ? <b>{t(`phases.${phase}`)}</b> : t(`phases.${phase}`)}
              </>
            ),
          },
          { kind: "day", head: t("plannedOn"), cell: "plannedOn" },
          { kind: "percent", head: t("plannedDone"), cell: "plannedBp" },
          { kind: "day", head: t("actualOn"), cell: "actualOn" },
          { kind: "count", head: t("deviation"), cell: (line) => <Deviation line={line} on={on} /> },
          { head: t("evidenceTitle"), look: "min-w-36 text-ink-2", cell: ({ evidence }) => evidence || "—" },
        ]}
      />
    </section>
  );
}

/** Days late or early; of a phase that is due and not passed, the days since. */
async function Deviation({ line, on }: { line: PhaseLine; on: Day }) {
  const t = await getTranslations("project");
  if (line.plannedOn === null || line.phase === "identified") return <>—</>;
  const days = daysBetween(line.plannedOn, line.actualOn ?? on);
  if (line.actualOn === null)
    return days > 0 ? <span className="text-bad">{t("overdueDays", { days })}</span> : <>—</>;
  if (days === 0) return <>{t("onTime")}</>;
  return days > 0 ? (
    <span className="text-warn">{t("lateDays", { days })}</span>
  ) : (
    <span className="text-ok">{t("earlyDays", { days: -days })}</span>
  );
}
