import type { Control, Total } from "./extract.ts";

/** One control total, restated: by the sums of the screens, by the rows of the file, by its pivot. */
export type BalanceLine = {
  key: string;
  kind: Total["kind"];
  control: number;
  rows: number;
  /** `null` where there is no pivot. */
  pivot: number | null;
  /** The largest difference between them. */
  apart: number;
};

/** The number of rows stands among the totals under this key. */
export const rowCount = "rows";

/**
 * 平衡校验: every control total three times, from the screens, the rows and the pivot. Where a line's `apart` is
 * not 0 the file is wrong, or something was recorded while it was read: it may not leave.
 */
export function balanceOf(control: Control, rows: Control, pivot: readonly Total[] | null): BalanceLine[] {
  const of = (totals: readonly Total[], key: string) =>
    totals.find((total) => total.key === key)?.value ?? Number.NaN;
  const line = (
    key: string,
    kind: Total["kind"],
    shown: number,
    counted: number,
    summed: number | null,
  ): BalanceLine => {
    const values = [shown, counted, summed ?? counted];
    return {
      key,
      kind,
      control: shown,
      rows: counted,
      pivot: summed,
      apart: Math.max(...values) - Math.min(...values),
    };
  };
  return [
    line(rowCount, "count", control.rows, rows.rows, pivot && rows.rows),
    ...control.totals.map(({ key, kind, value }) =>
      line(key, kind, value, of(rows.totals, key), pivot && of(pivot, key)),
    ),
  ];
}

/** The lines that do not agree; a total that one side does not know at all is one of them. */
export const unequal = (lines: readonly BalanceLine[]): BalanceLine[] =>
  lines.filter((line) => line.apart !== 0);
