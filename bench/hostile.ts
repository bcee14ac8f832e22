import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as after } from "node:timers/promises";
import { Refused } from "#lib/core/errors.ts";
import { readSheets } from "#lib/spreadsheets/read.ts";
import { hostile } from "#lib/testing/hostile.ts";
import type { Result } from "./results.ts";

// node bench/hostile.ts FILE: reads one file in a process of its own, as its parent below asks for each
// hostile file, because memory that one file has made a process take is there for the next.

type Refusal = { code: string; seconds: number; megabytes: number };

/**
 * RELIABILITY A7: how long each hostile file takes to be refused, and how much the process has grown at most
 * meanwhile.
 */
export function hostileRefusing(): Result[] {
  const folder = mkdtempSync(join(tmpdir(), "guatu-hostile-"));
  const found = hostile.map(({ name, file, code }) => {
    const path = join(folder, "file");
    writeFileSync(path, file());
    const refusal = JSON.parse(
      execFileSync(process.execPath, ["--expose-gc", import.meta.filename, path], { encoding: "utf8" }),
    ) as Refusal;
    if (refusal.code !== `sheets.${code}`) throw new Error(`${name} came back as ${refusal.code}`);
    console.log(`A7 ${refusal.seconds.toFixed(2)} s, + ${refusal.megabytes.toFixed(0)} MB: ${name}`);
    return { name, ...refusal };
  });
  rmSync(folder, { recursive: true, force: true });
  const most = (of: "seconds" | "megabytes") => found.reduce((a, b) => (b[of] > a[of] ? b : a));
  const [slowest, largest] = [most("seconds"), most("megabytes")];
  const row = { id: "A7", floor: `none; the most of ${found.length} files`, floorText: "–" };
  return [
    {
      ...row,
      what: `refusing a hostile file (slowest: ${slowest.name})`,
      oursText: `${slowest.seconds.toFixed(2)} s`,
      ratio: slowest.seconds,
      reach: 1,
      unit: "s",
    },
    {
      ...row,
      what: `memory meanwhile (most: ${largest.name})`,
      oursText: `${largest.megabytes.toFixed(0)} MB`,
      ratio: largest.megabytes,
      reach: 100,
      unit: "MB",
    },
  ];
}

async function refused(bytes: Uint8Array): Promise<Refusal> {
  // As in a server that has read a file before.
  await readSheets({ name: "warm.csv", bytes: Buffer.from("村,金额\n") });
  await after(300);
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage.rss());
  }, 1);
  const began = performance.now();
  const answer = await readSheets({ name: "x", bytes }).then(
    () => "read",
    (problem) => (problem instanceof Refused ? problem.code : String(problem)),
  );
  const seconds = (performance.now() - began) / 1000;
  clearInterval(watch);
  return { code: answer, seconds, megabytes: (Math.max(most, process.memoryUsage.rss()) - before) / 1e6 };
}

const given = process.argv[2];
if (process.argv[1] === import.meta.filename && given)
  process.stdout.write(JSON.stringify(await refused(readFileSync(given))));
