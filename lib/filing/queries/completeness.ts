import { and, eq, gt } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, filingMonths, incomeMonths } from "#db/schema/index.ts";
import { count, under } from "#db/sql.ts";
import { authorize } from "#lib/access/policy.ts";
import type { Ctx } from "#lib/core/context.ts";
import { type Month, yearOfMonth } from "#lib/core/dates.ts";
import type { Division } from "#lib/divisions/queries/divisions.ts";
import { incomeByMonth } from "#lib/income/queries/totals.ts";
import { isFiled, monthStateOf } from "#lib/periods/rules/month-state.ts";

/** How much of a division has come in for a month. */
export type Completeness = {
  month: Month;
  /** With income; of these in towns that have filed the month; with approved income. */
  villages: { all: number; reported: number; submitted: number; approved: number };
  towns: { all: number; submitted: number; approved: number };
};

/**
 * What stands beside every total of a month: how many villages and towns it is made of, of all there are. The
 * same through every view, for a division of any level that the caller found within the actor's scope.
 */
export async function completenessOf(ctx: Ctx, node: Division, month: Month): Promise<Completeness> {
  authorize(ctx.actor, "board.read");
  const all = ctx.db.withView({ approvedOnly: false, basis: "strict" });
  const approved = ctx.db.withView({ approvedOnly: true, basis: "strict" });
  const posted = async (db: Reader) =>
    (await incomeByMonth(db, node, yearOfMonth(month))).find((each) => each.month === month)?.posted ?? 0;
  const reported = await posted(all);
  // The town that files for a village is the one it lies in.
  const ofTown =
    node.level === "village" ? eq(divisions.id, node.parentId ?? 0) : under(divisions.code, node);
  const rows = await all
    .select({
      state: filingMonths.state,
      unlockedUntil: filingMonths.unlockedUntil,
      incomeUpTo: filingMonths.incomeUpTo,
      posted: incomeMonths.posted,
    })
    .from(divisions)
    .innerJoin(filingMonths, and(eq(filingMonths.townId, divisions.id), eq(filingMonths.month, month)))
    .leftJoin(incomeMonths, and(eq(incomeMonths.divisionId, divisions.id), eq(incomeMonths.month, month)))
    .where(and(eq(divisions.level, "town"), ofTown));
  const [towns] = await all
    .select({ all: count() })
    .from(divisions)
    .where(and(eq(divisions.level, "town"), gt(divisions.villages, 0), ofTown));
  const filed = rows.filter((row) => isFiled(monthStateOf(row, ctx.now.toISOString())));
  const inFiled = filed.reduce((sum, row) => sum + (row.posted ?? 0), 0);
  return {
    month,
    villages: {
      all: node.level === "village" ? 1 : node.villages,
      reported,
      submitted: node.level === "village" ? (filed.length > 0 ? reported : 0) : inFiled,
      approved: await posted(approved),
    },
    towns: {
      all: towns?.all ?? 0,
      submitted: filed.length,
      approved: rows.filter((row) => row.incomeUpTo !== null).length,
    },
  };
}
