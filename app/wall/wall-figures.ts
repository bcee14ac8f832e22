import type { LightName } from "../_parts/project/light-shapes.ts";

// What a wall shows, in words: what /wall/data answers and what the browser keeps. Plain values, so that it
// travels as JSON.

export type Note = { text: string; look?: "good" | "bad" | `lit-${LightName}`; say?: string };
export type Kpi = {
  label: string;
  aside: string;
  value: string;
  unit: string;
  notes: Note[];
  share: number;
  pace: number | null;
};
/** `chinese` is the name alone, where a tile has room for no more. */
export type Tile = {
  id: number;
  name: string;
  chinese: string;
  tier: string;
  short: boolean;
  amount: string;
  say: string;
};
export type Town = {
  code: string;
  name: string;
  aside: string;
  met: string;
  share: number;
  tiles: Tile[];
  kpis: Kpi[];
  stages: Stage[];
};
export type Stage = { name: string; amount: string; share: string; width: number };
export type Red = {
  id: number;
  townCode: string;
  light: LightName;
  lightName: string;
  name: string;
  where: string;
  who: string;
  /** The same in characters alone, in every language: beside a map there is no room for more. */
  beside: { town: string; village: string; who: string };
  why: string;
  cause: string;
  /** What would turn it green. */
  remedy: string;
  /** The first of it, and how much more there is. */
  remedyFirst: string;
};
/** A village below its line. */
export type Short = {
  id: number;
  name: string;
  town: string;
  gap: string;
  months: string;
  who: string;
  measures: { light: LightName | null; text: string }[];
};
export type Funding = {
  stages: Stage[];
  sources: { name: string; amounts: string[] }[];
  total: string[];
  exceptions: { name: string; count: number }[];
};

export type WallFigures = {
  version: string;
  build: string;
  /** The business clock when it was made, ISO 8601. */
  now: string;
  title: string;
  place: string;
  /** Basis and kind of the data. */
  notes: string[];
  /** How much of the month has been reported. */
  reports: string;
  /** Null where the board is about a town: its own scene says all of it. */
  overview: { kpis: Kpi[]; rows: Pick<Town, "code" | "name" | "met" | "share">[] } | null;
  legend: { look: string; label: string }[];
  towns: Town[];
  /**
   * Villages below their line, the largest gap first, with what they lack in all; null where they are too
   * many to be named.
   */
  below: { villages: Short[]; sum: string; none: string; noData: string } | null;
  reds: Red[];
  funding: Funding;
};

export type Scene =
  | { kind: "overview" }
  | { kind: "belowScene"; page: number; pages: number }
  | { kind: "town"; town: Town }
  | { kind: "reds"; page: number; pages: number }
  | { kind: "funding" };

/** As many as fit a page at 16:9. */
export const redsOnAPage = 6;
export const shortOnAPage = 8;

/**
 * The scenes in their order; there is always a page of villages below and one of reds, also where it says
 * that there are none.
 */
export function scenesOf(shown: WallFigures): Scene[] {
  const pages = Math.max(1, Math.ceil(shown.reds.length / redsOnAPage));
  const belowPages = shown.below ? Math.max(1, Math.ceil(shown.below.villages.length / shortOnAPage)) : 0;
  return [
    ...(shown.overview ? [{ kind: "overview" as const }] : []),
    ...Array.from({ length: belowPages }, (_, page) => ({
      kind: "belowScene" as const,
      page,
      pages: belowPages,
    })),
    ...shown.towns.map((town) => ({ kind: "town" as const, town })),
    ...Array.from({ length: pages }, (_, page) => ({ kind: "reds" as const, page, pages })),
    { kind: "funding" },
  ];
}
