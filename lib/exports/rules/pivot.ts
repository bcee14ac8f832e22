import type { Column, Row, Value } from "#lib/core/columns.ts";
import type { MessageKey } from "#lib/core/message-keys.ts";
import type { Total } from "./extract.ts";

/** A column of a pivot: what it sums, and which control totals its sums are parts of. */
export type Measure = {
  key: string;
  /** Key of its heading. */
  label: MessageKey;
  kind: Total["kind"];
  parts: readonly string[];
  /** Control totals that its sums are taken off. */
  less?: readonly string[];
};

/** Rows of a file summed by the values of some of its columns. */
export type Pivot = {
  by: readonly Column[];
  /** The order of a column's values, where it is not that of their text. */
  order?: Readonly<Record<string, readonly string[]>>;
  measures: readonly Measure[];
  /** Is a row one of those that are summed? All are unless told. */
  counts?(row: Row): boolean;
  /** What a row adds to a measure. */
  of(row: Row, measure: Measure): number;
};

const signOf = ({ parts, less = [] }: Measure, key: string) =>
  parts.includes(key) ? 1 : less.includes(key) ? -1 : 0;

export type PivotRow = { heads: Value[]; sums: number[] };

/** Sums that grow with the rows that are added: one line for each combination of values that there is. */
export function pivoting({ by, order = {}, measures, counts = () => true, of }: Pivot) {
  const lines = new Map<string, PivotRow>();
  return {
    add(rows: readonly Row[]): void {
      for (const row of rows) {
        if (!counts(row)) continue;
        let key = "";
        for (const column of by) key += `${row[column.key] ?? ""}\u0000`;
        let line = lines.get(key);
        if (!line) {
          line = { heads: by.map((column) => row[column.key] ?? null), sums: measures.map(() => 0) };
          lines.set(key, line);
        }
        for (let at = 0; at < measures.length; at++)
          line.sums[at] = (line.sums[at] ?? 0) + of(row, measures[at] as Measure);
      }
    },
    /** In the order of their heads. */
    rows(): PivotRow[] {
      const rank = (value: Value, column: Column) => order[column.key]?.indexOf(String(value)) ?? -1;
      return [...lines.values()].toSorted((a, b) => {
        for (const [at, column] of by.entries()) {
          const [one, other] = [a.heads[at] ?? "", b.heads[at] ?? ""];
          const apart = rank(one, column) - rank(other, column);
          if (apart !== 0) return apart;
          if (one !== other) return one < other ? -1 : 1;
        }
        return 0;
      });
    },
    /** What all lines add up to, as control totals. */
    totals(asked: readonly Total[]): Total[] {
      return asked.map((total) => ({
        ...total,
        value: [...lines.values()].reduce(
          (sum, line) =>
            sum +
            measures.reduce((own, measure, at) => own + signOf(measure, total.key) * (line.sums[at] ?? 0), 0),
          0,
        ),
      }));
    },
  };
}

/**
 * Lines with a subtotal after those that have the first head in common, and the sum of all at the end; `null`
 * heads mark sums.
 */
export function withSubtotals(rows: readonly PivotRow[]): {
  rows: (PivotRow & { sumOf?: Value })[];
  total: number[];
} {
  const adding = (group: readonly PivotRow[]) =>
    group.reduce<number[]>((sums, row) => row.sums.map((value, at) => value + (sums[at] ?? 0)), []);
  const groups = [...Map.groupBy(rows, (row) => row.heads[0] ?? "").entries()];
  return {
    rows: groups.flatMap(([head, group]) =>
      group.length > 1 ? [...group, { heads: [], sums: adding(group), sumOf: head }] : group,
    ),
    total: adding(rows),
  };
}
