import { and, eq } from "drizzle-orm";
import type { Tx } from "#db/client.ts";
import {
  accounts,
  divisions,
  fundingPostings,
  incomePostings,
  projects,
  type RemarkSubject,
} from "#db/schema/index.ts";
import { monthOf } from "#db/sql.ts";
import { NotFound } from "#lib/core/errors.ts";
import { yuanText } from "#lib/core/money.ts";
import type { Held } from "./transitions.ts";

/**
 * The row of a town's month that a remark is about, as it reads when it is made; "" for the month itself.
 * @throws {NotFound} for a row of another town or month
 */
export async function labelOf(
  tx: Tx,
  { town, month }: Pick<Held, "town" | "month">,
  subject: RemarkSubject,
  id: number,
): Promise<string> {
  const label = subject === "month" ? "" : await labels[subject](tx, town.id, month, id);
  if (label === undefined) throw new NotFound(`${subject} ${id} of town ${town.id} in ${month}`);
  return label;
}

const labels: Record<
  Exclude<RemarkSubject, "month">,
  (tx: Tx, townId: number, month: string, id: number) => Promise<string | undefined>
> = {
  async village(tx, townId, _, id) {
    const [row] = await tx
      .select({ name: divisions.shortName })
      .from(divisions)
      .where(and(eq(divisions.id, id), eq(divisions.parentId, townId)));
    return row?.name;
  },
  async income(tx, townId, month, id) {
    const [row] = await tx
      .select({
        village: divisions.shortName,
        code: accounts.code,
        name: accounts.name,
        fen: incomePostings.amountFen,
      })
      .from(incomePostings)
      .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
      .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
      .where(and(eq(incomePostings.id, id), eq(incomePostings.month, month), eq(divisions.parentId, townId)));
    return row && `${row.village} · ${row.code} ${row.name} · ${yuanText(row.fen)}`;
  },
  async project(tx, townId, _, id) {
    const [row] = await tx
      .select({ number: projects.number, name: projects.name })
      .from(projects)
      .where(and(eq(projects.id, id), eq(projects.townId, townId)));
    return row && `${row.number} ${row.name}`;
  },
  async funding(tx, townId, month, id) {
    const [row] = await tx
      .select({
        number: projects.number,
        name: projects.name,
        onDay: fundingPostings.onDay,
        fen: fundingPostings.amountFen,
      })
      .from(fundingPostings)
      .innerJoin(projects, eq(projects.id, fundingPostings.projectId))
      .where(
        and(
          eq(fundingPostings.id, id),
          eq(projects.townId, townId),
          eq(monthOf(fundingPostings.onDay), month),
        ),
      );
    return row && `${row.number} ${row.name} · ${row.onDay} · ${yuanText(row.fen)}`;
  },
};
