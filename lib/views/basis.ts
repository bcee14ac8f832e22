import { type AccountKind, accountKinds, type IncomeBasis, incomeBases } from "#db/schema/income.ts";
import { columnName } from "#db/sql.ts";
import type { Day } from "#lib/core/dates.ts";

/** What one posting is to a reporting basis: fen of an account of a kind, perhaps one-off. */
export type Entry = { kind: AccountKind; amountFen: number; oneOff: boolean };

/** The figures that are kept for a division and period; every basis of DOMAIN §3 follows from them. */
export type Figures = { operatingFen: number; oneOffFen: number; otherFen: number; costFen: number };

export const noFigures: Figures = { operatingFen: 0, oneOffFen: 0, otherFen: 0, costFen: 0 };

// Where each kind of account goes. What goes nowhere counts in the result of the year alone; `never` can not
// be posted. Taxes and surcharges (512) are a cost, but the 2023 formula of the net return is unconfirmed:
// they stay out of it, as the bases page says.
export const columnOf = {
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

/** The kinds of account whose postings are summed up in a figure. */
export const kindsIn = (figure: keyof Figures): AccountKind[] =>
  accountKinds.filter((kind) => columnOf[kind] === figure);

type Terms = { adds: readonly (keyof Figures)[]; takes: readonly (keyof Figures)[] };

/**
 * What each basis adds up and what it takes away (DOMAIN §3): the one place that says it, for figures in memory
 * and for sums in the database alike.
 */
const terms: Record<IncomeBasis, Terms> = {
  strict: { adds: ["operatingFen"], takes: [] },
  // 剔除一次性
  recurring: { adds: ["operatingFen"], takes: ["oneOffFen"] },
  // 经营收益: operating costs and administration are taken from operating income.
  netReturn: { adds: ["operatingFen"], takes: ["costFen"] },
  total: { adds: ["operatingFen", "otherFen"], takes: [] },
};

/** The income that a basis counts, in fen. */
export function incomeOf(figures: Figures, basis: IncomeBasis): number {
  const sum = (columns: readonly (keyof Figures)[]) =>
    columns.reduce((fen, column) => fen + figures[column], 0);
  return sum(terms[basis].adds) - sum(terms[basis].takes);
}

/** The same of a row of sums, as SQL: `m.operating_fen - m.cost_fen`. */
export function incomeSql(basis: IncomeBasis, row = ""): string {
  const named = (column: keyof Figures) => (row ? `${row}.` : "") + columnName(column);
  const { adds, takes } = terms[basis];
  return [adds.map(named).join(" + "), ...takes.map(named)].join(" - ");
}

/** Operating income with one-off items excluded (剔除一次性), in fen. */
export const recurringFen = (figures: Figures) => incomeOf(figures, "recurring");

/** 经营收益, net operating return, in fen. */
export const netReturnFen = (figures: Figures) => incomeOf(figures, "netReturn");

/** Total income: operating income, subsidies and other income, in fen. */
export const totalIncomeFen = (figures: Figures) => incomeOf(figures, "total");

/**
 * The kinds of account whose postings make up the income of a basis: income adds, costs are taken from it.
 * Without one-off items, postings that are marked so are left out.
 */
export const kindsCounted = Object.fromEntries(
  incomeBases.map((basis) => [basis, [...terms[basis].adds, ...terms[basis].takes].flatMap(kindsIn)]),
) as Record<IncomeBasis, AccountKind[]>;

/** Where a year keeps, by each basis, what is missing to the targets in fen, and how many are met. */
export const yearColumns = {
  strict: { gap: "gapFen", met: "met" },
  recurring: { gap: "recurringGapFen", met: "recurringMet" },
  netReturn: { gap: "netReturnGapFen", met: "netReturnMet" },
  total: { gap: "totalGapFen", met: "totalMet" },
} as const satisfies Record<IncomeBasis, { gap: string; met: string }>;

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
