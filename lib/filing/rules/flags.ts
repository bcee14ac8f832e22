import { addMonths, type Month } from "#lib/core/dates.ts";

// 提示: what whoever approves a village's month should look at, by rules over its own figures (DOMAIN §12). A
// flag says nothing more than that, and is gone when the figures are others.

/** The numbers of the rules. Amounts in fen. */
export const flagLimits = {
  /** `noIncome`, `noCost`: of so many months before, so many had some. */
  recentMonths: 3,
  recentWith: 2,
  /**
   * `jump`: more than so many times the mean of the twelve months before, of which at least so many are
   * reported.
   */
  times: 3,
  jumpMonths: 6,
  /** `round`: a whole multiple of 10,000.00 yuan. */
  roundFen: 1_000_000,
  /** `december`: more than so many per cent of a year of which at least so many months are reported. */
  decemberPercent: 30,
  decemberMonths: 6,
  /** `overLine`: past the target by less than so many per cent of it, and only since this month. */
  overPercent: 1,
} as const;

export const flagKinds = [
  "noIncome",
  "noCost",
  "jump",
  "december",
  "overLine",
  "sameAsLast",
  "round",
  "reversed",
] as const;
export type FlagKind = (typeof flagKinds)[number];
/**
 * A rule that a village's month falls under, with the figures that its sentence names; those that end in
 * `Fen` are amounts.
 */
export type Flag = { kind: FlagKind; values: Record<string, number> };

export type MonthFigures = { operatingFen: number; costFen: number };

/** What the rules look at. */
export type Figured = {
  month: Month;
  /** The month and the twelve before it; one without a standing posting is not there: missing is not zero. */
  months: ReadonlyMap<Month, MonthFigures>;
  /** Operating income of the year up to the month, and the village's target for the year. */
  yearFen: number;
  targetFen: number;
  /**
   * Is all of the month's operating income posted from receipts that were apportioned? Then it may be the
   * same each month.
   */
  apportioned: boolean;
  reversals: { count: number; amountFen: number };
};

/** The flags of a village's month, in the order of `flagKinds`. */
export function flagsOf(figured: Figured): Flag[] {
  return flagKinds.flatMap((kind) => {
    const values = rules[kind](figured);
    return values ? [{ kind, values }] : [];
  });
}

const before = ({ month, months }: Figured, count: number) =>
  Array.from({ length: count }, (_, at) => months.get(addMonths(month, -1 - at))).filter(
    (each) => each !== undefined,
  );
const nowOf = ({ month, months }: Figured): MonthFigures =>
  months.get(month) ?? { operatingFen: 0, costFen: 0 };
const sumOf = (amounts: readonly number[]) => amounts.reduce((sum, fen) => sum + fen, 0);
const meanOf = (amounts: readonly number[]) => Math.round(sumOf(amounts) / amounts.length);

/** Nothing this month of what most of the last months had. */
function ceased(figured: Figured, column: keyof MonthFigures) {
  if (nowOf(figured)[column] > 0) return undefined;
  const had = before(figured, flagLimits.recentMonths)
    .map((each) => each[column])
    .filter((fen) => fen > 0);
  return had.length < flagLimits.recentWith
    ? undefined
    : { of: flagLimits.recentMonths, months: had.length, meanFen: meanOf(had) };
}

const rules: Record<FlagKind, (figured: Figured) => Record<string, number> | undefined> = {
  // A village without a standing posting is missing (`missingFrom`), and is said to be that.
  noIncome: (figured) => (figured.months.has(figured.month) ? ceased(figured, "operatingFen") : undefined),

  noCost: (figured) => (nowOf(figured).operatingFen > 0 ? ceased(figured, "costFen") : undefined),

  jump(figured) {
    const nowFen = nowOf(figured).operatingFen;
    const earlier = before(figured, 12).map((each) => each.operatingFen);
    const { times, jumpMonths } = flagLimits;
    // Exact: now > times × sum ÷ months, without the division.
    if (earlier.length < jumpMonths || nowFen <= 0 || nowFen * earlier.length <= times * sumOf(earlier))
      return undefined;
    return { nowFen, meanFen: meanOf(earlier), months: earlier.length, times };
  },

  december(figured) {
    const nowFen = nowOf(figured).operatingFen;
    const { decemberPercent, decemberMonths } = flagLimits;
    if (!figured.month.endsWith("-12") || 1 + before(figured, 11).length < decemberMonths) return undefined;
    if (nowFen <= 0 || nowFen * 100 <= figured.yearFen * decemberPercent) return undefined;
    return { nowFen, yearFen: figured.yearFen, percent: decemberPercent };
  },

  overLine(figured) {
    const { yearFen, targetFen } = figured;
    const overFen = yearFen - targetFen;
    const isNew = yearFen - nowOf(figured).operatingFen < targetFen;
    return isNew && overFen >= 0 && overFen * 100 < targetFen * flagLimits.overPercent
      ? { yearFen, targetFen, overFen }
      : undefined;
  },

  sameAsLast(figured) {
    const amountFen = nowOf(figured).operatingFen;
    const last = figured.months.get(addMonths(figured.month, -1));
    return amountFen > 0 && last?.operatingFen === amountFen && !figured.apportioned
      ? { amountFen }
      : undefined;
  },

  round(figured) {
    const amountFen = nowOf(figured).operatingFen;
    return amountFen > 0 && amountFen % flagLimits.roundFen === 0 && !figured.apportioned
      ? { amountFen, stepFen: flagLimits.roundFen }
      : undefined;
  },

  reversed: ({ reversals }) => (reversals.count > 0 ? { ...reversals } : undefined),
};
