import { and, eq, inArray, ne } from "drizzle-orm";
import { type AccountKind, incomeMonths, incomePostings, incomeYears } from "#db/schema/index.ts";
import { total } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Month, yearOfMonth } from "#lib/core/dates.ts";
import { activePostings, cellName, netOf } from "../rules/cells.ts";
import { accountsOf, townOf } from "../store/postings.ts";
import { inYear, targetsOf } from "../store/rollup.ts";
import { tiersOf } from "./totals.ts";
import { usualAmounts } from "./usual-amounts.ts";

export type GridAccount = {
  id: number;
  code: string;
  name: string;
  nameEn: string;
  kind: AccountKind;
  mayBeNegative: boolean;
  note: string;
  noteEn: string;
};

/**
 * The grid of a town's month: each village's standing amounts by account (`null`: none), how many postings
 * stand in a cell, what portions of receipts add to it (`sharedFen`: they are no cell's to change), and the
 * year's operating income without this month, so that the form can show what its figures make of the year,
 * and what each village usually has, to hold what is typed against.
 * @throws {NotFound} for a town outside the actor's scope
 */
export async function incomeGrid(ctx: Ctx, townId: number, month: Month) {
  authorize(ctx.actor, "income.read");
  const { db } = ctx;
  const town = await townOf(db, ctx.actor, townId);
  const accountList: GridAccount[] = await accountsOf(db, month);
  const ids = [...town.villages.keys()];
  const postings = await db
    .select()
    .from(incomePostings)
    .where(and(inArray(incomePostings.villageId, ids), eq(incomePostings.month, month)));
  const years = await db
    .select()
    .from(incomeYears)
    .where(and(inArray(incomeYears.divisionId, ids), eq(incomeYears.year, yearOfMonth(month))));
  const targets = await targetsOf(db, ids, yearOfMonth(month));
  const operating = new Set(
    accountList.filter((account) => account.kind === "operating").map((account) => account.id),
  );
  const others = await db
    .select({ id: incomeMonths.divisionId, posted: total(incomeMonths.posted) })
    .from(incomeMonths)
    .where(
      and(inArray(incomeMonths.divisionId, ids), inYear(yearOfMonth(month)), ne(incomeMonths.month, month)),
    )
    .groupBy(incomeMonths.divisionId);
  const reportedElsewhere = new Set(others.filter((row) => row.posted > 0).map((row) => row.id));
  const usual = await usualAmounts(ctx, ids, month);
  const standing = activePostings(postings);
  const byCell = Map.groupBy(standing, (posting) => cellName(posting.villageId, posting.accountId));
  const byVillage = Map.groupBy(standing, (posting) => posting.villageId);
  const yearOf = new Map(years.map((row) => [row.divisionId, row]));
  return {
    town: { id: town.id, code: town.code, name: town.name },
    month,
    accounts: accountList.filter((account) => account.kind !== "never"),
    never: accountList.filter((account) => account.kind === "never"),
    bands: await tiersOf(db, yearOfMonth(month)),
    villages: [...town.villages].map(([id, { name, code }]) => {
      const own = byVillage.get(id) ?? [];
      const monthFen = own
        .filter((posting) => operating.has(posting.accountId))
        .reduce((sum, posting) => sum + posting.amountFen, 0);
      const yearFen = yearOf.get(id)?.operatingFen ?? 0;
      return {
        id,
        code,
        name,
        targetFen: targets(id).amountFen,
        /** Operating income of the year's other months, and whether any of them is reported. */
        elsewhereFen: yearFen - monthFen,
        reportedElsewhere: reportedElsewhere.has(id),
        cells: accountList
          .filter((account) => account.kind !== "never")
          .map((account) => {
            const inCell = byCell.get(cellName(id, account.id)) ?? [];
            const typed = inCell.filter((posting) => posting.shareId === null);
            const sharedFen = inCell.reduce(
              (sum, posting) => sum + (posting.shareId === null ? 0 : posting.amountFen),
              0,
            );
            return {
              accountId: account.id,
              amountFen: netOf(typed),
              postings: typed.length,
              sharedFen,
              usual: usual(id, account.id),
              oneOff: typed.some((posting) => posting.oneOff),
            };
          }),
      };
    }),
  };
}
