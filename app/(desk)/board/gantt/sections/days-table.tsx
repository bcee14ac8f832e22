import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import { phases } from "#db/schema/projects.ts";
import type { Gantt, GanttRow } from "#lib/board/queries/gantt.ts";

/** The chart's days as text. */
export async function DaysTable({ gantt, drill }: { gantt: Gantt; drill: Drill }) {
  const t = await getTranslations();
  return (
    <details className="sheet no-print min-w-0">
      <summary className="px-4 py-3 text-brand-ink">
        {t("app.viewTable")} · {t("gantt.table")}
      </summary>
      <Table
        label={t("gantt.table")}
        sticky="first"
        look="whitespace-nowrap"
        rows={gantt.groups.flatMap((group) => group.rows)}
        rowKey={(row) => row.id}
        columns={[
          {
            kind: "name",
            head: t("gantt.project"),
            cell: "name",
            href: (row) => drill.project(row.id),
            small: "number",
          },
          { head: t("project.light"), cell: (row) => <LightMark light={row.light} /> },
          {
            kind: "count",
            head: t("gantt.progress"),
            cell: ({ progress: { actualBp, plannedBp } }) =>
              `${actualBp === null ? "—" : `${actualBp / 100}%`} / ${plannedBp / 100}%`,
          },
          {
            kind: "count",
            head: t("gantt.late"),
            look: ({ slip }) => (slip ? "text-bad" : undefined),
            cell: ({ slip }) =>
              slip && (
                <span title={t("gantt.slipTo", { from: slip.fromOn, to: slip.toOn, ...slip })}>
                  {t("gantt.slipDays", slip)}
                </span>
              ),
          },
          ...phases.map(
            (phase, at): Column<GanttRow> => ({
              head: t(`project.phases.${phase}`),
              unit: t("gantt.lines"),
              cell: ({ days }) => (
                <>
                  {days[at]?.plannedOn ?? "—"}
                  <br />
                  {days[at]?.actualOn ?? "—"}
                </>
              ),
            }),
          ),
          { head: t("gantt.forecast"), cell: (row) => row.forecastOn ?? "—" },
          {
            head: t("gantt.paused"),
            cell: (row) => row.paused.map(({ fromOn, toOn }) => `${fromOn} – ${toOn}`).join(" ") || "—",
          },
        ]}
      />
    </details>
  );
}
