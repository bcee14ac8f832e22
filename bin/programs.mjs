// How setup.mjs and its steps run other programs and stop them. Plain JavaScript without packages, as
// everything that setup.mjs loads: it must work on Node 20 before anything is installed.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";

export const root = resolve(import.meta.dirname ?? ".", "..");
process.chdir(root);
const given = { ...process.env };
if (existsSync(".env")) process.loadEnvFile?.(".env");
const ours = {
  NEXT_TELEMETRY_DISABLED: "1",
  PATH: [join(root, "node_modules", ".bin"), process.env.PATH].join(delimiter),
};

/** What programs are told: the caller's environment, and what `.env` adds to it. */
export const env = { ...process.env, ...ours };

/** The same without `.env`: what it names is empty here, or Next, which reads that file too, would add it. */
export const envWithoutFile = {
  ...Object.fromEntries(Object.keys(process.env).map((name) => [name, ""])),
  ...given,
  ...ours,
};

/** Something that whoever started us can put right: one sentence, no stack. */
export class Plain extends Error {}
export const say = (line) => console.log(line);

// Told to stop, we tell whatever runs, and wait no longer for it than an operator would.
const running = new Set();
let told = false;
// To stop a server is no failure; to stop a check is one.
const serves = !/^(test|verify|changed)$/.test(process.argv[2] ?? "");
export const isTold = () => told;
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) {
  process.on(signal, () => {
    told = true;
    for (const child of running) tell(child, "SIGTERM");
    setTimeout(() => {
      killAll();
      process.exit(1);
    }, 9_000).unref();
    if (running.size === 0) process.exit(0);
  });
}
export function killAll() {
  for (const child of running) tell(child, "SIGKILL");
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
export function spawned(command, args, options) {
  const child = Object.assign(spawn(command, args, options), { leads: options.detached === true });
  running.add(child);
  child.once("close", () => running.delete(child));
  return child;
}

/** What a program's complaint means to whoever can mend it, where we know. */
export function plainly(output) {
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
export function run(command, args, { quiet = false, together = false, extra = {} } = {}) {
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
      if (told) process.exit(serves ? 0 : 1);
      const plain = plainly(output);
      if (plain) return fail(new Plain(plain));
      if (quiet) console.error(output);
      fail(new Plain(`${[command, ...args].join(" ").replaceAll(`${root}/`, "")} failed (exit ${code}).`));
    });
  });
}

export const bundledNode = join(root, "node_modules", ".bin", "node");
export const node = () => (existsSync(bundledNode) ? bundledNode : process.execPath);
export const tool = (path, ...args) => [node(), [join("node_modules", path), ...args]];
