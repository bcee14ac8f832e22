import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A server of a story's own, on a demonstration database that outlives it: for what happens when a server goes and comes back. */
export async function ownServer(port: number) {
  const folder = mkdtempSync(join(tmpdir(), "guatu-own-"));
  const origin = `http://localhost:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: join(folder, "guatu.db"),
    PORT: String(port),
    LOG_LEVEL: "error",
    GUATU_MODE: "demonstration",
    GUATU_ORIGIN: origin,
  };
  const run = (...parts: string[]) => spawn(process.execPath, parts, { env, stdio: "ignore" });
  const [code] = await once(run("bin/guatu.ts", "init", "--demo"), "exit");
  if (code !== 0) throw new Error(`The demonstration was not made: exit ${code}`);
  let server: ChildProcess | undefined;
  const answers = () =>
    fetch(`${origin}/api/health`).then(
      (answer) => answer.ok,
      () => false,
    );
  const end = async (signal: NodeJS.Signals) => {
    if (server?.exitCode !== null || server.signalCode !== null) return;
    const ended = once(server, "exit");
    server.kill(signal);
    await ended;
  };
  const its = {
    origin,
    async start() {
      server = run("node_modules/next/dist/bin/next", "start", "-p", String(port));
      while (!(await answers())) await new Promise((resolve) => setTimeout(resolve, 200));
    },
    /** As an operator stops it: it finishes what is in flight and ends. Gives how long that took. */
    async stop(): Promise<number> {
      const began = Date.now();
      await end("SIGTERM");
      return Date.now() - began;
    },
    /** At once: a browser's connection that was opened ahead and not used yet would be waited for. */
    async remove() {
      await end("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await its.start();
  return its;
}
