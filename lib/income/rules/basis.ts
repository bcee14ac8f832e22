import type { IncomeBasis } from "#db/schema/income.ts";
import type { AccountKind } from "#db/schema/index.ts";
import type { Day } from "#lib/core/dates.ts";

/** What one posting is to a reporting basis: fen of an account of a kind, perhaps one-off. */
export type Entry = { kind: AccountKind; amountFen: number; oneOff: boolean };

/** The figures that are kept for a division and period; every basis of DOMAIN §3 follows from them. */
export type Figures = { operatingFen: number; oneOffFen: number; otherFen: number; costFen: number };

export const noFigures: Figures = { operatingFen: 0, oneOffFen: 0, otherFen: 0, costFen: 0 };

// Where each kind of account goes. What goes nowhere counts in the result of the year alone; `never` can not
// be posted. Taxes and surcharges (512) are a cost, but the 2023 formula of the net return is unconfirmed:
// they stay out of it, as the bases page says.
const columnOf = {
  operating: "operatingFen",
  subsidy: "otherFen",
  other: "otherFen",
  cost: "costFen",
  administration: "costFen",
  tax: null,
  welfare: null,
  otherCost: null,
  incomeTax: null,
  never: null,
} as const satisfies Record<AccountKind, Exclude<keyof Figures, "oneOffFen"> | null>;

/**
 * Where a kind of account stands in the figures; what counts in none of them, each on its own, but public
 * welfare with the other expenses that it was part of until 2023. Two accounts of the same place count alike
 * by every basis.
 */
export const placeOf = (kind: AccountKind): string =>
  columnOf[kind] ?? (kind === "welfare" ? "otherCost" : kind);

/** The figures of some entries, in fen. `oneOffFen` is the part of operating income that is one-off. */
export function figuresOf(entries: Iterable<Entry>): Figures {
  const figures = { ...noFigures };
  for (const { kind, amountFen, oneOff } of entries) {
    const column = columnOf[kind];
    if (column) figures[column] += amountFen;
    if (oneOff && kind === "operating") figures.oneOffFen += amountFen;
  }
  return figures;
}

/** Operating income with one-off items excluded (剔除一次性), in fen. */
export const recurringFen = (figures: Figures) => figures.operatingFen - figures.oneOffFen;

/** 经营收益, net operating return: operating income − operating costs − administration, in fen (DOMAIN §3). */
export const netReturnFen = (figures: Figures) => figures.operatingFen - figures.costFen;

/** Total income: operating income, subsidies and other income, in fen. */
export const totalIncomeFen = (figures: Figures) => figures.operatingFen + figures.otherFen;

/** The income that a basis counts, in fen. */
export function incomeOf(figures: Figures, basis: IncomeBasis): number {
  if (basis === "recurring") return recurringFen(figures);
  if (basis === "netReturn") return netReturnFen(figures);
  return basis === "total" ? totalIncomeFen(figures) : figures.operatingFen;
}

/**
 * The kinds of account whose postings make up the income of a basis: income adds, costs are taken from it.
 * Without one-off items, postings that are marked so are left out.
 */
export const kindsCounted = {
  strict: ["operating"],
  recurring: ["operating"],
  netReturn: ["operating", "cost", "administration"],
  total: ["operating", "subsidy", "other"],
} as const satisfies Record<IncomeBasis, readonly AccountKind[]>;

/** What counts in no basis, and is taken from the result of the year. */
const kindsBeside: readonly AccountKind[] = ["tax", "welfare", "otherCost", "incomeTax"];

/** 本年收益, result of the year: total income less all costs, expenses and taxes, in fen, under either regime. */
export function resultFen(entries: readonly Entry[]): number {
  const figures = figuresOf(entries);
  const besideFen = entries.reduce(
    (sum, entry) => sum + (kindsBeside.includes(entry.kind) ? entry.amountFen : 0),
    0,
  );
  return totalIncomeFen(figures) - figures.costFen - besideFen;
}

/**
 * 造血 share in basis points: operating income of operating income and subsidies.
 * @returns `null` where the two do not add up to anything positive, or one of them is negative
 */
export function selfGeneratedBp(operatingFen: number, subsidyFen: number): number | null {
  const sum = operatingFen + subsidyFen;
  if (sum <= 0 || operatingFen < 0 || subsidyFen < 0) return null;
  return Math.round((operatingFen / sum) * 10_000);
}

/** The accounting regime that governs `day`: the two of DOMAIN §3 follow each other without a gap. */
export function basisOn<B extends { fromOn: Day; toOn: Day | null }>(
  bases: readonly B[],
  day: Day,
): B | undefined {
  return bases.find((basis) => basis.fromOn <= day && (basis.toOn === null || day <= basis.toOn));
}
