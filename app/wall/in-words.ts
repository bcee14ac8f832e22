import { getTranslations } from "next-intl/server";
import { exceptionKinds, type Source, sources, stages } from "#db/schema/funding.ts";
import { districtMoney, type Figures, ofAllSources } from "#lib/board/figures.ts";
import type { BoardProject, BoardTile } from "#lib/board/projects.ts";
import { countOf, lightsOf } from "#lib/board/tally.ts";
import { type ByStage, noMoney } from "#lib/funding/order.ts";
import { noData } from "#lib/income/tiers.ts";
import { formatFen } from "#lib/money.ts";
import { lights } from "#lib/projects/lights.ts";
import type { Wall } from "#lib/wall/queries.ts";
import type { TownScene } from "#lib/wall/towns.ts";
import { lightShapes } from "../_components/light-shapes.ts";
import { rowsOf } from "../_components/rows-shown.ts";
import { tierNames } from "../_components/tile-map.tsx";
import type { WallQuestion } from "../_server/wall.ts";
import { percent } from "../(desk)/board/share.ts";
import type { Funding, Kpi, Note, Red, Shown, Stage, Tile, Town } from "./shown.ts";

// A wall has no switch for the unit: amounts are in 万元, as they are said aloud.
const wan = (fen: number, line?: number) => (fen === 0 ? "0" : formatFen(fen, "wan", line));
const share = (part: number, whole: number) => (whole > 0 ? Math.min(100, Math.max(0, (part / whole) * 100)) : 0);

/** What a wall shows, in the reader's language. */
export async function inWords({ ctx, node, version, build, compute }: WallQuestion): Promise<Shown> {
  const { board, towns, exceptions } = await compute();
  const t = await getTranslations();
  const tier = await tierNames(board.bands);
  const reports = board.towns.due > 1 ? `${board.towns.complete}/${board.towns.due}` : `${board.totals.posted}/${board.totals.villages}`;
  const isTown = node.level === "town" || node.level === "village";
  const moved = board.changes.met - board.changes.metBefore;
  const told = { month: board.month, income: t(`lens.income.${board.lens.basis ?? "strict"}`), rows: rowsOf(board.lens) };
  return {
    version,
    build,
    now: ctx.now.toISOString(),
    title: t("board.title", { place: node.name, year: String(board.year) }),
    place: node.shortName,
    notes: [`${t("lens.basis")} ${t(`lens.${board.lens.basis ?? "strict"}`)}`, t(board.lens.approvedOnly ? "lens.approved" : "lens.all")],
    reports: `${t("wall.reports", { month: monthName(t, board.month) })} ${reports}`,
    overview: isTown
      ? null
      : {
          kpis: kpis(t, { ...board.totals, moved, paceFen: board.paceFen }, told),
          rows: board.rows
            .filter((row) => row.villages > 0)
            .map(({ division, ...row }) => ({ ...metOf(t, row), code: division.code, name: division.shortName })),
        },
    legend: [...board.bands.map((band) => band.key), noData].map((key) => ({ look: `tier-${key}`, label: tier(key) })),
    towns: towns.map((town) => townInWords(t, town, told)),
    reds: board.attention.map((project) => redInWords(t, project, board.year)),
    funding: fundingInWords(t, board.totals.funding, exceptions),
  };
}

type T = Awaited<ReturnType<typeof getTranslations>>;
/** The month, what its income is called, and which rows it is of. */
type Told = { month: string; income: string; rows: "approved" | "all" };

const monthName = (t: T, month: string) => t("board.curve.monthName", { month: Number(month.slice(5)) });
const metOf = (t: T, { met, villages }: Figures) => ({ met: t("board.map.met", { met, villages }), share: share(met, villages) });

/** Four figures of a division: villages on target, income, projects, district money. */
function kpis(t: T, figures: Figures & { moved: number; paceFen: number }, { month, income, rows }: Told): Kpi[] {
  const { totals, counts, money } = { totals: figures, counts: lightsOf(figures.projects.once), money: districtMoney(figures.funding) };
  const { moved } = figures;
  const unit = t("unit.wan");
  const lists = { village: countOf(lightsOf(figures.projects.village)), key: countOf(lightsOf(figures.projects.key)) };
  const movedNote: Note = {
    text: `${t("board.kpi.sinceLast")} ${moved > 0 ? `+${moved}` : moved < 0 ? `−${-moved}` : "0"}`,
    ...(moved !== 0 && { look: moved > 0 ? "good" : "bad" }),
  };
  return [
    {
      label: t("board.kpi.met"),
      aside: percent(totals.met, totals.villages),
      value: String(totals.met),
      unit: `/ ${totals.villages}`,
      notes: [movedNote, { text: `${t("board.kpi.noData")} ${totals.noData}` }],
      share: share(totals.met, totals.villages),
      pace: null,
    },
    {
      label: income,
      aside: t("wall.posted", { month: monthName(t, month), posted: totals.posted, villages: totals.villages, rows }),
      value: wan(totals.operatingFen, totals.targetFen),
      unit,
      notes: [
        { text: t("board.kpi.pace", { percent: percent(totals.paceFen, totals.targetFen) }) },
        { text: t("board.kpi.actual", { percent: percent(totals.operatingFen, totals.targetFen) }) },
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
        .map((light) => ({ text: `${lightShapes[light]} ${counts[light]}`, look: `lit-${light}` as const, say: t(`light.${light}`) })),
      share: share(counts.green, countOf(counts)),
      pace: null,
    },
    {
      label: t("board.kpi.funding"),
      aside: t("board.kpi.allotted"),
      value: wan(money.allot),
      unit,
      notes: [
        { text: t("board.kpi.disbursed", { percent: percent(money.disburse, money.allot) }) },
        { text: t("board.kpi.spent", { percent: percent(money.spend, money.allot) }) },
      ],
      share: share(money.spend, money.allot),
      pace: null,
    },
  ];
}

function townInWords(t: T, town: TownScene, told: Told): Town {
  return {
    ...metOf(t, town),
    code: town.division.code,
    name: town.division.shortName,
    aside: town.place === null ? "" : t("wall.place", { place: town.place }),
    tiles: town.tiles.toSorted((a, b) => (a.operatingFen ?? -1) - (b.operatingFen ?? -1)).map((tile) => tileInWords(t, tile)),
    kpis: kpis(t, town, told),
    stages: stagesInWords(t, districtMoney(town.funding)),
  };
}

function tileInWords(t: T, tile: BoardTile): Tile {
  const { id, name, tier, operatingFen } = tile;
  const short = operatingFen !== null && !tile.met;
  const amount = operatingFen === null ? t("tier.noData") : wan(operatingFen, tile.targetFen);
  return { id, name, tier, short, amount: short ? `▽ ${amount}` : amount, say: operatingFen === null ? "" : t(short ? "wall.short" : "wall.met") };
}

function redInWords(t: T, project: BoardProject, year: number): Red {
  const { id, name, town, townCode, lead, light, owner, dueOn, why, latest, override } = project;
  const remedies = project.remedies.filter(({ key }) => key !== "holdFunds"); // said in short, as lists have it
  const reason = latest?.delayReason;
  return {
    id,
    townCode,
    light,
    lightName: override ? `${t(`light.${light}`)} · ${t("project.overrideMark")}` : t(`light.${light}`),
    name,
    town,
    village: lead?.name ?? "",
    who: dueOn ? t("board.reds.by", { owner, day: dueOn.replace(`${year}-`, "") }) : owner,
    why: t(`project.why.${why.key}`, why.values),
    cause: reason === "other" && latest?.delayText ? latest.delayText : reason ? t(`project.delayReasons.${reason}`) : "",
    remedy:
      remedies.length === 0
        ? ""
        : t("project.remedyTitle") + remedies.map(({ key, values }) => t(`project.remedyShort.${key}`, values)).join(t("project.remedyComma")),
  };
}

function stagesInWords(t: T, money: ByStage): Stage[] {
  const most = Math.max(...stages.map((stage) => money[stage]), 1);
  return stages.map((stage, at) => {
    const before = stages[at - 1];
    return {
      name: t(`funding.stage.${stage}`),
      amount: wan(money[stage]),
      share: before ? percent(money[stage], money[before]) : "",
      width: share(money[stage], most),
    };
  });
}

function fundingInWords(t: T, money: Figures["funding"], { open, explainedCount }: Wall["exceptions"]): Funding {
  const present = sources.filter((source) => stages.some((stage) => (money[source]?.[stage] ?? 0) !== 0));
  const amounts = (sums: ByStage) => stages.map((stage) => (sums[stage] === 0 ? "—" : wan(sums[stage])));
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
