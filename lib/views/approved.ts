import {
  divisions,
  filingMonths,
  fundingPostings,
  incomePostings,
  projects,
  settings,
} from "#db/schema/index.ts";
import { tableItself, type ViewTable, viewTable } from "#db/views.ts";

// A town's month is approved up to a posting: what had been recorded until its last approval (DOMAIN §6).

/** Is the posting with this id among what was approved up to `upTo`? Nothing is of a month never approved. */
export const isApproved = (postingId: number, upTo: number | null | undefined): boolean =>
  postingId <= (upTo ?? 0);

/** The same as SQL, of two expressions: a month never approved is `null`, which approves nothing. */
const isApprovedSql = (postingId: string, upTo: string) => `${postingId} <= ${upTo}`;

/**
 * Settings of a database from before approval existed: the newest posting, by its id, that counted without
 * it.
 */
export type CountedUpTo = "countedIncomeUpTo" | "countedFundingUpTo";

/** Postings of income that the approval of their town's month reached. */
export const approvedIncome = viewTable("income_posting")`select p.* from ${incomePostings} p
    join ${divisions} v on v.id = p.village_id
    join ${filingMonths} f on f.town_id = v.parent_id and f.month = p.month
    where ${isApprovedSql("p.id", "f.income_up_to")}`;

/** Postings of funding that the approval of their town's month reached. */
export const approvedFunding = viewTable("funding_posting")`select p.* from ${fundingPostings} p
    join ${projects} j on j.id = p.project_id
    join ${filingMonths} f on f.town_id = j.town_id and f.month = substr(p.on_day, 1, 7)
    where ${isApprovedSql("p.id", "f.funding_up_to")}`;

// Of a past day, what counted before approval existed counted from the moment it was recorded: the approvals
// that it was taken over by are of a later day (decision 42).
const counted = (key: CountedUpTo) =>
  isApprovedSql("p.id", `(select cast(value as bigint) from ${tableItself(settings)} where key = '${key}')`);

/** The same of income as of a past day; `recorded` is the condition on a posting of then. */
export const approvedIncomeThen = (months: ViewTable, recorded: string) =>
  viewTable("income_posting")`select p.* from ${incomePostings} p
    join ${divisions} v on v.id = p.village_id
    left join ${months} f on f.town_id = v.parent_id and f.month = p.month
    where p.${recorded} and (${isApprovedSql("p.id", "f.income_up_to")} or ${counted("countedIncomeUpTo")})`;

/** The same of funding as of a past day. */
export const approvedFundingThen = (months: ViewTable, projects: ViewTable, recorded: string) =>
  viewTable("funding_posting")`select p.* from ${fundingPostings} p
    join ${projects} j on j.id = p.project_id
    left join ${months} f on f.town_id = j.town_id and f.month = substr(p.on_day, 1, 7)
    where p.${recorded} and (${isApprovedSql("p.id", "f.funding_up_to")} or ${counted("countedFundingUpTo")})`;
