import { getLocale } from "next-intl/server";
import { naming } from "#app/_server/i18n/naming.ts";
import { getTranslations } from "#app/_server/i18n/translations.ts";
import { viewParams } from "#app/_server/session/view-params.ts";
import { Link } from "#app/_ui/link.tsx";
import type { TileColour } from "#lib/board/input.ts";
import type { Cluster } from "#lib/board/queries/tiles.ts";
import { worstFirst } from "#lib/board/rules/attention.ts";
import { gapBands, gapClasses } from "#lib/board/rules/gap.ts";
import { growthClasses } from "#lib/board/rules/growth.ts";
import { boundOf } from "#lib/core/money.ts";
import type { Band } from "#lib/income/rules/tiers.ts";
import { noData } from "#lib/income/rules/tiers.ts";
import { lights } from "#lib/projects/rules/lights.ts";
import { Name } from "../division/name.tsx";
import { lightShapes } from "../project/light-mark.tsx";
import { TileKeys } from "./tile-keys.tsx";
import { type Drawn, lookOf, type Sign, signs, signsOf, tileWords } from "./tile-labels.ts";
import { TileTies } from "./tile-ties.tsx";
import "./tile-map.css";

export type TileTown = { id: number; name: string; href: string; villages: number; met: number };

type Props = {
  towns: TileTown[];
  tiles: Drawn[];
  year: number;
  colour: TileColour;
  hrefOf: (tile: Drawn) => string;
  /** Whose ties are drawn from the leaders to the led. */
  clusters?: Cluster[];
};

/**
 * 挂图: every village a tile, grouped by town, the one furthest from its target first; coloured by tier or as
 * asked.
 */
export async function TileMap({ towns, tiles, year, colour, hrefOf, clusters = [] }: Props) {
  const t = await getTranslations("board.map");
  const words = await tileWords(colour, year);
  const drawn = towns.filter((town) => town.villages > 0);
  const byTown = Map.groupBy(tiles, (tile) => tile.townId);
  return (
    <TileKeys open={t("open")} help={t("keys")}>
      <div className="tile-field">
        <div className={`tile-towns ${drawn.length === 1 ? "tile-towns-one" : ""}`}>
          {drawn.map((town) => (
            <section key={town.id} className="tile-town">
              <header>
                <Link href={town.href}>
                  <Name of={town.name} />
                </Link>
                <span>{t("met", { met: town.met, villages: town.villages })}</span>
                <span className="bar">
                  <i style={{ width: `${(town.met / town.villages) * 100}%` }} />
                </span>
              </header>
              <div className="tiles">
                {(byTown.get(town.id) ?? []).toSorted(byNeed[colour]).map((tile) => (
                  <a
                    key={tile.id}
                    className={`tile ${lookOf(tile, colour)} ${tile.dim ? "tile-dim" : ""}`}
                    href={hrefOf(tile)}
                    title={words.say(tile)}
                    data-village={tile.id}
                    data-cluster={tile.cluster?.id}
                  >
                    <TileName of={tile.name} />
                    <span>{words.face(tile)}</span>
                    <Pins signs={signsOf(tile).map(words.sign)} />
                  </a>
                ))}
              </div>
            </section>
          ))}
        </div>
        {clusters.length > 0 && <TileTies ties={tiesOf(clusters)} />}
      </div>
    </TileKeys>
  );
}

/** The signs in a tile's corner; its sentence has them in words. */
const Pins = ({ signs }: { signs: string[] }) =>
  signs.length > 0 && (
    <i className="tile-pins" aria-hidden="true">
      {signs.join(" ")}
    </i>
  );

/** Every leader of a cluster is tied to each that it leads. */
const tiesOf = (clusters: Cluster[]) =>
  clusters.flatMap(({ id, members }) =>
    members
      .filter((member) => member.leads)
      .flatMap((from) =>
        members.filter((member) => !member.leads).map((to) => ({ cluster: id, from: from.id, to: to.id })),
      ),
  );

const income = (tile: Drawn) => tile.operatingFen ?? -1;
const light = (tile: Drawn) => (tile.light ? worstFirst.indexOf(tile.light) : worstFirst.length);
const growth = ({ growth: grown }: Drawn) => {
  if (!grown || grown.class === "noData") return Number.NEGATIVE_INFINITY;
  if (grown.class === "noBase") return Number.MAX_VALUE;
  return (grown.now?.operatingFen ?? 0) / (grown.before?.operatingFen ?? 1);
};
const gap = (tile: Drawn) => (tile.operatingFen === null ? Number.MAX_VALUE : tile.gapFen);
const compare = (a: number, b: number) => (a === b ? 0 : a < b ? -1 : 1);

/** Which tile comes first: the one to look at first. */
const byNeed: Record<TileColour, (a: Drawn, b: Drawn) => number> = {
  tier: (a, b) => compare(income(a), income(b)),
  light: (a, b) =>
    compare(light(a), light(b)) || compare(b.projects, a.projects) || compare(income(a), income(b)),
  growth: (a, b) => compare(growth(a), growth(b)) || compare(income(a), income(b)),
  gap: (a, b) => compare(gap(b), gap(a)),
};

type LegendProps = Pick<Props, "tiles" | "colour"> & {
  bands: Band[];
  hrefOf: (tier: string) => string;
  signHref: (sign: Sign) => string;
};

/**
 * What the colours mean, each with how many villages it has and, of tiers, where they are listed; then what
 * the signs mean.
 */
export async function TileLegend({ tiles, bands, colour, hrefOf, signHref }: LegendProps) {
  const t = await getTranslations();
  const name = await tierNames(bands);
  const classes = await classNames();
  const counted = new Map(
    [...Map.groupBy(tiles, (tile) => lookOf(tile, colour))].map(([look, some]) => [look, some.length]),
  );
  const entries: { look: string; label: string; href?: string }[] = {
    tier: () =>
      [...bands.map((band) => band.key), noData].map((key) => ({
        look: `tier-${key}`,
        label: name(key),
        href: hrefOf(key),
      })),
    light: () => [
      ...lights.map((each) => ({ look: `lit-${each}`, label: `${lightShapes[each]} ${t(`light.${each}`)}` })),
      { look: "lit-none", label: `— ${t("board.map.noProject")}` },
    ],
    growth: () => growthClasses.map((key) => ({ look: `grow-${key}`, label: classes.growth(key) })),
    gap: () => gapClasses.map((key) => ({ look: `gap-${key}`, label: classes.gap(key) })),
  }[colour]();
  return (
    <ul className="tile-legend">
      {entries.map(({ look, label, href }) => {
        const entry = (
          <>
            <i className={`swatch mr-1.5 ${look}`} aria-hidden="true" />
            {label} <b>{counted.get(look) ?? 0}</b>
          </>
        );
        return <li key={look}>{href ? <Link href={href}>{entry}</Link> : entry}</li>;
      })}
      {(colour === "tier" || colour === "gap") && (
        <li>{t(colour === "tier" ? "board.map.below" : "tileMap.belowBy")}</li>
      )}
      <Signs tiles={tiles} hrefOf={signHref} />
    </ul>
  );
}

/** The signs that stand on any tile, each with where its villages are named. */
async function Signs({ tiles, hrefOf }: { tiles: Drawn[]; hrefOf: (sign: Sign) => string }) {
  const t = await getTranslations("tileMap.signs");
  const counted = Map.groupBy(tiles.flatMap(signsOf), (sign) => sign);
  return (Object.keys(signs) as Sign[]).map(
    (sign) =>
      counted.has(sign) && (
        <li key={sign}>
          <Link href={hrefOf(sign)}>
            <span aria-hidden="true">{signs[sign]}</span> {t(sign)} <b>{counted.get(sign)?.length}</b>
          </Link>
        </li>
      ),
  );
}

/** Of what is approved alone, a village without data may have reported and wait: the class says so. */
export const noDataClass = () => (viewParams().approvedOnly ? "tier.noApproved" : "tier.noData");

/** From where to where a class reaches: in 万元, in English in yuan. */
async function bounds(): Promise<(fen: number) => string> {
  const english = (await getLocale()) === "en";
  return (fen) => boundOf(fen, english);
}

/** Names of the classes of growth and of gaps. */
async function classNames() {
  const t = await getTranslations();
  const wan = await bounds();
  return {
    growth: (key: (typeof growthClasses)[number]) =>
      key === noData ? t(noDataClass()) : t(`tileMap.growth.${key}`),
    gap: (key: (typeof gapClasses)[number]) => {
      if (key === noData) return t(noDataClass());
      const band = gapBands.find((each) => each.key === key);
      if (!band) return t("tileMap.gap.met");
      if (band.toFen === null) return t("tileMap.gap.over", { over: wan(band.overFen) });
      if (band.overFen === 0) return t("tileMap.gap.upTo", { to: wan(band.toFen) });
      return t("tileMap.gap.between", { over: wan(band.overFen), to: wan(band.toFen) });
    },
  };
}

/**
 * Names of tiers with their bands: "薄弱 <5 万". The labels are data; only "no data" is a word of the product.
 */
export async function tierNames(bands: Band[]): Promise<(key: string, short?: boolean) => string> {
  const t = await getTranslations();
  const locale = await getLocale();
  const wan = await bounds();
  return (key, short = false) => {
    const band = bands.find((each) => each.key === key);
    if (!band) return t(noDataClass());
    const name = locale === "en" ? band.nameEn : band.name;
    if (short) return name;
    const { fromFen, toFen } = band;
    if (toFen === null) return `${name} ${t("board.map.from", { from: wan(fromFen ?? 0) })}`;
    if (toFen === 1) return `${name} ${t("board.map.zero")}`;
    if (fromFen === null || fromFen <= 1) return `${name} ${t("board.map.under", { to: wan(toFen) })}`;
    return `${name} ${t("board.map.between", { from: wan(fromFen), to: wan(toFen) })}`;
  };
}

/** A tile has room for a name in two lines: in English the Chinese stands under its pinyin. */
async function TileName({ of }: { of: string }) {
  const name = (await naming())(of);
  const pinyin = name.endsWith(` ${of}`) ? name.slice(0, -of.length - 1) : null;
  return pinyin === null ? (
    <b>{name}</b>
  ) : (
    <>
      <b>{pinyin}</b> <span>{of}</span>
    </>
  );
}
