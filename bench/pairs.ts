/** Two ways of doing the same work, timed in turns so that a busy machine slows both alike. */
export type Pair = { floor: () => Promise<unknown> | unknown; ours: () => Promise<unknown> | unknown };

/** The middle one. */
export const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

const timed = async (work: () => unknown): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** Medians in milliseconds over `rounds`, each doing both; the first tenth only warms up. */
export async function compare(
  { floor, ours }: Pair,
  rounds: number,
): Promise<{ floorMs: number; oursMs: number; ratio: number }> {
  const times: { floor: number; ours: number }[] = [];
  for (let round = 0; round < rounds; round++) {
    const floorFirst = round % 2 === 0;
    const before = await timed(floorFirst ? floor : ours);
    const after = await timed(floorFirst ? ours : floor);
    if (round >= rounds / 10)
      times.push(floorFirst ? { floor: before, ours: after } : { floor: after, ours: before });
  }
  const floorMs = median(times.map((time) => time.floor));
  const oursMs = median(times.map((time) => time.ours));
  return { floorMs, oursMs, ratio: oursMs / floorMs };
}
