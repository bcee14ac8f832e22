import type { Source } from "#db/schema/funding.ts";
import { type ByStage, noMoney } from "#lib/funding/rules/stage-order.ts";
import type { YearSum } from "#lib/funding/store/rollup.ts";
import type { IncomeTotals } from "#lib/income/queries/totals.ts";
import { combinedTally, countOf, lightsOf, noProjects, type ProjectTally } from "./tally.ts";

/** Money by source and stage in fen; sources without any are left out. */
export type BySource = Partial<Record<Source, ByStage>>;

/**
 * 已报, 已审, 已报未审: how many villages have reported the month's income, how many of it are approved, and whose
 * year only waits.
 */
export type Filed = { reported: number; approved: number; waiting: number };

/** What a board says of a division; everything in it adds up from the divisions below. Amounts in fen. */
export type Figures = Pick<
  IncomeTotals,
  "villages" | "met" | "noData" | "operatingFen" | "targetFen" | "gapFen"
> & {
  /** Villages with data that are short of their target: met + notMet + noData = villages. */
  notMet: number;
  /**
   * Villages that the board shows with income of the month: of all that is reported, or of what is approved
   * alone.
   */
  posted: number;
  /**
   * Σ min(income, target) of its villages: what strong villages have beyond theirs does not pay for weak
   * ones. `null` above the county.
   */
  attainedFen: number | null;
  /**
   * The same of both, whichever the board shows; and villages without data in it whose reports of the year
   * wait for approval.
   */
  filed: Filed;
  /** Projects that owe a report of the month, and those that made it. */
  reports: { due: number; made: number };
  projects: ProjectTally;
  funding: BySource;
};

export const noFigures = (): Figures => ({
  villages: 0,
  met: 0,
  notMet: 0,
  noData: 0,
  operatingFen: 0,
  targetFen: 0,
  gapFen: 0,
  posted: 0,
  attainedFen: 0,
  filed: { reported: 0, approved: 0, waiting: 0 },
  reports: { due: 0, made: 0 },
  projects: noProjects(),
  funding: {},
});

export const addFigures = (a: Figures, b: Figures): Figures => combined(a, b, 1);

/** What `b` leaves of `a`. */
export const minusFigures = (a: Figures, b: Figures): Figures => combined(a, b, -1);

function combined(a: Figures, b: Figures, sign: 1 | -1): Figures {
  const sum = (
    key: "villages" | "met" | "notMet" | "noData" | "operatingFen" | "targetFen" | "gapFen" | "posted",
  ) => a[key] + sign * b[key];
  return {
    villages: sum("villages"),
    met: sum("met"),
    notMet: sum("notMet"),
    noData: sum("noData"),
    operatingFen: sum("operatingFen"),
    targetFen: sum("targetFen"),
    gapFen: sum("gapFen"),
    posted: sum("posted"),
    attainedFen:
      a.attainedFen === null || b.attainedFen === null ? null : a.attainedFen + sign * b.attainedFen,
    filed: {
      reported: a.filed.reported + sign * b.filed.reported,
      approved: a.filed.approved + sign * b.filed.approved,
      waiting: a.filed.waiting + sign * b.filed.waiting,
    },
    reports: { due: a.reports.due + sign * b.reports.due, made: a.reports.made + sign * b.reports.made },
    projects: combinedTally(a.projects, b.projects, sign),
    funding: bySource([
      ...sumsOf(a.funding),
      ...sumsOf(b.funding).map((each) => ({ ...each, amountFen: sign * each.amountFen })),
    ]),
  };
}

/** Is there nothing at all? */
export const isNothing = ({ projects, funding, reports, filed, ...counts }: Figures): boolean =>
  Object.values(counts).every((value) => !value) &&
  reports.due === 0 &&
  Object.values(filed).every((value) => value === 0) &&
  countOf(lightsOf(projects.village)) + countOf(lightsOf(projects.key)) === 0 &&
  sumsOf(funding).every((each) => each.amountFen === 0);

export function bySource(sums: Iterable<YearSum>): BySource {
  const money: BySource = {};
  for (const { source, stage, amountFen } of sums) {
    const stages = money[source] ?? noMoney();
    stages[stage] += amountFen;
    money[source] = stages;
  }
  return money;
}

export const sumsOf = (money: BySource): YearSum[] =>
  Object.entries(money).flatMap(([source, stages]) =>
    Object.entries(stages).map(([stage, amountFen]) => ({ source, stage, amountFen }) as YearSum),
  );

/** District money by stage: the headline of DOMAIN §5. Whoever shows it names the stage. */
export const districtMoney = (money: BySource): ByStage => money.district ?? noMoney();

/** Of all sources together. */
export function ofAllSources(money: BySource): ByStage {
  const sum = noMoney();
  for (const { stage, amountFen } of sumsOf(money)) sum[stage] += amountFen;
  return sum;
}
