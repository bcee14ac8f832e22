import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Table } from "#app/_ui/table.tsx";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** The reports that the town's projects owe for the month, with the light that each had then. */
export async function Reports({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2">
        <h2>{t("filing.reports")}</h2>
      </div>
      <Table
        label={t("filing.reports")}
        rows={filed.reports}
        rowKey={({ project }) => project.id}
        empty={<Empty why="none" />}
        columns={[
          {
            kind: "name",
            head: t("filing.project"),
            look: "min-w-36",
            cell: ({ project }) => (
              <>
                {project.name} <small className="text-ink-3">{project.number}</small>
              </>
            ),
            href: ({ project }) => `/projects/${project.id}`,
          },
          { head: t("filing.light"), cell: ({ lit }) => lit && <LightMark light={lit.light} /> },
          { kind: "percent", head: t("filing.progress"), cell: ({ report }) => report?.progressBp },
          {
            head: t("filing.said"),
            look: "min-w-40 text-ink-2",
            cell: ({ report, late }) =>
              report ? (
                <>
                  {t(`project.phases.${report.phase}`)}
                  {report.delayReason && ` · ${t(`project.delayReasons.${report.delayReason}`)}`}
                  {report.note && <span className="block">{report.note}</span>}
                  {report.byProxy && (
                    <span className="block text-ink-3">
                      {t("filing.proxyRow", { name: report.personName })}
                    </span>
                  )}
                  {late && <LateMark recordedAt={report.recordedAt} />}
                </>
              ) : (
                t("light.grey")
              ),
          },
        ]}
      />
    </section>
  );
}
