/** A number of a file in the smallest units of `decimals` places, or why it is none. */
export type Scaled = number | "finer" | "tooLarge";

/**
 * What binary arithmetic of a spreadsheet may leave behind a sum: less than this share of the smallest unit.
 */
const dustPlaces = 6;

/**
 * A cell's number as whole smallest units, from its decimal digits: 0.30000000000000004 with two places is
 * 30, 0.305 is `finer`. Nothing is multiplied in binary, so that no fen is made or lost.
 */
export function scaled(number: number, decimals: number): Scaled {
  // Dividing whole numbers gives the nearest double: where it gives this one, these are its units.
  const units = Math.round(number * 10 ** decimals);
  if (Number.isSafeInteger(units) && units / 10 ** decimals === number) return units === 0 ? 0 : units;
  // Spreadsheets themselves keep fifteen digits.
  const [digits = "0", exponent = "0"] = Math.abs(number).toExponential(14).split("e");
  const [whole = "0", fraction = ""] = digits.split(".");
  // The digits, counted in dust of the unit.
  const shift = Number(exponent) - fraction.length + decimals + dustPlaces;
  const dust =
    shift >= 0
      ? BigInt(whole + fraction) * 10n ** BigInt(Math.min(shift, 40))
      : BigInt((whole + fraction).slice(0, shift) || "0");
  const unit = 10n ** BigInt(dustPlaces);
  const nearest = (dust + unit / 2n) / unit;
  const apart = dust - nearest * unit;
  if (apart > 0n || apart < -1n) return "finer";
  if (nearest > BigInt(Number.MAX_SAFE_INTEGER)) return "tooLarge";
  return nearest === 0n ? 0 : Math.sign(number) * Number(nearest);
}
