import { getTableName, type Table } from "drizzle-orm";
import type { IncomeBasis } from "#db/schema/income.ts";
import * as schema from "#db/schema/index.ts";
import { columnName } from "#db/sql.ts";
import { tableItself, type View, type ViewTable, viewTable } from "#db/views.ts";
import { approvedFundingThen, approvedIncomeThen } from "./approved.ts";
import { type Figures, incomeSql, kindsIn, noFigures, yearColumns } from "./basis.ts";
import { campaignTargetKey, gapSql, metTargetSql } from "./target.ts";

// The district as it had been recorded before an instant: money, reports, lights, targets, things since ended
// (DOMAIN §6, as of). What is append-only is what had been recorded by then; what is edited has its versions.

/** Append-only rows with the instant they were recorded. */
const recorded = [
  schema.incomeTargets,
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
  schema.filingEvents,
  schema.incomeReceipts,
  schema.incomeShares,
  schema.incomeWithdrawals,
  schema.fundingModes,
  schema.exceptionActs,
] as const;

/**
 * What looks the same on every day, and why: reference data that only founding writes (or that says itself
 * from when it counts: codes, tiers, bases, rules, which never take effect before they were made), and what
 * is about accounts rather than figures.
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
  schema.accountMappings,
  schema.filingCalendar,
  schema.submissions,
  schema.intakes,
  schema.columnProfiles,
  schema.people,
  schema.sessions,
  schema.apiTokens,
  schema.screens,
  schema.signInAttempts,
  schema.refusalCounts,
  schema.formerPasswords,
  schema.noticesSeen,
];

const asInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
const sumOf = (amount: string): string => `cast(coalesce(sum(${amount}), 0) as bigint)`;

/**
 * The tables as of a past instant, those that others are made of first.
 * @throws for what is no instant: it stands in the text of the queries
 */
export function tablesAsOf(instant: string, { approvedOnly, basis = "strict" }: View): ViewTable[] {
  if (!asInstant.test(instant)) throw new Error(`No instant: ${instant}`);
  const known = `'${instant}'`;
  const then = `recorded_at < ${known}`;
  const rows = recorded.map((table) => viewTable(getTableName(table))`select * from ${table} where ${then}`);
  const months = filingMonthsAsOf(known);
  const projects = projectsAsOf(known);
  const [income, funding] = approvedOnly
    ? [approvedIncomeThen(months, then), approvedFundingThen(months, projects, then)]
    : [
        viewTable("income_posting")`select * from ${schema.incomePostings} where ${then}`,
        viewTable("funding_posting")`select * from ${schema.fundingPostings} where ${then}`,
      ];
  return [
    ...rows,
    ...filingAsOf(rows, then),
    months,
    viewTable("audit_event")`select * from ${schema.auditEvents} where at < ${known}`,
    meetingsAsOf(known),
    projects,
    ...divisionsAsOf(known),
    income,
    funding,
    ...incomeAsOf(income, basis, known),
    fundingYears(funding, projects),
  ];
}

/** The number of the newest version of those recorded by then: of the rows of `table` with the key `of`. */
const newest = (table: Table, { of, number = "version" }: { of: string; number?: string }, known: string) => {
  const [key, is] = of.split(" = ");
  return `(select max(n.${number}) from ${tableItself(table)} n where n.${key} = ${is} and n.recorded_at < ${known})`;
};

function filingAsOf(rows: readonly ViewTable[], then: string): ViewTable[] {
  const events = rows.find(({ name }) => name === getTableName(schema.filingEvents)) as ViewTable;
  return [
    viewTable("filing_remark")`select t.* from ${schema.filingRemarks} t
      join ${events} e on e.id = t.event_id`,
    viewTable("filing_answer")`select * from ${schema.filingAnswers} where ${then}`,
  ];
}

const filingMonthsAsOf = (known: string) =>
  viewTable("filing_month")`select m.id, e.town_id, e.month, e.state, e.reason, e.unlocked_until,
      e.income_up_to, e.funding_up_to, e.person_id, e.recorded_at as changed_at, e.version
    from ${schema.filingMonths} m
    join ${schema.filingEvents} e on e.town_id = m.town_id and e.month = m.month
    where e.version = (
      select max(n.version) from ${schema.filingEvents} n
      where n.town_id = m.town_id and n.month = m.month and n.recorded_at < ${known})`;

const meetingsAsOf = (known: string) =>
  viewTable("meeting")`select id, division_id, title, started_at, head_seq, head_hash,
      case when ended_at < ${known} then ended_at end as ended_at,
      case when ended_at < ${known} then conclusion else '' end as conclusion,
      person_id, person_name, updated_by, updated_at, version
    from ${schema.meetings} where started_at < ${known}`;

const projectsAsOf = (known: string) =>
  viewTable("project")`select p.id, p.number, v.name, v.pinyin, v.initials, p.level, v.type, v.sector,
      v.approaches, v.town_id, v.owner, v.contact, v.contact_phone, v.description, v.same_as_id, p.created_on,
      v.ended_on, v.ended_reason, p.provenance, p.created_at, v.updated_by, v.recorded_at as updated_at,
      v.version
    from ${schema.projects} p
    join ${schema.projectVersions} v on v.project_id = p.id
    where v.version = ${newest(schema.projectVersions, { of: "project_id = p.id" }, known)}`;

function divisionsAsOf(known: string): ViewTable[] {
  const shares = newest(
    schema.projectVillageVersions,
    { of: "project_id = v.project_id", number: "project_version" },
    known,
  );
  return [
    viewTable("project_village")`select v.id, v.project_id, v.village_id, v.share_bp
      from ${schema.projectVillageVersions} v where v.project_version = ${shares}`,
    viewTable("division")`select d.id, d.code, d.level, d.name, d.short_name, d.kind, d.parent_id, d.pinyin,
        d.initials, d.ur_code, d.villages, coalesce(v.plan, '') as plan, coalesce(v.contact, '') as contact,
        coalesce(v.contact_phone, '') as contact_phone, d.ended_on, v.updated_by,
        v.recorded_at as updated_at, coalesce(v.version, 1) as version
      from ${schema.divisions} d
      left join ${schema.divisionVersions} v on v.division_id = d.id
        and v.version = ${newest(schema.divisionVersions, { of: "division_id = d.id" }, known)}`,
  ];
}

const fundingYears = (funding: ViewTable, projects: ViewTable) =>
  viewTable("funding_year")`select d.id as division_id, f.year, f.source, f.stage,
      ${sumOf("f.amount_fen")} as amount_fen
    from ${funding} f
    join ${projects} p on p.id = f.project_id
    join ${schema.divisions} t on t.id = p.town_id
    join ${schema.divisions} d on d.id = t.id or d.id = t.parent_id
    group by d.id, f.year, f.source, f.stage`;

const figureColumns = (Object.keys(noFigures) as (keyof Figures)[]).map(columnName);
/** The four sums of income added up, with `operating` for the operating income. */
const summed = (operating: string) =>
  figureColumns
    .map((column) => [column, column === "operating_fen" ? operating : `m.${column}`])
    .map(([column, amount]) => `cast(sum(${amount}) as bigint) as ${column}`)
    .join(", ");

/** A village with each division that its figures roll up into. */
const pastLine = viewTable("past_line")`
  select v.id as village_id, v.id as division_id from ${schema.divisions} v where v.level = 'village'
  union all select v.id, v.parent_id from ${schema.divisions} v where v.level = 'village'
  union all select v.id, t.parent_id from ${schema.divisions} v
    join ${schema.divisions} t on t.id = v.parent_id where v.level = 'village'`;

function pastVillageMonths(postings: ViewTable): ViewTable {
  const ofKinds = (figure: keyof Figures) => {
    const kinds = kindsIn(figure).map((kind) => `'${kind}'`);
    return sumOf(`case when a.kind in (${kinds.join(", ")}) then p.amount_fen else 0 end`);
  };
  return viewTable("past_village_month")`select p.village_id, p.month,
      ${ofKinds("operatingFen")} as operating_fen,
      ${sumOf("case when a.kind = 'operating' and p.one_off then p.amount_fen else 0 end")} as one_off_fen,
      ${ofKinds("otherFen")} as other_fen, ${ofKinds("costFen")} as cost_fen,
      case when count(*) > 2 * count(p.reverses_id) then 1 else 0 end as posted
    from ${postings} p join ${schema.accounts} a on a.id = p.account_id
    group by p.village_id, p.month`;
}

const pastTargets = (known: string) =>
  viewTable("past_target")`select t.village_id, t.year, t.amount_fen from ${schema.incomeTargets} t
    where t.revision = (
      select max(n.revision) from ${schema.incomeTargets} n
      where n.village_id = t.village_id and n.year = t.year and n.recorded_at < ${known})`;

const pastVillageYears = (months: ViewTable) =>
  viewTable("past_village_year")`select m.village_id, cast(substr(m.month, 1, 4) as bigint) as year,
      ${summed("m.operating_fen")}, case when sum(m.posted) > 0 then 1 else 0 end as with_data
    from ${months} m group by m.village_id, substr(m.month, 1, 4)`;

/** A village's year with its target: its own, else the campaign's. */
const pastVillagesWithTarget = (years: ViewTable, targets: ViewTable) =>
  viewTable("past_village_judged")`select k.village_id, k.year,
      ${figureColumns.map((column) => `coalesce(m.${column}, 0) as ${column}`).join(", ")},
      coalesce(m.with_data, 0) as with_data,
      coalesce(t.amount_fen, (
        select cast(value as bigint) from ${schema.settings} where key = '${campaignTargetKey}')) as target_fen
    from (
      select village_id, year from ${years} where with_data = 1
      union select village_id, year from ${targets}) k
    left join ${years} m on m.village_id = k.village_id and m.year = k.year
    left join ${targets} t on t.village_id = k.village_id and t.year = k.year`;

/** The sums of income from the postings and targets as of then: what lib/income/store/rollup.ts keeps. */
function incomeAsOf(postings: ViewTable, basis: IncomeBasis, known: string): ViewTable[] {
  const months = pastVillageMonths(postings);
  const targets = pastTargets(known);
  const years = pastVillageYears(months);
  const judged = pastVillagesWithTarget(years, targets);
  const income = (by: IncomeBasis) => incomeSql(by, "m");
  const withData = (amount: string) => sumOf(`case when m.with_data = 1 then ${amount} else 0 end`);
  const gap = (by: IncomeBasis) => withData(gapSql(income(by), "m.target_fen"));
  const met = (by: IncomeBasis) =>
    withData(`case when ${metTargetSql(income(by), "m.target_fen")} then 1 else 0 end`);
  const others = (["recurring", "netReturn", "total"] as const).map(
    (by) =>
      `${gap(by)} as ${columnName(yearColumns[by].gap)}, ${met(by)} as ${columnName(yearColumns[by].met)}`,
  );
  return [
    pastLine,
    months,
    viewTable("income_month")`select l.division_id, m.month, ${summed(income(basis))},
        cast(sum(m.posted) as bigint) as posted
      from ${months} m join ${pastLine} l on l.village_id = m.village_id
      group by l.division_id, m.month`,
    targets,
    years,
    judged,
    viewTable("income_year")`select l.division_id, m.year, ${summed(income(basis))},
        cast(sum(m.target_fen) as bigint) as target_fen, ${gap(basis)} as gap_fen, count(*) as villages,
        cast(sum(m.with_data) as bigint) as with_data, ${met(basis)} as met, ${others.join(", ")}
      from ${judged} m join ${pastLine} l on l.village_id = m.village_id
      group by l.division_id, m.year`,
  ];
}
