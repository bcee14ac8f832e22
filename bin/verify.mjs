// The quick checks: `npm run verify` before a commit, `npm run changed` for what a change reaches.
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { checkRuntime, install } from "./machine.mjs";
import { env, isTold, run, say, spawned, tool } from "./programs.mjs";
import { longTests, slowestOf, unitReport } from "./steps.mjs";

const report = "test-results/verify.json";
const vitest = (...args) => tool("vitest/vitest.mjs", "run", "--project", "sqlite", ...args);
const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Everything that needs no database of its own and no program: the rest is for `npm test`. */
export async function verify() {
  const began = Date.now();
  await install();
  checkRuntime();
  mkdirSync("test-results", { recursive: true });
  rmSync(report, { force: true });
  const leftOut = ["**/*.world.test.ts", ...longTests].map((each) => `--exclude=${each}`);
  const failed = await Promise.all([
    step("biome", tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings")),
    types(),
    step(
      "architecture and pure tests",
      vitest(...leftOut, "--reporter=minimal", "--reporter=json", `--outputFile.json=${report}`),
      counted,
    ),
  ]);
  const names = failed.filter((name) => name !== null);
  const took = seconds(Date.now() - began);
  say(names.length === 0 ? `verified in ${took}` : `NOT verified: ${names.join(", ")} (${took})`);
  process.exit(names.length === 0 ? 0 : 1);
}

/** The types of routes are written anew first: those of the last build know pages that have moved since. */
async function types() {
  return (
    (await step("types of routes", tool("next/dist/bin/next", "typegen"))) ??
    (await step("types", tool("typescript/bin/tsc", "--noEmit")))
  );
}

/** Runs a program, says how long it took, and where it failed what it said. @returns its name where it failed */
async function step(name, [program, args], more = () => "") {
  const began = Date.now();
  const child = spawned(program, args, { env, stdio: ["ignore", "pipe", "pipe"], detached: true });
  let said = "";
  for (const from of [child.stdout, child.stderr]) from.on("data", (text) => (said += text));
  const [code] = await once(child, "close");
  if (isTold()) process.exit(1);
  if (code !== 0) say(said.trimEnd());
  say(`${code === 0 ? "ok    " : "FAILED"} ${seconds(Date.now() - began).padStart(7)}  ${name}${more()}`);
  return code === 0 ? null : name;
}

function counted() {
  const counts = unitReport(report);
  return counts ? `: ${counts.passed} passed; longest ${slowestOf(report)}` : "";
}

/** The tests that lead to what changed since the main branch, on SQLite alone, and what they do not cover. */
export async function changed() {
  await install();
  checkRuntime();
  const [name, commit] = base();
  say(
    `Tests on SQLite that lead to files changed since ${name} (${commit.slice(0, 7)}), committed or not. ` +
      "npm test runs all, on both engines.",
  );
  await run(...vitest("--changed", commit), { together: true });
}

/** Where this branch left the main one; on the main branch, the last commit. */
function base() {
  for (const name of ["origin/HEAD", "main"]) {
    const { status, stdout } = spawnSync("git", ["merge-base", "HEAD", name], { encoding: "utf8" });
    if (status === 0) return [name, stdout.trim()];
  }
  return ["the last commit", "HEAD"];
}
