import { writeFileSync } from "node:fs";
import { availableParallelism, cpus, totalmem } from "node:os";

/** One row of PERFORMANCE.md as this run found it. */
export type Result = {
  id: string;
  what: string;
  floor: string;
  floorText: string;
  oursText: string;
  /** Ours over the floor, or the difference where the reach is one. */
  ratio: number;
  reach: number;
  /** `most`: not above the reach; `least`: not below it. */
  bound?: "most" | "least";
  /** Unit of a difference; none for a ratio. */
  unit?: string;
};

const holds = ({ ratio, reach, bound = "most" }: Result) =>
  bound === "most" ? ratio <= reach : ratio >= reach;
const shown = ({ unit }: Result, value: number) =>
  Number.isNaN(value) ? "–" : unit ? `+ ${value.toFixed(1)} ${unit}` : `${value.toFixed(2)} ×`;

/** Prints what was measured and keeps it in bench/results.md. */
export function publish(results: Result[], commit: string): void {
  const lines = [
    "# Measured",
    "",
    "Ratios of one run, by `npm run bench`; what each row means and why it is a ratio stands in PERFORMANCE.",
    "",
    `${new Date().toISOString().slice(0, 10)} · commit ${commit} · Node ${process.versions.node} · ${availableParallelism()} × ${cpus()[0]?.model.trim() ?? "?"} · ${Math.round(totalmem() / 2 ** 30)} GB`,
    "",
    "| # | What | Floor, in the same run | Floor | Ours | Ratio | Reach | |",
    "|---|---|---|--:|--:|--:|--:|---|",
    ...results.map((row) => {
      const sign = row.bound === "least" ? "≥" : "≤";
      return `| ${row.id} | ${row.what} | ${row.floor} | ${row.floorText} | ${row.oursText} | ${shown(row, row.ratio)} | ${sign} ${shown(row, row.reach)} | ${holds(row) ? "holds" : "**misses**"} |`;
    }),
    "",
  ];
  writeFileSync("bench/results.md", lines.join("\n"));
  console.log(lines.slice(4).join("\n"));
}
