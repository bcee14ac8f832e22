import { type ChildProcess, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, describe, expect, test } from "vitest";

// `npm test` itself, in a small project of its own: the real setup.mjs and the real vitest; the other tools only end well.
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
  for (const name of globSync("bin/*.mjs")) cpSync(name, join(root, name));
  put("bin/landed.json", JSON.stringify(landed));
  put("package.json", "{}");
  put("package-lock.json", "{}");
  put("node_modules/.guatu-installed", createHash("sha256").update("{}{}").digest("hex"));
  for (const tool of ["@biomejs/biome/bin/biome", "typescript/bin/tsc"]) put(`node_modules/${tool}`, "");
  put("node_modules/next/dist/bin/next", `require("node:fs").mkdirSync(".next", { recursive: true });`);
  put("node_modules/@playwright/test/cli.js", writes(report));
  symlinkSync(resolve("node_modules/vitest"), join(root, "node_modules", "vitest"));
  const setup = files["setup.mjs"] ? `globalSetup: ["./setup.mjs"]` : "";
  put("vitest.config.mjs", `export default { test: { include: ["*.test.mjs"], ${setup} } };`);
  for (const [name, text] of Object.entries(files)) put(name, text);
  return root;
}

function npmTest(root: string, env: Record<string, string> = {}): ChildProcess & { said: () => string } {
  // Next's types, where a build has left them, want a NODE_ENV in every environment.
  const own: Record<string, string | undefined> = {
    CHROMIUM: process.execPath,
    CI: "true",
    TMPDIR: root,
    ...env,
  };
  for (const name of ["PATH", "HOME"]) own[name] = process.env[name];
  const child = spawn(process.execPath, ["bin/setup.mjs", "test"], {
    cwd: root,
    env: own as NodeJS.ProcessEnv,
  });
  let said = "";
  child.stdout.on("data", (text) => {
    said += text;
  });
  child.stderr.on("data", (text) => {
    said += text;
  });
  return Object.assign(child, { said: () => said });
}

async function ended(root: string) {
  const child = npmTest(root);
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

/** Resolves when the run has said `words`. */
const until = (run: ReturnType<typeof npmTest>, words: string) =>
  new Promise<void>((done, fail) => {
    run.stdout?.on("data", () => run.said().includes(words) && done());
    run.once("close", () => fail(new Error(run.said())));
  });
