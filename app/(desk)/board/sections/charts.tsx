import { tierNames } from "#app/_parts/board/tile-map.tsx";
import { CumulativeIncome, PhaseLights, StageBars, TierBars } from "#app/_parts/charts/lazy.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Chart } from "#app/_ui/charts/chart.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/row-count.ts";
import { type Column, none, Table } from "#app/_ui/table.tsx";
import { sources, stages } from "#db/schema/funding.ts";
import { type Phase, phases } from "#db/schema/projects.ts";
import type { Board } from "#lib/board/queries/board.ts";
import { districtMoney, ofAllSources } from "#lib/board/rules/figures.ts";
import { type ByPhase, countOf, lightsOf } from "#lib/board/rules/tally.ts";
import { ratio } from "#lib/core/percent.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import type { Drill } from "./drill-links.ts";

type Props = { board: Board; drill: Drill };

/** Four charts, each with the table of its figures. */
export function Charts({ board, drill }: Props) {
  return (
    <div className="grid gap-3.5 md:grid-cols-2 xl:grid-cols-[1.3fr_0.85fr_1.05fr_1.1fr] *:min-w-0 print:block print:columns-2 print:*:mb-3">
      <Curve board={board} drill={drill} />
      {board.tiles.length > 0 && <Tiers board={board} drill={drill} />}
      <Phases board={board} drill={drill} />
      <Stages board={board} drill={drill} />
    </div>
  );
}

async function Curve({ board: { curve, year, node, totals, view }, drill }: Props) {
  const t = await getTranslations();
  const unit = await unitOf();
  const names = {
    label: t("board.curve.label", {
      year: String(year),
      unit: t(`unit.${unit}`),
      income: (await incomeWord()).inSentence,
    }),
    income: t("board.curve.income"),
    pace: t("board.curve.pace"),
    unit: t(`unit.${unit}`),
  };
  const monthName = (month: string) => t("board.curve.monthName", { month: Number(month.slice(5)) });
  return (
    <Chart
      title={t("board.curve.title", { income: (await incomeWord()).inSentence })}
      unit={t(`unit.${unit}`)}
      table={
        <Table
          label={names.label}
          box={false}
          rows={curve}
          rowKey={(point) => point.month}
          columns={[
            {
              kind: "name",
              head: t("board.curve.month"),
              cell: ({ month }) => monthName(month),
              href: ({ month }) => drill.income(node, month),
            },
            {
              kind: "fen",
              head: t("board.curve.ofMonth"),
              cell: ({ operatingFen }) =>
                operatingFen === null ? t("board.curve.noData") : <Money fen={operatingFen} />,
            },
            { kind: "money", head: t("board.curve.cumulative"), cell: "cumulativeFen" },
            { kind: "money", head: t("board.curve.pace"), cell: "paceFen" },
            {
              kind: "count",
              head: t("board.curve.posted", { rows: rowsOf(view) }),
              cell: ({ posted }) => `${posted}/${totals.villages}`,
            },
          ]}
        />
      }
    >
      <CumulativeIncome
        data={curve.map((point) => ({
          label: monthName(point.month),
          incomeFen: point.cumulativeFen,
          paceFen: point.paceFen,
        }))}
        unit={unit}
        names={names}
      />
    </Chart>
  );
}

async function Tiers({ board: { tiles, bands, year }, drill }: Props) {
  const t = await getTranslations();
  const name = await tierNames(bands);
  const rows = [...bands.map((band) => band.key), noData].map((key) => ({
    key,
    count: tiles.filter((tile) => tile.tier === key).length,
  }));
  const label = t("board.tiers.label", { year: String(year) });
  return (
    <Chart
      title={t("board.tiers.title")}
      table={
        <Table
          label={label}
          box={false}
          rows={rows}
          rowKey={({ key }) => key}
          total={tiles.length}
          columns={[
            {
              kind: "name",
              head: t("board.tiers.tier"),
              cell: ({ key }) => name(key),
              sum: () => t("app.total"),
            },
            {
              kind: "count",
              head: t("board.tiers.villages"),
              cell: "count",
              href: ({ key }) => drill.villages({ tier: key }),
              sum: (all) => <Link href={drill.villages()}>{all}</Link>,
            },
            {
              kind: "count",
              head: t("board.tiers.share"),
              cell: ({ count }) => ratio(count, tiles.length),
              sum: (all) => ratio(all, all),
            },
          ]}
        />
      }
    >
      <TierBars data={rows.map((row) => ({ ...row, label: name(row.key, true) }))} label={label} />
    </Chart>
  );
}

/** The projects of a list, or of all, by phase and light. */
type List = { name: string; tally: ByPhase; level?: { level: "village" | "key" } };

/** A count that leads to what it counts; "—" for none. */
const counted = (count: number, href: string) => (count > 0 ? <Link href={href}>{count}</Link> : none());

/** The same as the chart, list by list and with those of each light. */
async function PhasesTable({ lists, present, drill }: { lists: List[]; present: Phase[]; drill: Drill }) {
  const t = await getTranslations();
  return (
    <Table
      label={t("board.phases.label")}
      box={false}
      groups={lists.map((list) => ({
        key: list.name,
        above: list,
        rows: present.map((phase) => ({ phase, ...list })),
      }))}
      rowKey={({ phase }) => phase}
      columns={[
        {
          kind: "name",
          head: t("board.phases.phase"),
          look: "pl-6!",
          cell: ({ phase }) => t(`project.phases.${phase}`),
          sum: ({ name }) => name,
        },
        ...lights.map(
          (light): Column<List & { phase: Phase }, List> => ({
            kind: "count",
            head: <LightMark light={light} short />,
            cell: ({ phase, tally, level }) =>
              counted(tally[phase][light], drill.projects({ counts: light, phase, ...level })),
            sum: ({ tally }) => lightsOf(tally)[light] || "—",
          }),
        ),
        {
          kind: "count",
          head: t("board.phases.sum"),
          cell: ({ phase, tally, level }) =>
            counted(countOf(tally[phase]), drill.projects({ phase, ...level })),
          sum: ({ tally, level }) => (
            <Link href={drill.projects({ ...level })}>{countOf(lightsOf(tally))}</Link>
          ),
        },
      ]}
    />
  );
}

async function Phases({ board: { totals }, drill }: Props) {
  const t = await getTranslations();
  const { once, village, key } = totals.projects;
  const named = Object.fromEntries(lights.map((light) => [light, t(`light.${light}`)])) as Record<
    (typeof lights)[number],
    string
  >;
  const lists: List[] = [
    { name: t("project.levels.village"), tally: village, level: { level: "village" } },
    { name: t("project.levels.key"), tally: key, level: { level: "key" } },
    { name: t("board.phases.all"), tally: once },
  ];
  const present = phases.filter((phase) => countOf(village[phase]) + countOf(key[phase]) > 0);
  return (
    <Chart
      title={t("board.phases.title")}
      note={
        <span className="flex flex-wrap gap-x-3">
          {lights.map((light) => (
            <LightMark key={light} light={light} />
          ))}
          <span>{t("board.phases.note")}</span>
        </span>
      }
      table={<PhasesTable lists={lists} present={present} drill={drill} />}
    >
      <PhaseLights
        data={present.map((phase) => ({
          label: t(`project.phasesShort.${phase}`),
          total: countOf(once[phase]),
          ...once[phase],
        }))}
        names={{ label: t("board.phases.label"), lights: named, total: t("board.phases.sum") }}
      />
    </Chart>
  );
}

async function Stages({ board: { totals, year }, drill }: Props) {
  const t = await getTranslations();
  const unit = await unitOf();
  const district = districtMoney(totals.funding);
  const all = ofAllSources(totals.funding);
  const before = (at: number) => stages[at - 1];
  const present = sources.filter((source) => totals.funding[source]);
  return (
    <Chart
      title={t("board.money.title")}
      unit={`${t("board.money.district")} · ${t(`unit.${unit}`)}`}
      note={t("board.money.note", { year: String(year) })}
      table={
        <Table
          label={t("board.money.tableLabel", { year: String(year), unit: t(`unit.${unit}`) })}
          box={false}
          sticky="first"
          rows={present}
          rowKey={(source) => source}
          total={all}
          columns={[
            {
              kind: "name",
              head: t("board.money.source"),
              cell: (source) => t(`funding.source.${source}`),
              sum: () => t("board.money.sum"),
            },
            ...stages.map(
              (stage): Column<(typeof sources)[number], typeof all> => ({
                kind: "money",
                head: t(`funding.stage.${stage}`),
                cell: (source) => totals.funding[source]?.[stage] ?? 0,
                href: (source) => drill.funding({ source, stage }),
                sum: (sum) => (
                  <Link href={drill.funding({ stage })}>
                    <Money fen={sum[stage]} />
                  </Link>
                ),
              }),
            ),
          ]}
        />
      }
    >
      <StageBars
        unit={unit}
        label={t("board.money.label", { year: String(year), unit: t(`unit.${unit}`) })}
        data={stages.map((stage, at) => {
          const previous = before(at);
          return {
            label: t(`funding.stage.${stage}`),
            amountFen: district[stage],
            share: previous ? ratio(district[stage], district[previous]) : "",
          };
        })}
      />
    </Chart>
  );
}
