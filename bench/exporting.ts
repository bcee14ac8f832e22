import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { freshDistrict } from "./district.ts";
import type { Once } from "./export-once.ts";
import { fillLedger } from "./ledger.ts";
import { median } from "./pairs.ts";
import type { Result } from "./results.ts";

const rounds = 5;
const mostRowsOfCsv = 1_000_000;
const mostRowsOfXlsx = 200_000;

/**
 * P5 and P6: a large funding ledger to CSV against reading it, and to a workbook against CSV; each in a
 * process of its own, in turns.
 */
export async function exporting(wants: (id: string) => boolean): Promise<Result[]> {
  return [...(wants("P5") ? await streamed() : []), ...(wants("P6") ? await packed() : [])];
}

async function streamed(): Promise<Result[]> {
  const { floor, ours } = await inTurns(mostRowsOfCsv, "floor", "csv");
  const rows = mostRowsOfCsv.toLocaleString("en");
  const row = { id: "P5", floor: "reading and joining the same rows in a loop" };
  return [
    { ...row, what: `${rows} funding rows to CSV`, ...seconds(floor, ours), reach: 3 },
    { ...row, what: `${rows} funding rows to CSV: memory`, ...grown(ours), reach: 100 },
    {
      ...row,
      what: `${rows} funding rows to CSV: first byte`,
      floorText: "–",
      oursText: `${of(ours, "firstByteMs").toFixed(1)} ms`,
      ratio: of(ours, "firstByteMs"),
      reach: 200,
      unit: "ms",
    },
  ];
}

async function packed(): Promise<Result[]> {
  const { floor, ours } = await inTurns(mostRowsOfXlsx, "csv", "xlsx");
  const rows = mostRowsOfXlsx.toLocaleString("en");
  const row = { id: "P6", floor: "CSV of the same" };
  return [
    { ...row, what: `${rows} funding rows to XLSX`, ...seconds(floor, ours), reach: 6 },
    { ...row, what: `${rows} funding rows to XLSX: memory`, ...grown(ours), reach: 150 },
  ];
}

/** Both on a ledger of `rows`, several times each, in turns. */
async function inTurns(
  rows: number,
  first: "floor" | "csv",
  second: "csv" | "xlsx",
): Promise<{ floor: Once[]; ours: Once[] }> {
  const file = await freshDistrict();
  fillLedger(file, rows);
  const [floor, ours]: [Once[], Once[]] = [[], []];
  for (let round = 0; round < rounds; round++) {
    floor.push(once(file, first, rows));
    ours.push(once(file, second, rows));
  }
  rmSync(dirname(file), { recursive: true, force: true });
  return { floor, ours };
}

function once(file: string, what: "floor" | "csv" | "xlsx", rows: number): Once {
  const result = JSON.parse(
    execFileSync(process.execPath, ["bench/export-once.ts", file, what], { encoding: "utf8" }),
  ) as Once;
  if (result.rows !== rows) throw new Error(`${what} gave ${result.rows} rows of ${rows}`);
  return result;
}

const of = (runs: readonly Once[], what: keyof Once): number => median(runs.map((run) => run[what]));
const seconds = (floor: readonly Once[], ours: readonly Once[]) => ({
  floorText: `${(of(floor, "ms") / 1000).toFixed(2)} s`,
  oursText: `${(of(ours, "ms") / 1000).toFixed(2)} s`,
  ratio: of(ours, "ms") / of(floor, "ms"),
});
/** The worst of all runs: memory that grew once can grow again. */
const grown = (ours: readonly Once[]) => {
  const most = Math.max(...ours.map((run) => run.grownMb));
  return { floorText: "–", oursText: `+ ${most.toFixed(0)} MB`, ratio: most, unit: "MB" };
};
