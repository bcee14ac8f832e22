import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";
import { claimSqlite } from "./sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "guatu-claim-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, "guatu.db");

/** Another process that claims the file and says so, or why not. */
async function another() {
  const script = `const { claimSqlite } = await import(${JSON.stringify(resolve("db/sqlite.ts"))});
    try { claimSqlite(${JSON.stringify(file)}); console.log("held"); setInterval(() => {}, 1000); } catch (error) { console.log(error.message); }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [said] = await once(child.stdout, "data");
  return { child, said: String(said) };
}

test("one server has a file to itself, and whoever killed it can start another at once", async () => {
  const first = await another();
  expect(first.said).toContain("held");
  expect((await another()).said).toContain("Another server already runs");
  first.child.kill("SIGKILL");
  await once(first.child, "exit");
  claimSqlite(file);
  claimSqlite(file); // the same process, which may ask again
  expect((await another()).said).toContain("Another server already runs");
});
