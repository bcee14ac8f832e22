import type { FiledMonth, IncomeRow } from "./month.ts";

type Account = Pick<IncomeRow, "accountCode" | "accountName" | "accountNameEn" | "kind">;
export type VillageLine = {
  id: number;
  code: string;
  name: string;
  /** By account, in fen; `null` where nothing was posted. */
  cells: (number | null)[];
  /** `null` for a village without income. */
  operatingFen: number | null;
  late: number;
  fresh: number;
};

/** A month's income as a table: villages by the accounts that hold anything, with the sums of each. */
export function incomeTable(villages: FiledMonth["villages"]): { accounts: Account[]; lines: VillageLine[]; sums: number[]; operatingFen: number } {
  const rows = villages.flatMap((village) => village.rows);
  const accounts = [...new Map(rows.map((row) => [row.accountCode, row])).values()].toSorted((a, b) => (a.accountCode < b.accountCode ? -1 : 1));
  const lines = villages.map(({ rows: own, ...village }): VillageLine => {
    const byAccount = Map.groupBy(own, (row) => row.accountCode);
    return {
      ...village,
      cells: accounts.map(({ accountCode }) => sumOrNone(byAccount.get(accountCode))),
      operatingFen: own.length === 0 ? null : sumOf(own.filter((row) => row.kind === "operating")),
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
