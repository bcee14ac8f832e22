import { and, eq, gte, inArray, lt } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { accounts, incomePostings } from "#db/schema/index.ts";
import { total } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { addMonths, type Month } from "#lib/core/dates.ts";
import { typicalOf, type Usual } from "../rules/usual.ts";
import { accountsOf } from "../store/postings.ts";
import { mappingsOf, waysOf } from "./regimes.ts";

const incomeKinds = ["operating", "subsidy", "other"];

type Asking = Pick<Ctx, "actor"> & { db: Reader };

/**
 * What villages usually have, by village and account: their twelve months before `month`, in fen. The
 * villages are those that the caller found within the actor's scope.
 */
export async function usualAmounts(
  ctx: Asking,
  villageIds: readonly number[],
  month: Month,
): Promise<(villageId: number, accountId: number) => Usual> {
  authorize(ctx.actor, "income.read");
  const rows = villageIds.length === 0 ? [] : await monthsOf(ctx, villageIds, month);
  const kinds = new Map(
    (await ctx.db.select({ id: accounts.id, kind: accounts.kind }).from(accounts)).map(({ id, kind }) => [
      id,
      kind,
    ]),
  );
  const inForce = new Set((await accountsOf(ctx.db, month)).map(({ id }) => id));
  const mappings = await mappingsOf(ctx.db);
  // What an account was called in the regime before counts for it: of one that parts, for the first of its
  // places.
  const nowOf = (accountId: number) =>
    inForce.has(accountId) ? accountId : (waysOf(mappings, accountId)[0]?.account.id ?? accountId);
  const cells = Map.groupBy(rows, (row) => `${row.villageId}.${nowOf(row.accountId)}`);
  const villages = Map.groupBy(rows, (row) => row.villageId);
  return (villageId, accountId) => {
    const counted = kinds.get(accountId) === "operating" ? ["operating"] : incomeKinds;
    const year = (villages.get(villageId) ?? []).filter((row) => counted.includes(row.kind));
    return {
      typicalFen: typicalOf(byMonth(cells.get(`${villageId}.${accountId}`) ?? [])),
      yearFen: year.reduce((sum, row) => sum + row.amountFen, 0),
    };
  };
}

/** The sums of months: of accounts that became one. */
function byMonth(rows: readonly { month: string; amountFen: number }[]): number[] {
  const months = Map.groupBy(rows, (row) => row.month);
  return [...months.values()].map((some) => some.reduce((sum, row) => sum + row.amountFen, 0));
}

const monthsOf = (ctx: Asking, villageIds: readonly number[], month: Month) =>
  ctx.db
    .select({
      villageId: incomePostings.villageId,
      accountId: incomePostings.accountId,
      kind: accounts.kind,
      month: incomePostings.month,
      amountFen: total(incomePostings.amountFen),
    })
    .from(incomePostings)
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(
      and(
        inArray(incomePostings.villageId, [...villageIds]),
        gte(incomePostings.month, addMonths(month, -12)),
        lt(incomePostings.month, month),
      ),
    )
    .groupBy(incomePostings.villageId, incomePostings.accountId, accounts.kind, incomePostings.month);
