import type { WrittenUnit } from "#lib/core/money.ts";
import { yuanText } from "#lib/core/money.ts";
import type { Account } from "#lib/income/store/postings.ts";
import { type Cell, cellError, compact, textOf } from "#lib/spreadsheets/cells.ts";
import { readAmount } from "#lib/spreadsheets/values.ts";
import type { Expected } from "./about.ts";
import type { Sentence } from "./diff.ts";
import { type Known, whichOf } from "./match-village.ts";
import type { Asking, Question } from "./questions.ts";
import { meantBy, type Places } from "./village-matches.ts";

// Where the amounts of a pasted text go in a town's grid, and what becomes of those that go nowhere.

/** `text` in yuan as the grid types it; what cannot be read stays as it was pasted, with the reason. */
export type PastedCell = {
  villageId: number;
  accountId: number;
  text: string;
  amountFen: number | null;
  /** What stands in the cell now. */
  was: number | null;
  problem?: Sentence | undefined;
  /** It is out of all proportion, and somebody said that it is right. */
  sizeRight?: true;
};
export type Placement = {
  cells: PastedCell[];
  /** What is to be answered before any of it is taken. */
  asked: Question[];
  /** What was asked and is answered: now, or about a paste or a file before. */
  answered: (Question & { answer: string })[];
  /** Cells that several postings make up: they are put right one by one in the ledger. */
  several: (PastedCell & { village: string; villageCode: string; account: string })[];
  /**
   * Amounts that may not stand where they are meant to: money that is no income, a village that comes twice,
   * a row that is too long.
   */
  refused: { village: string; account: string; text: string; why: Sentence }[];
  /** What belongs to no village or account here. */
  left: string[];
  notes: Sentence[];
};

export type Grid = {
  accounts: readonly Account[];
  byCode: ReadonlyMap<string, Account>;
  places: Places;
  from: { villageId: number; accountId: number } | null;
  placement: Placement;
  asking: Asking;
  expected: Expected;
};

export function placed(
  villageId: number,
  accountId: number,
  cell: Cell | null,
  unit: WrittenUnit,
  at: string,
): PastedCell {
  const read = readAmount(cell, unit);
  if ("value" in read && read.value !== null)
    return {
      villageId,
      accountId,
      text: yuanText(read.value).replace(/\.00$/, ""),
      amountFen: read.value,
      was: null,
    };
  const reason = "reason" in read ? read.reason : "notAnAmount";
  return {
    villageId,
    accountId,
    text: textOf(cell),
    amountFen: null,
    was: null,
    problem: cellError(at, cell, reason),
  };
}

export const fromStart = ({ places: { known }, from }: Grid, index: number): Known | undefined => {
  const start = known.findIndex((village) => village.id === from?.villageId);
  return start < 0 ? undefined : known[start + index];
};

const isCode = (text: string) => /^\d{9,12}$/.test(compact(text));
function namedBy(texts: readonly string[]) {
  const code = texts.find(isCode) ?? "";
  return { code, name: texts.find((text) => text !== "" && text !== code) ?? "" };
}

/**
 * The village that the cells of a row name, by code or by name; a code and a name of different ones are none.
 */
export function villageOf(known: readonly Known[], texts: readonly string[]): Known | undefined {
  const found = whichOf(known, namedBy(texts));
  return "is" in found ? found.is : undefined;
}

/** The same, asked where nobody here is called so; `none` says whose it is elsewhere. */
export function villageMeant(
  { places, asking }: Grid,
  texts: readonly string[],
  at: string,
): { is?: Known; none?: Sentence } {
  const is = villageOf(places.known, texts);
  return is ? { is } : meantBy(places, { ...namedBy(texts), town: "", at }, asking);
}

export function columnOfNames(
  body: readonly (readonly (Cell | null)[])[],
  known: readonly Known[],
): number[] {
  const width = Math.max(0, ...body.map((row) => row.length));
  const hits = Array.from(
    { length: width },
    (_, at) => body.filter((row) => villageOf(known, [textOf(row[at])])).length,
  );
  const most = Math.max(0, ...hits);
  return most === 0 ? [] : [hits.indexOf(most)];
}
