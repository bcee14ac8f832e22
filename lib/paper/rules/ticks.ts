/**
 * Where the lines of an axis stand, from 0 to the first one at or above `most`: at most five steps of 1, 2,
 * 2.5 or 5 by powers of ten.
 */
export function ticksTo(most: number): number[] {
  const least = Math.max(1, most) / 5;
  const power = 10 ** Math.floor(Math.log10(least));
  const step =
    Math.round(([1, 2, 2.5, 5, 10].find((each) => each * power >= least * (1 - 1e-9)) ?? 10) * power) || 1;
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, at) => at * step);
}
