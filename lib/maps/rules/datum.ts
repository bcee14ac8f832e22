/** [longitude, latitude] in degrees. */
export type Position = readonly [number, number];

// GCJ-02 (火星坐标) is what maps sold in China are drawn in: WGS-84 moved by some hundred metres. Its formula was
// never issued; the one that everybody uses was published from a leaked program in 2010 (wgtochina_lb; kept
// with reference values in https://github.com/googollee/eviltransform). On the Krasovsky ellipsoid:
const semiMajorMetres = 6_378_245;
const eccentricitySquared = 0.006693421622965943;

const sin = (turns: number) => Math.sin(turns * Math.PI);
const waves = (at: number, long: readonly [amplitude: number, divisor: number][]) =>
  long.reduce((sum, [amplitude, divisor]) => sum + (amplitude * 2 * sin(at / divisor)) / 3, 0);

/** How far GCJ-02 lies from WGS-84 at a place, in degrees. */
function shift([longitude, latitude]: Position): Position {
  const [x, y] = [longitude - 105, latitude - 35];
  const ripple = (20 * sin(6 * x) + 20 * sin(2 * x)) * (2 / 3);
  const root = Math.sqrt(Math.abs(x));
  const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + ripple + waves(x, [[20, 1], [40, 3], [150, 12], [300, 30]]); // biome-ignore format: one line a formula
  const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + ripple + waves(y, [[20, 1], [40, 3], [160, 12], [320, 30]]); // biome-ignore format: one line a formula
  const radians = (latitude * Math.PI) / 180;
  const flat = 1 - eccentricitySquared * Math.sin(radians) ** 2;
  const metresEast = (semiMajorMetres / Math.sqrt(flat)) * Math.cos(radians);
  const metresNorth = (semiMajorMetres * (1 - eccentricitySquared)) / (flat * Math.sqrt(flat));
  return [(east * 180) / (metresEast * Math.PI), (north * 180) / (metresNorth * Math.PI)];
}

/** WGS-84 as GCJ-02, for a place in China. */
export function gcj02Of(wgs84: Position): Position {
  const [east, north] = shift(wgs84);
  return [wgs84[0] + east, wgs84[1] + north];
}

const closeEnoughDegrees = 1e-9; // a tenth of a millimetre

/**
 * GCJ-02 as WGS-84, for a place in China: there is no formula back, so the shift is taken off at ever better
 * guesses.
 */
export function wgs84Of(gcj02: Position): Position {
  let guess = gcj02;
  for (let round = 0; round < 20; round++) {
    const [longitude, latitude] = gcj02Of(guess);
    const [east, north] = [longitude - gcj02[0], latitude - gcj02[1]];
    guess = [guess[0] - east, guess[1] - north];
    if (Math.abs(east) < closeEnoughDegrees && Math.abs(north) < closeEnoughDegrees) break;
  }
  return guess;
}
