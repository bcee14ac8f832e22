import { yuanText } from "#lib/core/money.ts";
import { cellName, readCell } from "#lib/income/rules/cells.ts";
import { type Band, tierOf } from "#lib/income/rules/tiers.ts";
import { type Oddness, oddnessOf, type Usual } from "#lib/income/rules/usual.ts";
import { gapFen, metTarget } from "#lib/views/target.ts";

export type GridAccount = {
  id: number;
  code: string;
  name: string;
  kind: string;
  operating: boolean;
  mayBeNegative: boolean;
};
export type GridVillage = {
  id: number;
  name: string;
  targetFen: number;
  /** Operating income of the year's other months, and whether any of them is reported. */
  elsewhereFen: number;
  reportedElsewhere: boolean;
  /** `sharedFen` is what portions of receipts add to what is typed; nobody types it. */
  cells: {
    accountId: number;
    amountFen: number | null;
    postings: number;
    sharedFen: number;
    usual: Usual;
    oneOff: boolean;
  }[];
};

/**
 * Fen as they stand in a field: always two decimals, so that the digits of a column stand under each other.
 */
export const fieldText = (fen: number | null) => (fen === null ? "" : yuanText(fen));

export type RowSums = {
  monthFen: number | null;
  yearFen: number | null;
  gapFen: number | null;
  tier: string;
  met: boolean;
};

/**
 * What the cells make of each village's month and year, and of each column, in fen; `null` where nothing
 * stands.
 */
export function sumsOf(
  villages: readonly GridVillage[],
  accounts: readonly GridAccount[],
  bands: readonly Band[],
  fenOf: (village: GridVillage, account: GridAccount) => number | null,
) {
  const add = (sum: number | null, fen: number | null) => (fen === null ? sum : (sum ?? 0) + fen);
  const columns = new Map<number, number | null>();
  const rows = villages.map((village): RowSums => {
    let month: number | null = null;
    let reported = village.reportedElsewhere;
    for (const account of accounts) {
      const sharedFen = village.cells.find((cell) => cell.accountId === account.id)?.sharedFen ?? 0;
      const fen = add(fenOf(village, account), sharedFen === 0 ? null : sharedFen);
      columns.set(account.id, add(columns.get(account.id) ?? null, fen));
      if (fen !== null) reported = true;
      if (account.operating) month = add(month, fen);
    }
    const year = reported ? village.elsewhereFen + (month ?? 0) : null;
    return {
      monthFen: month,
      yearFen: year,
      gapFen: year === null ? null : gapFen(year, village.targetFen),
      tier: tierOf(year, bands),
      met: year !== null && metTarget(year, village.targetFen),
    };
  });
  const total = (pick: (row: RowSums) => number | null) =>
    rows.reduce((sum, row) => add(sum, pick(row)), null as number | null);
  return {
    rows,
    columns,
    totals: {
      monthFen: total((row) => row.monthFen),
      yearFen: total((row) => row.yearFen),
      gapFen: total((row) => row.gapFen),
    },
  };
}

/**
 * Which cells the form fills for the first time and which it corrects, compared with what they were read as.
 */
export function changesOf(
  villages: readonly GridVillage[],
  accounts: readonly GridAccount[],
  texts: Readonly<Record<string, string>>,
) {
  let filled = 0;
  let corrected = 0;
  let bad = 0;
  for (const village of villages)
    for (const cell of village.cells) {
      const account = accounts.find((each) => each.id === cell.accountId);
      const text = texts[cellName(village.id, cell.accountId)];
      if (text === undefined || !account) continue;
      const { fen, problem } = readCell(text, account);
      const read = texts[readName(village.id, cell.accountId)] ?? "";
      if (problem) bad += 1;
      else if (fen === (read === "" ? null : Number(read))) continue;
      else if (read === "") filled += 1;
      else corrected += 1;
    }
  return { filled, corrected, bad };
}

export const readName = (villageId: number, accountId: number) =>
  cellName(villageId, accountId).replace("cell.", "read.");

/**
 * How a changed cell is out of all proportion to what its village usually has, if it is; `text` is what
 * stands in it.
 */
export function oddCell(
  village: GridVillage,
  account: GridAccount,
  text: string | undefined,
): Oddness | null {
  const cell = village.cells.find((each) => each.accountId === account.id);
  const { fen, problem } = readCell(text ?? "", account);
  return cell && fen !== null && !problem && fen !== cell.amountFen ? oddnessOf(fen, cell.usual) : null;
}
