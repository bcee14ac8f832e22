// An amount against what its village usually has: a unit mistaken for another is a thousand or ten thousand
// times off (UX 37). Pure.

/**
 * What a village had in the twelve months before: of an account in a month that had any, and altogether in
 * the year.
 */
export type Usual = {
  /**
   * The middle of the months that had something; `null` with fewer than three of them, which say nothing
   * usual.
   */
  typicalFen: number | null;
  /** Of an operating account all operating income, of another all income. */
  yearFen: number;
};
export type Oddness = "thousandTimes" | "thousandth" | "tenYears";

const fewestMonths = 3;
/** A thousand times a month that is itself half or twice the usual one. */
const timesOff = 500;
const yearsOff = 10;

/** The middle of what months had, those without anything left out. */
export function typicalOf(monthsFen: readonly number[]): number | null {
  const had = monthsFen.filter((fen) => fen !== 0).map(Math.abs);
  if (had.length < fewestMonths) return null;
  const sorted = had.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? null;
}

/** How an amount is out of all proportion, if it is. Zero and the first figures of a village never are. */
export function oddnessOf(amountFen: number, { typicalFen, yearFen }: Usual): Oddness | null {
  const fen = Math.abs(amountFen);
  if (fen === 0) return null;
  if (yearFen > 0 && fen > yearFen * yearsOff) return "tenYears";
  if (typicalFen !== null && fen >= typicalFen * timesOff) return "thousandTimes";
  if (typicalFen !== null && fen * timesOff <= typicalFen) return "thousandth";
  return null;
}
