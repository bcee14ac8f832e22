import { tierNames } from "#app/_parts/board/tile-map.tsx";
import { CumulativeIncome, PhaseLights, StageBars, TierBars } from "#app/_parts/charts/lazy.tsx";
import { incomeWord } from "#app/_parts/income/income-label.ts";
import { LightMark } from "#app/_parts/project/light-mark.tsx";
import { unitOf } from "#app/_server/i18n/preferences.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { Money } from "#app/_ui/amount.tsx";
import { Chart } from "#app/_ui/charts/chart.tsx";
import { Link } from "#app/_ui/link.tsx";
import { rowsOf } from "#app/_ui/rows-shown.ts";
import { sources, stages } from "#db/schema/funding.ts";
import { phases } from "#db/schema/projects.ts";
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
        <table className="grid-table">
          <caption className="sr-only">{names.label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("board.curve.month")}</th>
              <th scope="col" className="num">
                {t("board.curve.ofMonth")}
              </th>
              <th scope="col" className="num">
                {t("board.curve.cumulative")}
              </th>
              <th scope="col" className="num">
                {t("board.curve.pace")}
              </th>
              <th scope="col" className="num">
                {t("board.curve.posted", { rows: rowsOf(view) })}
              </th>
            </tr>
          </thead>
          <tbody>
            {curve.map((point) => (
              <tr key={point.month}>
                <th scope="row">
                  <Link href={drill.income(node, point.month)}>{monthName(point.month)}</Link>
                </th>
                <td className="num">
                  {point.operatingFen === null ? t("board.curve.noData") : <Money fen={point.operatingFen} />}
                </td>
                <td className="num">
                  <Money fen={point.cumulativeFen} />
                </td>
                <td className="num">
                  <Money fen={point.paceFen} />
                </td>
                <td className="num">
                  {point.posted}/{totals.villages}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
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
        <table className="grid-table">
          <caption className="sr-only">{label}</caption>
          <thead>
            <tr>
              <th scope="col">{t("board.tiers.tier")}</th>
              <th scope="col" className="num">
                {t("board.tiers.villages")}
              </th>
              <th scope="col" className="num">
                {t("board.tiers.share")}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, count }) => (
              <tr key={key}>
                <th scope="row">{name(key)}</th>
                <td className="num">
                  <Link href={drill.villages({ tier: key })}>{count}</Link>
                </td>
                <td className="num">{ratio(count, tiles.length)}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("app.total")}</th>
              <td className="num">
                <Link href={drill.villages()}>{tiles.length}</Link>
              </td>
              <td className="num">{ratio(tiles.length, tiles.length)}</td>
            </tr>
          </tfoot>
        </table>
      }
    >
      <TierBars data={rows.map((row) => ({ ...row, label: name(row.key, true) }))} label={label} />
    </Chart>
  );
}

async function Phases({ board: { totals }, drill }: Props) {
  const t = await getTranslations();
  const { once, village, key } = totals.projects;
  const named = Object.fromEntries(lights.map((light) => [light, t(`light.${light}`)])) as Record<
    (typeof lights)[number],
    string
  >;
  const lists: { name: string; tally: ByPhase; level?: "village" | "key" }[] = [
    { name: t("project.levels.village"), tally: village, level: "village" },
    { name: t("project.levels.key"), tally: key, level: "key" },
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
      table={
        <table className="grid-table">
          <caption className="sr-only">{t("board.phases.label")}</caption>
          <thead>
            <tr>
              <th scope="col">{t("board.phases.phase")}</th>
              {lights.map((light) => (
                <th key={light} scope="col" className="num">
                  <LightMark light={light} short />
                </th>
              ))}
              <th scope="col" className="num">
                {t("board.phases.sum")}
              </th>
            </tr>
          </thead>
          {lists.map(({ name, tally, level }) => (
            <tbody key={name}>
              <tr className="subtotal">
                <th scope="rowgroup">{name}</th>
                {lights.map((light) => (
                  <td key={light} className="num">
                    {lightsOf(tally)[light] || "—"}
                  </td>
                ))}
                <td className="num">
                  <Link href={drill.projects({ ...(level && { level }) })}>{countOf(lightsOf(tally))}</Link>
                </td>
              </tr>
              {present.map((phase) => (
                <tr key={phase}>
                  <th scope="row" className="pl-6!">
                    {t(`project.phases.${phase}`)}
                  </th>
                  {lights.map((light) => (
                    <td key={light} className="num">
                      {tally[phase][light] > 0 ? (
                        <Link href={drill.projects({ counts: light, phase, ...(level && { level }) })}>
                          {tally[phase][light]}
                        </Link>
                      ) : (
                        <span className="text-ink-3">—</span>
                      )}
                    </td>
                  ))}
                  <td className="num">
                    {countOf(tally[phase]) > 0 ? (
                      <Link href={drill.projects({ phase, ...(level && { level }) })}>
                        {countOf(tally[phase])}
                      </Link>
                    ) : (
                      <span className="text-ink-3">—</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          ))}
        </table>
      }
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
        <table className="grid-table sticky-first">
          <caption className="sr-only">
            {t("board.money.tableLabel", { year: String(year), unit: t(`unit.${unit}`) })}
          </caption>
          <thead>
            <tr>
              <th scope="col">{t("board.money.source")}</th>
              {stages.map((stage) => (
                <th key={stage} scope="col" className="num">
                  {t(`funding.stage.${stage}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {present.map((source) => (
              <tr key={source}>
                <th scope="row">{t(`funding.source.${source}`)}</th>
                {stages.map((stage) => (
                  <td key={stage} className="num">
                    <Link href={drill.funding({ source, stage })}>
                      <Money fen={totals.funding[source]?.[stage] ?? 0} />
                    </Link>
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">{t("board.money.sum")}</th>
              {stages.map((stage) => (
                <td key={stage} className="num">
                  <Link href={drill.funding({ stage })}>
                    <Money fen={all[stage]} />
                  </Link>
                </td>
              ))}
            </tr>
          </tfoot>
        </table>
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
