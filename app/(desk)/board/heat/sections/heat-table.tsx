import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import type { Heat, HeatGroup, HeatRow, HeatSum } from "#lib/board/queries/heat.ts";
import type { HeatCell } from "#lib/board/rules/heat-scale.ts";
import { isWide } from "#lib/board/rules/levels.ts";
import type { MonthCell, MonthClass } from "#lib/board/rules/month-classes.ts";
import { monthsOf } from "#lib/core/dates.ts";
import { formatFen } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import "./heat.css";

/**
 * What tells the classes apart where colour does not; zero shows it by its number, and a year behind its pace
 * in its sum.
 */
export const marks: Record<MonthClass, string> = {
  onPace: "",
  behind: "▽ ",
  zero: "",
  waiting: "◐",
  noData: "○",
  future: "",
};

/** A month's colour: the step of its own amount; nothing, a loss and no report have looks of their own. */
export const lookOf = ({ class: of, step }: Pick<HeatCell, "class" | "step">) =>
  step === null ? `month-${of}` : `heat-${step}`;

type Props = {
  heat: Heat;
  drill: Drill;
  /** The same table of a division below. */
  hrefOf: (code: string) => string;
  /** Do some rows only stand in it? Then the sums say so. */
  isFiltered: boolean;
};

/** Plain anchors and plain text: at 136 villages this table has two thousand cells. */
export async function HeatTable({ heat, drill, hrefOf, isFiltered }: Props) {
  const t = await getTranslations("heat");
  const unit = await unitOf();
  const amount = (fen: number) => (fen === 0 ? "0" : formatFen(fen, unit));
  const face = (fen: number, lineFen: number) => (fen === 0 ? "0" : formatFen(fen, unit, lineFen));
  const wide = isWide(heat.node);
  const ofPlan = ({ amountFen, planFen }: HeatCell) =>
    amountFen === null || planFen === 0
      ? undefined
      : t("ofPlan", {
          amount: `¥${formatFen(amountFen)}`,
          plan: `¥${formatFen(planFen)}`,
          percent: ratio(amountFen, planFen),
        });
  const behindBy = (cell: MonthCell) =>
    t("behindBy", { sum: amount(cell.cumulativeFen), pace: amount(cell.paceFen) });
  const noData = t("class.noData");

  /** What sums up chosen rows alone leads nowhere: the postings of its division are more. */
  const whole = <P,>(place: P): P | null => (isFiltered ? null : place);
  const cellsOf = (row: HeatSum, at: { code: string } | null) =>
    row.cells.map((cell) => {
      const partly = cell.posted > 0 && cell.posted < row.villages;
      return (
        <td key={cell.month} className={`num ${lookOf(cell)}`}>
          {cell.class !== "future" && (
            <Figure
              href={at && drill.income(at, cell.month)}
              title={ofPlan(cell)}
              label={
                cell.class === "noData" || cell.class === "waiting" ? t(`class.${cell.class}`) : undefined
              }
            >
              {cell.amountFen === null && marks[cell.class]}
              {cell.amountFen !== null && face(cell.amountFen, row.targetFen)}
              {partly && row.villages > 1 && (
                <small
                  title={t("partly", {
                    reported: cell.reported,
                    approved: cell.approved,
                    villages: row.villages,
                  })}
                >
                  ○{cell.posted}
                </small>
              )}
            </Figure>
          )}
        </td>
      );
    });
  const ends = (row: HeatSum, at: { code: string } | null) => (
    <>
      <td className="num">
        {row.cells.some((cell) => cell.posted > 0) ? (
          <Figure
            href={at && drill.income(at)}
            title={isBehind(row) ? behindBy(row.cells[newest] as HeatCell) : undefined}
          >
            {isBehind(row) && marks.behind}
            {lineSafe(row)}
          </Figure>
        ) : (
          <span className="text-ink-3">
            <span aria-hidden="true">—</span>
            <span className="sr-only">{noData}</span>
          </span>
        )}
      </td>
      <td className="num">
        <span>{amount(row.targetFen)}</span>
      </td>
    </>
  );
  const newest = Number(heat.month.slice(5)) - 1;
  const isBehind = ({ cells }: HeatSum) =>
    (cells[newest]?.cumulativeFen ?? 0) < (cells[newest]?.paceFen ?? 0);
  const lineSafe = (row: HeatSum) => {
    const fen = row.cells.at(-1)?.cumulativeFen ?? 0;
    return fen === 0 ? "0" : formatFen(fen, unit, row.targetFen);
  };
  const nameOf = (row: HeatRow) => (
    <th scope="row">
      <a href={wide ? hrefOf(row.code) : drill.village(row.id)}>
        <Name of={row.name} />
      </a>
    </th>
  );
  const townRow = ({ town, rows, sum }: HeatGroup) =>
    town && (
      <tr className="subtotal">
        <th scope="rowgroup">
          <a href={hrefOf(town.code)}>
            <Name of={town.name} />
            <small>{t(isFiltered ? "shown" : "subtotal", { count: rows.length })}</small>
          </a>
        </th>
        {cellsOf(sum, whole(town))}
        {ends(sum, whole(town))}
      </tr>
    );

  const label = t(wide ? "labelDivisions" : "label", { income: (await incomeWord()).heading });
  return (
    <TableScroll label={label} className="heat-box">
      <table className="grid-table sticky-first sticky-head heat">
        <caption className="sr-only">{label}</caption>
        <colgroup>
          <col className="heat-names" />
          <col span={12} />
          <col span={2} className="heat-year" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">{t(wide ? "division" : "village")}</th>
            {monthsOf(heat.year).map((month) => (
              <th key={month} scope="col" className="num">
                {t("month", { month: Number(month.slice(5)) })}
              </th>
            ))}
            <th scope="col" className="num">
              {t("cumulative")}
            </th>
            <th scope="col" className="num">
              {t("target")}
            </th>
          </tr>
        </thead>
        {heat.groups.map((group) => (
          <tbody key={group.town?.code ?? ""}>
            {townRow(group)}
            {group.rows.map((row) => (
              <tr key={row.id}>
                {nameOf(row)}
                {cellsOf(row, row)}
                {ends(row, row)}
              </tr>
            ))}
          </tbody>
        ))}
        <tfoot>
          <tr>
            <th scope="row">
              <span>{t(isFiltered ? "totalShown" : "total")}</span>
            </th>
            {cellsOf(heat.total, whole(heat.node))}
            {ends(heat.total, whole(heat.node))}
          </tr>
        </tfoot>
      </table>
    </TableScroll>
  );
}

type FigureProps = {
  href: string | null;
  title?: string | undefined;
  label?: string | undefined;
  children: ReactNode;
};

/** A figure with the way to its postings, where it has one. */
const Figure = ({ href, title, label, children }: FigureProps) =>
  href ? (
    <a href={href} title={title} aria-label={label}>
      {children}
    </a>
  ) : (
    <span title={title}>
      {children}
      {label && <span className="sr-only">{label}</span>}
    </span>
  );
