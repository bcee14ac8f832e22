import { rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { answering, begin, freePort, freshClone, seconds, stop } from "./clone.ts";
import type { Result } from "./results.ts";

/**
 * P9: `npm start` on a fresh clone against `npm install` alone; a second start against the framework's own.
 */
export async function starting(clone: string): Promise<Result[]> {
  console.log("npm install, then npm start, on fresh clones…");
  const other = freshClone();
  const installSeconds = await seconds(
    other,
    "npm",
    "install",
    "--no-audit",
    "--no-fund",
    "--loglevel=error",
  );
  rmSync(dirname(other), { recursive: true, force: true });
  const firstSeconds = await untilReady(clone);
  const again: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < 3; round++) {
    again.push(await untilReady(clone));
    alone.push(await serving(clone));
  }
  const [secondSeconds, serveSeconds] = [Math.min(...again), Math.min(...alone)];
  return [
    {
      id: "P9",
      what: "`npm start` on a fresh clone",
      floor: "`npm install` alone",
      floorText: `${installSeconds.toFixed(1)} s`,
      oursText: `${firstSeconds.toFixed(1)} s`,
      ratio: firstSeconds / installSeconds,
      reach: 2.5,
    },
    {
      id: "P9",
      what: "second start",
      floor: "`next start` alone",
      floorText: `${serveSeconds.toFixed(1)} s`,
      oursText: `${secondSeconds.toFixed(1)} s`,
      ratio: secondSeconds - serveSeconds,
      reach: 2,
      unit: "s",
    },
  ];
}

/** Seconds of `npm start` until its last line. */
async function untilReady(clone: string): Promise<number> {
  const port = String(await freePort());
  const began = performance.now();
  const child = begin(clone, "npm", ["start"], { PORT: port });
  await new Promise<void>((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (text) => {
      said += text;
      if (said.includes(`ready on http://localhost:${port}`)) resolve();
    });
    child.once("exit", (code) => reject(new Error(`npm start ended with ${code}:\n${said}`)));
  });
  const took = (performance.now() - began) / 1000;
  await stop(child);
  return took;
}

/** Seconds of the framework's own start until it answers. */
async function serving(clone: string): Promise<number> {
  const port = String(await freePort());
  const child = begin(
    clone,
    join(clone, "node_modules/.bin/node"),
    ["node_modules/next/dist/bin/next", "start", "-p", port],
    {
      NODE_ENV: "production",
    },
  );
  child.stdout?.resume();
  const took = await answering(child, `http://localhost:${port}/api/health`);
  await stop(child);
  return took;
}
