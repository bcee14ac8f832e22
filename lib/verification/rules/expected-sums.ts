import type { IncomeBasis } from "#db/schema/income.ts";
import type { AccountKind } from "#db/schema/index.ts";
import { isApproved } from "#lib/views/approved.ts";
import { type Entry, type Figures, figuresOf, incomeOf } from "#lib/views/basis.ts";
import { gapFen, metTarget } from "#lib/views/target.ts";
import type { Values } from "../queries/replay.ts";

// The sums that boards read, recomputed from rows that the trail tells of: every column of every roll-up,
// recorded and approved.

/** A row with the event that it comes from, if one tells of it. */
export type Sourced = { values: Values; seq: number | null };
/** The rows that sums follow from. */
export type Sources = {
  divisions: Sourced[];
  accounts: Sourced[];
  incomePostings: Sourced[];
  incomeTargets: Sourced[];
  projects: Sourced[];
  fundingPostings: Sourced[];
  filingMonths: Sourced[];
  campaignTargetFen: number;
};
/** What one row of a roll-up must be; `seq` is the newest event that it follows from. */
export type ExpectedSum = { key: string; values: Record<string, number>; seq: number | null };

const newest = (a: number | null, b: number | null) => (a === null || (b !== null && b > a) ? b : a);

/** Sums by key, added up. */
class Tally {
  readonly rows = new Map<string, ExpectedSum>();
  add(key: string, values: Record<string, number>, seq: number | null) {
    const row = this.rows.get(key);
    if (!row) {
      this.rows.set(key, { key, values: { ...values }, seq });
      return;
    }
    for (const [name, value] of Object.entries(values)) row.values[name] = (row.values[name] ?? 0) + value;
    row.seq = newest(row.seq, seq);
  }
}

/** What each roll-up's table must hold. A row that is not among them must be zero, or not there. */
export function sumsFrom(sources: Sources): Map<string, Map<string, ExpectedSum>> {
  const parents = new Map(
    sources.divisions.map(({ values }) => [values.id as number, values.parent_id as number | null]),
  );
  const approvals = new Map(
    sources.filingMonths.map(({ values }) => [`${values.town_id} ${values.month}`, values]),
  );
  const bound = (townId: number | null | undefined, month: unknown, column: string) =>
    Number(approvals.get(`${townId} ${month}`)?.[column] ?? 0);
  const approvedIncome = sources.incomePostings.filter(({ values }) =>
    isApproved(
      Number(values.id),
      bound(parents.get(values.village_id as number), values.month, "income_up_to"),
    ),
  );
  const towns = new Map(
    sources.projects.map(({ values }) => [values.id as number, values.town_id as number]),
  );
  const townOf = (values: Values) => towns.get(values.project_id as number) ?? null;
  const approvedFunding = sources.fundingPostings.filter(({ values }) =>
    isApproved(Number(values.id), bound(townOf(values), String(values.on_day).slice(0, 7), "funding_up_to")),
  );
  const months = incomeMonthsOf(sources, sources.incomePostings, parents);
  const approvedMonths = incomeMonthsOf(sources, approvedIncome, parents);
  return new Map([
    ["income_month", months.all.rows],
    ["income_year", incomeYearsOf(sources, months.villages, parents).rows],
    ["funding_year", fundingYearsOf(sources.fundingPostings, townOf, parents).rows],
    ["approved_income_month", approvedMonths.all.rows],
    ["approved_income_year", incomeYearsOf(sources, approvedMonths.villages, parents).rows],
    ["approved_funding_year", fundingYearsOf(approvedFunding, townOf, parents).rows],
  ]);
}

type Parents = Map<number, number | null>;
/** A village with its town and county, which are the divisions that sums are kept for. */
const upwards = (villageId: number, parents: Parents): number[] => {
  const townId = parents.get(villageId) ?? null;
  if (townId === null) return [villageId];
  return [...new Set([villageId, townId, parents.get(townId) ?? townId])];
};

type VillageMonth = {
  villageId: number;
  month: string;
  figures: Figures;
  posted: number;
  seq: number | null;
};

function incomeMonthsOf({ accounts }: Sources, postings: readonly Sourced[], parents: Parents) {
  const kinds = new Map(accounts.map(({ values }) => [values.id, values.kind as AccountKind]));
  const all = new Tally();
  const villages: VillageMonth[] = [];
  for (const own of Map.groupBy(postings, ({ values }) => `${values.village_id} ${values.month}`).values()) {
    const [first] = own as [Sourced];
    const entries = own.map(
      ({ values }): Entry => ({
        kind: kinds.get(values.account_id) ?? "never",
        amountFen: Number(values.amount_fen),
        oneOff: values.one_off === true,
      }),
    );
    const reversals = own.filter(({ values }) => values.reverses_id !== null).length;
    const village: VillageMonth = {
      villageId: first.values.village_id as number,
      month: String(first.values.month),
      figures: figuresOf(entries),
      posted: own.length > 2 * reversals ? 1 : 0,
      seq: own.reduce<number | null>((seq, row) => newest(seq, row.seq), null),
    };
    villages.push(village);
    const sums = { ...columnsOf(village.figures), posted: village.posted };
    for (const id of upwards(village.villageId, parents))
      all.add(`${id} / ${village.month}`, sums, village.seq);
  }
  return { all, villages };
}

const columnsOf = (figures: Figures) => ({
  operating_fen: figures.operatingFen,
  one_off_fen: figures.oneOffFen,
  other_fen: figures.otherFen,
  cost_fen: figures.costFen,
});

function incomeYearsOf(
  { incomeTargets, campaignTargetFen }: Sources,
  months: readonly VillageMonth[],
  parents: Parents,
): Tally {
  const years = new Map<string, Omit<VillageMonth, "month">>();
  for (const { villageId, month, figures, posted, seq } of months) {
    const key = `${villageId} / ${month.slice(0, 4)}`;
    const sum = years.get(key);
    years.set(
      key,
      sum
        ? {
            villageId,
            figures: added(sum.figures, figures),
            posted: sum.posted + posted,
            seq: newest(sum.seq, seq),
          }
        : { villageId, figures, posted, seq },
    );
  }
  const targets = new Map<string, Sourced>();
  for (const row of incomeTargets.toSorted((a, b) => Number(a.values.revision) - Number(b.values.revision)))
    targets.set(`${row.values.village_id} / ${row.values.year}`, row);
  const tally = new Tally();
  for (const key of new Set([...years.keys(), ...targets.keys()])) {
    const own = years.get(key);
    const target = targets.get(key);
    const withData = own !== undefined && own.posted > 0;
    if (!withData && !target) continue;
    const [villageId = 0, year] = key.split(" / ").map(Number);
    const figures = own?.figures ?? { operatingFen: 0, oneOffFen: 0, otherFen: 0, costFen: 0 };
    const sums = yearOf(figures, withData, Number(target?.values.amount_fen ?? campaignTargetFen));
    for (const id of upwards(villageId, parents))
      tally.add(`${id} / ${year}`, sums, newest(own?.seq ?? null, target?.seq ?? null));
  }
  return tally;
}

const added = (a: Figures, b: Figures): Figures => ({
  operatingFen: a.operatingFen + b.operatingFen,
  oneOffFen: a.oneOffFen + b.oneOffFen,
  otherFen: a.otherFen + b.otherFen,
  costFen: a.costFen + b.costFen,
});

function yearOf(figures: Figures, withData: boolean, targetFen: number): Record<string, number> {
  const gap = (basis: IncomeBasis) => (withData ? gapFen(incomeOf(figures, basis), targetFen) : 0);
  const met = (basis: IncomeBasis) => (withData && metTarget(incomeOf(figures, basis), targetFen) ? 1 : 0);
  return {
    ...columnsOf(figures),
    target_fen: targetFen,
    gap_fen: gap("strict"),
    villages: 1,
    with_data: withData ? 1 : 0,
    met: met("strict"),
    recurring_gap_fen: gap("recurring"),
    recurring_met: met("recurring"),
    net_return_gap_fen: gap("netReturn"),
    net_return_met: met("netReturn"),
    total_gap_fen: gap("total"),
    total_met: met("total"),
  };
}

function fundingYearsOf(
  postings: readonly Sourced[],
  townOf: (values: Values) => number | null,
  parents: Parents,
): Tally {
  const tally = new Tally();
  for (const { values, seq } of postings) {
    const townId = townOf(values);
    if (townId === null) continue;
    for (const id of [townId, parents.get(townId) ?? null])
      if (id !== null)
        tally.add(
          `${id} / ${values.year} / ${values.source} / ${values.stage}`,
          { amount_fen: Number(values.amount_fen) },
          seq,
        );
  }
  return tally;
}
