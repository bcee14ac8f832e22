import type { LightName } from "../_components/light-shapes.ts";

// What a wall shows, in words: what /wall/data answers and what the browser keeps. Plain values, so that it travels as JSON.

export type Note = { text: string; look?: "good" | "bad" | `lit-${LightName}`; say?: string };
export type Kpi = { label: string; aside: string; value: string; unit: string; notes: Note[]; share: number; pace: number | null };
export type Tile = { id: number; name: string; tier: string; short: boolean; amount: string; say: string };
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
  town: string;
  village: string;
  who: string;
  why: string;
  cause: string;
  /** What would turn it green. */
  remedy: string;
};
export type Funding = {
  stages: Stage[];
  sources: { name: string; amounts: string[] }[];
  total: string[];
  exceptions: { name: string; count: number }[];
};

export type Shown = {
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
  reds: Red[];
  funding: Funding;
};

export type Scene = { kind: "overview" } | { kind: "town"; town: Town } | { kind: "reds"; page: number; pages: number } | { kind: "funding" };

/** As many as fit a page at 16:9. */
export const redsOnAPage = 8;

/** The scenes in their order; there is always a page of reds, also where it says that there are none. */
export function scenesOf(shown: Shown): Scene[] {
  const pages = Math.max(1, Math.ceil(shown.reds.length / redsOnAPage));
  return [
    ...(shown.overview ? [{ kind: "overview" as const }] : []),
    ...shown.towns.map((town) => ({ kind: "town" as const, town })),
    ...Array.from({ length: pages }, (_, page) => ({ kind: "reds" as const, page, pages })),
    { kind: "funding" },
  ];
}
