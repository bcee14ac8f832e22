import { getLocale } from "next-intl/server";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import type { TileColour } from "#lib/board/input.ts";
import type { MapTile } from "#lib/board/queries/tiles.ts";
import type { BoardTile } from "#lib/board/rules/board-projects.ts";
import { growthPercent } from "#lib/board/rules/growth.ts";
import { formatFen, unitIn, withUnit } from "#lib/core/money.ts";
import { incomeWord } from "../income/income-label.ts";
import { lightShapes } from "../project/light-shapes.ts";

/** A village as it is drawn; where only the board is known, its tile has no marks and no growth. */
export type Drawn = BoardTile & Partial<Omit<MapTile, keyof BoardTile>>;

const signed = (percent: number) =>
  percent > 999 ? ">999%" : `${percent > 0 ? "+" : ""}${String(percent).replace("-", "−")}%`;

/** The class whose colour a tile or a shape has. */
export function lookOf(tile: Drawn, colour: TileColour): string {
  if (colour === "light") return `lit-${tile.light ?? "none"}`;
  if (colour === "growth") return `grow-${tile.growth?.class ?? "noData"}`;
  if (colour === "gap") return `gap-${tile.gap ?? "noData"}`;
  return `tier-${tile.tier}`;
}

/** Signs pinned on a tile: what changed since last month, and on which side of a cluster the village is. */
export const signs = { reached: "▲", relapsed: "▼", better: "⇧", worse: "⇩", leads: "↗", led: "↘" } as const;
export type Sign = keyof typeof signs;

export function signsOf({ change, cluster }: Drawn): Sign[] {
  const side: Sign | null | undefined = cluster && (cluster.leads ? "leads" : "led");
  return [change?.target, change?.light, side].filter((sign) => sign != null);
}

/** What the tiles of a map say: a few signs on the face, a sentence on asking. */
export async function tileWords(colour: TileColour, year: number) {
  const t = await getTranslations();
  const { inSentence } = await incomeWord();
  const named = await naming();
  const unit = unitIn(await getLocale(), "wan");
  const wan = (fen: number, line?: number) => (fen === 0 ? "0" : formatFen(fen, unit, line));
  const said = (fen: number, line?: number) => withUnit(wan(fen, line), t(`unit.${unit}`));

  const without = (waiting: boolean) => t(waiting ? "tier.waiting" : "tier.noData");
  const faces: Record<TileColour, (tile: Drawn) => string> = {
    tier: ({ operatingFen, targetFen, met, waiting }) => {
      if (operatingFen === null) return without(waiting);
      // A hair short of the line there is no room for all digits, and rounding would claim that the line is
      // reached.
      const text = wan(operatingFen, targetFen);
      return met ? text : `▽ ${/\.\d\d$/.test(text) ? `<${wan(targetFen)}` : text}`;
    },
    light: ({ light, projects }) => (light ? `${lightShapes[light]} ${projects}` : "—"),
    growth: ({ growth, waiting }) => {
      const percent = growth && growthPercent(growth);
      if (percent != null) return signed(percent);
      return growth?.class === "noBase" ? t("tileMap.growth.noBase") : without(waiting);
    },
    gap: ({ operatingFen, gapFen, waiting }) =>
      operatingFen === null
        ? without(waiting)
        : gapFen > 0
          ? `▽ ${wan(gapFen)}`
          : `● ${t("tileMap.gap.met")}`,
  };

  const income = (tile: Drawn) => {
    if (tile.operatingFen === null)
      return t("board.map.sayNone", {
        village: named(tile.name),
        year: String(year),
        state: without(tile.waiting),
      });
    const state = tile.met
      ? t("board.map.sayMet", { target: said(tile.targetFen) })
      : t("board.map.sayShort", { gap: said(tile.gapFen) });
    return t("board.map.say", {
      village: named(tile.name),
      year: String(year),
      amount: said(tile.operatingFen, tile.targetFen),
      state,
      income: inSentence,
    });
  };
  const projects = (tile: Drawn) =>
    tile.light
      ? t("board.map.sayProjects", {
          sentence: income(tile),
          count: tile.projects,
          worst: tile.worst ?? "",
          light: `${lightShapes[tile.light]} ${t(`light.${tile.light}`)}`,
        })
      : t("board.map.sayNoProject", { sentence: income(tile) });
  const growth = ({ growth }: Drawn) => {
    if (!growth?.now) return "";
    const percent = growthPercent(growth);
    const { now, before } = growth;
    if (percent === null || !before)
      return t("tileMap.sayNoBase", { now: said(now.operatingFen), months: now.months });
    return t("tileMap.sayGrowth", {
      now: said(now.operatingFen),
      months: now.months,
      before: said(before.operatingFen),
      monthsBefore: before.months,
      percent: signed(percent),
    });
  };

  return {
    face: faces[colour],
    /** Everything that the tile shows, in words. */
    say: (tile: Drawn) =>
      [
        colour === "light" ? projects(tile) : income(tile),
        colour === "growth" ? growth(tile) : "",
        ...signsOf(tile).map((sign) => t(`tileMap.signs.${sign}`)),
        tile.dim ? t("tileMap.sayDim") : "",
      ]
        .filter(Boolean)
        .join(t("tileMap.semicolon")),
    /** 强, 弱: beside the arrow, for whoever does not know the arrows yet. */
    sign: (sign: Sign) => signs[sign] + (sign === "leads" || sign === "led" ? t(`tileMap.side.${sign}`) : ""),
  };
}
