import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { type Day, daysBetween } from "#lib/core/dates.ts";
import type { PhaseLine } from "#lib/projects/queries/project-card.ts";
import { rankOf } from "#lib/projects/rules/phases.ts";

type Props = { phases: PhaseLine[]; current: PhaseLine["phase"]; revision: number; reason: string; on: Day };

/** Phases planned against actual, each with its evidence. */
export async function PhaseTable({ phases, current, revision, reason, on }: Props) {
  const t = await getTranslations("project");
  return (
    <section className="sheet keep pb-1">
      <div className="sheet-head">
        <h2>{t("phasesTitle")}</h2>
        <span className="note">
          {revision > 1 ? t("planRevised", { times: revision - 1, reason }) : t("planFirst")}
        </span>
      </div>
      <TableScroll className="mt-2" label={t("phasesTitle")}>
        <table className="grid-table">
          <thead>
            <tr>
              <th scope="col">{t("phase")}</th>
              <th scope="col">{t("plannedOn")}</th>
              <th scope="col" className="num">
                {t("plannedDone")}
              </th>
              <th scope="col">{t("actualOn")}</th>
              <th scope="col" className="num">
                {t("deviation")}
              </th>
              <th scope="col">{t("evidenceTitle")}</th>
            </tr>
          </thead>
          <tbody>
            {phases.map((line) => (
              <tr key={line.phase} aria-current={line.phase === current ? "step" : undefined}>
                <th scope="row" className="whitespace-nowrap">
                  <span
                    aria-hidden="true"
                    className={`mr-1.5 ${rankOf(line.phase) <= rankOf(current) ? "text-ok" : "text-line-strong"}`}
                  >
                    {rankOf(line.phase) <= rankOf(current) ? "✓" : "○"}
                  </span>
                  {line.phase === current ? <b>{t(`phases.${line.phase}`)}</b> : t(`phases.${line.phase}`)}
                </th>
                <td className="whitespace-nowrap">{line.plannedOn ?? "—"}</td>
                <td className="num">{line.plannedBp === null ? "—" : `${line.plannedBp / 100}%`}</td>
                <td className="whitespace-nowrap">{line.actualOn ?? "—"}</td>
                <td className="num">
                  <Deviation line={line} on={on} />
                </td>
                <td className="min-w-36 text-ink-2">{line.evidence || "—"}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
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
