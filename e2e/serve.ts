import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

// A server for the stories: node e2e/serve.ts demonstration|founded PORT, on a fresh database that goes when
// it stops.
const [, , kind, port = "3210"] = process.argv;
const folder = mkdtempSync(join(tmpdir(), "guatu-e2e-"));
const env = {
  ...process.env,
  DATABASE_URL: join(folder, "guatu.db"),
  PORT: port,
  LOG_LEVEL: "error",
  GUATU_MODE: "demonstration",
  GUATU_SECRET: "the-stories-have-a-secret-of-their-own",
  GUATU_ORIGIN: `http://localhost:${port}`,
};

const run = (script: string, ...parts: string[]): ChildProcess =>
  spawn(process.execPath, [script, ...parts], { env, stdio: "inherit" });
const finished = (child: ChildProcess) =>
  new Promise<void>((resolve, reject) =>
    child.once("exit", (code) => (code === 0 ? resolve() : reject(new Error(`exit ${code}`)))),
  );

if (kind === "demonstration") await finished(run("bin/guatu.ts", "init", "--demo"));
else {
  await finished(run("bin/guatu.ts", "init", "--empty"));
  process.env.DATABASE_URL = env.DATABASE_URL;
  const [{ openDatabase }, { operator }, { createPerson }] = await Promise.all([
    import("#lib/views/open-database.ts"),
    import("#lib/access/operator.ts"),
    import("#lib/people/commands/people.ts"),
  ]);
  const db = await openDatabase(env.DATABASE_URL);
  const first = {
    username: "first",
    name: "系统管理员",
    post: "",
    role: "admin",
    scopeId: 1,
    password: "given-Once-2016",
    mustChangePassword: true,
  } as const;
  await createPerson({ db, actor: operator, now: new Date(), request: "story" }, first);
  await db.close();
}

const server = run("bin/server.ts");
const stop = () => server.kill("SIGTERM");
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
server.once("exit", (code) => {
  rmSync(folder, { recursive: true, force: true });
  process.exit(code ?? 0);
});
