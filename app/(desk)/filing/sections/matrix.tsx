import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { FilingCell, Matrix, Part } from "#lib/filing/queries/filing-matrix.ts";
import { StandingMark, TimelinessText } from "./month-state-mark.tsx";
import "./filing.css";

type Props = { matrix: Matrix; query: Query; chosen: string | undefined };

/**
 * 报送: towns × months. A cell leads to the town's month, the head of a month to what can be done to it in all
 * towns.
 */
export async function MatrixTable({ matrix, query, chosen }: Props) {
  const t = await getTranslations("filing");
  return (
    <TableScroll label={t("matrix", { year: matrix.year })} className="filing-scroll">
      <table className="grid-table sticky-first sticky-head filing-matrix">
        <caption className="sr-only">{t("matrix", { year: matrix.year })}</caption>
        <colgroup>
          <col className="names" />
          <col span={12} />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t("town")}</th>
            {matrix.totals.map(({ month, dueOn }) => (
              <th key={month} scope="col" aria-current={month === chosen ? "true" : undefined}>
                {chosen === undefined ? (
                  <b className="text-ink">{month}</b>
                ) : (
                  <Link href={withQuery("/filing", query, { month })} scroll={false}>
                    {month}
                  </Link>
                )}
                {dueOn && <small className="block text-ink-3">{t("due", { on: dueOn.slice(5) })}</small>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.rows.map(({ town, cells }) => (
            <tr key={town.id}>
              <th scope="row">
                <Name of={town.shortName} />
              </th>
              {cells.map((cell) => (
                <td key={cell.month} aria-current={cell.month === chosen ? "true" : undefined}>
                  <Cell cell={cell} townCode={town.code} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        {matrix.rows.length > 1 && (
          <tfoot>
            <tr>
              <th scope="row">{t("totals")}</th>
              {matrix.totals.map((sum) => (
                <td key={sum.month}>
                  {sum.towns === 0 ? (
                    <span className="text-ink-3">—</span>
                  ) : (
                    <span>
                      {t("filedOf", { filed: sum.filed, towns: sum.towns })}
                      <small className="font-normal text-ink-2">
                        {t("settledOf", { settled: sum.settled, locked: sum.locked })}
                      </small>
                      <Parts villages={sum.villages} projects={sum.projects} />
                      {sum.late > 0 && (
                        <small className="font-normal text-warn">{t("lateTowns", { count: sum.late })}</small>
                      )}
                    </span>
                  )}
                </td>
              ))}
            </tr>
          </tfoot>
        )}
      </table>
    </TableScroll>
  );
}

async function Cell({ cell, townCode }: { cell: FilingCell; townCode: string }) {
  if (cell.idle)
    return (
      <span className="text-ink-3" aria-hidden="true">
        —
      </span>
    );
  return (
    <Link href={`/filing/${townCode}/${cell.month}`}>
      <StandingMark standing={cell.standing} />
      <Parts villages={cell.villages} projects={cell.projects} />
      <small>
        <TimelinessText timeliness={cell.timeliness} short />
      </small>
    </Link>
  );
}

/** 收入 12/14 村, 项目月报 6/7: what is not all there stands out. */
async function Parts({ villages, projects }: { villages: Part; projects: Part }) {
  const t = await getTranslations("filing");
  const part = (name: "villagesPart" | "projectsPart", { done, of }: Part) => (
    <small
      className={done < of ? "font-semibold text-ink" : "font-normal text-ink-3"}
      title={t(`${name}Long`, { done, of })}
    >
      {t(name, { done, of })}
    </small>
  );
  return (
    <span className="parts">
      {part("villagesPart", villages)}
      {projects.of > 0 && part("projectsPart", projects)}
    </span>
  );
}
