import type { Cell, Merge, ReadSheet, Unseen } from "#lib/spreadsheets/cells.ts";

// A sheet as it is kept until all that it leaves open is answered.

/** A cell is its text, or its kind, number and what it shows; `true` where a formula made it. */
export type KeptCell =
  | string
  | [kind: string, value: string | number | boolean, shown: string, formula?: true];
export type KeptGrid = {
  name: string;
  date1904: boolean;
  rows: (KeptCell | null)[][];
  merges: Merge[];
  hidden?: true;
  separated?: true;
  unseen?: Unseen;
};

export function keptCell(cell: Cell | null): KeptCell | null {
  if (cell === null) return null;
  if (cell.kind === "text" && cell.value === cell.shown && !cell.formula) return cell.shown;
  return cell.formula ? [cell.kind, cell.value, cell.shown, true] : [cell.kind, cell.value, cell.shown];
}
export function unkeptCell(cell: KeptCell | null): Cell | null {
  if (cell === null) return null;
  if (typeof cell === "string") return { kind: "text", value: cell, shown: cell };
  return {
    kind: cell[0] as Cell["kind"],
    value: cell[1],
    shown: cell[2],
    ...(cell[3] && { formula: true as const }),
  };
}

export const keptGrid = ({
  name,
  date1904,
  merges,
  rows,
  hidden,
  separated,
  unseen,
}: ReadSheet): KeptGrid => ({
  name,
  date1904,
  merges,
  rows: rows.map((row) => row.map(keptCell)),
  ...(hidden && { hidden: true as const }),
  ...(separated && { separated: true as const }),
  ...(unseen && { unseen }),
});
export const unkeptGrid = ({
  name,
  date1904,
  merges,
  rows,
  hidden,
  separated,
  unseen,
}: KeptGrid): ReadSheet => ({
  name,
  date1904,
  merges,
  hidden: hidden ?? false,
  rows: rows.map((row) => row.map(unkeptCell)),
  ...(separated && { separated }),
  ...(unseen && { unseen }),
});
