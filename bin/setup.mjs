// What `npm start` and `npm test` run. Plain JavaScript without packages: it must work on Node 20 before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
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
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { problemsOf, storyReport, unitReport } from "./steps.mjs";

const root = resolve(import.meta.dirname ?? ".", "..");
process.chdir(root);
if (existsSync(".env")) process.loadEnvFile?.(".env");
const [major = 0] = process.versions.node.split(".").map(Number);
const bundled = join(root, "node_modules", ".bin", "node");
const env = {
  ...process.env,
  NEXT_TELEMETRY_DISABLED: "1",
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
};
const port = Number(process.env.PORT || 3000);

class Plain extends Error {}
const say = (line) => console.log(line);

// Told to stop, we tell whatever runs, and wait no longer for it than an operator would.
const running = new Set();
let told = false;
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
  process.on(signal, () => {
    told = true;
    for (const child of running) tell(child, "SIGTERM");
    setTimeout(() => {
      for (const child of running) tell(child, "SIGKILL");
      process.exit(1);
    }, 9_000).unref();
    if (running.size === 0) process.exit(0);
  });
}
/** A child that leads a group is told with all that it started: browsers, servers, a database. */
function tell(child, signal) {
  try {
    if (child.leads) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}
function spawned(command, args, options) {
  const child = Object.assign(spawn(command, args, options), { leads: options.detached === true });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** What a program's complaint means to whoever can mend it, where we know. */
function plainly(output) {
  if (/ENOSPC|no space left|disk is full/i.test(output))
    return `The disk under ${root} is full: free about 2 GB and start again. 磁盘已满，请腾出约 2 GB 后重试。`;
  if (/EROFS|read-?only (file system|database)/i.test(output))
    return `The disk under ${root} is read-only: put the project where it can be written. 磁盘只读，请换到可写的位置。`;
  if (/EACCES|EPERM/.test(output))
    return `This account may not write in ${root}: give the folder to it, or start from another. 当前账号无权写入项目目录。`;
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNREFUSED|ECONNRESET/.test(output))
    return "The package registry cannot be reached: check the network or npm's registry setting. 无法连接软件包仓库，请检查网络。";
  return undefined;
}

/** Runs a program to its end, `together` with all that it starts; rejects with a plain sentence when it fails. */
function run(command, args, { quiet = false, together = false, extra = {} } = {}) {
  return new Promise((done, fail) => {
    const shown = quiet ? "pipe" : "inherit";
    const child = spawned(command, args, {
      env: { ...env, ...extra },
      stdio: ["ignore", shown, shown],
      detached: together,
    });
    let output = "";
    child.stdout?.on("data", (text) => (output += text));
    child.stderr?.on("data", (text) => (output += text));
    child.once("error", fail);
    child.once("exit", (code) => {
      if (code === 0) return done(output);
      if (together) tell(child, "SIGKILL"); // whatever it started and left
      if (told) process.exit(process.argv[2] === "test" ? 1 : 0);
      const plain = plainly(output);
      if (plain) return fail(new Plain(plain));
      if (quiet) console.error(output);
      fail(new Plain(`${[command, ...args].join(" ").replaceAll(`${root}/`, "")} failed (exit ${code}).`));
    });
  });
}
const node = () => (existsSync(bundled) ? bundled : process.execPath);
const tool = (path, ...args) => [node(), [join("node_modules", path), ...args]];

function checkNode() {
  if (major < 20)
    throw new Plain(
      `Guatu needs Node 20 or newer to set itself up; this is Node ${process.versions.node}. 请安装 Node 24。`,
    );
}

/** Node 24 comes with the packages on Linux; elsewhere the machine's own must be new enough. */
function checkRuntime() {
  const [have = 0, minor = 0] = process.versions.node.split(".").map(Number);
  // From 22.18 on Node reads TypeScript without being told to.
  if (!existsSync(bundled) && (have < 22 || (have === 22 && minor < 18))) {
    throw new Plain(
      `Guatu runs on Node 22.18 or newer; this is Node ${process.versions.node}. 请安装 Node 24。`,
    );
  }
}

const digest = (text) => createHash("sha256").update(text).digest("hex");

/** npm install, not ci: a registry mirror may lack the optional packages of other platforms. */
async function install() {
  const mark = join("node_modules", ".guatu-installed");
  const wanted = () =>
    digest(readFileSync("package.json", "utf8") + readFileSync("package-lock.json", "utf8"));
  if (existsSync(mark) && readFileSync(mark, "utf8") === wanted()) return;
  say("Installing packages · 正在安装依赖 …");
  await run(
    "npm",
    ["install", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"],
    { quiet: true },
  );
  writeFileSync(mark, wanted());
}

const sources = [
  "app",
  "db",
  "lib",
  "messages",
  "public",
  "instrumentation.ts",
  "next.config.ts",
  "package.json",
  "package-lock.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];

function sourceDigest() {
  const hash = createHash("sha256");
  const add = (path) => {
    if (!existsSync(path)) return;
    hash.update(path).update(readFileSync(path));
  };
  for (const source of sources) {
    if (!existsSync(source)) continue;
    const inside = /\.\w+$/.test(source)
      ? [source]
      : readdirSync(source, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
          .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
          .sort();
    for (const path of inside) add(path);
  }
  return hash.digest("hex");
}

async function build() {
  const mark = join(".next", "guatu-sources");
  const now = sourceDigest();
  if (existsSync(mark) && readFileSync(mark, "utf8") === now) return;
  say("Building · 正在构建 …");
  rmSync(mark, { force: true });
  await run(...tool("next/dist/bin/next", "build"), { quiet: true });
  writeFileSync(mark, sourceDigest());
}

/** Before anything long begins: can we listen there? */
async function checkPort() {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Plain(
      `PORT=${process.env.PORT} is not a port: give a number from 1 to 65535. PORT 应为 1 到 65535 的数字。`,
    );
  const problem = await new Promise((done) => {
    const probe = createServer().once("error", (error) => done(error.code));
    probe.listen(port, host, () => probe.close(() => done(undefined)));
  });
  if (problem === "EADDRINUSE")
    throw new Plain(
      `Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} npm start. 端口 ${port} 已被占用。`,
    );
  if (problem)
    throw new Plain(
      `Guatu cannot listen on ${host}:${port} (${problem}). Check HOST and PORT. 无法监听该地址，请检查 HOST 和 PORT。`,
    );
}

/** Before anything long begins: can the project's folder be written, and is there any room? */
function checkDisk() {
  const probe = `.writable-${process.pid}`;
  try {
    writeFileSync(probe, "x".repeat(4096));
  } catch (error) {
    throw new Plain(plainly(error.code) ?? `${root} cannot be written (${error.code}). 项目目录无法写入。`);
  } finally {
    rmSync(probe, { force: true });
  }
}

// A demonstration's passwords are public, so it stays on this machine unless HOST says otherwise.
const host = process.env.HOST || (process.env.GUATU_MODE === "production" ? "0.0.0.0" : "127.0.0.1");

async function start() {
  await checkPort();
  checkDisk();
  await install();
  checkRuntime();
  await Promise.all([build(), run(node(), ["bin/guatu.ts", "prepare"])]);
  const server = spawned(node(), ["bin/server.ts"], {
    env: { ...env, NODE_ENV: "production", HOST: host, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise((done) => server.once("exit", (code, signal) => done(code ?? (signal ? 0 : 1))));
  let ready = false;
  server.stdout.on("data", (text) => ready && process.stdout.write(text));
  await Promise.race([
    answering(),
    ended.then(() =>
      told
        ? process.exit(0)
        : Promise.reject(new Plain("The server did not start; the reason stands above.")),
    ),
  ]);
  ready = true;
  say(`ready on http://localhost:${port}`);
  const code = await ended;
  process.exit(told ? 0 : code);
}

async function answering() {
  for (;;) {
    const answer = await fetch(`http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/api/health`).catch(
      () => undefined,
    );
    if (answer?.ok) return;
    await new Promise((done) => setTimeout(done, 100));
  }
}

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

// A run of the tests keeps what it makes for a while in one folder, named for its process: however it ends, the folder goes, at the
// latest when the next run begins.
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

async function test() {
  sweep();
  const scratch = mkdtempSync(join(tmpdir(), `guatu-test-${process.pid}-`));
  chmodSync(scratch, 0o755); // PostgreSQL runs as a user of its own
  process.once("exit", () => {
    for (const child of running) tell(child, "SIGKILL");
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

try {
  checkNode();
  if (process.argv[2] === "test") await test();
  else await start();
} catch (error) {
  if (!(error instanceof Plain)) throw error;
  console.error(error.message);
  process.exit(1);
}
