import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { answered } from "./answered.ts";

/**
 * One row of what RELIABILITY asks for: what was found, what was to be reached, what the control did, and
 * whether it holds.
 */
export type Row = {
  row: string;
  property: string;
  figure: string;
  reach: string;
  control: string;
  ok: boolean;
};

/**
 * Ends a proof: prints its rows as a table's, and keeps them beside the tests' other results.
 * @returns whether all of them hold
 */
export async function conclude({ name, rows }: { name: string; rows: Row[] }): Promise<boolean> {
  const date = new Date().toISOString().slice(0, 10);
  const commit = commitHere();
  console.log("\n| row | property | figure | reach | control | ok |\n|---|---|---|---|---|---|");
  for (const { row, property, figure, reach, control, ok } of rows)
    console.log(
      `| ${[row, property, figure, reach, control, ok ? "yes" : "**no**"].map(asCell).join(" | ")} |`,
    );
  mkdirSync(results, { recursive: true });
  const kept: Kept[] = rows.map((each) => ({ name, date, commit, ...each }));
  writeFileSync(join(results, `${name}.json`), `${JSON.stringify(kept, null, 2)}\n`);
  writeFileSync("docs/proofs.md", pageOf(allKept()));
  return rows.length > 0 && rows.every(({ ok }) => ok);
}

type Kept = Row & { name: string; date: string; commit: string };
const results = "proof/results";
const allKept = (): Kept[] =>
  readdirSync(results)
    .filter((file) => file.endsWith(".json"))
    .flatMap((file) => JSON.parse(readFileSync(join(results, file), "utf8")) as Kept[])
    .toSorted((a, b) => a.row.localeCompare(b.row, "en", { numeric: true }));

/** All that was proved, each row as its proof last found it. */
export const pageOf = (kept: readonly Kept[]): string => `# Proofs

What \`npm run proof\` found, each as of its last run: a row that is not reached says so and how far it is. \`npm run proof -- NAME\` runs
one again and writes its rows anew. A \`+\` behind a commit: with changes that were not committed.

| row | property | figure | reach | control | reached | run |
|---|---|---|---|---|---|---|
${kept.map(({ row, property, figure, reach, control, ok, name, date, commit }) => `| ${[row, property, figure, reach, control, ok ? "yes" : "**no**", `${name}, ${date}, ${commit}`].map(asCell).join(" | ")} |`).join("\n")}

## Proved in every run

The rest of what must hold is in \`npm test\`, on both engines where it has to do with a database; each has its control beside it.

| row | property | where |
|---|---|---|
${everyRun.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}

## What was found, and what stands against it

| found | stands against it | shown by |
|---|---|---|
${answered.map((cells) => `| ${cells.join(" | ")} |`).join("\n")}
`;

const everyRun = [
  ["R7", "posted money is immutable", "lib/testing/immutable.world.test.ts"],
  ["R9", "nothing happens unaudited", "lib/testing/audited.world.test.ts"],
  [
    "R12",
    "both engines behave alike",
    "every `*.world.test.ts` runs on both; stories run on SQLite alone, **not yet** on PostgreSQL",
  ],
  [
    "R14",
    "a failing disk stops writing, not reading",
    "e2e/disk.e2e.ts, lib/exports/store/late.world.test.ts",
  ],
  ["R15", "an upgrade keeps what counted", "lib/upgrade/upgraded.world.test.ts, db/fixtures"],
  ["A1", "role × action × scope × state", "lib/access/access.world.test.ts, e2e/doors.e2e.ts"],
  ["A2", "no forgotten door", "lib/access/access.world.test.ts, app"],
  ["A4", "same origin only", "e2e/guard.e2e.ts, bin/guard.test.ts"],
  ["A6", "cells never evaluate", "lib/exports/formats/csv.test.ts, lib/exports/kinds.world.test.ts"],
  ["A7", "a hostile workbook", "lib/spreadsheets/hostile.test.ts"],
] as const;

const asCell = (text: string) => text.replaceAll("|", "\\|").replaceAll("\n", " ");

/** What proofs write themselves is no change of what they prove. */
const written = [":!docs/proofs.md", `:!${results}`];

/**
 * The commit that was proved, marked where the folder had changes of its own; a folder without a history has
 * none.
 */
function commitHere(): string {
  try {
    const git = (...args: string[]) =>
      execFileSync("git", args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
    return `${git("rev-parse", "--short", "HEAD")}${git("status", "--porcelain", "--untracked-files=no", "--", ".", ...written) ? "+" : ""}`;
  } catch {
    return "";
  }
}
