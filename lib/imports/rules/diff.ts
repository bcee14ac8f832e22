import type { Details } from "#lib/core/errors.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";

// What a file says against what stands, cell by cell. Pure: asked at every look at a preview, and again when
// it is confirmed.

/** Text, or a whole number as its field says (fen, basis points); `null` is nothing. */
export type Value = string | number | null;
/** A sentence by its key in the messages, and what it mentions. */
export type Sentence = { key: MessageKey; values: Details };
/**
 * A cell as it was read: where it stands, what a reader of the sheet sees, and what that is or why it is
 * nothing usable.
 */
export type Given = { at: string; shown: string } & (
  | { value: Value; problem?: undefined }
  | { problem: Sentence; value?: undefined }
);
/** A row of a file. `cells` holds the fields whose columns the file has. */
export type FileRow = {
  line: number;
  cells: Record<string, Given> /** What is wrong with the row as it lies in the file. */;
  problem?: Sentence;
};

/** From the worst to the best: a row is what its worst cell is. */
export const classes = ["foreign", "error", "conflict", "changed", "new", "same"] as const;
export type Class = (typeof classes)[number];

export type Author = { name: string; at: string };
export type DiffCell = {
  field: string;
  at: string;
  shown: string;
  class: Class;
  /** What the file says, what stands, and what stood when the template was made. */
  given: Value;
  now: Value;
  base?: Value | undefined;
  /** What the value is called, where it is a number of ours: a project's name. */
  words?: string | undefined;
  /** Of a conflict: who changed it here meanwhile. */
  by?: Author | undefined;
  problem?: Sentence | undefined;
};
export type DiffRow = {
  line: number;
  /** What the row is about, as its readers call it. */
  label: string;
  /** The row that it is about here: a village's or project's id; none where there is no such thing yet. */
  id: number | null;
  class: Class;
  cells: DiffCell[];
  /** It changes what somebody set: taking it over needs a reason. */
  correction?: true | undefined;
  /** What is wrong with the row as a whole. */
  problem?: Sentence | undefined;
};

type Stand = {
  now: Value;
  /** What the template was made from; `undefined` where the file does not know. */
  base?: Value | undefined;
  by?: Author | undefined;
  /** In a template an emptied cell takes away what stood there; in a file of one's own it says nothing. */
  blankClears?: boolean;
};

/**
 * One cell. Given as the template had it, it is left alone, whatever became of it here; given otherwise while
 * it changed here too, it is a conflict, unless both made the same change.
 */
export function diffCell(
  field: string,
  given: Given,
  { now, base, by, blankClears = false }: Stand,
): DiffCell {
  const cell = { field, at: given.at, shown: given.shown, now, base };
  if (given.problem) return { ...cell, given: null, class: "error", problem: given.problem };
  const { value } = given;
  const is = (kind: Class, more: Partial<DiffCell> = {}): DiffCell => ({
    ...cell,
    given: value,
    class: kind,
    ...more,
  });
  if (value === now || (base !== undefined && value === base)) return is("same");
  if (value === null && !(blankClears && base !== undefined)) return is("same");
  if (base !== undefined && base !== now) return is("conflict", { by });
  return is(now === null ? "new" : "changed");
}

/** What a row is by its cells and its own problem. */
export function diffRow(row: Omit<DiffRow, "class">): DiffRow {
  const found = new Set<Class>(row.cells.map((cell) => cell.class));
  if (row.problem) found.add("error");
  return { ...row, class: classes.find((each) => found.has(each)) ?? "same" };
}

/** A cell that turned out to be wrong by a rule. */
export const wrong = (cell: DiffCell, problem: Sentence): DiffCell => ({
  ...cell,
  class: "error",
  problem,
});

/** Of a conflict: whose change the cell meets. */
export const changedBy = ({ by }: DiffCell): Sentence => ({
  key: "intake.says.conflict",
  values: { name: by?.name ?? "", at: by?.at ?? "" },
});

/** A row about nothing that is theirs: none of it is read. */
export const outOfScope = (row: FileRow, label: string, problem: Sentence): DiffRow => ({
  line: row.line,
  label,
  id: null,
  class: "foreign",
  problem,
  cells: Object.entries(row.cells).map(([field, given]) => ({
    field,
    at: given.at,
    shown: given.shown,
    given: given.value ?? null,
    now: null,
    class: "foreign" as const,
  })),
});

/** May the row be taken over at all? */
export const isTakeable = (row: DiffRow): boolean =>
  row.class === "new" || row.class === "changed" || row.class === "conflict";

/**
 * Which rows are taken: new and changed ones unless left out, ones in conflict only where their value is
 * insisted on.
 */
export type Choice = { left: readonly number[]; mine: readonly number[] };
export function chosenOf<R extends DiffRow>(rows: readonly R[], { left, mine }: Choice): R[] {
  const [out, insisted] = [new Set(left), new Set(mine)];
  return rows.filter(
    (row) => isTakeable(row) && (row.class === "conflict" ? insisted.has(row.line) : !out.has(row.line)),
  );
}

/** The cells that a taken row writes. */
export const writes = (row: Pick<DiffRow, "cells">): DiffCell[] =>
  row.cells.filter((cell) => ["new", "changed", "conflict"].includes(cell.class));

export const countsOf = (rows: readonly DiffRow[]): Record<Class, number> =>
  Object.fromEntries(
    classes.map((each) => [each, rows.filter((row) => row.class === each).length]),
  ) as Record<Class, number>;
