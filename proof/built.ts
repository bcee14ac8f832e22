import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  closeSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, resolve } from "node:path";

// The built product as its users get it, in a process of its own, for proofs that attack it from outside.

export const root = resolve(import.meta.dirname, "..");

export type Built = Awaited<ReturnType<typeof builtServer>>;

/** What came back, with its body as text. */
export type Answer = { status: number; headers: Headers; text: string };

/** A demonstration's database, to be copied for each server. */
export async function demonstrationIn(folder: string): Promise<string> {
  const file = join(folder, "demonstration.db");
  const child = spawn(process.execPath, ["bin/guatu.ts", "init", "--demo"], {
    cwd: root,
    env: { ...process.env, DATABASE_URL: file },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`The demonstration was not made: exit ${code}`);
  return file;
}

/**
 * Starts the built product on a copy of a database, and waits until it answers.
 * @param at.home the folder of the product, where it is not this one but a copy that a control has changed
 */
export async function builtServer(at: {
  port: number;
  folder: string;
  name: string;
  database: string;
  home?: string;
}) {
  const folder = join(at.folder, at.name);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "guatu.db");
  copyFileSync(at.database, file);
  return serverOn({ ...at, folder, file });
}

/** The same server once more, on the database as it was left. */
export const restarted = async (server: Built): Promise<Built> => {
  await server.ended();
  return serverOn(server.at);
};

async function serverOn(at: { port: number; folder: string; file: string; home?: string }) {
  const { folder, file } = at;
  const origin = `http://localhost:${at.port}`;
  const env = {
    ...process.env,
    DATABASE_URL: file,
    PORT: String(at.port),
    GUATU_MODE: "demonstration",
    GUATU_ORIGIN: origin,
    LOG_LEVEL: "info",
  };
  const logFile = join(folder, "log");
  const out = openSync(logFile, "a");
  const home = at.home ?? root;
  const server: ChildProcess = spawn(process.execPath, [join(home, "bin/server.ts")], {
    cwd: home,
    env,
    stdio: ["ignore", out, out],
  });
  closeSync(out);
  const isUp = () =>
    fetch(`${origin}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    );
  const lines = () => readFileSync(logFile, "utf8").split("\n").filter(Boolean);
  const hasEnded = () => server.exitCode !== null || server.signalCode !== null;
  while (!(await isUp())) {
    if (hasEnded()) throw new Error(`The server did not start: ${lines().slice(-3).join(" ")}`);
    await new Promise((wait) => setTimeout(wait, 200));
  }
  const ended = hasEnded() ? Promise.resolve() : once(server, "exit").then(() => {});
  return {
    at,
    origin,
    file,
    pid: server.pid as number,
    hasEnded,
    /** What it has logged. */
    lines,
    /** Signs in. @returns the browser's cookies as it sends them */
    async signIn(username: string, password = "guatu-demo"): Promise<string> {
      const body = new URLSearchParams({ username, password });
      const entered = await fetch(`${origin}/login`, {
        method: "POST",
        body,
        headers: { origin },
        redirect: "manual",
      });
      const cookies = entered.headers.getSetCookie().map((each) => each.split(";")[0]);
      if (!cookies.some((each) => each?.startsWith("guatu_session=")))
        throw new Error(`${username} was not let in: ${entered.headers.get("location")}`);
      return cookies.join("; ");
    },
    /** Asks as a browser of this origin does. */
    async ask(
      path: string,
      { headers, ...init }: Omit<RequestInit, "headers"> & { headers?: Record<string, string> } = {},
    ): Promise<Answer> {
      const answer = await fetch(`${origin}${path}`, {
        redirect: "manual",
        ...init,
        headers: { origin, ...headers },
      });
      return { status: answer.status, headers: answer.headers, text: await answer.text() };
    },
    /** At once, as a power switch does. */
    kill: () => server.kill("SIGKILL"),
    ended: () => ended,
    async stop(): Promise<void> {
      server.kill("SIGKILL");
      await ended;
    },
  };
}

/**
 * The product once more, with `change` made to the built files that it applies to: what a control breaks, it
 * breaks there.
 * @returns the copy's folder
 * @throws where nothing was changed
 */
export function brokenCopy(folder: string, change: (text: string) => string): string {
  const home = join(folder, "broken");
  mkdirSync(home);
  for (const name of readdirSync(root)) {
    if (name === ".next" || name === ".git" || name === "test-results") continue;
    if (name === "bin" || name === "package.json")
      cpSync(join(root, name), join(home, name), { recursive: true });
    else symlinkSync(join(root, name), join(home, name));
  }
  const isCache = (path: string) => /\.next\/(cache|diagnostics|types)(\/|$)/.test(path);
  cpSync(join(root, ".next"), join(home, ".next"), { recursive: true, filter: (path) => !isCache(path) });
  let changed = 0;
  for (const entry of readdirSync(join(home, ".next", "server"), { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !entry.name.endsWith(".js")) continue;
    const path = join(entry.parentPath, entry.name);
    const text = readFileSync(path, "utf8");
    const other = change(text);
    if (other === text) continue;
    writeFileSync(path, other);
    changed++;
  }
  if (changed === 0) throw new Error("The control found nothing to break in the built files.");
  return home;
}
