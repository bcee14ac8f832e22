import { getTableName, type Table } from "drizzle-orm";
import { engine } from "./columns.ts";
import type { IncomeBasis } from "./schema/income.ts";
import * as schema from "./schema/index.ts";

// A view is a database: every query, asked through it, finds other tables of the same names. Each table that
// looks different is put before the query as a common table expression of its own name, so that the query
// reads that instead; the table itself is reached by its schema's name. Nothing of the domain has to know on
// which day it looks, at whose approval, or by which basis it counts.

/** How a database is looked at. Without a view it shows all that is recorded now, by the strict basis. */
export type View = {
  /** An instant (ISO 8601, UTC): the tables as they had been recorded before it. */
  recordedBefore?: string | undefined;
  /**
   * Of money, what the office approved: postings of a town's month up to its last approval, and sums of these
   * alone.
   */
  approvedOnly?: boolean | undefined;
  /**
   * What the sums' `operating_fen`, `gap_fen` and `met` are. Postings and the other sums look the same by
   * every basis.
   */
  basis?: IncomeBasis | undefined;
};

/** The view as it matters: what it leaves alone is left out, so that equal looks are equal. */
export const plainView = ({ recordedBefore: known, approvedOnly, basis }: View): View => ({
  ...(known !== undefined && { recordedBefore: known }),
  ...(approvedOnly && { approvedOnly }),
  ...(basis && basis !== "strict" && { basis }),
});

const itself = (table: Table): string =>
  `${engine === "postgres" ? "public" : "main"}."${getTableName(table)}"`;

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

/**
 * Sums that only their keepers read by these names: through a view of approval they stand for the plain ones.
 */
export const approvedSums: readonly Table[] = [
  schema.approvedIncomeMonths,
  schema.approvedIncomeYears,
  schema.approvedFundingYears,
];

const sumOf = (amount: string): string => `cast(coalesce(sum(${amount}), 0) as bigint)`;
const ofKinds = (...kinds: string[]) =>
  sumOf(`case when a.kind in (${kinds.map((kind) => `'${kind}'`).join()}) then p.amount_fen else 0 end`);

/** Every table that looks different, with its rows as a text of SQL, those that others are made of first. */
const tablesThrough = (view: View): [name: string, rows: string][] =>
  view.recordedBefore === undefined ? presentThrough(view) : pastThrough(view, `'${view.recordedBefore}'`);

/**
 * Postings that the approval of their town's month reached. The tables that they are found by may be those of
 * a past.
 */
const approved = {
  income: (postings: string) =>
    `select p.* from ${postings} p
          join ${itself(schema.divisions)} v on v.id = p.village_id
          join filing_month f on f.town_id = v.parent_id and f.month = p.month
          where p.id <= f.income_up_to`,
  funding: (postings: string) =>
    `select p.* from ${postings} p
          join project j on j.id = p.project_id
          join filing_month f on f.town_id = j.town_id and f.month = substr(p.on_day, 1, 7)
          where p.id <= f.funding_up_to`,
};

/**
 * The same of a past day. What counted before approval existed counted from the moment it was recorded, and
 * the approvals that it was taken over by are of a later day (decision 42).
 */
const approvedThen = {
  income: (postings: string) =>
    `select p.* from ${postings} p
          join ${itself(schema.divisions)} v on v.id = p.village_id
          left join filing_month f on f.town_id = v.parent_id and f.month = p.month
          where p.id <= f.income_up_to or p.id <= ${countedUpTo("countedIncomeUpTo")}`,
  funding: (postings: string) =>
    `select p.* from ${postings} p
          join project j on j.id = p.project_id
          left join filing_month f on f.town_id = j.town_id and f.month = substr(p.on_day, 1, 7)
          where p.id <= f.funding_up_to or p.id <= ${countedUpTo("countedFundingUpTo")}`,
};
const countedUpTo = (key: CountedUpTo) =>
  `(select cast(value as bigint) from ${itself(schema.settings)} where key = '${key}')`;

/**
 * Settings of a database from before approval existed: the newest posting, by its id, that counted without
 * it.
 */
export type CountedUpTo = "countedIncomeUpTo" | "countedFundingUpTo";

/** The income of a basis, of the four sums that are kept. */
const incomeBy = {
  strict: "operating_fen",
  recurring: "operating_fen - one_off_fen",
  netReturn: "operating_fen - cost_fen",
  total: "operating_fen + other_fen",
} as const satisfies Record<IncomeBasis, string>;

/** Where a year keeps what is missing to the targets by a basis, and how many are met. */
const keptBy = {
  strict: { gap: "gap_fen", met: "met" },
  recurring: { gap: "recurring_gap_fen", met: "recurring_met" },
  netReturn: { gap: "net_return_gap_fen", met: "net_return_met" },
  total: { gap: "total_gap_fen", met: "total_met" },
} as const satisfies Record<IncomeBasis, { gap: string; met: string }>;

function presentThrough({ approvedOnly, basis = "strict" }: View): [string, string][] {
  const income = incomeBy[basis];
  const { gap, met } = keptBy[basis];
  const [months, years] = approvedOnly
    ? [schema.approvedIncomeMonths, schema.approvedIncomeYears]
    : [schema.incomeMonths, schema.incomeYears];
  const sums: [string, string][] = [
    [
      "income_month",
      `select division_id, month, ${income} as operating_fen, one_off_fen, other_fen, cost_fen, posted from ${itself(months)}`,
    ],
    [
      "income_year",
      `select division_id, year, ${income} as operating_fen, one_off_fen, other_fen, cost_fen, target_fen, ${gap} as gap_fen, villages, with_data,
            ${met} as met, recurring_gap_fen, recurring_met, net_return_gap_fen, net_return_met, total_gap_fen, total_met
          from ${itself(years)}`,
    ],
  ];
  if (!approvedOnly) return basis === "strict" ? [] : sums;
  return [
    ["income_posting", approved.income(itself(schema.incomePostings))],
    ["funding_posting", approved.funding(itself(schema.fundingPostings))],
    ...sums,
    ["funding_year", `select * from ${itself(schema.approvedFundingYears)}`],
  ];
}

function pastThrough(view: View, known: string): [string, string][] {
  const newest = (table: Table, key: string, of: string) =>
    `(select max(version) from ${itself(table)} n where n.${key} = ${of} and n.recorded_at < ${known})`;
  const ofEvent = (table: Table, event: string) => `select t.* from ${itself(table)} t join ${event}`;
  return [
    ...recorded.map((table): [string, string] => [
      getTableName(table),
      `select * from ${itself(table)} where recorded_at < ${known}`,
    ]),
    ["filing_remark", ofEvent(schema.filingRemarks, "filing_event e on e.id = t.event_id")],
    ["filing_answer", `select * from ${itself(schema.filingAnswers)} where recorded_at < ${known}`],
    [
      "filing_month",
      `select m.id, e.town_id, e.month, e.state, e.reason, e.unlocked_until, e.income_up_to, e.funding_up_to, e.person_id,
            e.recorded_at as changed_at, e.version
          from ${itself(schema.filingMonths)} m
          join ${itself(schema.filingEvents)} e on e.town_id = m.town_id and e.month = m.month
          where e.version = (
            select max(n.version) from ${itself(schema.filingEvents)} n
            where n.town_id = m.town_id and n.month = m.month and n.recorded_at < ${known})`,
    ],
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
    ...postingsAsOf(view, known),
    ...incomeAsOf(view, known),
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

function postingsAsOf({ approvedOnly }: View, known: string): [string, string][] {
  const all = (table: Table) => `(select * from ${itself(table)} where recorded_at < ${known})`;
  const [income, funding] = [all(schema.incomePostings), all(schema.fundingPostings)];
  return [
    ["income_posting", approvedOnly ? approvedThen.income(income) : income.slice(1, -1)],
    ["funding_posting", approvedOnly ? approvedThen.funding(funding) : funding.slice(1, -1)],
  ];
}

/**
 * The sums of income, from the postings and targets as of then: what `lib/income/store/rollup.ts` keeps for
 * the present.
 */
function incomeAsOf({ basis = "strict" }: View, known: string): [string, string][] {
  const by = (each: IncomeBasis) => incomeBy[each].replaceAll(/\w+_fen/g, "m.$&");
  const gapBy = (each: IncomeBasis) =>
    sumOf(
      `case when m.with_data = 1 and ${by(each)} < m.target_fen then m.target_fen - (${by(each)}) else 0 end`,
    );
  const metBy = (each: IncomeBasis) =>
    sumOf(`case when m.with_data = 1 and ${by(each)} >= m.target_fen then 1 else 0 end`);
  const others = (["recurring", "netReturn", "total"] as const).map(
    (each) => `${gapBy(each)} as ${keptBy[each].gap}, ${metBy(each)} as ${keptBy[each].met}`,
  );
  const divisions = itself(schema.divisions);
  const sums = ["operating_fen", "one_off_fen", "other_fen", "cost_fen"]
    .map((column) => `cast(sum(m.${column}) as bigint) as ${column}`)
    .join(", ");
  const shown = sums.replace("sum(m.operating_fen)", `sum(${by(basis)})`);
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
      `select l.division_id, m.month, ${shown}, cast(sum(m.posted) as bigint) as posted
          from past_village_month m join past_line l on l.village_id = m.village_id
          group by l.division_id, m.month`,
    ],
    [
      "past_target",
      `select t.village_id, t.year, t.amount_fen from ${itself(schema.incomeTargets)} t
          where t.revision = (
            select max(n.revision) from ${itself(schema.incomeTargets)} n
            where n.village_id = t.village_id and n.year = t.year and n.recorded_at < ${known})`,
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
      `select l.division_id, m.year, ${shown}, cast(sum(m.target_fen) as bigint) as target_fen, ${gapBy(basis)} as gap_fen,
            count(*) as villages, cast(sum(m.with_data) as bigint) as with_data, ${metBy(basis)} as met, ${others.join(", ")}
          from past_village_judged m join past_line l on l.village_id = m.village_id
          group by l.division_id, m.year`,
    ],
  ];
}

/** The tables that the past puts itself before. */
export const remembered = (): string[] => tablesThrough({ recordedBefore: "" }).map(([name]) => name);

const asInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * `query`, a select, so that it reads the tables as a view shows them. Only those that it can speak of are
 * put before it, with those that these are made of: an engine plans what it is given, used or not.
 */
export function asked(query: string, view: View): string {
  if (view.recordedBefore !== undefined) return askedAnew(query, view);
  const key = `${view.approvedOnly} ${view.basis} ${query}`;
  const known = texts.get(key) ?? askedAnew(query, view);
  if (texts.size >= 2000) texts.clear();
  texts.set(key, known);
  return known;
}

// The same few hundred queries are asked through the same few views all day.
const texts = new Map<string, string>();

function askedAnew(query: string, view: View): string {
  if (view.recordedBefore !== undefined && !asInstant.test(view.recordedBefore))
    throw new Error(`No instant: ${view.recordedBefore}`); // it stands in the text
  const tables = tablesThrough(view);
  const spoken = new Set(namesIn(query));
  for (const [name, rows] of tables.toReversed())
    if (spoken.has(name)) for (const each of namesIn(rows)) spoken.add(each);
  const before = tables.filter(([name]) => spoken.has(name)).map(([name, rows]) => `"${name}" as (${rows})`);
  return before.length === 0 ? query : `with ${before.join(", ")} ${query}`;
}

/** Every name in a text of SQL, but of tables reached by their schema. */
const namesIn = (text: string): string[] =>
  text.replaceAll(/\b(main|public)\."\w+"/g, "").match(/\w+/g) ?? [];
