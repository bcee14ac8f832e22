import { Name } from "#app/_parts/division/name.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { widthOf } from "#app/(desk)/board/sections/bar.ts";
import type { Drill } from "#app/(desk)/board/sections/drill-links.ts";
import { WhyText } from "#app/(desk)/projects/sections/why-text.tsx";
import type { PhaseCard, PhaseColumn, PhaseColumns, Spent } from "#lib/board/queries/phase-wall.ts";
import "./phases.css";

/** Columns side by side; one without a project takes no more room than its heading. */
export async function Columns({ wall, drill }: { wall: PhaseColumns; drill: Drill }) {
  const t = await getTranslations("phaseWall");
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="wall-columns" aria-label={t("label")} tabIndex={0}>
      {wall.columns.map((column) => (
        <Column key={column.key} column={column} drill={drill} />
      ))}
    </section>
  );
}

async function Column({ column, drill }: { column: PhaseColumn; drill: Drill }) {
  const t = await getTranslations();
  const { key, count, cards } = column;
  const to = drill.projects(key === "paused" ? { counts: "paused" } : { phase: key });
  return (
    <section
      className={`wall-column wall-column-${key} ${count === 0 ? "wall-column-empty" : ""}`}
      aria-labelledby={`column-${key}`}
    >
      <header>
        <h2 id={`column-${key}`} className="flex flex-wrap items-baseline gap-x-2 text-[14px]">
          {key === "paused" ? `▨ ${t("phaseWall.paused")}` : t(`project.phases.${key}`)}
          <Link className="ml-auto text-[13px] font-medium text-ink-2" href={to}>
            {t("phaseWall.count", { count })}
          </Link>
        </h2>
        {count > 0 && <Amounts of={column} />}
      </header>
      {count === 0 ? (
        <p className="note px-2 py-3">{t("phaseWall.none")}</p>
      ) : (
        <ul className="wall-cards">
          {cards.map((card) => (
            <Card key={card.id} card={card} drill={drill} />
          ))}
        </ul>
      )}
      {count > cards.length && (
        <p className="px-2 py-3">
          <Link className="link" href={to}>
            {t("phaseWall.more", { count: count - cards.length })}
          </Link>
        </p>
      )}
    </section>
  );
}

async function Amounts({ of }: { of: Spent }) {
  const t = await getTranslations("phaseWall");
  return (
    <p className="flex flex-wrap gap-x-3 text-ink-2">
      <span>
        {t("planned")} <Money fen={of.planFen} />
      </span>
      <span>
        {t("spent")} <Money fen={of.spendFen} />
      </span>
    </p>
  );
}

async function Card({ card, drill }: { card: PhaseCard; drill: Drill }) {
  const t = await getTranslations();
  const { light, why, remedies, progress, twin, lead, villages } = card;
  const saysProgress = why.key === "behind" || why.key === "caughtUp";
  const percent = (bp: number) => `${Math.round(bp) / 100}%`;
  const named = await naming();
  const village =
    lead &&
    (villages.length > 1
      ? t("phaseWall.villages", { village: named(lead.name), count: villages.length })
      : named(lead.name));
  return (
    <li className={`wall-card wall-card-${light}`}>
      <p className="flex items-baseline justify-between gap-2">
        <LightMark light={light} />
        <span className="text-ink-2">{card.number}</span>
      </p>
      <Link
        href={drill.project(card.id)}
        className="text-[13px] font-semibold hover:text-brand-ink hover:underline"
      >
        {card.name}
      </Link>
      {twin && <span className="ml-1.5 text-ink-2">{t("phaseWall.same", { number: twin.number })}</span>}
      <p className="text-ink-2">
        <Name of={card.town} />
        {village && ` · ${village}`}
      </p>
      <p className="flex flex-wrap gap-x-2">
        <span>
          <Name of={card.owner} />
        </span>
        {card.dueOn && <span className="text-ink-2">{t("phaseWall.due", { day: card.dueOn })}</span>}
      </p>
      <div className="bar my-1.5" aria-hidden="true">
        <i style={{ width: widthOf(progress.actualBp ?? 0, 10_000), background: "var(--color-brand)" }} />
        <u style={{ left: `calc(${widthOf(progress.plannedBp, 10_000)} - 1px)` }} />
      </div>
      <p className="text-ink-2">
        {saysProgress ? (
          <WhyText why={why} remedies={remedies} />
        ) : progress.actualBp === null ? (
          t("phaseWall.progressNone", { planned: percent(progress.plannedBp) })
        ) : (
          t("phaseWall.progress", {
            actual: percent(progress.actualBp),
            planned: percent(progress.plannedBp),
          })
        )}
      </p>
      {!saysProgress && light !== "green" && (
        <p className="text-ink-2">
          <WhyText why={why} remedies={remedies} />
        </p>
      )}
      <Amounts of={card} />
    </li>
  );
}
