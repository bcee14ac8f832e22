import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { GanttRow } from "#lib/board/queries/gantt.ts";
import type { Axis } from "./axis.ts";

const height = 36;
const lane = { planned: { y: 3, height: 14 }, actual: { y: 20, height: 12 } };
const middle = { planned: 10, actual: 26 };

/** What every row repeats, drawn once: the quarters with the day, and the hatching of a pause. */
export function Shapes({ axis, today }: { axis: Axis; today: string }) {
  const x = `${axis.at(today)}%`;
  return (
    <svg width={0} height={0} className="absolute" aria-hidden="true">
      <defs>
        <pattern
          id="gantt-hatch"
          width={6}
          height={6}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect width={6} height={6} fill="#ffffff" fillOpacity={0.7} />
          <line x1={0} y1={0} x2={0} y2={6} stroke="#4b5563" strokeWidth={2.5} />
        </pattern>
        <pattern
          id="gantt-late"
          width={5}
          height={5}
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(-45)"
        >
          <rect width={5} height={5} fill="#ffffff" />
          <line x1={0} y1={0} x2={0} y2={5} stroke="#c02b37" strokeWidth={2} />
        </pattern>
        <symbol id="gantt-grid" className="gantt-grid">
          {axis.quarters.slice(1).map(({ key, at }) => (
            <line key={key} x1={`${at}%`} x2={`${at}%`} y1={0} y2="100%" />
          ))}
          <line className="gantt-today" x1={x} x2={x} y1={0} y2="100%" />
        </symbol>
      </defs>
    </svg>
  );
}

/** A project's plan in outline above what really happened, with milestones, pauses and the forecast. */
export async function Bars({
  row,
  axis,
  label,
  english,
}: {
  row: GanttRow;
  axis: Axis;
  label: string;
  english: boolean;
}) {
  const t = await getTranslations();
  const phase = (name: GanttRow["phase"]) => t(`project.phases.${name}`);
  const kind = { planned: t("gantt.planned"), actual: t("gantt.actual") };
  return (
    <svg role="img" aria-label={label} height={height}>
      <use href="#gantt-grid" width="100%" height="100%" />
      {(["planned", "actual"] as const).flatMap((each) =>
        row[each].map((stretch) => (
          <rect
            key={`${each}${stretch.phase}`}
            x={`${axis.at(stretch.fromOn)}%`}
            width={`${axis.across(stretch.fromOn, stretch.toOn)}%`}
            {...lane[each]}
            className={each === "planned" ? "gantt-planned" : `gantt-actual gantt-lit-${row.light}`}
          >
            <title>
              {t("gantt.stretch", {
                kind: kind[each],
                phase: phase(stretch.phase),
                from: stretch.fromOn,
                to: stretch.toOn,
              })}
            </title>
          </rect>
        )),
      )}
      {row.done && <Done row={row} done={row.done} axis={axis} />}
      {row.slip && <Tail slip={row.slip} axis={axis} />}
      {row.planned.map((stretch) => {
        const width = axis.across(stretch.fromOn, stretch.toOn);
        const name = t(`project.phasesShort.${stretch.phase}`);
        return (
          width > name.length * (english ? 0.75 : 1.3) + 0.9 && (
            <text
              key={stretch.phase}
              className="gantt-phase"
              x={`${axis.at(stretch.fromOn) + width / 2}%`}
              y={14}
              textAnchor="middle"
            >
              {name}
            </text>
          )
        );
      })}
      {row.paused.map(({ fromOn, toOn }) => (
        <rect
          key={fromOn}
          x={`${axis.at(fromOn)}%`}
          width={`${axis.across(fromOn, toOn)}%`}
          y={2}
          height={height - 4}
          fill="url(#gantt-hatch)"
        >
          <title>{t("gantt.pausedFrom", { from: fromOn, to: toOn })}</title>
        </rect>
      ))}
      {row.milestones.flatMap((milestone) =>
        (["planned", "actual"] as const).map((each) => {
          const on = each === "planned" ? milestone.plannedOn : milestone.actualOn;
          return (
            on && (
              <Diamond
                key={`${milestone.phase}${each}`}
                at={`${axis.at(on)}%`}
                y={middle[each]}
                look={`gantt-point-${each}`}
                title={t("gantt.point", {
                  kind: kind[each],
                  phase: t(`gantt.milestone.${milestone.phase}`),
                  on,
                })}
              />
            )
          );
        }),
      )}
      {row.forecastOn && (
        <Ring
          at={`${axis.at(row.forecastOn)}%`}
          y={middle.actual}
          title={t("gantt.forecastOn", { on: row.forecastOn })}
        />
      )}
    </svg>
  );
}

/** The filled part of the planned bar: up to the day by which the plan called for what is done. */
async function Done({
  row: { progress },
  done,
  axis,
}: {
  row: GanttRow;
  done: NonNullable<GanttRow["done"]>;
  axis: Axis;
}) {
  const t = await getTranslations("gantt");
  const said = { actual: (progress.actualBp ?? 0) / 100, planned: progress.plannedBp / 100, on: done.toOn };
  return (
    <rect
      className="gantt-done"
      x={`${axis.at(done.fromOn)}%`}
      width={`${axis.across(done.fromOn, done.toOn)}%`}
      y={lane.planned.y + 1}
      height={lane.planned.height - 2}
    >
      <title>{t("doneTo", said)}</title>
    </rect>
  );
}

/**
 * What lies beyond the planned end, with its days; beside the tail, or before its end where the axis ends.
 */
async function Tail({
  slip: { fromOn, toOn, days, kind },
  axis,
}: {
  slip: NonNullable<GanttRow["slip"]>;
  axis: Axis;
}) {
  const t = await getTranslations("gantt");
  const end = axis.at(toOn);
  const atEdge = end > 95;
  return (
    <g>
      <rect
        className="gantt-slip"
        x={`${axis.at(fromOn)}%`}
        width={`${axis.across(fromOn, toOn)}%`}
        y={lane.actual.y + 2}
        height={lane.actual.height - 4}
      >
        <title>{t("slipTo", { from: fromOn, to: toOn, days, kind })}</title>
      </rect>
      <text
        className="gantt-slip-days"
        x={`${end}%`}
        dx={atEdge ? -9 : 9}
        y={lane.actual.y + lane.actual.height - 2}
        textAnchor={atEdge ? "end" : "start"}
      >
        {t("slipDays", { days })}
      </text>
    </g>
  );
}

export const Diamond = ({ at, y, look, title }: { at: string; y: number; look: string; title?: string }) => (
  <svg x={at} y={y} overflow="visible" aria-hidden="true">
    <path d="M0-5 5 0 0 5-5 0Z" className={look}>
      {title && <title>{title}</title>}
    </path>
  </svg>
);

export const Ring = ({ at, y, title }: { at: string; y: number; title?: string }) => (
  <svg x={at} y={y} overflow="visible" aria-hidden="true">
    <circle r={4.5} className="gantt-forecast">
      {title && <title>{title}</title>}
    </circle>
  </svg>
);
