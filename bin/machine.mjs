// What must be there before anything runs: Node, the packages, a port, a disk that takes something.
import { createHash } from "node:crypto";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { bundledNode, isTold, Plain, plainly, root, run, say } from "./programs.mjs";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);

export function checkNode() {
  if (major < 20)
    throw new Plain(
      `Guatu needs Node 20 or newer to set itself up; this is Node ${process.versions.node}. 请安装 Node 24。`,
    );
}

/** Node 24 comes with the packages on Linux; elsewhere the machine's own must be new enough. */
export function checkRuntime() {
  // From 22.18 on Node reads TypeScript without being told to.
  if (!existsSync(bundledNode) && (major < 22 || (major === 22 && minor < 18))) {
    throw new Plain(
      `Guatu runs on Node 22.18 or newer; this is Node ${process.versions.node}. 请安装 Node 24。`,
    );
  }
}

const digest = (text) => createHash("sha256").update(text).digest("hex");

/** npm install, not ci: a registry mirror may lack the optional packages of other platforms. */
export async function install() {
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

/**
 * Where an environment says to listen. A demonstration's passwords are public, so it stays on this machine
 * unless HOST says otherwise.
 */
export function addressIn(env) {
  const port = Number(env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new Plain(
      `PORT=${env.PORT} is not a port: give a number from 1 to 65535. PORT 应为 1 到 65535 的数字。`,
    );
  return { host: env.HOST || (env.GUATU_MODE === "production" ? "0.0.0.0" : "127.0.0.1"), port };
}

/** Before anything long begins: can we listen there? `again` is what to type with another port. */
export async function checkPort({ host, port }, again) {
  const problem = await new Promise((done) => {
    const probe = createServer().once("error", (error) => done(error.code));
    probe.listen(port, host, () => probe.close(() => done(undefined)));
  });
  if (problem === "EADDRINUSE")
    throw new Plain(
      `Port ${port} is taken. Stop what runs there, or choose another: PORT=${port + 1} ${again}. 端口 ${port} 已被占用。`,
    );
  if (problem)
    throw new Plain(
      `Guatu cannot listen on ${host}:${port} (${problem}). Check HOST and PORT. 无法监听该地址，请检查 HOST 和 PORT。`,
    );
}

/** Before anything long begins: can the project's folder be written, and is there any room? */
export function checkDisk() {
  const probe = `.writable-${process.pid}`;
  try {
    writeFileSync(probe, "x".repeat(4096));
  } catch (error) {
    throw new Plain(plainly(error.code) ?? `${root} cannot be written (${error.code}). 项目目录无法写入。`);
  } finally {
    rmSync(probe, { force: true });
  }
}

/**
 * Says `ready on …` as the last line once a server answers, and lives as long as it does.
 * @returns its exit code, 0 where it was told to stop
 * @throws where it ends before it answered
 */
export async function untilItEnds(server, { host, port }, whenReady = () => undefined) {
  const ended = new Promise((done) => server.once("exit", (code, signal) => done(code ?? (signal ? 0 : 1))));
  const answers = await Promise.race([
    answering(`http://${host === "0.0.0.0" ? "127.0.0.1" : host}:${port}/api/health`),
    ended.then(() => false),
  ]);
  if (!answers && !isTold()) throw new Plain("The server did not start; the reason stands above.");
  if (answers) {
    whenReady();
    say(`ready on http://localhost:${port}`);
  }
  const code = await ended;
  return isTold() ? 0 : code;
}

async function answering(address) {
  for (;;) {
    const answer = await fetch(address).catch(() => undefined);
    if (answer?.ok) return true;
    await new Promise((done) => setTimeout(done, 100));
  }
}
