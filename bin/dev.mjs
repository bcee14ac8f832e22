// What `npm run dev` runs: the pages with hot reload, on a demonstration of its own that `npm start` never
// sees.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { addressIn, checkDisk, checkPort, checkRuntime, install, untilItEnds } from "./machine.mjs";
import { envWithoutFile, node, Plain, run, say, spawned, tool } from "./programs.mjs";

const ownDatabase = "data/dev.db";

export async function dev(args) {
  const unknown = args.find((each) => each !== "--postgres");
  if (unknown)
    throw new Plain(
      `npm run dev does not know ${unknown}: it takes --postgres, for a PostgreSQL of its own.`,
    );
  if (args.length > 0 && envWithoutFile.DATABASE_URL)
    throw new Plain("DATABASE_URL and --postgres name a database each: give one of them.");
  // `.env` is about the server that people use, and its database is not one to develop on.
  const address = addressIn(envWithoutFile);
  await checkPort(address, "npm run dev");
  checkDisk();
  await install();
  checkRuntime();
  checkCommits();
  const postgres = args.length > 0 ? await ownPostgres() : undefined;
  const env = {
    ...envWithoutFile,
    NODE_ENV: "development",
    DATABASE_URL: postgres?.url ?? (envWithoutFile.DATABASE_URL || ownDatabase),
    HOST: address.host,
    PORT: String(address.port),
  };
  await run(node(), ["bin/guatu.ts", "prepare"], { extra: env });
  // On what Turbopack (Next 16.4.6) kept of a former run, pages reload without end ("HMR hash mismatch").
  rmSync(".next/dev/cache", { recursive: true, force: true });
  const [program, parts] = tool(
    "next/dist/bin/next",
    "dev",
    "--hostname",
    address.host,
    "--port",
    String(address.port),
  );
  const code = await untilItEnds(
    spawned(program, parts, { env, stdio: ["ignore", "inherit", "inherit"], detached: true }),
    address,
  );
  await postgres?.stop();
  process.exit(code);
}

/**
 * A PostgreSQL that lives until its input ends, so that it goes also where we are killed. It leads a group of
 * its own: Ctrl-C leaves it to us, who stop the pages first.
 */
async function ownPostgres() {
  const server = spawn(node(), ["bin/postgres.mjs"], {
    env: envWithoutFile,
    stdio: ["pipe", "pipe", "inherit"],
    detached: true,
  });
  const ended = once(server, "exit");
  const url = await Promise.race([
    once(server.stdout, "data").then(([text]) => String(text).trim()),
    ended.then(() => undefined),
  ]);
  if (!url) throw new Plain("PostgreSQL did not start; the reason stands above.");
  say(`PostgreSQL: ${url}`);
  return {
    url,
    stop() {
      server.stdin.end();
      return ended;
    },
  };
}

/** From the first `npm run dev` on, git has each commit checked. Hooks of one's own stay, and CI has none. */
function checkCommits() {
  if (process.env.CI || !existsSync(".git")) return;
  if (spawnSync("git", ["config", "core.hooksPath"]).status !== 1) return; // 1: it is not set
  spawnSync("git", ["config", "core.hooksPath", ".githooks"]);
  say("Each commit is checked by .githooks/pre-commit from now on · 今后每次提交前自动检查");
}
