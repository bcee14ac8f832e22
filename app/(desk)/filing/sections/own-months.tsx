import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Table } from "#app/_ui/table.tsx";
import type { Matrix } from "#lib/filing/queries/filing-matrix.ts";
import { MonthStateMark, OpenUntil, TimelinessText } from "./month-state-mark.tsx";
import "./filing.css";

/** A town's own months of a year, the newest on top. */
export async function OwnMonths({ matrix }: { matrix: Matrix }) {
  const t = await getTranslations("filing");
  const [own] = matrix.rows;
  const cells = own?.cells.filter((cell) => !cell.idle).toReversed() ?? [];
  return (
    <Table
      label={t("ownMonths", { year: matrix.year })}
      rows={cells}
      rowKey={({ month }) => month}
      columns={[
        {
          kind: "name",
          head: t("month"),
          look: "whitespace-nowrap",
          cell: "month",
          href: ({ month }) => `/filing/${own?.town.code}/${month}`,
        },
        {
          kind: "line",
          head: t("stateLabel"),
          cell: ({ standing, unlockedUntil }) => (
            <>
              <MonthStateMark standing={standing} />
              {standing === "open" && unlockedUntil && (
                <small className="block text-ink-2">
                  <OpenUntil until={unlockedUntil} />
                </small>
              )}
            </>
          ),
        },
        {
          kind: "line",
          head: t("villagesLabel"),
          cell: ({ villages }) => t("partOf", villages),
        },
        {
          kind: "line",
          head: t("projectsLabel"),
          cell: ({ projects }) => (projects.of === 0 ? "—" : t("partOf", projects)),
        },
        {
          kind: "line",
          head: t("timelinessLabel"),
          cell: ({ timeliness }) => (
            <>
              <span className="max-phone:hidden">
                <TimelinessText timeliness={timeliness} />
              </span>
              <span className="phone:hidden">
                <TimelinessText timeliness={timeliness} short />
              </span>
            </>
          ),
        },
      ]}
    />
  );
}
