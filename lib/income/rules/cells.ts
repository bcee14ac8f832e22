import { type AmountProblem, amountOf, yuanText } from "#lib/core/money.ts";

/**
 * What a form says of one cell: what shall stand in it, and what stood when the form was made; `null` is
 * nothing. `problem` says why what was typed is no amount.
 */
export type GivenCell = {
  villageId: number;
  accountId: number;
  amountFen: number | null;
  readFen: number | null;
  problem?: AmountProblem;
};

// Ten times the yearly income of the richest village of the country is a slip of the keyboard, and far below
// where sums of a whole country would lose a fen.
export const largestFen = 100_000_000_000;

export type CellProblem = "notAnAmount" | "finerThanAFen" | "negative" | "tooLarge";

/** Why an amount may not stand in an account that takes income or cost. */
export function amountProblem(
  fen: number,
  account: { mayBeNegative: boolean },
): "negative" | "tooLarge" | undefined {
  if (fen < 0 && !account.mayBeNegative) return "negative";
  return Math.abs(fen) > largestFen ? "tooLarge" : undefined;
}

/**
 * What a cell's text says: fen, `null` for nothing, and what is wrong with it, as the server will find too.
 */
export function readCell(
  text: string,
  account: { mayBeNegative: boolean },
): { fen: number | null; problem?: CellProblem } {
  if (text.trim() === "") return { fen: null };
  const fen = amountOf(text);
  if (typeof fen === "string") return { fen: null, problem: fen === "amountTooLarge" ? "tooLarge" : fen };
  const problem = amountProblem(fen, account);
  return problem ? { fen, problem } : { fen };
}

type Posting = {
  id: number;
  villageId: number;
  accountId: number;
  amountFen: number;
  reversesId: number | null;
  personName: string;
  recordedAt: string;
};

export type ChangedCell<P> = GivenCell & {
  /** The form's name for it, which refusals are about. */
  field: string;
  /**
   * What stands now; `null` where nothing was ever posted or all of it was reversed. Zero is a report of
   * zero.
   */
  nowFen: number | null;
  standing: P[];
  /** Who touched it last, if anybody. */
  last: P | undefined;
};

/** What a form calls a cell. */
export const cellName = (villageId: number, accountId: number) => `cell.v${villageId}.a${accountId}`;

/** The tick that says that amounts out of all proportion are right. */
export const sizesRightField = "sizesRight";

/** The postings that no reversal took back. */
export function activePostings<P extends Pick<Posting, "id" | "reversesId">>(postings: readonly P[]): P[] {
  const reversed = new Set(postings.map((posting) => posting.reversesId));
  return postings.filter((posting) => posting.reversesId === null && !reversed.has(posting.id));
}

/** What a cell shows, in fen: the sum of what stands in it, `null` for nothing. */
export const netOf = (standing: readonly { amountFen: number }[]) =>
  standing.length === 0 ? null : standing.reduce((sum, posting) => sum + posting.amountFen, 0);

/**
 * The cells that this form changes: those given otherwise than read, unless somebody made the very same
 * change.
 * @param postings every posting of the month, reversals among them
 */
export function changedCells<P extends Posting>(
  given: readonly GivenCell[],
  postings: readonly P[],
): ChangedCell<P>[] {
  const byCell = Map.groupBy(postings, (posting) => cellName(posting.villageId, posting.accountId));
  return given
    .filter((cell) => cell.problem || cell.amountFen !== cell.readFen)
    .map((cell) => {
      const field = cellName(cell.villageId, cell.accountId);
      const own = byCell.get(field) ?? [];
      const standing = activePostings(own);
      return {
        ...cell,
        field,
        nowFen: netOf(standing),
        standing,
        last: own.toSorted((a, b) => b.id - a.id)[0],
      };
    })
    .filter((cell) => cell.problem || cell.amountFen !== cell.nowFen);
}

/**
 * The cells that stand otherwise than the form read them, as a form would say them, with who posted last;
 * `null` when there are none.
 */
export function conflictsOf(cells: readonly ChangedCell<Posting>[]) {
  const lost = cells.filter((cell) => cell.nowFen !== cell.readFen);
  if (lost.length === 0) return null;
  const [last] = lost.flatMap((cell) => cell.last ?? []).toSorted((a, b) => b.id - a.id);
  return {
    current: Object.fromEntries(
      lost.map((cell) => [cell.field, cell.nowFen === null ? "" : yuanText(cell.nowFen)]),
    ),
    by: { name: last?.personName ?? "", at: last?.recordedAt ?? "" },
  };
}
