import { exceptionKinds, type Source, sources, stages } from "#db/schema/funding.ts";
import type { Wall } from "#lib/board/queries/wall.ts";
import { type BelowLine, type VillageBelow, withoutCounts } from "#lib/board/rules/below-line.ts";
import type { BoardProject, BoardTile } from "#lib/board/rules/board-projects.ts";
import { districtMoney, type Figures, ofAllSources } from "#lib/board/rules/figures.ts";
import { gapInYuan } from "#lib/board/rules/gap.ts";
import { countOf, lightsOf } from "#lib/board/rules/tally.ts";
import type { TownScene } from "#lib/board/rules/wall-towns.ts";
import { formatFen, type Unit, unitBehind, withSign, withUnit } from "#lib/core/money.ts";
import { ratio } from "#lib/core/percent.ts";
import { type ByStage, noMoney } from "#lib/funding/rules/stage-order.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { amountsIn } from "#lib/projects/rules/funds-pace.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { tierNames } from "../_parts/board/tile-map.tsx";
import { lightShapes } from "../_parts/project/light-shapes.ts";
import { naming } from "../_server/i18n/naming.ts";
import { getTranslations, type Translator as T } from "../_server/i18n/translations.ts";
import type { WallQuestion } from "../_server/live/wall-session.ts";
import type { Funding, Kpi, Note, Red, Short, Stage, Tile, Town, WallFigures } from "./wall-figures.ts";

// A wall has no switch for the unit: amounts are in 万元, as they are said aloud.
// English has its millions in their place, with ¥ before them.
const wan = (t: T, fen: number, line?: number) => {
  const unit = wallUnit(t);
  const text = fen === 0 ? "0" : formatFen(fen, unit, line);
  return withSign(text, t(`unit.${unit}`));
};
const wallUnit = (t: T): Unit => (unitBehind(t("unit.yuan")) ? "wan" : "compact");
const share = (part: number, whole: number) =>
  whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0;

/** What a wall shows, in the reader's language. */
export async function inWords({ ctx, node, version, build, compute }: WallQuestion): Promise<WallFigures> {
  const { board, towns, below, exceptions } = await compute();
  const t = await getTranslations();
  const named = await naming();
  const tier = await tierNames(board.bands);
  const reports =
    board.towns.due > 1
      ? `${board.towns.complete}/${board.towns.due}`
      : `${board.totals.posted}/${board.totals.villages}`;
  const isTown = node.level === "town" || node.level === "village";
  const moved = board.changes.met - board.changes.metBefore;
  const told = { month: board.month, income: t(`view.income.${board.view.basis ?? "strict"}`) };
  return {
    version,
    build,
    now: ctx.now.toISOString(),
    title: t("board.title", { place: named(node.name), year: String(board.year) }),
    place: named(node.shortName),
    notes: [
      `${t("view.basis")} ${t(`view.${board.view.basis ?? "strict"}`)}`,
      t(board.view.approvedOnly ? "view.approved" : "view.all"),
    ],
    reports: `${t("wall.reports", { month: monthName(t, board.month) })} ${reports}`,
    overview: isTown
      ? null
      : {
          kpis: kpis(t, { ...board.totals, moved, paceFen: board.paceFen }, told),
          rows: board.rows
            .filter((row) => row.villages > 0)
            .map(({ division, ...row }) => ({
              ...metOf(t, row),
              code: division.code,
              name: named(division.shortName),
            })),
        },
    legend: [...board.bands.map((band) => band.key), noData].map((key) => ({
      look: `tier-${key}`,
      label: tier(key),
    })),
    towns: towns.map((town) => townInWords(t, town, told, named)),
    below: below && belowInWords(t, below, board.totals.villages, named),
    reds: board.attention.map((project) => redInWords(t, project, board.year, named)),
    funding: fundingInWords(t, board.totals.funding, exceptions),
  };
}

type Naming = Awaited<ReturnType<typeof naming>>;
/** The month, and what its income is called. */
type Told = { month: string; income: string };

const monthName = (t: T, month: string) => t("board.curve.monthName", { month: Number(month.slice(5)) });
const metOf = (t: T, { met, villages }: Figures) => ({
  met: t("wall.metOf", { met, villages }),
  share: share(met, villages),
});

/** Four figures of a division: villages on target, income, projects, district money. */
function kpis(t: T, figures: Figures & { moved: number; paceFen: number }, { month, income }: Told): Kpi[] {
  const { totals, counts, money } = {
    totals: figures,
    counts: lightsOf(figures.projects.once),
    money: districtMoney(figures.funding),
  };
  const { moved } = figures;
  const unit = unitBehind(t(`unit.${wallUnit(t)}`));
  const lists = {
    village: countOf(lightsOf(figures.projects.village)),
    key: countOf(lightsOf(figures.projects.key)),
  };
  const movedNote: Note = {
    text: `${t("board.kpi.sinceLast")} ${moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : "0"} ${t("wall.byMonth")}`,
    ...(moved !== 0 && { look: moved > 0 ? "good" : "bad" }),
  };
  const unreported = totals.noData - totals.filed.waiting;
  const waitingNotes: Note[] = [
    ...(unreported > 0 ? [{ text: `${t("board.kpi.noData")} ${unreported}` }] : []),
    ...(totals.filed.waiting > 0 ? [{ text: `${t("board.kpi.waiting")} ${totals.filed.waiting}` }] : []),
  ];
  const shortNotes: Note[] =
    totals.notMet > 0
      ? [
          { text: t("wall.notMet", { count: totals.notMet }), look: "bad" },
          {
            text: t("wall.gap", { amount: withUnit(wan(t, totals.gapFen), t(`unit.${wallUnit(t)}`)) }),
            look: "bad",
          },
        ]
      : [];
  return [
    {
      label: t("board.kpi.met"),
      aside: ratio(totals.met, totals.villages),
      value: String(totals.met),
      unit: `/ ${totals.villages}`,
      notes: [...shortNotes, movedNote, ...waitingNotes],
      share: share(totals.met, totals.villages),
      pace: null,
    },
    {
      label: income,
      aside: t("wall.posted", { month: monthName(t, month), villages: totals.villages, ...totals.filed }),
      value: wan(t, totals.operatingFen, totals.targetFen),
      unit,
      notes: [
        {
          text: t("board.kpi.pace", {
            percent: ratio(totals.paceFen, totals.targetFen),
            amount: wan(t, totals.paceFen),
          }),
        },
        ...(totals.attainedFen === null
          ? []
          : [
              {
                text: t("board.kpi.attained", {
                  percent: ratio(totals.attainedFen, totals.targetFen),
                  amount: wan(t, totals.attainedFen),
                }),
              },
            ]),
        { text: t("board.kpi.actual", { percent: ratio(totals.operatingFen, totals.targetFen) }) },
      ],
      share: share(totals.operatingFen, totals.targetFen),
      pace: share(totals.paceFen, totals.targetFen),
    },
    {
      label: t("board.kpi.projects"),
      aside: t("board.kpi.lists", lists),
      value: String(countOf(counts)),
      unit: t("board.kpi.count"),
      notes: lights
        .filter((light) => counts[light] > 0 || light === "red")
        .map((light) => ({
          text: `${lightShapes[light]} ${counts[light]}`,
          look: `lit-${light}` as const,
          say: t(`light.${light}`),
        })),
      share: share(counts.green, countOf(counts)),
      pace: null,
    },
    {
      label: t("board.kpi.funding"),
      aside: t("board.kpi.allotted"),
      value: wan(t, money.allot),
      unit,
      notes: [
        {
          text: t("board.kpi.disbursed", {
            percent: ratio(money.disburse, money.allot),
            amount: wan(t, money.disburse),
          }),
        },
        {
          text: t("board.kpi.spent", {
            percent: ratio(money.spend, money.allot),
            amount: wan(t, money.spend),
          }),
        },
      ],
      share: share(money.spend, money.allot),
      pace: null,
    },
  ];
}

function townInWords(t: T, town: TownScene, told: Told, named: Naming): Town {
  return {
    ...metOf(t, town),
    code: town.division.code,
    name: named(town.division.shortName),
    aside: town.place === null ? "" : t("wall.place", { place: town.place }),
    tiles: town.tiles
      .toSorted((a, b) => (a.operatingFen ?? -1) - (b.operatingFen ?? -1))
      .map((tile) => tileInWords(t, tile, named)),
    kpis: kpis(t, town, told),
    stages: stagesInWords(t, districtMoney(town.funding)),
  };
}

function tileInWords(t: T, tile: BoardTile, named: Naming): Tile {
  const { id, name, tier, operatingFen } = tile;
  const short = operatingFen !== null && !tile.met;
  const amount =
    operatingFen === null
      ? t(tile.waiting ? "tier.waiting" : "tier.noData")
      : wan(t, operatingFen, tile.targetFen);
  return {
    id,
    name: named(name),
    chinese: name,
    tier,
    short,
    amount: short ? `▽ ${amount}` : amount,
    say: operatingFen === null ? "" : t(short ? "wall.short" : "wall.met"),
  };
}

function belowInWords(
  t: T,
  { villages, gapFen, ...below }: BelowLine,
  all: number,
  named: Naming,
): WallFigures["below"] {
  const { noData, waiting } = withoutCounts(below);
  return {
    villages: villages.map((village) => shortInWords(t, village, named)),
    sum: villages.length > 0 ? t("wall.belowSum", { count: villages.length, amount: gapInYuan(gapFen) }) : "",
    none: t(
      below.noData.length < all
        ? "wall.allMet"
        : waiting > 0
          ? "belowLine.noneApproved"
          : "belowLine.noneYet",
    ),
    noData: [
      noData > 0 ? `${t("board.kpi.noData")} ${noData}` : "",
      waiting > 0 ? `${t("board.kpi.waiting")} ${waiting}` : "",
    ]
      .filter(Boolean)
      .join(" · "),
  };
}

const monthsSaid = 3;

function shortInWords(
  t: T,
  { id, name, town, gapFen, months, trend, owner, works, plan, targetFen }: VillageBelow,
  named: Naming,
): Short {
  const said = months
    .slice(-monthsSaid)
    .map(({ operatingFen }) =>
      operatingFen === null
        ? "—"
        : operatingFen === 0
          ? "0"
          : formatFen(operatingFen, wallUnit(t), targetFen),
    );
  const measures: Short["measures"] = works
    .slice(0, 2)
    .map((work) => ({ light: work.light, text: work.name }));
  if (plan) measures.push({ light: null, text: t("belowLine.plan", { plan }) });
  return {
    id,
    name: named(name),
    town: named(town),
    gap: t("belowLine.short", { amount: gapInYuan(gapFen) }),
    months: `${t("belowLine.months", { unit: t(`unit.${wallUnit(t)}`) })} ${said.join(" → ")} ${trend ? t(`belowLine.trend.${trend}`) : ""}`,
    who: owner ? named(owner) : t("belowLine.noOwner"),
    measures: measures.length > 0 ? measures : [{ light: null, text: t("belowLine.noMeasure") }],
  };
}

function redInWords(t: T, project: BoardProject, year: number, named: Naming): Red {
  const { id, name, town, townCode, lead, light, owner, dueOn, why, latest, override } = project;
  const said = project.remedies
    .filter(({ key }) => key !== "holdFunds") // said in short, as lists have it
    .map(({ key, values }) => t(`project.remedyShort.${key}`, amountsIn(values, t("unit.yuan"))));
  const reason = latest?.delayReason;
  const by = (whose: string) =>
    dueOn ? t("board.reds.by", { owner: whose, day: dueOn.replace(`${year}-`, "") }) : whose;
  return {
    id,
    townCode,
    light,
    lightName: override ? `${t(`light.${light}`)} · ${t("project.overrideMark")}` : t(`light.${light}`),
    name,
    where: [town, lead?.name].flatMap((place) => (place ? [named(place)] : [])).join(" · "),
    who: by(named(owner)),
    beside: { town, village: lead?.name ?? "", who: by(owner) },
    why: t(`project.why.${why.key}`, amountsIn(why.values, t("unit.yuan"))),
    cause:
      reason === "other" && latest?.delayText
        ? latest.delayText
        : reason
          ? t(`project.delayReasons.${reason}`)
          : "",
    remedy: said.length === 0 ? "" : t("project.remedyTitle") + said.join(t("project.remedyComma")),
    remedyFirst:
      said.length === 0
        ? ""
        : t("project.remedyTitle") +
          t("wall.remedyFirst", { first: said[0] ?? "", count: said.length, more: said.length - 1 }),
  };
}

function stagesInWords(t: T, money: ByStage): Stage[] {
  const most = Math.max(...stages.map((stage) => money[stage]), 1);
  return stages.map((stage, at) => {
    const before = stages[at - 1];
    return {
      name: t(`funding.stage.${stage}`),
      amount: wan(t, money[stage]),
      share: before ? ratio(money[stage], money[before]) : "",
      width: share(money[stage], most),
    };
  });
}

function fundingInWords(
  t: T,
  money: Figures["funding"],
  { open, explainedCount }: Wall["exceptions"],
): Funding {
  const present = sources.filter((source) => stages.some((stage) => (money[source]?.[stage] ?? 0) !== 0));
  const amounts = (sums: ByStage) => stages.map((stage) => (sums[stage] === 0 ? "—" : wan(t, sums[stage])));
  const of = (source: Source) => money[source] ?? noMoney();
  // As many as can be read from the back of the room.
  const kinds = exceptionKinds
    .filter((kind) => open[kind] > 0)
    .toSorted((a, b) => open[b] - open[a])
    .slice(0, 4);
  return {
    stages: stagesInWords(t, districtMoney(money)),
    sources: present.map((source) => ({ name: t(`funding.source.${source}`), amounts: amounts(of(source)) })),
    total: amounts(ofAllSources(money)),
    exceptions: [
      ...kinds.map((kind) => ({ name: t(`exceptions.kind.${kind}`), count: open[kind] })),
      { name: t("exceptions.state.explained"), count: explainedCount },
    ],
  };
}
