import type { ReactNode } from "react";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { type Column, Table } from "#app/_ui/table.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import type { Heat, HeatGroup, HeatRow, HeatSum } from "#lib/board/queries/heat.ts";
import type { HeatCell } from "#lib/board/rules/heat-scale.ts";
import { isWide } from "#lib/board/rules/levels.ts";
import type { MonthCell, MonthClass } from "#lib/board/rules/month-classes.ts";
import { monthsOf } from "#lib/core/dates.ts";
import { formatFen, type Unit } from "#lib/core/money.ts";
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

/** The sum of rows, what it is called, and where its figures lead, if anywhere. */
type Sum = { of: HeatSum; name: ReactNode; at: { code: string } | null };

/** Plain anchors and plain text: at 136 villages this table has two thousand cells. */
export async function HeatTable({ heat, drill, hrefOf, isFiltered }: Props) {
  const t = await getTranslations("heat");
  const wide = isWide(heat.node);
  /** What sums up chosen rows alone leads nowhere: the postings of its division are more. */
  const whole = <P,>(place: P): P | null => (isFiltered ? null : place);
  const sumOf = ({ town, rows, sum }: HeatGroup): Sum | undefined =>
    town
      ? {
          of: sum,
          at: whole(town),
          name: (
            <a href={hrefOf(town.code)}>
              <Name of={town.name} />
              <small>{t(isFiltered ? "shown" : "subtotal", { count: rows.length })}</small>
            </a>
          ),
        }
      : undefined;
  const total = <span>{t(isFiltered ? "totalShown" : "total")}</span>;
  return (
    <Table
      label={t(wide ? "labelDivisions" : "label", { income: (await incomeWord()).heading })}
      box="heat-box"
      sticky="both"
      look="heat"
      widths={
        <>
          <col className="heat-names" />
          <col span={12} />
          <col span={2} className="heat-year" />
        </>
      }
      groups={heat.groups.map((group) => ({
        key: group.town?.code ?? "",
        above: sumOf(group),
        rows: group.rows,
      }))}
      rowKey={(row) => row.id}
      total={{ of: heat.total, at: whole(heat.node), name: total }}
      columns={[
        {
          kind: "name",
          head: t(wide ? "division" : "village"),
          cell: (row) => (
            <a href={wide ? hrefOf(row.code) : drill.village(row.id)}>
              <Name of={row.name} />
            </a>
          ),
          sum: ({ name }) => name,
        },
        ...(await monthColumns(heat, drill)),
        ...(await yearColumns(heat, drill)),
      ]}
    />
  );
}

/** A year's months: the figure of each, in the colour of its step. */
async function monthColumns({ year }: Heat, drill: Drill): Promise<Column<HeatRow, Sum>[]> {
  const t = await getTranslations("heat");
  const unit = await unitOf();
  const ofPlan = ({ amountFen, planFen }: HeatCell) =>
    amountFen === null || planFen === 0
      ? undefined
      : t("ofPlan", {
          amount: `¥${formatFen(amountFen)}`,
          plan: `¥${formatFen(planFen)}`,
          percent: ratio(amountFen, planFen),
        });
  const figure = (row: HeatSum, cell: HeatCell | undefined, at: Sum["at"]) => {
    if (!cell || cell.class === "future") return "";
    const { month, amountFen, posted, reported, approved } = cell;
    return (
      <Figure
        href={at && drill.income(at, month)}
        title={ofPlan(cell)}
        label={cell.class === "noData" || cell.class === "waiting" ? t(`class.${cell.class}`) : undefined}
      >
        {amountFen === null && marks[cell.class]}
        {amountFen !== null && amountOf(amountFen, unit, row.targetFen)}
        {posted > 0 && posted < row.villages && row.villages > 1 && (
          <small title={t("partly", { reported, approved, villages: row.villages })}>○{posted}</small>
        )}
      </Figure>
    );
  };
  const look = (cell: HeatCell | undefined) => cell && lookOf(cell);
  return monthsOf(year).map((month, at) => ({
    kind: "count",
    head: t("month", { month: Number(month.slice(5)) }),
    cell: (row) => figure(row, row.cells[at], row),
    look: (row) => look(row.cells[at]),
    sum: (sum) => figure(sum.of, sum.of.cells[at], sum.at),
    sumLook: (sum) => look(sum.of.cells[at]),
  }));
}

/** What the months add up to, with a mark where that is behind the year's pace; and the year's target. */
async function yearColumns({ month }: Heat, drill: Drill): Promise<Column<HeatRow, Sum>[]> {
  const t = await getTranslations("heat");
  const unit = await unitOf();
  const behindBy = ({ cumulativeFen, paceFen }: MonthCell) =>
    t("behindBy", { sum: amountOf(cumulativeFen, unit), pace: amountOf(paceFen, unit) });
  const cumulative = (row: HeatSum, at: Sum["at"]) => {
    if (!row.cells.some((cell) => cell.posted > 0)) {
      return (
        <span className="text-ink-3">
          <span aria-hidden="true">—</span>
          <span className="sr-only">{t("class.noData")}</span>
        </span>
      );
    }
    const newest = row.cells[Number(month.slice(5)) - 1];
    const behind = newest && newest.cumulativeFen < newest.paceFen ? newest : undefined;
    return (
      <Figure href={at && drill.income(at)} title={behind && behindBy(behind)}>
        {behind && marks.behind}
        {amountOf(row.cells.at(-1)?.cumulativeFen ?? 0, unit, row.targetFen)}
      </Figure>
    );
  };
  const target = ({ targetFen }: HeatSum) => <span>{amountOf(targetFen, unit)}</span>;
  return [
    {
      kind: "count",
      head: t("cumulative"),
      cell: (row) => cumulative(row, row),
      sum: ({ of, at }) => cumulative(of, at),
    },
    { kind: "count", head: t("target"), cell: target, sum: ({ of }) => target(of) },
  ];
}

const amountOf = (fen: number, unit: Unit, lineFen?: number) =>
  fen === 0 ? "0" : formatFen(fen, unit, lineFen);

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
