import { getTableColumns, getTableName, type Table } from "drizzle-orm";
import * as schema from "./schema/index.ts";
import { columnName } from "./sql.ts";

// The tables whose rows the trail must account for: every event carries the rows that its operation wrote to
// them (db/written.ts), and `audit verify` replays the events and compares. What is left out is derived
// (roll-ups, which are recomputed), or a notice that decides nothing: that something was seen, what a file
// said before it was taken over, what was refused how often.

/** A table that the trail accounts for. Names are those of the database. */
export type Proven = {
  table: Table;
  name: string;
  key: readonly string[];
  /** What is kept of a row. */
  columns: readonly {
    name: string;
    field: string /** Its digest stands for it: the value itself is a secret's. */;
    digest: boolean;
  }[];
  /** The column that says when the row became what it is, if there is one. */
  at: string | null;
  /** Other programs keep rows of their own in it. */
  shared: boolean;
};

type Odd = { key?: string[]; without?: string[]; digest?: string[]; shared?: boolean };

function proving(
  table: Table,
  { key = ["id"], without = [], digest = [], shared = false }: Odd = {},
): Proven {
  const fields = Object.keys(getTableColumns(table)).filter((field) => !without.includes(field));
  const instant = ["recordedAt", "changedAt", "updatedAt", "createdAt", "startedAt"].find((field) =>
    fields.includes(field),
  );
  return {
    table,
    name: getTableName(table),
    key: key.map(columnName),
    columns: fields.map((field) => ({ name: columnName(field), field, digest: digest.includes(field) })),
    at: instant ? columnName(instant) : null,
    shared,
  };
}

export const provenTables: readonly Proven[] = [
  // Money.
  proving(schema.incomePostings),
  proving(schema.incomeReceipts),
  proving(schema.incomeShares),
  proving(schema.incomeWithdrawals),
  proving(schema.incomeTargets),
  proving(schema.fundingPostings),
  proving(schema.fundingModes),
  proving(schema.exceptionActs),
  // Projects.
  proving(schema.projects),
  proving(schema.projectVersions, { key: ["projectId", "version"] }),
  proving(schema.projectVillages),
  proving(schema.projectVillageVersions),
  proving(schema.phasePlans),
  proving(schema.phasePassings),
  proving(schema.projectReports),
  proving(schema.projectPauses),
  proving(schema.lightRules),
  proving(schema.lightOverrides),
  // Months.
  proving(schema.filingMonths),
  proving(schema.filingEvents),
  proving(schema.filingRemarks),
  proving(schema.filingAnswers),
  proving(schema.filingCalendar, { key: ["month"] }),
  // People, and what lets them in.
  proving(schema.people, { without: ["totpLastStep"], digest: ["passwordHash", "totpSecret"] }),
  proving(schema.sessions, { without: ["seenAt"], digest: ["tokenHash"] }),
  proving(schema.apiTokens, { without: ["usedAt", "usedFrom"], digest: ["tokenHash"] }),
  proving(schema.screens, { without: ["seenAt"], digest: ["tokenHash"] }),
  // What a district is founded with.
  proving(schema.divisions),
  proving(schema.divisionVersions, { key: ["divisionId", "version"] }),
  proving(schema.divisionCodes),
  proving(schema.clusters),
  proving(schema.clusterMembers),
  proving(schema.bases),
  proving(schema.accounts),
  proving(schema.accountMappings),
  proving(schema.tiers),
  proving(schema.settings, { key: ["key"], shared: true }),
  // Meetings.
  proving(schema.meetings),
  proving(schema.comments),
];

// By name: a server's bundler may load the schema more than once, and each time its tables are other objects.
const byName = new Map(provenTables.map((proven) => [proven.name, proven]));
export const provenBy = (table: Table): Proven | undefined => byName.get(getTableName(table));
