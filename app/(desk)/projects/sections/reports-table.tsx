import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { Table } from "#app/_ui/table.tsx";
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
  const report = (month: Month) => `/projects/${card.standing.reportedId}/report?month=${month}`;
  return (
    <section className="sheet pb-1">
      <div className="sheet-head">
        <h2>{t("reportsTitle")}</h2>
        <span className="note">{t("reportsHint")}</span>
      </div>
      <Table
        label={t("reportsTitle")}
        box="mt-2"
        look="min-w-[860px] print:min-w-0"
        rows={card.reports}
        rowKey={({ month }) => month}
        empty={
          <Empty why="none">
            {open && (
              <Link className="button button-primary" href={report(open)}>
                {t("reportMonth", { month: open })}
              </Link>
            )}
          </Empty>
        }
        columns={[
          {
            kind: "name",
            head: t("month"),
            look: "whitespace-nowrap",
            cell: ({ month, revised }) => (
              <>
                {month}
                {revised && <span className="ml-1.5 text-xs text-ink-3">{t("revised")}</span>}
              </>
            ),
          },
          { kind: "line", head: t("light"), cell: ({ light }) => <LightOf light={light} /> },
          { kind: "percent", head: t("planned"), cell: "plannedBp" },
          { kind: "percent", head: t("actual"), cell: "progressBp" },
          { kind: "line", head: t("phase"), cell: ({ phase }) => t(`phases.${phase}`) },
          {
            head: t("delayReason"),
            cell: ({ delayReason, delayText }) =>
              delayReason ? delayText || t(`delayReasons.${delayReason}`) : "—",
          },
          { head: t("note"), look: "max-w-72", cell: ({ note }) => note || "—" },
          { kind: "day", head: t("forecast"), cell: "forecastOn" },
          {
            kind: "line",
            head: t("reportedBy"),
            cell: ({ personName, byProxy, recordedAt }) => (
              <>
                {personName}
                {byProxy && <span className="ml-1.5 text-xs text-warn">{t("byProxy")}</span>}
                <small className="block text-ink-3">{minuteOf(recordedAt)}</small>
              </>
            ),
          },
          open && {
            kind: "act",
            head: t("correct"),
            headLook: "no-print",
            look: "no-print",
            cell: () => t("correct"),
            href: ({ month }) => report(month),
          },
        ]}
      />
    </section>
  );
}
