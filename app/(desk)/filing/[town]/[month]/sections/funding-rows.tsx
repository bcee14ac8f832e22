import { LateMark } from "#app/_parts/filing/late-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Empty } from "#app/_ui/empty.tsx";
import { Link } from "#app/_ui/link.tsx";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import { formatFen } from "#lib/core/money.ts";
import type { FiledMonth } from "#lib/filing/queries/filed-month.ts";

/** Money that the town's projects moved in the month, in yuan and fen. */
export async function FundingRows({ filed }: { filed: FiledMonth }) {
  const t = await getTranslations();
  return (
    <section className="sheet overflow-hidden">
      <div className="sheet-head pb-2">
        <h2>{t("filing.funding")}</h2>
      </div>
      {filed.funding.length === 0 ? (
        <Empty why="none" />
      ) : (
        <TableScroll label={t("filing.funding")}>
          <table className="grid-table">
            <caption className="sr-only">{t("filing.funding")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("funding.onDay")}</th>
                <th scope="col">{t("filing.project")}</th>
                <th scope="col">{t("funding.stageLabel")}</th>
                <th scope="col" className="num">
                  {t("funding.amount")}
                  <small className="block text-ink-3">{t("unit.yuan")}</small>
                </th>
              </tr>
            </thead>
            <tbody>
              {filed.funding.map((row) => (
                <tr key={row.id}>
                  <td className="whitespace-nowrap">
                    <Link href={`/funding/postings/${row.id}`}>{row.onDay}</Link>
                    {row.late && (
                      <span className="block text-[12px]">
                        <LateMark recordedAt={row.recordedAt} />
                      </span>
                    )}
                  </td>
                  <td className="min-w-32">
                    {row.project.name} <small className="text-ink-3">{row.project.number}</small>
                    {row.explanation && (
                      <span className="block text-[12px] text-warn">▲ {row.explanation}</span>
                    )}
                  </td>
                  <td className="whitespace-nowrap">
                    {t(`funding.stage.${row.stage}`)} · {t(`funding.source.${row.source}`)}
                    {row.documentNo && <small className="block text-ink-3">{row.documentNo}</small>}
                  </td>
                  <td className={`num ${row.amountFen < 0 ? "text-bad" : ""}`}>{formatFen(row.amountFen)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}
