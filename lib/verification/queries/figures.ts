import { asc, gt, type Table } from "drizzle-orm";
import type { Db, Reader } from "#db/client.ts";
import { provenTables } from "#db/proven.ts";
import {
  approvedFundingYears,
  approvedIncomeMonths,
  approvedIncomeYears,
  auditEvents,
  fundingYears,
  incomeMonths,
  incomeYears,
} from "#db/schema/index.ts";
import { storedRow } from "#db/written.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { campaignTargetKey } from "#lib/views/target.ts";
import { type Sources, sumsFrom } from "../rules/expected-sums.ts";
import {
  type Compared,
  type Count,
  compareRows,
  compareShape,
  compareSums,
  type Difference,
} from "./differences.ts";
import { nothingReplayed, type Replayed, replay, type Values } from "./replay.ts";

/** Are the figures what the trail says? */
export type Figures = {
  /** By table. */
  counts: Record<string, Count>;
  differences: Difference[];
  /** Events from before rows were kept with them. */
  earlierEvents: number;
};

const tries = 3;

/**
 * Replays all events into the rows that the tables must hold, recomputes every sum from them, and compares
 * (RELIABILITY R13). What is written meanwhile is no difference: where the trail moved, it is read again, in
 * the end within a writer's turn.
 */
export async function proveFigures(db: Db): Promise<Figures> {
  const { differences, ...shape } = compareShape(await db.shape());
  const { counts, ...figures } = await proveRows(db);
  return {
    ...figures,
    counts: { ...counts, schema: shape },
    differences: [...differences, ...figures.differences],
  };
}

/** The same of rows and sums alone. */
export async function proveRows(db: Db): Promise<Figures> {
  for (let turn = 1; turn <= tries; turn++) {
    const before = await headOf(db);
    const figures = await proveIn(db);
    if (figures.differences.length === 0 || (await headOf(db)).seq === before.seq) return figures;
  }
  return db.transaction(proveIn);
}

async function proveIn(db: Reader): Promise<Figures> {
  const { replayed, earlierEvents } = await replayAll(db);
  const counts: Figures["counts"] = {};
  const differences: Difference[] = replayed.unreadable.map((seq) => ({
    table: "audit_event",
    row: String(seq),
    column: "payload",
    expected: null,
    found: null,
    event: seq,
    why: "changed" as const,
  }));
  const standing = new Map<string, Compared["standing"]>();
  for (const proven of provenTables) {
    const rows = (await rowsOf(db, proven.table)).map((row) => storedRow(proven, row));
    const compared = compareRows(proven, rows, replayed.tables.get(proven.name) ?? new Map(), replayed);
    counts[proven.name] = { proved: compared.proved, unproved: compared.unproved };
    differences.push(...compared.differences);
    standing.set(proven.name, compared.standing);
  }
  const expected = sumsFrom(sourcesOf(standing));
  for (const { name, table, key } of rollUps) {
    const compared = compareSums(
      name,
      key,
      (await rowsOf(db, table)).map(byColumn),
      expected.get(name) ?? new Map(),
    );
    counts[name] = { proved: compared.proved, unproved: 0 };
    differences.push(...compared.differences);
  }
  return { counts, differences, earlierEvents };
}

const stretch = 1000;

async function replayAll(db: Reader): Promise<{ replayed: Replayed; earlierEvents: number }> {
  const replayed = nothingReplayed();
  const { seq, at, actorId, actorName, verb, subjectId, divisionCode, payload } = auditEvents;
  let earlierEvents = 0;
  for (let last = Number.MIN_SAFE_INTEGER; ; ) {
    const events = await db
      .select({ seq, at, actorId, actorName, verb, subjectId, divisionCode, payload })
      .from(auditEvents)
      .where(gt(seq, last))
      .orderBy(asc(seq))
      .limit(stretch);
    for (const event of events) if (replay(replayed, event) === "earlier") earlierEvents += 1;
    const newest = events.at(-1);
    if (!newest) return { replayed, earlierEvents };
    last = newest.seq;
  }
}

// Tables of this size are read whole: a district's postings of ten years are some tens of megabytes.
const rowsOf = (db: Reader, table: Table): Promise<Values[]> =>
  db.select().from(table as typeof auditEvents) as unknown as Promise<Values[]>;

const byColumn = (row: Values): Values =>
  Object.fromEntries(
    Object.entries(row).map(([field, value]) => [
      field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      value,
    ]),
  );

const monthKey = ["division_id", "month"];
const yearKey = ["division_id", "year"];
const fundingKey = ["division_id", "year", "source", "stage"];
const rollUps: { name: string; table: Table; key: string[] }[] = [
  { name: "income_month", table: incomeMonths, key: monthKey },
  { name: "income_year", table: incomeYears, key: yearKey },
  { name: "funding_year", table: fundingYears, key: fundingKey },
  { name: "approved_income_month", table: approvedIncomeMonths, key: monthKey },
  { name: "approved_income_year", table: approvedIncomeYears, key: yearKey },
  { name: "approved_funding_year", table: approvedFundingYears, key: fundingKey },
];

function sourcesOf(standing: ReadonlyMap<string, Compared["standing"]>): Sources {
  const of = (name: string) => standing.get(name) ?? [];
  // What nobody recorded adds to no sum; a strange project's own recorded money does.
  const recorded = (name: string) => of(name).filter(({ strange }) => !strange);
  const campaign = of("setting").find(({ values }) => values.key === campaignTargetKey);
  return {
    divisions: of("division"),
    accounts: of("account"),
    incomePostings: recorded("income_posting"),
    incomeTargets: recorded("income_target"),
    projects: of("project"),
    fundingPostings: recorded("funding_posting"),
    filingMonths: recorded("filing_month"),
    campaignTargetFen: Number(campaign?.values.value ?? 0),
  };
}
