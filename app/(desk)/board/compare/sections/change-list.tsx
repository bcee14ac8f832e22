import type { ReactNode } from "react";
import { ActBy, CauseOf } from "#app/_parts/board/cause.tsx";
import { tierNames } from "#app/_parts/board/tile-map.tsx";
import { Name } from "#app/_parts/division/name.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { TierMark } from "#app/_parts/income/tier-mark.tsx";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Link } from "#app/_ui/link.tsx";
import { onDayOf } from "#app/_ui/search-params.ts";
import { TableScroll } from "#app/_ui/table-scroll.tsx";
import type { Comparison } from "#lib/board/queries/compare.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import type { Light } from "#lib/projects/rules/lights.ts";

type Props = { comparison: Comparison };

/** A list of changes with its count, or a word that there are none. */
export async function ChangeList({
  id,
  title,
  note,
  count,
  heads,
  children,
}: {
  id?: string;
  title: string;
  note?: string;
  count: number;
  heads: ReactNode[];
  children: ReactNode;
}) {
  const t = await getTranslations("compare");
  return (
    <section id={id} className="sheet min-w-0 scroll-mt-16">
      <div className="sheet-head mb-2">
        <h2>
          {title} <span className="font-normal text-ink-3">{count}</span>
        </h2>
        {note && <span className="note">{note}</span>}
      </div>
      {count === 0 ? (
        <p className="px-4 pb-4 text-ink-2">{t("none")}</p>
      ) : (
        <TableScroll label={title}>
          <table className="grid-table">
            <thead>
              <tr>{heads}</tr>
            </thead>
            <tbody>{children}</tbody>
          </table>
        </TableScroll>
      )}
    </section>
  );
}

/** Villages that crossed their target, either way. */
export async function Crossed({ comparison: { crossed, year, after } }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const state = (met: boolean | null) =>
    t(met === null ? "tier.noData" : met ? "compare.met" : "compare.notMet");
  const heads = [
    <th key="village" scope="col">
      {t("compare.village")}
    </th>,
    <th key="change" scope="col">
      {t("compare.change")}
    </th>,
    <th key="amount" scope="col" className="num">
      {(await incomeWord()).heading} / {t("compare.target")}
      <small className="block text-ink-3">{unit}</small>
    </th>,
    <th key="by" scope="col">
      {t("compare.by")}
    </th>,
  ];
  return (
    <ChangeList
      title={t("compare.crossed")}
      note={t("compare.crossedNote")}
      count={crossed.length}
      heads={heads}
    >
      {crossed.map((village) => (
        <tr key={village.id}>
          <th scope="row" className="whitespace-nowrap">
            <Link href={onDayOf(`/villages/${village.id}?year=${year}`, after.on)}>
              <Name of={village.name} />
            </Link>
            <small className="block text-ink-3">
              <Name of={village.town} />
            </small>
          </th>
          <td
            className={`whitespace-nowrap ${village.to === true ? "text-ok" : village.to === false ? "text-bad" : ""}`}
          >
            {village.to === true ? "▲ " : village.from === true ? "▼ " : ""}
            {state(village.from)} → <b>{state(village.to)}</b>
          </td>
          <td className="num">
            <Money fen={village.operatingFen} lineFen={village.targetFen} />
            <small className="block text-ink-3">
              <Money fen={village.targetFen} />
            </small>
          </td>
          <td>
            <CauseOf cause={village.cause} />
          </td>
        </tr>
      ))}
    </ChangeList>
  );
}

/** Villages whose year's income is of another tier, with the act or the day that turned it. */
export async function Tiers({ comparison: { tiers, bands, year, after } }: Props) {
  const t = await getTranslations();
  const unit = t(`unit.${await unitOf()}`);
  const named = await tierNames([...bands]);
  const heads = [
    <th key="village" scope="col">
      {t("compare.village")}
    </th>,
    <th key="change" scope="col">
      {t("compare.change")}
    </th>,
    <th key="amount" scope="col" className="num">
      {(await incomeWord()).heading}
      <small className="block text-ink-3">{unit}</small>
    </th>,
    <th key="by" scope="col">
      {t("compare.by")}
    </th>,
  ];
  return (
    <ChangeList
      id="tiers"
      title={t("compare.tiers")}
      note={t("compare.tiersNote")}
      count={tiers.length}
      heads={heads}
    >
      {tiers.map((village) => (
        <tr key={village.id}>
          <th scope="row" className="whitespace-nowrap">
            <Link href={onDayOf(`/villages/${village.id}?year=${year}#tiers`, after.on)}>
              <Name of={village.name} />
            </Link>
            <small className="block text-ink-3">
              <Name of={village.town} />
            </small>
          </th>
          <td className="whitespace-nowrap">
            <TierMark tier={village.from} label={named(village.from, true)} /> →{" "}
            <TierMark tier={village.to} label={named(village.to, true)} />
          </td>
          <td className="num">
            <Money fen={village.operatingFen} />
          </td>
          <td>
            <CauseOf cause={village.cause} />
          </td>
        </tr>
      ))}
    </ChangeList>
  );
}

/** Lights that are another one, with the sentence that now explains them. */
export async function Lights({ comparison: { lights, after } }: Props) {
  const t = await getTranslations();
  const mark = (light: Light | null) =>
    light ? <LightMark light={light} /> : <span className="text-ink-3">—</span>;
  const heads = (["project", "change", "by"] as const).map((name) => (
    <th key={name} scope="col">
      {t(`compare.${name}`)}
    </th>
  ));
  return (
    <ChangeList title={t("compare.lights")} count={lights.length} heads={heads}>
      {lights.map(({ project, from, to, why, cause }) => (
        <tr key={project.id}>
          <th scope="row" className="min-w-56">
            <Project {...project} on={after.on} />
            {why && (
              <small className="block text-ink-2">
                {t(`project.why.${why.key}`, amountsIn(why.values, t("unit.yuan")))}
              </small>
            )}
          </th>
          <td className="whitespace-nowrap">
            {mark(from)} → {to ? mark(to) : t("project.ended")}
          </td>
          <td>
            <CauseOf cause={cause} />
          </td>
        </tr>
      ))}
    </ChangeList>
  );
}

export async function Phases({ comparison: { phases, after } }: Props) {
  const t = await getTranslations();
  const heads = (["project", "phase", "actualOn", "by"] as const).map((name) => (
    <th key={name} scope="col">
      {t(`compare.${name}`)}
    </th>
  ));
  return (
    <ChangeList title={t("compare.phases")} count={phases.length} heads={heads}>
      {phases.map(({ project, phase, actualOn, by }) => (
        <tr key={`${project.id}${phase}${by.at}`}>
          <th scope="row">
            <Project {...project} on={after.on} />
          </th>
          <td className="whitespace-nowrap">{t(`project.phases.${phase}`)}</td>
          <td className="whitespace-nowrap">{actualOn}</td>
          <td>
            <ActBy act={by} />
          </td>
        </tr>
      ))}
    </ChangeList>
  );
}

export const Project = ({
  id,
  number,
  name,
  town,
  on,
}: Comparison["phases"][number]["project"] & { on: string }) => (
  <>
    <Link href={onDayOf(`/projects/${id}`, on)} className="font-semibold">
      {name}
    </Link>{" "}
    <small className="whitespace-nowrap text-ink-3">
      {number} · {town}
    </small>
  </>
);
