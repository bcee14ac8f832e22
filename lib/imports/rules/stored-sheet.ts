import type { Cell, Merge, ReadSheet, Unseen } from "#lib/spreadsheets/cells.ts";

// A sheet as it is kept until all that it leaves open is answered.

/** A cell is its text, or its kind, number and what it shows; `true` where a formula made it. */
export type StoredCell =
  | string
  | [kind: string, value: string | number | boolean, shown: string, formula?: true];
export type StoredGrid = {
  name: string;
  date1904: boolean;
  rows: (StoredCell | null)[][];
  merges: Merge[];
  hidden?: true;
  separated?: true;
  unseen?: Unseen;
};

export function storedCell(cell: Cell | null): StoredCell | null {
  if (cell === null) return null;
  if (cell.kind === "text" && cell.value === cell.shown && !cell.formula) return cell.shown;
  return cell.formula ? [cell.kind, cell.value, cell.shown, true] : [cell.kind, cell.value, cell.shown];
}
export function cellFromStored(cell: StoredCell | null): Cell | null {
  if (cell === null) return null;
  if (typeof cell === "string") return { kind: "text", value: cell, shown: cell };
  return {
    kind: cell[0] as Cell["kind"],
    value: cell[1],
    shown: cell[2],
    ...(cell[3] && { formula: true as const }),
  };
}

export const storedGrid = ({
  name,
  date1904,
  merges,
  rows,
  hidden,
  separated,
  unseen,
}: ReadSheet): StoredGrid => ({
  name,
  date1904,
  merges,
  rows: rows.map((row) => row.map(storedCell)),
  ...(hidden && { hidden: true as const }),
  ...(separated && { separated: true as const }),
  ...(unseen && { unseen }),
});
export const gridFromStored = ({
  name,
  date1904,
  merges,
  rows,
  hidden,
  separated,
  unseen,
}: StoredGrid): ReadSheet => ({
  name,
  date1904,
  merges,
  hidden: hidden ?? false,
  rows: rows.map((row) => row.map(cellFromStored)),
  ...(separated && { separated }),
  ...(unseen && { unseen }),
});
