import { activePostings } from "#lib/income/rules/cells.ts";
import type { FiledVillage, IncomeRow } from "../queries/filed-month.ts";

type Account = Pick<
  IncomeRow,
  "accountId" | "accountCode" | "accountName" | "accountNameEn" | "kind" | "rank"
>;
export type VillageLine = {
  id: number;
  code: string;
  name: string;
  /**
   * By account, in fen; `null` where nothing was posted or all of it was taken back. Zero is a report of
   * zero.
   */
  cells: (number | null)[];
  /** `null` for a village without income. */
  operatingFen: number | null;
  late: number;
  fresh: number;
};

/**
 * A month's income as a table: villages by the accounts that hold anything, in the order of the books, with
 * the sums of each.
 */
export function incomeTable(villages: readonly Pick<FiledVillage, "id" | "code" | "name" | "rows">[]): {
  accounts: Account[];
  lines: VillageLine[];
  sums: number[];
  operatingFen: number;
} {
  const rows = villages.flatMap((village) => village.rows);
  const accounts = [...new Map(rows.map((row) => [row.accountId, row])).values()].toSorted(
    (a, b) => a.rank - b.rank,
  );
  const lines = villages.map(({ id, code, name, rows: own }): VillageLine => {
    const standing = activePostings(own);
    const byAccount = Map.groupBy(standing, (row) => row.accountId);
    return {
      id,
      code,
      name,
      cells: accounts.map(({ accountId }) => sumOrNone(byAccount.get(accountId))),
      operatingFen: standing.length === 0 ? null : sumOf(standing.filter((row) => row.kind === "operating")),
      late: own.filter((row) => row.late).length,
      fresh: own.filter((row) => row.fresh).length,
    };
  });
  return {
    accounts,
    lines,
    sums: accounts.map((_, at) => lines.reduce((sum, line) => sum + (line.cells[at] ?? 0), 0)),
    operatingFen: lines.reduce((sum, line) => sum + (line.operatingFen ?? 0), 0),
  };
}

const sumOf = (rows: readonly { amountFen: number }[]) => rows.reduce((sum, row) => sum + row.amountFen, 0);
const sumOrNone = (rows: readonly { amountFen: number }[] | undefined) => (rows ? sumOf(rows) : null);
