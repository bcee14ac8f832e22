import type { Key } from "react";
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
import { type Column, none, Table } from "#app/_ui/table.tsx";
import type { Comparison } from "#lib/board/queries/compare.ts";
import type { Cause } from "#lib/board/rules/causes.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import type { Light } from "#lib/projects/rules/lights.ts";

type Props = { comparison: Comparison };

/** A change of a kind. */
type Of<Kind extends "crossed" | "tiers" | "lights"> = Comparison[Kind][number];

type ListProps<Row> = {
  id?: string;
  title: string;
  note?: string;
  /** How many there are; those that are listed may be fewer. */
  count?: number;
  rows: readonly Row[];
  rowKey: (row: Row) => Key;
  columns: Column<NoInfer<Row>>[];
};

/** A list of changes with its count, or a word that there are none. */
export async function ChangeList<Row>({ id, title, note, rows, count, rowKey, columns }: ListProps<Row>) {
  const t = await getTranslations("compare");
  return (
    <section id={id} className="sheet min-w-0 scroll-mt-16">
      <div className="sheet-head mb-2">
        <h2>
          {title} <span className="font-normal text-ink-3">{count ?? rows.length}</span>
        </h2>
        {note && <span className="note">{note}</span>}
      </div>
      <Table
        label={title}
        rows={rows}
        rowKey={rowKey}
        empty={<p className="px-4 pb-4 text-ink-2">{t("none")}</p>}
        columns={columns}
      />
    </section>
  );
}

type Village = { id: number; name: string; town: string };

/** The village with its town, leading to the part of its card where the change shows. */
const villageColumn = <Row extends Village>(head: string, href: (village: Row) => string): Column<Row> => ({
  kind: "name",
  head,
  look: "whitespace-nowrap",
  cell: (village) => <Name of={village.name} />,
  href,
  small: (village) => <Name of={village.town} />,
});

const causeColumn = <Row extends { cause: Cause | null }>(head: string): Column<Row> => ({
  head,
  cell: ({ cause }) => <CauseOf cause={cause} />,
});

/** Villages that crossed their target, either way. */
export async function Crossed({ comparison: { crossed, year, after } }: Props) {
  const t = await getTranslations();
  const state = (met: boolean | null) =>
    t(met === null ? "tier.noData" : met ? "compare.met" : "compare.notMet");
  return (
    <ChangeList
      title={t("compare.crossed")}
      note={t("compare.crossedNote")}
      rows={crossed}
      rowKey={({ id }) => id}
      columns={[
        villageColumn<Of<"crossed">>(t("compare.village"), ({ id }) =>
          onDayOf(`/villages/${id}?year=${year}`, after.on),
        ),
        {
          head: t("compare.change"),
          look: ({ to }) =>
            `whitespace-nowrap ${to === true ? "text-ok" : to === false ? "text-bad" : ""}`.trim(),
          cell: ({ from, to }) => (
            <>
              {to === true ? "▲ " : from === true ? "▼ " : ""}
              {state(from)} → <b>{state(to)}</b>
            </>
          ),
        },
        {
          kind: "money",
          head: `${(await incomeWord()).heading} / ${t("compare.target")}`,
          unit: t(`unit.${await unitOf()}`),
          cell: ({ operatingFen, targetFen }) => <Money fen={operatingFen} lineFen={targetFen} />,
          small: ({ targetFen }) => <Money fen={targetFen} />,
        },
        causeColumn<Of<"crossed">>(t("compare.by")),
      ]}
    />
  );
}

/** Villages whose year's income is of another tier, with the act or the day that turned it. */
export async function Tiers({ comparison: { tiers, bands, year, after } }: Props) {
  const t = await getTranslations();
  const named = await tierNames([...bands]);
  return (
    <ChangeList
      id="tiers"
      title={t("compare.tiers")}
      note={t("compare.tiersNote")}
      rows={tiers}
      rowKey={({ id }) => id}
      columns={[
        villageColumn<Of<"tiers">>(t("compare.village"), ({ id }) =>
          onDayOf(`/villages/${id}?year=${year}#tiers`, after.on),
        ),
        {
          kind: "line",
          head: t("compare.change"),
          cell: ({ from, to }) => (
            <>
              <TierMark tier={from} label={named(from, true)} /> →{" "}
              <TierMark tier={to} label={named(to, true)} />
            </>
          ),
        },
        {
          kind: "money",
          head: (await incomeWord()).heading,
          unit: t(`unit.${await unitOf()}`),
          cell: "operatingFen",
        },
        causeColumn<Of<"tiers">>(t("compare.by")),
      ]}
    />
  );
}

/** Lights that are another one, with the sentence that now explains them. */
export async function Lights({ comparison: { lights, after } }: Props) {
  const t = await getTranslations();
  const mark = (light: Light | null) => (light ? <LightMark light={light} /> : none());
  return (
    <ChangeList
      title={t("compare.lights")}
      rows={lights}
      rowKey={({ project }) => project.id}
      columns={[
        {
          kind: "name",
          head: t("compare.project"),
          look: "min-w-56",
          cell: ({ project, why }) => (
            <>
              <Project {...project} on={after.on} />
              {why && (
                <small className="block text-ink-2">
                  {t(`project.why.${why.key}`, amountsIn(why.values, t("unit.yuan")))}
                </small>
              )}
            </>
          ),
        },
        {
          kind: "line",
          head: t("compare.change"),
          cell: ({ from, to }) => (
            <>
              {mark(from)} → {to ? mark(to) : t("project.ended")}
            </>
          ),
        },
        causeColumn<Of<"lights">>(t("compare.by")),
      ]}
    />
  );
}

/** Phases that were reached in between. */
export async function Phases({ comparison: { phases, after } }: Props) {
  const t = await getTranslations();
  return (
    <ChangeList
      title={t("compare.phases")}
      rows={phases}
      rowKey={({ project, phase, by }) => `${project.id}${phase}${by.at}`}
      columns={[
        {
          kind: "name",
          head: t("compare.project"),
          cell: ({ project }) => <Project {...project} on={after.on} />,
        },
        {
          kind: "line",
          head: t("compare.phase"),
          cell: ({ phase }) => t(`project.phases.${phase}`),
        },
        { kind: "day", head: t("compare.actualOn"), cell: "actualOn" },
        { head: t("compare.by"), cell: ({ by }) => <ActBy act={by} /> },
      ]}
    />
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
