import { Name } from "#app/_parts/division/name.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { type Query, withQuery } from "#app/_ui/search-params.ts";
import { type Column, none, Table } from "#app/_ui/table.tsx";
import type { FilingCell, Matrix, Part } from "#lib/filing/queries/filing-matrix.ts";
import { MonthStateMark, TimelinessText } from "./month-state-mark.tsx";
import "./filing.css";

type MatrixRow = Matrix["rows"][number];

type Props = { matrix: Matrix; query: Query; chosen: string | undefined };

/**
 * 报送: towns × months. A cell leads to the town's month, the head of a month to what can be done to it in all
 * towns.
 */
export async function MatrixTable({ matrix, query, chosen }: Props) {
  const t = await getTranslations("filing");
  const isChosen = (month: string) => (month === chosen ? ({ "aria-current": "true" } as const) : {});
  return (
    <Table
      label={t("matrix", { year: matrix.year })}
      box="filing-scroll"
      sticky="both"
      look="filing-matrix"
      widths={
        <>
          <col className="names" />
          <col span={12} />
        </>
      }
      rows={matrix.rows}
      rowKey={({ town }) => town.id}
      total={matrix.rows.length > 1 ? matrix.totals : undefined}
      columns={[
        {
          kind: "name",
          head: t("town"),
          cell: ({ town }) => <Name of={town.shortName} />,
          sum: () => t("totals"),
        },
        ...matrix.totals.map(
          ({ month, dueOn }, at): Column<MatrixRow, Matrix["totals"]> => ({
            head: (
              <>
                {chosen === undefined ? (
                  <b className="text-ink">{month}</b>
                ) : (
                  <Link href={withQuery("/filing", query, { month })} scroll={false}>
                    {month}
                  </Link>
                )}
                {dueOn && <small className="block text-ink-3">{t("due", { on: dueOn.slice(5) })}</small>}
              </>
            ),
            headAttributes: isChosen(month),
            attributes: () => isChosen(month),
            cell: ({ town, cells }) => cells[at] && <Cell cell={cells[at]} townCode={town.code} />,
            sum: (totals) => totals[at] && <Total sum={totals[at]} />,
          }),
        ),
      ]}
    />
  );
}

/** What all towns together have filed of a month. */
async function Total({ sum }: { sum: Matrix["totals"][number] }) {
  const t = await getTranslations("filing");
  if (sum.towns === 0) return none();
  return (
    <span>
      {t("filedOf", { filed: sum.filed, towns: sum.towns })}
      <small className="font-normal text-ink-2">
        {t("settledOf", { settled: sum.settled, locked: sum.locked })}
      </small>
      <Parts villages={sum.villages} projects={sum.projects} />
      {sum.late > 0 && <small className="font-normal text-warn">{t("lateTowns", { count: sum.late })}</small>}
    </span>
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
      <MonthStateMark standing={cell.standing} />
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
