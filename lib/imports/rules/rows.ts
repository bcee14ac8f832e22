import { setImmediate } from "node:timers/promises";
import { Refused } from "#lib/core/errors.ts";
import { type DiffRow, diffRow, type FileRow, outOfScope, type Sentence } from "./diff.ts";
import { type Found, type Known, whichOf } from "./match-village.ts";

/** What a text cell of a row says; empty where it says nothing or cannot be read. */
export const textIn = (row: FileRow, field: string): string => String(row.cells[field]?.value ?? "");

/** How a row names what it is about. */
export const nameIn = (row: FileRow): string =>
  textIn(row, "name") || textIn(row, "number") || textIn(row, "code");

export type One<K> = { is: K; problem?: Sentence } | Exclude<Found<K>, { is: K }>;

/** The one of `known` that a row is about; the second row about the same is a problem of its own. */
export function theOne<K extends Known>(
  known: readonly K[],
  row: FileRow,
  seen: Map<number, number>,
): One<K> {
  const code = textIn(row, "code") || textIn(row, "number");
  const found = whichOf(known, { code, name: textIn(row, "name"), town: textIn(row, "town") });
  if (!("is" in found)) return found;
  const before = seen.get(found.is.id);
  seen.set(found.is.id, before ?? row.line);
  return before === undefined
    ? found
    : { is: found.is, problem: { key: "intake.says.twice", values: { name: found.is.label, line: before } } };
}

const labelIn = (row: FileRow): string => nameIn(row) || (row.cells.name?.shown ?? "");

/** The row that is about none, about several, or about two at once. */
export function notAboutOne<K extends Known>(
  row: FileRow,
  found: Exclude<One<K>, { is: K }>,
  none: Sentence,
): DiffRow {
  const label = labelIn(row);
  if ("none" in found)
    return outOfScope(row, label, { key: none.key, values: { name: label, ...none.values } });
  return aboutSeveral(row, found);
}

/** The row that is about several, or about two at once. */
export function aboutSeveral<K extends Known>(
  row: FileRow,
  found: Exclude<One<K>, { is: K } | { none: unknown }>,
): DiffRow {
  const label = labelIn(row);
  const problem: Sentence =
    "several" in found
      ? {
          key: "intake.says.several",
          values: {
            name: label,
            names: found.several
              .map((each) => `${each.towns?.[0] ?? ""}${each.label}（${each.codes[0]}）`)
              .join("、"),
          },
        }
      : {
          key: "intake.says.contradiction",
          values: {
            code: textIn(row, "code") || textIn(row, "number"),
            is: found.contradiction.label,
            name: textIn(row, "name"),
          },
        };
  return diffRow({ line: row.line, label, id: null, problem, cells: [] });
}

/** A refusal as a sentence beside a cell. */
export const sentenceOf = (refused: Refused): Sentence => ({
  key: `refused.${refused.code}`,
  values: refused.details,
});

/** A row taken over; a rule that refuses it stops everything, and says which row it was. */
export async function atRow<T>(row: { line: number; label: string }, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    throw Object.assign(new Refused("intake.row", { line: row.line, label: row.label }), { cause: refused });
  }
}

const longestTurnMs = 15;

/** What comes of each row, in order; of a long file a stretch at a time, and others are served in between. */
export async function rowByRow<T, R>(rows: readonly T[], work: (row: T) => R | Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let since = performance.now();
  for (const row of rows) {
    results.push(await work(row));
    if (performance.now() - since < longestTurnMs) continue;
    await setImmediate();
    since = performance.now();
  }
  return results;
}
