import type { ReactNode } from "react";
import { formatFen, type Unit } from "#lib/core/money.ts";

/** The height of every chart: what `lazy.tsx` keeps free before one is there. */
export const chartHeight = 236;

/** An amount for an axis or a label: as `formatFen`, whole amounts without ".0". */
export const amountText = (fen: number, unit: Unit) =>
  fen === 0 ? "0" : formatFen(fen, unit).replace(/\.0+(?= m|$)/, "");

/** An amount on an axis, whose steps are round: "1.5 m" between "1 m" and "2 m". */
export const tickText = (fen: number, unit: Unit) =>
  amountText(fen, unit).replace(/(\.\d*?)0+(?= m|$)/, "$1");

/** How every axis looks. */
export const axis = {
  tickLine: false,
  axisLine: { stroke: "var(--color-line)" },
  tick: { fontSize: 11, fill: "var(--color-ink-3)" },
} as const;

/** What a category at the left of a bar looks like. */
export const rowAxis = {
  tickLine: false,
  axisLine: false,
  tick: { fontSize: 13, fill: "var(--color-ink)" },
} as const;

/** Keeps a label readable where a line runs through it. */
export const halo = { stroke: "var(--color-sheet)", strokeWidth: 4, paintOrder: "stroke" } as const;

/** What a pointer, a finger or the arrow keys ask for. */
export function Tip({
  title,
  rows,
}: {
  title: ReactNode;
  rows: { name: string; value: string; colour?: string }[];
}) {
  return (
    <div className="rounded-md border border-line bg-sheet px-3 py-2 text-xs shadow-lg">
      <p className="mb-1 font-semibold">{title}</p>
      {rows.map((row) => (
        <p key={row.name} className="flex items-center justify-between gap-4 text-ink-2">
          <span className="flex items-center gap-1.5">
            {row.colour && (
              <i className="inline-block h-2 w-2 rounded-sm" style={{ background: row.colour }} />
            )}
            {row.name}
          </span>
          <b className="font-semibold text-ink">{row.value}</b>
        </p>
      ))}
    </div>
  );
}
