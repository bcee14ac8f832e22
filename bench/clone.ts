import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A clone of the committed project with nothing installed. */
export function freshClone(): string {
  const folder = join(mkdtempSync(join(tmpdir(), "guatu-clone-")), "guatu");
  execFileSync("git", ["clone", "-q", ".", folder]);
  return folder;
}

/** A port that nobody uses. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, "close");
  return port;
}

// As on a fresh machine: none of this project's packages on the way to a command, no variable of npm or of
// this database.
const outside: NodeJS.ProcessEnv = {
  ...process.env,
  PATH: (process.env.PATH ?? "")
    .split(":")
    .filter((path) => !path.includes("node_modules"))
    .join(":"),
};
for (const name of Object.keys(outside))
  if (/^npm_|^(DATABASE_URL|INIT_CWD|PORT)$/.test(name)) delete outside[name];

/** Starts a program in `folder`, in a process group of its own, so that stopping it stops what it started. */
export const begin = (
  folder: string,
  command: string,
  args: string[],
  env: Record<string, string> = {},
): ChildProcess =>
  spawn(command, args, {
    cwd: folder,
    env: { ...outside, ...env },
    stdio: ["ignore", "pipe", "inherit"],
    detached: true,
  });

/** Runs a program in `folder` to its end; gives the seconds it took. @throws when it fails. */
export async function seconds(folder: string, command: string, ...args: string[]): Promise<number> {
  const began = performance.now();
  const child = begin(folder, command, args);
  child.stdout?.resume();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${command} ${args.join(" ")} failed with ${code}`);
  return (performance.now() - began) / 1000;
}

export async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return;
  const gone = once(child, "exit");
  process.kill(-child.pid, "SIGTERM");
  await gone;
}

/** Seconds until the address answers well. @throws when the program ends before. */
export async function answering(child: ChildProcess, url: string): Promise<number> {
  const began = performance.now();
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended before ${url} answered`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok) return (performance.now() - began) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
