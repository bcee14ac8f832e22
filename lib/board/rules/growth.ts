/**
 * Operating income of a village from January to the board's month, in fen, with how many of those months have
 * been reported.
 */
export type SoFar = { operatingFen: number; months: number };

/**
 * 同比: this year's income so far beside that of the same months of the year before; `null` where no month has
 * been reported.
 */
export type Growth = { now: SoFar | null; before: SoFar | null };

/** Half-open bands [fromPercent, belowPercent) of growth; `null` is open on that side. */
export const growthBands = [
  { key: "falls", fromPercent: null, belowPercent: 0 },
  { key: "slow", fromPercent: 0, belowPercent: 20 },
  { key: "steady", fromPercent: 20, belowPercent: 50 },
  { key: "fast", fromPercent: 50, belowPercent: null },
] as const;

/**
 * `noBase`: nothing was earned in the same months of the year before, so that nothing can be said in per
 * cent.
 */
export const growthClasses = [...growthBands.map((band) => band.key), "noBase", "noData"] as const;
export type GrowthClass = (typeof growthClasses)[number];

/**
 * The class of a village's growth. Boundaries go up: exactly 20 % is already the next band; compared in whole
 * fen.
 */
export function growthClass({ now, before }: Growth): GrowthClass {
  if (!now) return "noData";
  if (!before || before.operatingFen <= 0) return "noBase";
  const base = before.operatingFen;
  const band = growthBands.find(
    ({ belowPercent }) => belowPercent === null || now.operatingFen * 100 < base * (100 + belowPercent),
  );
  return (band ?? growthBands[0]).key;
}

/**
 * Growth in whole per cent, rounded down: 19.9 % is not yet 20 %, and what fell by little did fall, so that
 * the number never says another class than the colour. `null` where there is no base or no data.
 */
export function growthPercent({ now, before }: Growth): number | null {
  if (!now || !before || before.operatingFen <= 0) return null;
  return Math.floor(((now.operatingFen - before.operatingFen) * 100) / before.operatingFen);
}
