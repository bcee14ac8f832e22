import { getLocale } from "next-intl/server";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Link } from "#app/_ui/link.tsx";
import { ScrollBox } from "#app/_ui/live-table.tsx";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import type { Gantt, GanttGroup, GanttRow } from "#lib/board/queries/gantt.ts";
import { type Axis, axisOf } from "./axis.ts";
import { Bars, Diamond, Ring, Shapes } from "./bars.tsx";
import "./gantt.css";

/**
 * The chart is a table: its head, the axis, stays on the screen and returns on every sheet of paper, and no
 * script draws it.
 */
export async function Schedule({ gantt, drill }: { gantt: Gantt; drill: Drill }) {
  const t = await getTranslations("gantt");
  const axis = axisOf(gantt.span);
  return (
    <>
      <Legend />
      <ScrollBox label={t("label")} className="gantt-box">
        <Shapes axis={axis} today={gantt.asOf} />
        <table className="gantt">
          <caption className="sr-only">{t("label")}</caption>
          <colgroup>
            <col className="gantt-names" />
            <col />
          </colgroup>
          <thead>
            <tr>
              <th scope="col">{t("project")}</th>
              <th scope="col" className="p-0!">
                <span className="sr-only">{t("label")}</span>
                <i className="gantt-start" style={{ left: `${axis.at(gantt.asOf)}%` }} />
                <AxisHead axis={axis} today={gantt.asOf} />
              </th>
            </tr>
          </thead>
          {gantt.groups.map((group) => (
            <Group key={group.key} group={group} gantt={gantt} axis={axis} drill={drill} />
          ))}
        </table>
      </ScrollBox>
    </>
  );
}

async function Group({
  group,
  gantt,
  axis,
  drill,
}: {
  group: GanttGroup;
  gantt: Gantt;
  axis: Axis;
  drill: Drill;
}) {
  const t = await getTranslations();
  const phase = gantt.groups.every((each) => each.name === null);
  const name = phase
    ? t(`project.phases.${group.rows[0]?.phase ?? "identified"}`)
    : (group.name ?? t("gantt.elsewhere"));
  const reds = group.rows.filter((row) => row.countsAs === "red").length;
  return (
    <tbody>
      <tr className="gantt-group">
        <th scope="rowgroup" colSpan={2}>
          <span className="gantt-group-name">
            {name}{" "}
            <small className="ml-2 font-normal text-ink-2">
              {t("gantt.count", { count: group.rows.length })}
            </small>
            {reds > 0 && <small className="light-red ml-2">■ {t("gantt.reds", { count: reds })}</small>}
          </span>
        </th>
      </tr>
      {group.rows.map((row) => (
        <Row key={row.id} row={row} axis={axis} drill={drill} withTown={phase} />
      ))}
    </tbody>
  );
}

async function Row({
  row,
  axis,
  drill,
  withTown,
}: {
  row: GanttRow;
  axis: Axis;
  drill: Drill;
  withTown: boolean;
}) {
  const t = await getTranslations();
  const { name, light, phase, twin } = row;
  const [from, to] = [
    row.days.find((each) => each.plannedOn)?.plannedOn,
    row.days.findLast((each) => each.plannedOn)?.plannedOn,
  ];
  const words = { name, light: t(`light.${light}`), phase: t(`project.phases.${phase}`) };
  const label = from && to ? t("gantt.row", { ...words, from, to }) : t("gantt.rowNoPlan", words);
  return (
    <tr>
      <th scope="row">
        <span className="flex items-baseline gap-1.5">
          <LightMark light={light} short />
          <Link href={drill.project(row.id)} className="min-w-0 hover:text-brand-ink hover:underline">
            {name}
          </Link>
        </span>
        <small className="block pl-4 text-ink-3">
          {row.number}
          {twin && ` · ${t("gantt.same", { number: twin.number })}`}
          {withTown && ` · ${row.town}`}
        </small>
      </th>
      <td>
        <Bars
          row={row}
          axis={axis}
          english={(await getLocale()) === "en"}
          label={row.slip ? t("gantt.rowSlip", { row: label, days: row.slip.days }) : label}
        />
      </td>
    </tr>
  );
}

const headHeight = 46;

async function AxisHead({ axis, today }: { axis: Axis; today: string }) {
  const t = await getTranslations("gantt");
  const low = axis.months.length > 0;
  return (
    <svg className="gantt-axis" height={headHeight} aria-hidden="true">
      {axis.quarters.map(({ key, year, quarter, at, width }) => (
        <g key={key}>
          <line x1={`${at}%`} x2={`${at}%`} y1={14} y2={headHeight} />
          {width > 8 && (
            <text x={`${at + width / 2}%`} y={27} textAnchor="middle">
              {t("quarter", { year: String(year), quarter })}
            </text>
          )}
        </g>
      ))}
      {low
        ? axis.months.map(({ key, month, at, width }) => (
            <text key={key} x={`${at + width / 2}%`} y={42} textAnchor="middle">
              {month}
            </text>
          ))
        : axis.years.map(({ key, year, at }) => (
            <text key={key} x={`${at + 0.3}%`} y={42}>
              {t("year", { year: String(year) })}
            </text>
          ))}
      <line
        className="gantt-today"
        x1={`${axis.at(today)}%`}
        x2={`${axis.at(today)}%`}
        y1={13}
        y2={headHeight}
      />
      <text
        className="gantt-today-name"
        x={`${axis.at(today)}%`}
        y={11}
        textAnchor={axis.at(today) > 90 ? "end" : axis.at(today) < 10 ? "start" : "middle"}
      >
        {t("today", { day: today })}
      </text>
    </svg>
  );
}

async function Legend() {
  const t = await getTranslations();
  const bar = (look: string) => (
    <svg width={30} height={12} aria-hidden="true">
      <rect x={1} y={1} width={28} height={10} className={look} />
    </svg>
  );
  return (
    <div className="gantt-axis flex flex-wrap items-center gap-x-4 gap-y-1.5 border-t border-line px-4 py-2.5 text-[12.5px] text-ink-2 print:border-0 print:px-0">
      <h2 className="sr-only">{t("gantt.legend")}</h2>
      <span className="gantt-key">
        {bar("gantt-planned")} {t("gantt.planned")}
      </span>
      <span className="gantt-key">
        {bar("gantt-done")} {t("gantt.done")}
      </span>
      <span className="gantt-key">
        {bar("gantt-slip")} {t("gantt.slip")}
      </span>
      <span className="gantt-key">
        {bar("gantt-lit-green")} {t("gantt.actual")}
        {(["green", "yellow", "red", "grey"] as const).map((light) => (
          <LightMark key={light} light={light} />
        ))}
      </span>
      <span className="gantt-key">
        <svg width={30} height={12} aria-hidden="true">
          <rect width={30} height={12} fill="url(#gantt-hatch)" />
        </svg>
        ▨ {t("gantt.paused")}
      </span>
      <span className="gantt-key">
        <svg width={12} height={12} aria-hidden="true">
          <Diamond at="6" y={6} look="gantt-point-planned" />
        </svg>
        {t("gantt.milestonePlanned")}
      </span>
      <span className="gantt-key">
        <svg width={12} height={12} aria-hidden="true">
          <Diamond at="6" y={6} look="gantt-point-actual" />
        </svg>
        {t("gantt.milestoneActual")}
      </span>
      <span className="gantt-key">
        <svg width={14} height={14} aria-hidden="true">
          <Ring at="7" y={7} />
        </svg>
        {t("gantt.forecast")}
      </span>
      <span className="gantt-key">
        <svg width={12} height={14} aria-hidden="true">
          <line className="gantt-today" x1={6} x2={6} y1={0} y2={14} />
        </svg>
        {t("gantt.asOf")}
      </span>
      <span className="note">{t("gantt.milestones")}</span>
    </div>
  );
}
