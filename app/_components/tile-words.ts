import { getTranslations } from "next-intl/server";
import { growthPercent } from "#lib/board/growth.ts";
import type { TileColour } from "#lib/board/input.ts";
import type { BoardTile } from "#lib/board/projects.ts";
import type { MapTile } from "#lib/board/tile-map.ts";
import { formatFen } from "#lib/money.ts";
import { incomeWord } from "./income-word.ts";
import { lightShapes } from "./light-shapes.ts";

/** A village as it is drawn; where only the board is known, its tile has no marks and no growth. */
export type Drawn = BoardTile & Partial<Omit<MapTile, keyof BoardTile>>;

const wan = (fen: number, line?: number) => (fen === 0 ? "0" : formatFen(fen, "wan", line));
/** On a face: what is less than the last digit shown is still something. */
const short = (fen: number) => (fen < 1000_00 ? "<0.1" : wan(fen));
const signed = (percent: number) => (percent > 999 ? ">999%" : `${percent > 0 ? "+" : ""}${String(percent).replace("-", "−")}%`);

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

  const faces: Record<TileColour, (tile: Drawn) => string> = {
    tier: ({ operatingFen, targetFen, met }) => {
      if (operatingFen === null) return t("tier.noData");
      // A hair short of the line there is no room for all digits, and rounding would claim that the line is reached.
      const text = wan(operatingFen, targetFen);
      return met ? text : `▽ ${text.length > 6 ? `<${wan(targetFen)}` : text}`;
    },
    light: ({ light, projects }) => (light ? `${lightShapes[light]} ${projects}` : "—"),
    growth: ({ growth }) => {
      const percent = growth && growthPercent(growth);
      if (percent != null) return signed(percent);
      return t(growth?.class === "noBase" ? "tileMap.growth.noBase" : "tier.noData");
    },
    gap: ({ operatingFen, gapFen }) => (operatingFen === null ? t("tier.noData") : gapFen > 0 ? `▽ ${short(gapFen)}` : `● ${t("tileMap.gap.met")}`),
  };

  const income = (tile: Drawn) => {
    if (tile.operatingFen === null) return t("board.map.sayNone", { village: tile.name, year: String(year) });
    const state = tile.met ? t("board.map.sayMet", { target: wan(tile.targetFen) }) : t("board.map.sayShort", { gap: wan(tile.gapFen) });
    return t("board.map.say", { village: tile.name, year: String(year), amount: wan(tile.operatingFen, tile.targetFen), state, income: inSentence });
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
    if (percent === null || !before) return t("tileMap.sayNoBase", { now: wan(now.operatingFen), months: now.months });
    return t("tileMap.sayGrowth", {
      ...{ now: wan(now.operatingFen), months: now.months },
      ...{ before: wan(before.operatingFen), monthsBefore: before.months, percent: signed(percent) },
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
