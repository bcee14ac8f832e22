import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { settings } from "./schema/index.ts";
import { openSqlite, setAsideSqlite } from "./sqlite.ts";
import { settingsAtStart } from "./start-settings.ts";

const folder = mkdtempSync(join(tmpdir(), "guatu-sqlite-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a database is set aside whole, and not while anybody has it open", async () => {
  const file = join(folder, "guatu.db");
  const db = await openSqlite(file, () => []);
  await db.transaction((tx) => tx.insert(settings).values({ key: "rootCode", value: "350212000000" }));
  expect(() => setAsideSqlite(file, "aside")).toThrow(expect.objectContaining({ code: "SQLITE_BUSY" }));
  expect(existsSync(file)).toBe(true);
  await db.close();
  const aside = setAsideSqlite(file, "aside");
  expect(existsSync(file)).toBe(false);
  expect(settingsAtStart(aside)?.get("rootCode")).toBe("350212000000");
});

test("settings are told at once of a file that needs no migration, and of no other", async () => {
  const file = join(folder, "other.db");
  expect(settingsAtStart(file)).toBeNull();
  expect(existsSync(file)).toBe(false);
  const db = await openSqlite(file, () => []);
  await db.close();
  expect(settingsAtStart(file)).toEqual(new Map());
});
