import { and, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { accounts, divisions, incomePostings } from "#db/schema/index.ts";
import { type Node, under } from "#db/sql.ts";
import { addMonths, type Month, yearOfMonth } from "#lib/core/dates.ts";
import { villageMonths } from "#lib/income/queries/totals.ts";
import { activePostings } from "#lib/income/rules/cells.ts";
import { targetsOf } from "#lib/income/store/rollup.ts";
import { type Flag, flagsOf } from "../rules/flags.ts";

/**
 * A village's operating income of a month beside its earlier ones, in fen; `null` where a month has no
 * standing posting.
 */
export type EarlierTotals = {
  nowFen: number | null;
  lastFen: number | null;
  /** Since the month before; `null` where either has nothing. */
  changeFen: number | null;
  yearAgoFen: number | null;
  /** From January up to the month. */
  yearFen: number | null;
  targetFen: number;
};
export type Comparison = EarlierTotals & { flags: Flag[] };

/**
 * The sums of villages; no change where a village has only one of the two months, as what is missing is not
 * zero.
 */
export function earlierTotals(villages: readonly EarlierTotals[]): EarlierTotals {
  const sum = (column: "nowFen" | "lastFen" | "yearAgoFen" | "yearFen") => {
    const known = villages.flatMap((village) => village[column] ?? []);
    return known.length === 0 ? null : known.reduce((all, fen) => all + fen, 0);
  };
  const [nowFen, lastFen] = [sum("nowFen"), sum("lastFen")];
  const isHalf = villages.some((village) => (village.nowFen === null) !== (village.lastFen === null));
  return {
    nowFen,
    lastFen,
    changeFen: isHalf || nowFen === null || lastFen === null ? null : nowFen - lastFen,
    yearAgoFen: sum("yearAgoFen"),
    yearFen: sum("yearFen"),
    targetFen: villages.reduce((all, { targetFen }) => all + targetFen, 0),
  };
}

/**
 * The same of the villages below `node`, by their ids. Give a reader of everything that is recorded: it is
 * asked before anything is approved.
 */
export async function comparisonsOf(
  db: Reader,
  node: Node,
  month: Month,
  villageIds: readonly number[],
): Promise<Map<number, Comparison>> {
  const rows = await villageMonths(db, node, addMonths(month, -12), month);
  const byVillage = Map.groupBy(
    rows.filter((row) => row.posted > 0),
    (row) => row.id,
  );
  const postings = Map.groupBy(await postingsOf(db, node, month), (row) => row.villageId);
  const targets = await targetsOf(db, [...villageIds], yearOfMonth(month));
  const year = month.slice(0, 4);
  return new Map(
    villageIds.map((id) => {
      const months = new Map((byVillage.get(id) ?? []).map((row) => [row.month, row]));
      const [now, last] = [months.get(month), months.get(addMonths(month, -1))];
      const ofYear = [...months.values()].filter((row) => row.month.startsWith(year));
      const yearFen = ofYear.reduce((sum, row) => sum + row.operatingFen, 0);
      const targetFen = targets(id).amountFen;
      return [
        id,
        {
          nowFen: now?.operatingFen ?? null,
          lastFen: last?.operatingFen ?? null,
          changeFen: now && last ? now.operatingFen - last.operatingFen : null,
          yearAgoFen: months.get(addMonths(month, -12))?.operatingFen ?? null,
          yearFen: ofYear.length > 0 ? yearFen : null,
          targetFen,
          flags: flagsOf({ month, months, yearFen, targetFen, ...aboutPostings(postings.get(id) ?? []) }),
        },
      ];
    }),
  );
}

type Posting = Awaited<ReturnType<typeof postingsOf>>[number];

function aboutPostings(rows: readonly Posting[]) {
  const operating = activePostings(rows).filter((row) => row.kind === "operating");
  const reversals = rows.filter((row) => row.reversesId !== null);
  return {
    apportioned: operating.length > 0 && operating.every((row) => row.shareId !== null),
    reversals: { count: reversals.length, amountFen: reversals.reduce((sum, row) => sum + row.amountFen, 0) },
  };
}

const postingsOf = (db: Reader, node: Node, month: Month) =>
  db
    .select({
      id: incomePostings.id,
      villageId: incomePostings.villageId,
      kind: accounts.kind,
      amountFen: incomePostings.amountFen,
      reversesId: incomePostings.reversesId,
      shareId: incomePostings.shareId,
    })
    .from(incomePostings)
    .innerJoin(divisions, eq(divisions.id, incomePostings.villageId))
    .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
    .where(and(under(divisions.code, node), eq(incomePostings.month, month)));
