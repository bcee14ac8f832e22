import { getTranslations } from "#app/_server/i18n/translations.ts";
import { addDays, type Day, daysBetween, lastDay } from "#lib/core/dates.ts";
import type { ProjectCard } from "#lib/projects/queries/project-card.ts";
import { paceOn } from "#lib/projects/rules/pace.ts";

const size = { width: 560, height: 230, left: 48, right: 16, top: 14, bottom: 24 };

/**
 * Planned curve and reported progress over time, drawn on the server; its numbers stand in the tables of
 * phases and reports.
 */
export async function ProgressChart({ card, on }: { card: ProjectCard; on: Day }) {
  const t = await getTranslations("project");
  const { plan, createdOn, facts } = card.standing;
  const ends = [...plan.map((row) => row.plannedOn), on].toSorted();
  const from = [createdOn, ...ends].toSorted()[0] ?? createdOn;
  const to = ends.at(-1) ?? on;
  const span = Math.max(1, daysBetween(from, to));
  const x = (day: Day) => size.left + (daysBetween(from, day) / span) * (size.width - size.left - size.right);
  const y = (bp: number) =>
    size.height - size.bottom - (bp / 10_000) * (size.height - size.top - size.bottom);
  const line = (points: [Day, number][]) =>
    points.map(([day, bp]) => `${x(day).toFixed(1)},${y(bp).toFixed(1)}`).join(" ");

  // A pause bends the curve between planned days, so it is drawn week by week.
  const weeks = Array.from({ length: Math.ceil(span / 7) }, (_, week) => addDays(from, week * 7));
  const planned = [...weeks, ...ends]
    .toSorted()
    .map((day): [Day, number] => [day, paceOn(plan, day, facts.pauses)]);
  const seen = (month: string) => (on < lastDay(month) ? on : lastDay(month));
  const actual = card.reports
    .toReversed()
    .map((report): [Day, number] => [seen(report.month), report.progressBp]);
  const last = actual.at(-1);
  return (
    <section className="sheet keep p-4">
      <h2 className="flex flex-wrap items-baseline gap-x-4">
        {t("curveTitle")}
        <span className="ml-auto flex gap-4 text-xs font-normal text-ink-2">
          <span>
            <i className="mr-1 inline-block w-5 border-t-2 border-dashed border-ink-3 align-middle" />
            {t("planned")}
          </span>
          <span>
            <i className="mr-1 inline-block w-5 border-t-[3px] border-brand align-middle" />
            {t("actual")}
          </span>
        </span>
      </h2>
      <svg
        viewBox={`0 0 ${size.width} ${size.height}`}
        className="mt-2 w-full"
        role="img"
        aria-label={t("curveLabel", { name: card.project.name })}
      >
        {[0, 2500, 5000, 7500, 10_000].map((bp) => (
          <g key={bp}>
            <line
              x1={size.left}
              x2={size.width - size.right}
              y1={y(bp)}
              y2={y(bp)}
              stroke="var(--color-line)"
            />
            <text
              x={size.left - 6}
              y={y(bp) + 4}
              textAnchor="end"
              className="fill-ink-3 text-[11px] max-phone:text-[18px]"
            >
              {bp / 100}%
            </text>
          </g>
        ))}
        {facts.pauses.map((pause) => (
          <rect
            key={pause.fromOn}
            x={x(pause.fromOn)}
            width={Math.max(2, x(pause.toOn && pause.toOn < to ? pause.toOn : to) - x(pause.fromOn))}
            y={y(10_000)}
            height={y(0) - y(10_000)}
            className="fill-mute-bg"
          />
        ))}
        <line x1={x(on)} x2={x(on)} y1={y(10_000)} y2={y(0)} stroke="var(--color-line-strong)" />
        <polyline
          points={line(planned)}
          fill="none"
          stroke="var(--color-ink-3)"
          strokeWidth="1.5"
          strokeDasharray="5 4"
        />
        <polyline points={line(actual)} fill="none" stroke="var(--color-brand)" strokeWidth="2.5" />
        {actual.map(([day, bp]) => (
          <circle key={day} cx={x(day)} cy={y(bp)} r="3" fill="var(--color-brand)" />
        ))}
        {last && (
          <text
            x={Math.min(x(last[0]), size.width - 44)}
            y={y(last[1]) - 8}
            textAnchor="middle"
            className="fill-brand-ink text-[13px] font-semibold max-phone:text-[20px]"
          >
            {last[1] / 100}%
          </text>
        )}
        {[from, to].map((day, index) => (
          <text
            key={day}
            x={x(day)}
            y={size.height - 6}
            textAnchor={index === 0 ? "start" : "end"}
            className="fill-ink-3 text-[11px] max-phone:text-[18px]"
          >
            {day}
          </text>
        ))}
        {x(on) < size.width - 120 && x(on) > size.left + 120 && (
          <text
            x={x(on)}
            y={size.height - 6}
            textAnchor="middle"
            className="fill-ink-3 text-[11px] max-phone:text-[18px]"
          >
            {on}
          </text>
        )}
      </svg>
    </section>
  );
}
