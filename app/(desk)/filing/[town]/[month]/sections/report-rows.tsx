import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** The reports that the town's projects owe for the month, with the light that each had then. */
export async function Reports({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2">
        <h2>{t("filing.reports")}</h2>
      </div>
      {filed.reports.length === 0 ? (
        <Empty why="none" />
      ) : (
        <TableScroll label={t("filing.reports")}>
          <table className="grid-table">
            <caption className="sr-only">{t("filing.reports")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("filing.project")}</th>
                <th scope="col">{t("filing.light")}</th>
                <th scope="col" className="num">
                  {t("filing.progress")}
                </th>
                <th scope="col">{t("filing.said")}</th>
              </tr>
            </thead>
            <tbody>
              {filed.reports.map(({ project, report, lit, late }) => (
                <tr key={project.id}>
                  <th scope="row" className="min-w-36">
                    <Link href={`/projects/${project.id}`}>
                      {project.name} <small className="text-ink-3">{project.number}</small>
                    </Link>
                  </th>
                  <td>{lit && <LightMark light={lit.light} />}</td>
                  <td className="num">{report ? `${report.progressBp / 100}%` : "—"}</td>
                  <td className="min-w-40 text-ink-2">
                    {report ? (
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
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
