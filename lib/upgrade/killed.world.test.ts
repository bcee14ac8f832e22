import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { engine } from "#db/columns.ts";
import { auditEvents, settings } from "#db/schema/index.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { fixtureDatabase, saidBy, saysNow } from "#lib/testing/fixtures.ts";
import { onceOnRawConnection } from "#lib/testing/raw-connection.ts";
import { proveFigures } from "#lib/verification/queries/figures.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { openUpgraded } from "./open.ts";

// RELIABILITY R11: a start is killed while it upgrades a database, between any two things that it asks of the
// engine. PROOF_KILLS=60 kills at so many points.

const version = "0003"; // the longest way: every migration, and the takeover
const template = await fixtureDatabase(version);
const folder = mkdtempSync(join(tmpdir(), "guatu-killed-"));
const made: string[] = [];
afterAll(async () => {
  for (const name of made) await onServer(`DROP DATABASE ${name} WITH (FORCE)`);
  await template.remove();
  rmSync(folder, { recursive: true, force: true });
});

const onServer = (statement: string) => onceOnRawConnection(process.env.DATABASE_URL ?? "", statement);

let copies = 0;
/** Another database like the first. */
async function another(): Promise<string> {
  copies += 1;
  if (engine === "sqlite") {
    const file = join(folder, `${copies}.db`);
    copyFileSync(template.url, file);
    return file;
  }
  const from = new URL(template.url).pathname.slice(1);
  const name = `${from}_${copies}`;
  await onServer(`CREATE DATABASE ${name} TEMPLATE ${from}`);
  made.push(name);
  return template.url.replace(/[^/]*$/, name);
}

/**
 * Upgrades `url` in a process of its own, which ends without a word before the engine is asked for the nth
 * time.
 */
async function upgradeKilledAt(url: string, nth: number): Promise<{ asked: number; signal: string | null }> {
  const script = `
    import Database from "better-sqlite3";
    import pg from "pg";
    let asked = 0;
    const counting = (prototype, name) => {
      const original = prototype[name];
      prototype[name] = function (...given) {
        asked += 1;
        if (asked === ${nth}) process.kill(process.pid, "SIGKILL");
        return original.apply(this, given);
      };
    };
    if (process.env.DATABASE_URL.startsWith("postgres")) counting(pg.Client.prototype, "query");
    else for (const name of ["exec", "prepare", "pragma", "backup"]) counting(Database.prototype, name);
    const { openUpgraded } = await import(${JSON.stringify(resolve("lib/upgrade/open.ts"))});
    const db = await openUpgraded(process.env.DATABASE_URL, { today: undefined, tell() {} });
    await db.close();
    console.log(asked);`;
  const env = { ...process.env, DATABASE_URL: url };
  const child = spawn(
    process.execPath,
    ["--import", "./bin/quick-loading.ts", "--input-type=module", "-e", script],
    {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  const [said] = await Promise.all([text(child.stdout), once(child, "close")]);
  return { asked: Number(said), signal: child.signalCode };
}

/** What is right however the start before ended: it opens, counts what counted, and was taken over once. */
async function expectWhole(url: string): Promise<void> {
  const db = await openUpgraded(url, { today: undefined, tell: () => undefined });
  try {
    expect(await saysNow(db, version)).toEqual(saidBy(version));
    expect((await verifyTrail(db, [])).broken).toBeNull();
    expect((await proveFigures(db)).differences).toEqual([]);
    expect(await db.select().from(auditEvents).where(eq(auditEvents.verb, "filing.takeOver"))).toHaveLength(
      1,
    );
    expect((await db.select().from(settings)).filter(({ key }) => key.startsWith("due."))).toEqual([]);
  } finally {
    await db.close();
  }
}

const kills = Number(process.env.PROOF_KILLS ?? 5);
const furthest = Math.max(13 / 14, 1 - 1 / kills); // at least where the takeover is due

test(`a start that is killed at any of ${kills} points of an upgrade leaves a database that the next start brings to its end`, async () => {
  const { asked, signal } = await upgradeKilledAt(await another(), 0);
  expect({ signal, many: asked > 2 * kills }).toEqual({ signal: null, many: true });
  const states = new Set<string>();
  for (let kill = 0; kill < kills; kill++) {
    const url = await another();
    const at = 2 + Math.floor(((kill * (asked - 2)) / (kills - 1)) * furthest);
    expect((await upgradeKilledAt(url, at)).signal).toBe("SIGKILL");
    states.add(await stateOf(url));
    await expectWhole(url);
  }
  // Nothing in between: it is as it was, migrated with the takeover due, or done.
  for (const state of states) expect(["before", "due", "done"]).toContain(state);
  expect(states).toContain("before");
  expect(states).toContain("due");
});

/** What a killed start left, looked at by SQL alone. */
async function stateOf(url: string): Promise<string> {
  const countOf = async (rows: string) =>
    Number((await onceOnRawConnection<{ n: number }>(url, `SELECT count(*) AS n FROM ${rows}`))[0]?.n);
  const tags = await countOf("schema_migration");
  const due = await countOf("setting WHERE key = 'due.takeOver'");
  const events = await countOf("audit_event WHERE verb = 'filing.takeOver'");
  if (tags === 4) return due === 0 ? "before" : "half migrated";
  if (events === 0) return due === 1 ? "due" : "not due";
  return due === 0 && events === 1 ? "done" : "half taken over";
}

describe("a database that a newer version has used", () => {
  test("is refused in one plain sentence, and nothing of it is changed", async () => {
    const url = await another();
    await (await openUpgraded(url, { today: undefined, tell: () => undefined })).close();
    await onceOnRawConnection(
      url,
      "INSERT INTO schema_migration VALUES ('0099_of_tomorrow', '2030-01-01T00:00:00.000Z')",
    );
    const held = () => onceOnRawConnection(url, "SELECT tag, applied_at FROM schema_migration ORDER BY tag");
    const before = await held();
    for (const start of [
      () => openDatabase(url),
      () => openUpgraded(url, { today: undefined, tell: () => undefined }),
    ])
      await expect(start()).rejects.toThrow(/newer Guatu \(0099_of_tomorrow\).*更新的版本/);
    expect(await held()).toEqual(before);
    await onceOnRawConnection(url, "DELETE FROM schema_migration WHERE tag = '0099_of_tomorrow'");
    await (await openDatabase(url)).close();
  });
});
