/** Something that stands on a page in one piece; heights in millimetres. */
export type Piece = {
  height: number;
  /** It may not be the last of a column: a heading is nothing without what it heads. */
  leads?: boolean;
  /** What is put before it where it is the first of a column but not of its kind: the town, once more. */
  again?: Piece;
};

/**
 * Pieces in columns of a height, in order, none cut. A piece taller than a column has one for itself.
 * Of each column, `again` of its first piece comes along.
 */
export function flowed<P extends Piece>(pieces: readonly P[], height: number): (P | Piece)[][] {
  const columns: (P | Piece)[][] = [];
  let column: (P | Piece)[] = [];
  let left = height;
  for (const group of groups(pieces)) {
    const needed = group.reduce((sum, piece) => sum + piece.height, 0);
    if (needed > left && column.length > 0) {
      columns.push(column);
      column = [];
      left = height;
    }
    const again = column.length === 0 && columns.length > 0 ? group[0]?.again : undefined;
    if (again) {
      column.push(again);
      left -= again.height;
    }
    column.push(...group);
    left -= needed;
  }
  return column.length > 0 ? [...columns, column] : columns;
}

/** Leading pieces together with the one that they lead. */
function groups<P extends Piece>(pieces: readonly P[]): P[][] {
  const all: P[][] = [];
  let open: P[] = [];
  for (const piece of pieces) {
    open.push(piece);
    if (piece.leads) continue;
    all.push(open);
    open = [];
  }
  return open.length > 0 ? [...all, open] : all;
}
