/** Where monthly income is going. */
export const trends = ["up", "level", "down"] as const;
export type Trend = (typeof trends)[number];

/**
 * The newest reported month against the mean of the reported ones before it: within a tenth of it is level.
 * `null` with fewer than two reports, of which nothing can be said.
 * @param monthsFen oldest first; `null` where nothing was reported
 */
export function trendOf(monthsFen: readonly (number | null)[]): Trend | null {
  const reported = monthsFen.filter((fen) => fen !== null);
  const newest = reported.at(-1);
  if (newest === undefined || reported.length < 2) return null;
  const before = reported.slice(0, -1);
  const mean = before.reduce((sum, fen) => sum + fen, 0) / before.length;
  if (Math.abs(newest - mean) * 10 <= Math.abs(mean)) return "level";
  return newest > mean ? "up" : "down";
}
