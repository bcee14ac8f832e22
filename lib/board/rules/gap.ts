import { formatFen } from "#lib/core/money.ts";

/** Half-open bands (overFen, toFen] of what is missing to the target; `null` is open on that side. */
export const gapBands = [
  { key: "close", overFen: 0, toFen: 10_000_00 },
  { key: "short", overFen: 10_000_00, toFen: 30_000_00 },
  { key: "far", overFen: 30_000_00, toFen: 50_000_00 },
  { key: "farthest", overFen: 50_000_00, toFen: null },
] as const;

export const gapClasses = ["met", ...gapBands.map((band) => band.key), "noData"] as const;
export type GapClass = (typeof gapClasses)[number];

/**
 * The class of what a village lacks to its target, in fen; `null` without data. Nothing missing is met;
 * boundaries go down, to the smaller gap.
 */
export function gapClass(gapFen: number | null): GapClass {
  if (gapFen === null) return "noData";
  if (gapFen <= 0) return "met";
  return (gapBands.find(({ toFen }) => toFen === null || gapFen <= toFen) ?? gapBands[0]).key;
}

/** What is missing to a line in yuan and never rounded away: fen are said where there are any. */
export const gapInYuan = (fen: number): string => formatFen(fen).replace(/\.00$/, "");
