import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import { phases } from "#db/schema/projects.ts";
import type { Gantt } from "#lib/board/queries/gantt.ts";

/** The chart's days as text. */
export async function DaysTable({ gantt, drill }: { gantt: Gantt; drill: Drill }) {
  const t = await getTranslations();
  return (
    <details className="sheet no-print min-w-0">
      <summary className="px-4 py-3 text-brand-ink">
        {t("app.viewTable")} · {t("gantt.table")}
      </summary>
      <TableScroll label={t("gantt.table")}>
        <table className="grid-table sticky-first whitespace-nowrap">
          <caption className="sr-only">{t("gantt.table")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("gantt.project")}</th>
              <th scope="col">{t("project.light")}</th>
              <th scope="col" className="num">
                {t("gantt.progress")}
              </th>
              <th scope="col" className="num">
                {t("gantt.late")}
              </th>
              {phases.map((phase) => (
                <th key={phase} scope="col">
                  {t(`project.phases.${phase}`)}
                  <small className="block text-ink-3">{t("gantt.lines")}</small>
                </th>
              ))}
              <th scope="col">{t("gantt.forecast")}</th>
              <th scope="col">{t("gantt.paused")}</th>
            </tr>
          </thead>
          <tbody>
            {gantt.groups
              .flatMap((group) => group.rows)
              .map((row) => (
                <tr key={row.id}>
                  <th scope="row">
                    <Link href={drill.project(row.id)}>{row.name}</Link>
                    <small className="block text-ink-3">{row.number}</small>
                  </th>
                  <td>
                    <LightMark light={row.light} />
                  </td>
                  <td className="num">
                    {row.progress.actualBp === null ? "—" : `${row.progress.actualBp / 100}%`} /{" "}
                    {row.progress.plannedBp / 100}%
                  </td>
                  <td className={row.slip ? "num text-bad" : "num"}>
                    {row.slip ? (
                      <span
                        title={t("gantt.slipTo", { from: row.slip.fromOn, to: row.slip.toOn, ...row.slip })}
                      >
                        {t("gantt.slipDays", row.slip)}
                      </span>
                    ) : (
                      "—"
                    )}
                  </td>
                  {row.days.map(({ phase, plannedOn, actualOn }) => (
                    <td key={phase}>
                      {plannedOn ?? "—"}
                      <br />
                      {actualOn ?? "—"}
                    </td>
                  ))}
                  <td>{row.forecastOn ?? "—"}</td>
                  <td>{row.paused.map(({ fromOn, toOn }) => `${fromOn} – ${toOn}`).join(" ") || "—"}</td>
                </tr>
              ))}
          </tbody>
        </table>
      </TableScroll>
    </details>
  );
}
