import { getLocale, getTranslations } from "next-intl/server";
import type { BoardTile } from "#lib/board/projects.ts";
import type { Band } from "#lib/income/tiers.ts";
import { noData } from "#lib/income/tiers.ts";
import { formatFen } from "#lib/money.ts";
import { lights } from "#lib/projects/lights.ts";
import { lightShapes } from "./light-mark.tsx";
import { Link } from "./link.tsx";
import { TileKeys } from "./tile-keys.tsx";
import "./tile-map.css";

export type TileTown = { id: number; name: string; href: string; villages: number; met: number };

type Props = {
  towns: TileTown[];
  tiles: BoardTile[];
  year: number;
  colour: "tier" | "light";
  hrefOf: (tile: BoardTile) => string;
};

/** 挂图: every village a tile, grouped by town, the one furthest from its target first; coloured by tier or by its projects' worst light. */
export async function TileMap({ towns, tiles, year, colour, hrefOf }: Props) {
  const t = await getTranslations();
  const byTown = Map.groupBy(tiles, (tile) => tile.townId);
  const wan = (fen: number, line?: number) => (fen === 0 ? "0" : formatFen(fen, "wan", line));
  // A hair short of the line there is no room for all digits, and rounding would claim that the line is reached.
  const face = (fen: number, { met, targetFen }: BoardTile) => {
    const text = wan(fen, targetFen);
    return met ? text : `▽ ${text.length > 6 ? `<${wan(targetFen)}` : text}`;
  };
  const say = (tile: BoardTile) => {
    if (tile.operatingFen === null) return t("board.map.sayNone", { village: tile.name, year: String(year) });
    const state = tile.met ? t("board.map.sayMet", { target: wan(tile.targetFen) }) : t("board.map.sayShort", { gap: wan(tile.gapFen) });
    return t("board.map.say", { village: tile.name, year: String(year), amount: wan(tile.operatingFen, tile.targetFen), state });
  };
  const sayLight = (tile: BoardTile) =>
    tile.light
      ? t("board.map.sayProjects", {
          sentence: say(tile),
          count: tile.projects,
          worst: tile.worst ?? "",
          light: `${lightShapes[tile.light]} ${t(`light.${tile.light}`)}`,
        })
      : t("board.map.sayNoProject", { sentence: say(tile) });
  const byNeed = (a: BoardTile, b: BoardTile) =>
    colour === "tier"
      ? (a.operatingFen ?? -1) - (b.operatingFen ?? -1)
      : needOf(a) - needOf(b) || b.projects - a.projects || (a.operatingFen ?? -1) - (b.operatingFen ?? -1);
  return (
    <TileKeys open={t("board.map.open")} help={t("board.map.keys")}>
      <div className="tile-towns">
        {towns
          .filter((town) => town.villages > 0)
          .map((town) => (
            <section key={town.id} className="tile-town">
              <header>
                <Link href={town.href}>{town.name}</Link>
                <span>{t("board.map.met", { met: town.met, villages: town.villages })}</span>
                <span className="bar">
                  <i style={{ width: `${(town.met / town.villages) * 100}%` }} />
                </span>
              </header>
              <div className="tiles">
                {(byTown.get(town.id) ?? []).toSorted(byNeed).map((tile) => (
                  <a
                    key={tile.id}
                    className={`tile ${colour === "tier" ? `tier-${tile.tier}` : `lit-${tile.light ?? "none"}`}`}
                    href={hrefOf(tile)}
                    title={colour === "tier" ? say(tile) : sayLight(tile)}
                  >
                    <b>{tile.name}</b>
                    {colour === "light"
                      ? tile.light
                        ? `${lightShapes[tile.light]} ${tile.projects}`
                        : "—"
                      : tile.operatingFen === null
                        ? t("tier.noData")
                        : face(tile.operatingFen, tile)}
                  </a>
                ))}
              </div>
            </section>
          ))}
      </div>
    </TileKeys>
  );
}

const order = ["red", "yellow", "grey", "paused", "green"] as const;
const needOf = (tile: BoardTile) => (tile.light ? order.indexOf(tile.light) : order.length);

/** What the colours mean, each with how many villages it has and where they are listed. */
export async function TileLegend({
  tiles,
  bands,
  colour,
  hrefOf,
}: Pick<Props, "tiles" | "colour"> & { bands: Band[]; hrefOf: (tier: string) => string }) {
  const t = await getTranslations();
  const name = await tierNames(bands);
  const swatch = (look: string) => <i className={`swatch mr-1.5 ${look}`} aria-hidden="true" />;
  if (colour === "light") {
    return (
      <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-ink-2">
        {[
          ...lights.map((light) => [light, `${lightShapes[light]} ${t(`light.${light}`)}`] as const),
          [null, `— ${t("board.map.noProject")}`] as const,
        ].map(([light, label]) => (
          <li key={label}>
            {swatch(`lit-${light ?? "none"}`)}
            {label} <b className="font-semibold text-ink">{tiles.filter((tile) => tile.light === light).length}</b>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <ul className="flex flex-wrap gap-x-3.5 gap-y-1 text-xs text-ink-2">
      {[...bands.map((band) => band.key), noData].map((key) => (
        <li key={key}>
          <Link href={hrefOf(key)} className="hover:text-brand-ink">
            {swatch(`tier-${key}`)}
            {name(key)} <b className="font-semibold text-ink">{tiles.filter((tile) => tile.tier === key).length}</b>
          </Link>
        </li>
      ))}
      <li>{t("board.map.below")}</li>
    </ul>
  );
}

/** Names of tiers with their bands: "薄弱 <5 万". The labels are data; only "no data" is a word of the product. */
export async function tierNames(bands: Band[]): Promise<(key: string, short?: boolean) => string> {
  const t = await getTranslations();
  const locale = await getLocale();
  const wan = (fen: number) => String(fen / 1_000_000);
  return (key, short = false) => {
    const band = bands.find((each) => each.key === key);
    if (!band) return t("tier.noData");
    const name = locale === "en" ? band.nameEn : band.name;
    if (short) return name;
    const { fromFen, toFen } = band;
    if (toFen === null) return `${name} ${t("board.map.from", { from: wan(fromFen ?? 0) })}`;
    if (toFen === 1) return `${name} ${t("board.map.zero")}`;
    if (fromFen === null || fromFen <= 1) return `${name} ${t("board.map.under", { to: wan(toFen) })}`;
    return `${name} ${t("board.map.between", { from: wan(fromFen), to: wan(toFen) })}`;
  };
}
