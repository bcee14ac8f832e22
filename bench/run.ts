// npm run bench [-- P1 P4 …]: measures rows of PERFORMANCE.md and writes bench/results.md.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { dirname } from "node:path";
import { freshClone } from "./clone.ts";
import { freshDistrict } from "./district.ts";
import { exporting } from "./exporting.ts";
import { hostileRefusing } from "./hostile.ts";
import { pages } from "./pages.ts";
import { boardReading } from "./reading.ts";
import { publish, type Result } from "./results.ts";
import { statusSaving } from "./saving.ts";
import { sheetReading } from "./sheets.ts";
import { starting } from "./starting.ts";

const wanted = process.argv.slice(2);
const wants = (...ids: string[]) => wanted.length === 0 || ids.some((id) => wanted.includes(id));
const results: Result[] = [];
const add = (more: Result[]) => {
  for (const row of more) console.log(`${row.id}: ${row.floorText} → ${row.oursText}`);
  results.push(...more);
};

if (wants("P1", "P4")) {
  console.log("Filling a district…");
  const file = await freshDistrict();
  if (wants("P1")) add(await boardReading(file));
  if (wants("P4")) add(await statusSaving(file));
  rmSync(dirname(file), { recursive: true, force: true });
}
if (wants("P7")) add(await sheetReading());
if (wants("A7")) add(hostileRefusing());
if (wants("P5", "P6")) add(await exporting(wants));
if (wants("P3", "P8", "P9")) {
  const clone = freshClone();
  try {
    add(await starting(clone));
    if (wants("P3", "P8")) add(await pages(clone));
  } finally {
    rmSync(dirname(clone), { recursive: true, force: true });
  }
}
results.sort((a, b) => (a.id < b.id ? -1 : 1));
publish(
  results.filter((row) => wants(row.id)),
  execFileSync("git", ["rev-parse", "--short", "HEAD"], { encoding: "utf8" }).trim(),
);
