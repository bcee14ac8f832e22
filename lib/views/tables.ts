import type { Table } from "drizzle-orm";
import * as schema from "#db/schema/index.ts";
import { columnName } from "#db/sql.ts";
import { type View, type ViewTable, viewTable } from "#db/views.ts";
import { approvedFunding, approvedIncome } from "./approved.ts";
import { tablesAsOf } from "./as-of.ts";
import { incomeSql, yearColumns } from "./basis.ts";

/** Sums that only their keepers read by these names: a view of what is approved shows them for the plain ones. */
export const approvedSums: readonly Table[] = [
  schema.approvedIncomeMonths,
  schema.approvedIncomeYears,
  schema.approvedFundingYears,
];

/** Every table that looks different in a view, those that others are made of first. */
export const tablesOf = (view: View): readonly ViewTable[] =>
  view.recordedBefore === undefined ? tablesNow(view) : tablesAsOf(view.recordedBefore, view);

function tablesNow({ approvedOnly, basis = "strict" }: View): ViewTable[] {
  if (!approvedOnly && basis === "strict") return [];
  const [months, years] = approvedOnly
    ? [schema.approvedIncomeMonths, schema.approvedIncomeYears]
    : [schema.incomeMonths, schema.incomeYears];
  const { gap, met } = yearColumns[basis];
  const income = incomeSql(basis);
  const sums = [
    viewTable("income_month")`select division_id, month, ${income} as operating_fen, one_off_fen, other_fen,
        cost_fen, posted
      from ${months}`,
    viewTable("income_year")`select division_id, year, ${income} as operating_fen, one_off_fen, other_fen,
        cost_fen, target_fen, ${columnName(gap)} as gap_fen, villages, with_data, ${columnName(met)} as met,
        recurring_gap_fen, recurring_met, net_return_gap_fen, net_return_met, total_gap_fen, total_met
      from ${years}`,
  ];
  if (!approvedOnly) return sums;
  return [
    approvedIncome,
    approvedFunding,
    ...sums,
    viewTable("funding_year")`select * from ${schema.approvedFundingYears}`,
  ];
}
