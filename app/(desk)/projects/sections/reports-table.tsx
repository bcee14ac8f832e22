import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Month } from "#lib/core/dates.ts";
import { minuteOf } from "#lib/core/dates.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";
import { LightOf } from "./light-of.tsx";

/**
 * 月报: every month's report with the light that it had. `open` is the month at work, for whoever may report
 * it; `null` for a reader only.
 */
export async function ReportsTable({ card, open }: { card: ProjectCard; open: Month | null }) {
  const t = await getTranslations("project");
  return (
    <section className="sheet pb-1">
      <div className="sheet-head">
        <h2>{t("reportsTitle")}</h2>
        <span className="note">{t("reportsHint")}</span>
      </div>
      {card.reports.length === 0 ? (
        <Empty why="none">
          {open && (
            <Link
              className="button button-primary"
              href={`/projects/${card.standing.reportedId}/report?month=${open}`}
            >
              {t("reportMonth", { month: open })}
            </Link>
          )}
        </Empty>
      ) : (
        <TableScroll className="mt-2" label={t("reportsTitle")}>
          <table className="grid-table min-w-[860px] print:min-w-0">
            <thead>
              <tr>
                <th scope="col">{t("month")}</th>
                <th scope="col">{t("light")}</th>
                <th scope="col" className="num">
                  {t("planned")}
                </th>
                <th scope="col" className="num">
                  {t("actual")}
                </th>
                <th scope="col">{t("phase")}</th>
                <th scope="col">{t("delayReason")}</th>
                <th scope="col">{t("note")}</th>
                <th scope="col">{t("forecast")}</th>
                <th scope="col">{t("reportedBy")}</th>
                {open && (
                  <th scope="col" className="no-print">
                    <span className="sr-only">{t("correct")}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {card.reports.map((report) => (
                <tr key={report.month}>
                  <th scope="row" className="whitespace-nowrap">
                    {report.month}
                    {report.revised && <span className="ml-1.5 text-xs text-ink-3">{t("revised")}</span>}
                  </th>
                  <td className="whitespace-nowrap">
                    <LightOf light={report.light} />
                  </td>
                  <td className="num">{report.plannedBp === null ? "—" : `${report.plannedBp / 100}%`}</td>
                  <td className="num">{report.progressBp / 100}%</td>
                  <td className="whitespace-nowrap">{t(`phases.${report.phase}`)}</td>
                  <td>
                    {report.delayReason ? report.delayText || t(`delayReasons.${report.delayReason}`) : "—"}
                  </td>
                  <td className="max-w-72">{report.note || "—"}</td>
                  <td className="whitespace-nowrap">{report.forecastOn ?? "—"}</td>
                  <td className="whitespace-nowrap">
                    {report.personName}
                    {report.byProxy && <span className="ml-1.5 text-xs text-warn">{t("byProxy")}</span>}
                    <small className="block text-ink-3">{minuteOf(report.recordedAt)}</small>
                  </td>
                  {open && (
                    <td className="no-print">
                      <Link href={`/projects/${card.standing.reportedId}/report?month=${report.month}`}>
                        {t("correct")}
                      </Link>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
