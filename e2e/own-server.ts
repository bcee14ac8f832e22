import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * A server of a story's own, on a demonstration database that outlives it: for what happens when a server
 * goes and comes back.
 * @param today the day that its clock stands on, the demonstration's own unless given; it may come back on
 * another
 * @param settings what else it is told, from the folder that goes with it
 */
export async function ownServer(
  port: number,
  today?: string,
  settings: (folder: string) => Record<string, string> = () => ({}),
) {
  const folder = mkdtempSync(join(tmpdir(), "guatu-own-"));
  const origin = `http://localhost:${port}`;
  const env = {
    ...process.env,
    DATABASE_URL: join(folder, "guatu.db"),
    PORT: String(port),
    LOG_LEVEL: "error",
    GUATU_MODE: "demonstration",
    GUATU_ORIGIN: origin,
    ...settings(folder),
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
    file: env.DATABASE_URL,
    /** What an operator's command says of its database, and the code that it ends with. */
    async command(...parts: string[]): Promise<{ said: string; code: number | null }> {
      const child = spawn(process.execPath, ["bin/guatu.ts", ...parts], {
        env,
        stdio: ["ignore", "pipe", "pipe"],
      });
      let said = "";
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (text) => {
          said += text;
        });
      const [code] = await once(child, "close");
      return { said, code };
    },
    /** The process, for what is done to it from outside. */
    pid: () => server?.pid as number,
    async start(on?: string) {
      Object.assign(env, { GUATU_TODAY: on });
      server = run("bin/server.ts");
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
  await its.start(today);
  return its;
}
