import type { Source, Stage } from "#db/schema/funding.ts";

// The books as somebody would keep them by hand: lists of what was posted, added up anew whenever a sum is
// asked for. It shares no rule with the product; what an account counts as, how a target is met and how a fen
// is split are written here once more.

/** What each account counts as, by regime (DOMAIN §3). The rest of an account's name is the product's. */
export const kinds = {
  "2004": {
    operating: ["501", "511", "561"],
    other: ["522", "531", "521"],
    cost: ["502", "541"],
    beside: ["551"],
    never: ["311001", "241"],
  },
  "2023": {
    operating: ["501", "502"],
    other: ["503", "504"],
    cost: ["511", "513"],
    beside: ["512", "514", "515", "521"],
    never: ["311", "241"],
  },
} as const;
export const mayBeNegative = { "2004": ["561"], "2023": ["502"] } as const;
export type Regime = keyof typeof kinds;
export const regimeOf = (month: string): Regime | null =>
  month < "2005-01" ? null : month < "2024-01" ? "2004" : "2023";

export type Account = { id: number; code: string; regime: Regime };
export type Place = { id: number; code: string };
export type Town = Place & { villages: Place[] };

export type Income = {
  id: number;
  villageId: number;
  month: string;
  account: Account;
  fen: number;
  oneOff: boolean;
  reverses: Income | null;
  /** Of a receipt: the portion that it posts. */
  portion?: Portion | undefined;
};
/** What falls to a village and month of a receipt; `account` is the one that the receipt came in by. */
export type Portion = {
  id: number;
  receipt: number;
  villageId: number;
  code: string;
  month: string;
  account: Account;
  fen: number;
  oneOff: boolean /** Its receipt was taken back from its month or an earlier one on. */;
  withdrawn?: true;
};
export type Funding = {
  id: number;
  projectId: number;
  stage: Stage;
  source: Source;
  fen: number;
  onDay: string;
  documentNo: string;
  movement: "ordinary" | "adjustment" | "return";
  reverses: Funding | null;
};
export type Project = {
  id: number;
  number: string;
  level: "village" | "key";
  townId: number;
  version: number;
  shares: { villageId: number; code: string; bp: number }[];
  sameAs: number | null;
};

/** A town's month: where it stands, and up to which posting it is approved. */
export type FilingMonth = {
  state: "open" | "submitted" | "returned" | "approved" | "locked";
  version: number;
  incomeUpTo: number;
  fundingUpTo: number;
};

/** Sums under names, without those that are zero: two of them can be compared. */
export class Sums {
  readonly by = new Map<string, number>();
  add(name: string, fen: number) {
    const sum = (this.by.get(name) ?? 0) + fen;
    if (sum === 0) this.by.delete(name);
    else this.by.set(name, sum);
  }
  /** Where the two differ, in words. */
  differences(other: Sums): string[] {
    const names = new Set([...this.by.keys(), ...other.by.keys()]);
    return [...names].flatMap((name) => {
      const [here, there] = [this.by.get(name) ?? 0, other.by.get(name) ?? 0];
      return here === there ? [] : [`${name} is ${there} and should be ${here}`];
    });
  }
}

export class Books {
  readonly income: Income[] = [];
  readonly funding: Funding[] = [];
  readonly portions: Portion[] = [];
  readonly targets = new Map<string, number[]>();
  readonly projects = new Map<number, Project>();
  readonly months = new Map<string, FilingMonth>();
  readonly county: Place;
  readonly towns: Town[];
  constructor(county: Place, towns: Town[]) {
    this.county = county;
    this.towns = towns;
  }

  townOf = (villageId: number): Town =>
    this.towns.find((town) => town.villages.some((village) => village.id === villageId)) as Town;
  villagesOf = (node: Place): Place[] =>
    this.towns
      .flatMap((town) => town.villages)
      .filter((village) => village.code.startsWith(prefix(node.code)));
  /** A village with the divisions above it. */
  line = (villageId: number): number[] => [villageId, this.townOf(villageId).id, this.county.id];

  /** Postings that no reversal took back. */
  standing<P extends { reverses: P | null }>(postings: readonly P[]): P[] {
    const gone = new Set(postings.map((posting) => posting.reverses));
    return postings.filter((posting) => posting.reverses === null && !gone.has(posting));
  }
  isReversed = (posting: Income | Funding) =>
    [...this.income, ...this.funding].some((other) => other.reverses === posting);

  filing = (townId: number, month: string): FilingMonth =>
    this.months.get(`${townId}/${month}`) ?? { state: "open", version: 0, incomeUpTo: 0, fundingUpTo: 0 };
  isApproved = (row: Income | Funding): boolean =>
    "villageId" in row
      ? row.id <= this.filing(this.townOf(row.villageId).id, row.month).incomeUpTo
      : row.id <=
        this.filing((this.projects.get(row.projectId) as Project).townId, row.onDay.slice(0, 7)).fundingUpTo;

  /** What was typed into a cell; what receipts add stands beside it. */
  inCell = (villageId: number, month: string, accountId: number) =>
    this.standing(
      this.income.filter(
        (row) =>
          row.villageId === villageId && row.month === month && row.account.id === accountId && !row.portion,
      ),
    );
  /** Was a portion ever posted, and does a posting of it stand? */
  postedOf(portion: Portion) {
    const own = this.income.filter((row) => row.portion === portion);
    return { ever: own.length > 0, stands: this.standing(own).length > 0 };
  }
  revisions = (villageId: number, year: number) => this.targets.get(`${villageId}/${year}`) ?? [];
  stageSum = (projectId: number, source: Source, stage: Stage) =>
    this.funding
      .filter((row) => row.projectId === projectId && row.source === source && row.stage === stage)
      .reduce((sum, row) => sum + row.fen, 0);

  /** The figures of a village's postings, of a month or a year. */
  figures(rows: readonly Income[]) {
    const of = (kind: "operating" | "other" | "cost") =>
      rows.filter((row) => (kinds[row.account.regime][kind] as readonly string[]).includes(row.account.code));
    const sum = (list: readonly Income[]) => list.reduce((fen, row) => fen + row.fen, 0);
    const oneOff = of("operating").filter((row) => row.oneOff);
    return {
      operating: sum(of("operating")),
      oneOff: sum(oneOff),
      other: sum(of("other")),
      cost: sum(of("cost")),
    };
  }

  /** A village's year: its figures, its target, and by each basis what is missing and whether it is met. */
  year(villageId: number, year: number, rows: readonly Income[]) {
    const figures = this.figures(rows);
    const hasData = this.standing(rows).length > 0;
    const own = this.revisions(villageId, year);
    const target = own.at(-1) ?? 10_000_000; // ¥100,000.00, the campaign's
    const bases = {
      strict: figures.operating,
      recurring: figures.operating - figures.oneOff,
      netReturn: figures.operating - figures.cost,
      total: figures.operating + figures.other,
    };
    const gap = (fen: number) => (hasData && fen < target ? target - fen : 0);
    const met = (fen: number) => (hasData && fen >= target ? 1 : 0);
    return { ...figures, target, hasData, stands: hasData || own.length > 0, bases, gap, met };
  }

  /** Income by month and year as the roll-ups of a book keep it, for village, town and county. */
  rollUps(book: "" | "approved_"): Sums {
    const sums = new Sums();
    const postings = this.income.filter((row) => book === "" || this.isApproved(row));
    for (const [key, rows] of Map.groupBy(postings, (row) => `${row.villageId}/${row.month}`)) {
      const [villageId, month] = key.split("/") as [string, string];
      const { operating, oneOff, other, cost } = this.figures(rows);
      const posted = this.standing(rows).length > 0 ? 1 : 0;
      for (const division of this.line(Number(villageId))) {
        const at = `${book}income_month ${division} ${month}`;
        for (const [name, fen] of Object.entries({
          operating_fen: operating,
          one_off_fen: oneOff,
          other_fen: other,
          cost_fen: cost,
          posted,
        }))
          sums.add(`${at} ${name}`, fen);
      }
    }
    const byYear = Map.groupBy(postings, (row) => `${row.villageId}/${row.month.slice(0, 4)}`);
    for (const key of new Set([...byYear.keys(), ...this.targets.keys()])) {
      const [villageId, year] = key.split("/").map(Number) as [number, number];
      const own = this.year(villageId, year, byYear.get(key) ?? []);
      if (!own.stands) continue;
      const { strict, recurring, netReturn, total } = own.bases;
      const columns = {
        operating_fen: own.operating,
        one_off_fen: own.oneOff,
        other_fen: own.other,
        cost_fen: own.cost,
        target_fen: own.target,
        gap_fen: own.gap(strict),
        villages: 1,
        with_data: own.hasData ? 1 : 0,
        met: own.met(strict),
        recurring_gap_fen: own.gap(recurring),
        recurring_met: own.met(recurring),
        net_return_gap_fen: own.gap(netReturn),
        net_return_met: own.met(netReturn),
        total_gap_fen: own.gap(total),
        total_met: own.met(total),
      };
      for (const division of this.line(villageId))
        for (const [name, fen] of Object.entries(columns))
          sums.add(`${book}income_year ${division} ${year} ${name}`, fen);
    }
    for (const row of this.funding.filter((each) => book === "" || this.isApproved(each))) {
      const { townId } = this.projects.get(row.projectId) as Project;
      for (const division of [townId, this.county.id])
        sums.add(
          `${book}funding_year ${division} ${row.onDay.slice(0, 4)} ${row.source} ${row.stage}`,
          row.fen,
        );
    }
    return sums;
  }

  /** Each village's part of a posting on a project. */
  parts = ({ projectId, fen }: Funding) => split(fen, (this.projects.get(projectId) as Project).shares);

  /** On which lists a project with money stands. */
  listOf(project: Project): "villageOnly" | "keyOnly" | "both" {
    if (project.level === "key") return "keyOnly";
    return [...this.projects.values()].some((other) => other.sameAs === project.id) ? "both" : "villageOnly";
  }
}

/** Whole fen by share; what is left over goes a fen each to the largest remainders, ties by code. */
export function split(
  fen: number,
  shares: Project["shares"],
): { villageId: number; code: string; fen: number }[] {
  const sign = Math.sign(fen);
  const parts = shares
    .toSorted((a, b) => (a.code < b.code ? -1 : 1))
    .map(({ villageId, code, bp }) => {
      const exact = BigInt(Math.abs(fen)) * BigInt(bp);
      return { villageId, code, fen: Number(exact / 10_000n), rest: Number(exact % 10_000n) };
    });
  const left = Math.abs(fen) - parts.reduce((sum, part) => sum + part.fen, 0);
  for (const part of parts.toSorted((a, b) => b.rest - a.rest || (a.code < b.code ? -1 : 1)).slice(0, left))
    part.fen += 1;
  return parts.map(({ villageId, code, fen: own }) => ({ villageId, code, fen: own === 0 ? 0 : sign * own }));
}

/** The digits of a code that everything below it has too. */
const prefix = (code: string): string => {
  if (!code.endsWith("000")) return code;
  return code.endsWith("000000") ? code.slice(0, 6) : code.slice(0, 9);
};
