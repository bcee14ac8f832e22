// What `npm test` runs: everything, counted.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "./build.mjs";
import { checkRuntime, install } from "./machine.mjs";
import { killAll, run, say, tool } from "./programs.mjs";
import { problemsOf, storyReport, unitReport } from "./steps.mjs";

async function browser() {
  const known = [
    process.env.CHROMIUM ?? "",
    "/usr/bin/chromium",
    "/usr/bin/chromium-browser",
    "/usr/bin/google-chrome",
  ];
  if (known.some((path) => existsSync(path))) return;
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("Installing a browser for the tests …");
    await run("apt-get", ["update"], { quiet: true });
    await run("apt-get", ["install", "-y", "--no-install-recommends", "chromium", "fonts-noto-cjk"], {
      quiet: true,
      extra: { DEBIAN_FRONTEND: "noninteractive" },
    });
    return;
  }
  await run(...tool("@playwright/test/cli.js", "install", "chromium"));
}

// A run of the tests keeps what it makes for a while in one folder, named for its process: however it ends, the
// folder goes, at the latest when the next run begins.
const scratchName = /^guatu-test-(\d+)-/;
function sweep() {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(scratchName.exec(name)?.[1]);
    if (pid && (pid === process.pid || !isAlive(pid)))
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
  }
}
function isAlive(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error.code === "EPERM";
  }
}

export async function test() {
  sweep();
  const scratch = mkdtempSync(join(tmpdir(), `guatu-test-${process.pid}-`));
  chmodSync(scratch, 0o755); // PostgreSQL runs as a user of its own
  process.once("exit", () => {
    killAll();
    sweep();
  });
  await install();
  checkRuntime();
  await browser();
  mkdirSync("test-results", { recursive: true });
  const landed = JSON.parse(readFileSync("bin/landed.json", "utf8"));
  const tally = { passed: 0, failed: 0 };
  const counted = {};
  const step = async (name, work, { key, report } = {}) => {
    say(`\n— ${name}`);
    const began = Date.now();
    const ended = await work().then(
      () => 0,
      (error) => error.message,
    );
    if (ended !== 0) console.error(ended);
    const counts = report
      ? report()
      : { passed: ended === 0 ? 1 : 0, failed: ended === 0 ? 0 : 1, errors: [] };
    const problems = problemsOf({ ended, report: counts, landed: landed[key] ?? 1 });
    for (const problem of problems) console.error(`  ${name}: ${problem}`);
    // What went wrong outside of any test is one failure more.
    const failed = (counts?.failed ?? 0) + (problems.length > 0 ? 1 : 0);
    tally.passed += counts?.passed ?? 0;
    tally.failed += failed;
    if (key) counted[key] = counts?.passed ?? 0;
    say(`  ${failed === 0 ? "ok" : "FAILED"}, ${Math.round((Date.now() - began) / 1000)} s`);
  };
  const inScratch = { together: true, extra: { TMPDIR: scratch } };
  const [units, stories] = ["test-results/unit.json", "test-results/stories.json"];
  for (const old of [units, stories]) rmSync(old, { force: true });

  await step("lint", () => run(...tool("@biomejs/biome/bin/biome", "check", "--error-on-warnings")));
  await step("build", build);
  await step("types", () => run(...tool("typescript/bin/tsc", "--noEmit")));
  await step(
    "units and domain, on SQLite and PostgreSQL",
    () =>
      run(
        ...tool(
          "vitest/vitest.mjs",
          "run",
          "--reporter=default",
          "--reporter=json",
          `--outputFile.json=${units}`,
        ),
        inScratch,
      ),
    { key: "units", report: () => unitReport(units) },
  );
  await step("browser stories", () => run(...tool("@playwright/test/cli.js", "test"), inScratch), {
    key: "stories",
    report: () => storyReport(stories),
  });
  // The next version is held against what passed here: commit the file with the change. CI only compares.
  const grown = Object.keys(landed).some((key) => counted[key] > landed[key]);
  if (tally.failed === 0 && grown && !process.env.CI)
    writeFileSync("bin/landed.json", `${JSON.stringify(counted, null, 2)}\n`);
  say(`\n${tally.passed} passed, ${tally.failed} failed`);
  process.exit(tally.failed === 0 ? 0 : 1);
}
