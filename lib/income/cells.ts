/** What a form says of one cell: what shall stand in it, and what stood when the form was made; `null` is nothing. */
export type GivenCell = { villageId: number; accountId: number; amountFen: number | null; readFen: number | null };

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
  /** What stands now; `null` where nothing was ever posted or all of it was reversed. Zero is a report of zero. */
  nowFen: number | null;
  standing: P[];
  /** Who touched it last, if anybody. */
  last: P | undefined;
};

/** What a form calls a cell. */
export const cellName = (villageId: number, accountId: number) => `cell.v${villageId}.a${accountId}`;

/** The postings that no reversal took back. */
export function standingOf<P extends Pick<Posting, "id" | "reversesId">>(postings: readonly P[]): P[] {
  const reversed = new Set(postings.map((posting) => posting.reversesId));
  return postings.filter((posting) => posting.reversesId === null && !reversed.has(posting.id));
}

/** What a cell shows, in fen: the sum of what stands in it, `null` for nothing. */
export const netOf = (standing: readonly { amountFen: number }[]) =>
  standing.length === 0 ? null : standing.reduce((sum, posting) => sum + posting.amountFen, 0);

/**
 * The cells that this form changes: those given otherwise than read, unless somebody made the very same change.
 * @param postings every posting of the month, reversals among them
 */
export function changedCells<P extends Posting>(given: readonly GivenCell[], postings: readonly P[]): ChangedCell<P>[] {
  const byCell = Map.groupBy(postings, (posting) => cellName(posting.villageId, posting.accountId));
  return given
    .filter((cell) => cell.amountFen !== cell.readFen)
    .map((cell) => {
      const field = cellName(cell.villageId, cell.accountId);
      const own = byCell.get(field) ?? [];
      const standing = standingOf(own);
      return { ...cell, field, nowFen: netOf(standing), standing, last: own.toSorted((a, b) => b.id - a.id)[0] };
    })
    .filter((cell) => cell.amountFen !== cell.nowFen);
}

/** The cells that stand otherwise than the form read them, with who posted last; `null` when there are none. */
export function conflictsOf(cells: readonly ChangedCell<Posting>[]) {
  const lost = cells.filter((cell) => cell.nowFen !== cell.readFen);
  if (lost.length === 0) return null;
  const [last] = lost.flatMap((cell) => cell.last ?? []).toSorted((a, b) => b.id - a.id);
  return {
    current: Object.fromEntries(lost.map((cell) => [cell.field, cell.nowFen])),
    by: { name: last?.personName ?? "", at: last?.recordedAt ?? "" },
  };
}
