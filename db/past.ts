import { getTableName, type Table } from "drizzle-orm";
import { engine } from "./columns.ts";
import * as schema from "./schema/index.ts";

// The past is a database: every query, asked of it, finds the tables as they had been recorded by an instant. Each table of the
// schema that can change is put before a query as a common table expression of its own name, so that the query reads that
// instead; the table itself is reached by its schema's name. Nothing of the domain has to know on which day it looks.

const itself = (table: Table): string => `${engine === "postgres" ? "public" : "main"}."${getTableName(table)}"`;

/** Append-only rows with the instant they were recorded. */
const recorded = [
  schema.incomePostings,
  schema.incomeTargets,
  schema.fundingPostings,
  schema.phasePlans,
  schema.phasePassings,
  schema.projectReports,
  schema.projectPauses,
  schema.lightOverrides,
  schema.comments,
  schema.mapImports,
  schema.mapShapes,
  schema.projectVersions,
  schema.projectVillageVersions,
  schema.divisionVersions,
] as const;

/**
 * What looks the same on every day, and why: reference data that only founding writes (or that says itself from when it counts:
 * codes, tiers, bases, rules, which never take effect before they were made), and what is about accounts rather than figures.
 */
export const timeless: readonly Table[] = [
  schema.divisionCodes,
  schema.clusters,
  schema.clusterMembers,
  schema.bases,
  schema.accounts,
  schema.tiers,
  schema.lightRules,
  schema.sourceFacts,
  schema.settings,
  schema.filingCalendar,
  schema.filingMonths,
  schema.submissions,
  schema.people,
  schema.sessions,
  schema.apiTokens,
  schema.screens,
  schema.signInAttempts,
];

const sumOf = (amount: string): string => `cast(coalesce(sum(${amount}), 0) as bigint)`;
const ofKinds = (...kinds: string[]) => sumOf(`case when a.kind in (${kinds.map((kind) => `'${kind}'`).join()}) then p.amount_fen else 0 end`);

/** Every changeable table as of `known`, a text of SQL, those that others are made of first. */
function tablesAsOf(known: string): [name: string, rows: string][] {
  const newest = (table: Table, key: string, of: string) =>
    `(select max(version) from ${itself(table)} n where n.${key} = ${of} and n.recorded_at < ${known})`;
  return [
    ...recorded.map((table): [string, string] => [getTableName(table), `select * from ${itself(table)} where recorded_at < ${known}`]),
    ["audit_event", `select * from ${itself(schema.auditEvents)} where at < ${known}`],
    [
      "meeting",
      `select id, division_id, title, started_at, head_seq, head_hash,
            case when ended_at < ${known} then ended_at end as ended_at,
            case when ended_at < ${known} then conclusion else '' end as conclusion,
            person_id, person_name, updated_by, updated_at, version
          from ${itself(schema.meetings)} where started_at < ${known}`,
    ],
    [
      "project",
      `select p.id, p.number, v.name, v.pinyin, v.initials, p.level, v.type, v.sector, v.approaches, v.town_id, v.owner, v.contact,
            v.contact_phone, v.description, v.same_as_id, p.created_on, v.ended_on, v.ended_reason, p.provenance, p.created_at,
            v.updated_by, v.recorded_at as updated_at, v.version
          from ${itself(schema.projects)} p
          join ${itself(schema.projectVersions)} v on v.project_id = p.id
          where v.version = ${newest(schema.projectVersions, "project_id", "p.id")}`,
    ],
    [
      "project_village",
      `select v.id, v.project_id, v.village_id, v.share_bp from ${itself(schema.projectVillageVersions)} v
          where v.project_version = (
            select max(n.project_version) from ${itself(schema.projectVillageVersions)} n
            where n.project_id = v.project_id and n.recorded_at < ${known})`,
    ],
    [
      "division",
      `select d.id, d.code, d.level, d.name, d.short_name, d.kind, d.parent_id, d.pinyin, d.initials, d.ur_code, d.villages,
            coalesce(v.plan, '') as plan, coalesce(v.contact, '') as contact, coalesce(v.contact_phone, '') as contact_phone, d.ended_on,
            v.updated_by, v.recorded_at as updated_at, coalesce(v.version, 1) as version
          from ${itself(schema.divisions)} d
          left join ${itself(schema.divisionVersions)} v
            on v.division_id = d.id and v.version = ${newest(schema.divisionVersions, "division_id", "d.id")}`,
    ],
    ...incomeAsOf(),
    [
      "funding_year",
      `select d.id as division_id, f.year, f.source, f.stage, ${sumOf("f.amount_fen")} as amount_fen
          from funding_posting f
          join project p on p.id = f.project_id
          join ${itself(schema.divisions)} t on t.id = p.town_id
          join ${itself(schema.divisions)} d on d.id = t.id or d.id = t.parent_id
          group by d.id, f.year, f.source, f.stage`,
    ],
  ];
}

/** The sums of income, from the postings and targets as of then: what `lib/income/rollup.ts` keeps for the present. */
function incomeAsOf(): [string, string][] {
  const divisions = itself(schema.divisions);
  const sums = ["operating_fen", "one_off_fen", "other_fen", "cost_fen"].map((column) => `cast(sum(m.${column}) as bigint) as ${column}`).join(", ");
  return [
    [
      "past_line", // a village with each division that its figures roll up into
      `select v.id as village_id, v.id as division_id from ${divisions} v where v.level = 'village'
          union all select v.id, v.parent_id from ${divisions} v where v.level = 'village'
          union all select v.id, t.parent_id from ${divisions} v join ${divisions} t on t.id = v.parent_id where v.level = 'village'`,
    ],
    [
      "past_village_month",
      `select p.village_id, p.month, ${ofKinds("operating")} as operating_fen,
            ${sumOf("case when a.kind = 'operating' and p.one_off then p.amount_fen else 0 end")} as one_off_fen,
            ${ofKinds("subsidy", "other")} as other_fen, ${ofKinds("cost", "administration")} as cost_fen,
            case when count(*) > 2 * count(p.reverses_id) then 1 else 0 end as posted
          from income_posting p join ${itself(schema.accounts)} a on a.id = p.account_id
          group by p.village_id, p.month`,
    ],
    [
      "income_month",
      `select l.division_id, m.month, ${sums}, cast(sum(m.posted) as bigint) as posted
          from past_village_month m join past_line l on l.village_id = m.village_id
          group by l.division_id, m.month`,
    ],
    [
      "past_target",
      `select t.village_id, t.year, t.amount_fen from income_target t
          where t.revision = (select max(n.revision) from income_target n where n.village_id = t.village_id and n.year = t.year)`,
    ],
    [
      "past_village_year",
      `select m.village_id, cast(substr(m.month, 1, 4) as bigint) as year, ${sums}, case when sum(m.posted) > 0 then 1 else 0 end as with_data
          from past_village_month m group by m.village_id, substr(m.month, 1, 4)`,
    ],
    [
      "past_village_judged",
      `select k.village_id, k.year, coalesce(m.operating_fen, 0) as operating_fen, coalesce(m.one_off_fen, 0) as one_off_fen,
            coalesce(m.other_fen, 0) as other_fen, coalesce(m.cost_fen, 0) as cost_fen, coalesce(m.with_data, 0) as with_data,
            coalesce(t.amount_fen, (select cast(value as bigint) from ${itself(schema.settings)} where key = 'campaignTargetFen')) as target_fen
          from (select village_id, year from past_village_year where with_data = 1 union select village_id, year from past_target) k
          left join past_village_year m on m.village_id = k.village_id and m.year = k.year
          left join past_target t on t.village_id = k.village_id and t.year = k.year`,
    ],
    [
      "income_year",
      `select l.division_id, m.year, ${sums}, cast(sum(m.target_fen) as bigint) as target_fen,
            ${sumOf("case when m.with_data = 1 and m.operating_fen < m.target_fen then m.target_fen - m.operating_fen else 0 end")} as gap_fen,
            count(*) as villages, cast(sum(m.with_data) as bigint) as with_data,
            ${sumOf("case when m.with_data = 1 and m.operating_fen >= m.target_fen then 1 else 0 end")} as met
          from past_village_judged m join past_line l on l.village_id = m.village_id
          group by l.division_id, m.year`,
    ],
  ];
}

/** The tables that the past puts itself before. */
export const remembered = (): string[] => tablesAsOf("").map(([name]) => name);

/**
 * `query`, a select, so that it reads the tables as they had been recorded before the instant `known` (ISO 8601, UTC). Only those
 * that it can speak of are put before it, with those that these are made of: an engine plans what it is given, used or not.
 */
export function asked(query: string, known: string): string {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(known)) throw new Error(`No instant: ${known}`); // it stands in the text
  const tables = tablesAsOf(`'${known}'`);
  const spoken = new Set(namesIn(query));
  for (const [name, rows] of tables.toReversed()) if (spoken.has(name)) for (const each of namesIn(rows)) spoken.add(each);
  const before = tables.filter(([name]) => spoken.has(name)).map(([name, rows]) => `"${name}" as (${rows})`);
  return before.length === 0 ? query : `with ${before.join(", ")} ${query}`;
}

/** Every name in a text of SQL, but of tables reached by their schema. */
const namesIn = (text: string): string[] => text.replaceAll(/\b(main|public)\."\w+"/g, "").match(/\w+/g) ?? [];
