import type { Proven } from "#db/proven.ts";
import type { Part, Shape } from "#db/shape.ts";
import { keyText } from "#db/written.ts";
import type { ExpectedSum } from "../rules/expected-sums.ts";
import type { Expected, ExpectedRows, Replayed, Values } from "./replay.ts";

/** Where a table is not what the trail says. */
export type Difference = {
  table: string;
  /** Its key, or of the schema a name. */
  row: string;
  /** `null`: the whole row. */
  column: string | null;
  expected: unknown;
  found: unknown;
  /** The newest event that says what is expected; `null` where none tells of the row. */
  event: number | null;
  why: "changed" | "missing" | "noEvent" | "removed" | "sum" | "schema";
};
/** How many rows of a table are what the trail says, and of how many the trail does not say enough. */
export type Count = { proved: number; unproved: number };
export type Compared = Count & { differences: Difference[]; standing: RowInDatabase[] };
/**
 * A row as the trail has it, else as the table has it; `strange`: no event tells of it, though one should.
 */
export type RowInDatabase = { values: Values; seq: number | null; strange?: true };

const same = (a: unknown, b: unknown) => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * Compares a table's rows with what is expected. `standing` is what the rows are by the trail, else by the
 * table: what sums follow from.
 */
export function compareRows(
  proven: Proven,
  rows: readonly Values[],
  expected: ExpectedRows,
  { earlier }: Pick<Replayed, "earlier">,
): Compared {
  const compared: Compared = { proved: 0, unproved: 0, differences: [], standing: [] };
  const differ = (
    row: string,
    given: Pick<Difference, "why" | "expected" | "found" | "event"> & { column?: string },
  ) => compared.differences.push({ table: proven.name, row, column: null, ...given });
  const seen = new Set<string>();
  for (const row of rows) {
    const key = keyText(proven, row);
    seen.add(key);
    const told = expected.get(key);
    if (!told) {
      if (proven.shared || mayBeEarlier(proven, row, earlier)) {
        compared.unproved += 1;
        compared.standing.push({ values: row, seq: null });
      } else {
        differ(key, { why: "noEvent", expected: null, found: row, event: null });
        compared.standing.push({ values: row, seq: null, strange: true });
      }
      continue;
    }
    if (told.values === null) {
      differ(key, { why: "removed", expected: null, found: row, event: told.seq });
      continue;
    }
    compareRow(row, told as Expected & { values: Values }, compared, (column, want, found) =>
      differ(key, { why: "changed", column, expected: want, found, event: told.seq }),
    );
  }
  for (const [key, { values, seq }] of expected) {
    if (values === null || seen.has(key)) continue;
    differ(key, { why: "missing", expected: values, found: null, event: seq });
    compared.standing.push({ values, seq });
  }
  return compared;
}

function compareRow(
  row: Values,
  told: { values: Values; seq: number },
  compared: Compared,
  differ: (column: string, want: unknown, found: unknown) => void,
) {
  const columns = Object.keys(row);
  const known = columns.filter((column) => Object.hasOwn(told.values, column));
  const wrong = known.filter((column) => !same(told.values[column], row[column]));
  for (const column of wrong) differ(column, told.values[column], row[column]);
  if (wrong.length === 0) compared[known.length === columns.length ? "proved" : "unproved"] += 1;
  compared.standing.push({ values: { ...row, ...told.values }, seq: told.seq });
}

/** Was a row that no event tells of written before events kept rows? Then the trail cannot say. */
const mayBeEarlier = ({ at }: Proven, row: Values, earlier: ReadonlySet<string>): boolean =>
  earlier.size > 0 && (at === null || row[at] === null || earlier.has(String(row[at])));

/**
 * Compares what a database is built of with what its migrations make. Tables and indexes of others are none
 * of ours; a trigger on a table of ours is, whoever put it there.
 */
export function compareShape({ found, expected }: Shape): Count & { differences: Difference[] } {
  const compared: Count & { differences: Difference[] } = { proved: 0, unproved: 0, differences: [] };
  const named = ({ kind, table, name }: Part) => `${kind} ${table} ${name}`;
  const there = new Map(found.map((part) => [named(part), part]));
  const ours = new Set(expected.map(({ table }) => table));
  const differ = (part: Part, want: string | null, is: string | null) =>
    compared.differences.push({
      table: part.table,
      row: `${part.kind} ${part.name}`,
      column: part.kind === "column" ? part.name : null,
      expected: want,
      found: is,
      event: null,
      why: "schema",
    });
  for (const part of expected) {
    const is = there.get(named(part));
    there.delete(named(part));
    if (is?.text === part.text) compared.proved += 1;
    else differ(part, part.text, is?.text ?? null);
  }
  for (const part of there.values())
    if (part.kind !== "index" && ours.has(part.table)) differ(part, null, part.text);
  return compared;
}

/** Compares a roll-up with the sums that its rows must be; what is expected to be zero need not be there. */
export function compareSums(
  table: string,
  key: readonly string[],
  rows: readonly Values[],
  expected: ReadonlyMap<string, ExpectedSum>,
): Count & { differences: Difference[] } {
  const compared: Count & { differences: Difference[] } = { proved: 0, unproved: 0, differences: [] };
  const seen = new Set<string>();
  for (const row of rows) {
    const name = key.map((column) => String(row[column])).join(" / ");
    seen.add(name);
    const want = expected.get(name);
    const wrong = Object.keys(row).filter(
      (column) => !key.includes(column) && Number(row[column]) !== (want?.values[column] ?? 0),
    );
    if (wrong.length === 0) compared.proved += 1;
    for (const column of wrong)
      compared.differences.push({
        table,
        row: name,
        column,
        expected: want?.values[column] ?? 0,
        found: row[column],
        event: want?.seq ?? null,
        why: "sum",
      });
  }
  for (const [name, want] of expected) {
    if (seen.has(name) || Object.values(want.values).every((value) => value === 0)) continue;
    compared.differences.push({
      table,
      row: name,
      column: null,
      expected: want.values,
      found: null,
      event: want.seq,
      why: "sum",
    });
  }
  return compared;
}
