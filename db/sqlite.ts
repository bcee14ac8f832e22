import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { type Db, databaseOf, type Tx } from "./client.ts";
import { asked } from "./lens.ts";
import { type Migration, pendingOf } from "./migrations.ts";

// What each connection must say when asked, after it was told (RELIABILITY: NORMAL lost acknowledged rows in power cuts).
const durable = { journal_mode: "wal", synchronous: 2, foreign_keys: 1, busy_timeout: 5000, recursive_triggers: 1, trusted_schema: 0 } as const;
type Pragmas = Record<keyof typeof durable, string | number>;

/**
 * Opens the database file, made and migrated where needed.
 * @throws when the disk refuses, when the file is from a newer build, or when a pragma did not take.
 */
export async function openSqlite(file: string): Promise<Db> {
  return openWith(durable, file);
}

/**
 * Makes a database in one go: `fill` writes into a file beside `file` without waiting for the disk, which then takes its place
 * whole. Killed half way, nothing is there. Whatever `file` held before is gone: it must be empty.
 */
export async function buildSqlite(file: string, fill: (db: Db) => Promise<void>): Promise<void> {
  const draft = `${file}.filling`;
  for (const tail of ["", "-wal", "-shm"]) rmSync(draft + tail, { force: true });
  const db = await openWith({ ...durable, synchronous: 0 }, draft);
  try {
    await fill(db);
  } finally {
    await db.close();
  }
  const whole = openSync(draft, "r+");
  fsyncSync(whole);
  closeSync(whole);
  renameSync(draft, file);
}

async function openWith(pragmas: Pragmas, file: string): Promise<Db> {
  mkdirSync(dirname(file), { recursive: true });
  const writer = connect(file, pragmas);
  await migrate(writer, file);
  const reader = connect(file, pragmas, { readonly: true });
  const tx = drizzle(withStatementCache(writer), { casing: "snake_case" }) as Tx;
  const statements = withStatementCache(reader);
  const throughLenses = withStatementCache(reader);
  const pastStatements = withStatementCache(reader); // apart, so that leafing through days does not displace those of today
  return databaseOf({
    reader: drizzle(statements, { casing: "snake_case" }),
    through(lens) {
      const cached = lens.known === undefined ? throughLenses : pastStatements;
      return drizzle(
        preparing(cached, (text) => cached.prepare(asked(text, lens))),
        { casing: "snake_case" },
      );
    },
    async write(work) {
      writer.exec("BEGIN IMMEDIATE");
      try {
        const result = await work(tx);
        writer.exec("COMMIT");
        return result;
      } catch (error) {
        if (writer.inTransaction) writer.exec("ROLLBACK");
        throw error;
      }
    },
    async ping() {
      reader.prepare("select 1").get();
      writer.exec("BEGIN IMMEDIATE");
      writer.exec("UPDATE setting SET value = value WHERE key = 'ping'");
      writer.exec("ROLLBACK");
    },
    async close() {
      reader.close();
      writer.pragma("wal_checkpoint(TRUNCATE)");
      writer.close();
    },
  });
}

function connect(file: string, pragmas: Pragmas, options: Database.Options = {}) {
  const connection = new Database(file, options);
  for (const [name, wanted] of Object.entries(pragmas)) {
    if (!(options.readonly && name === "journal_mode")) connection.pragma(`${name} = ${wanted}`);
    const got = connection.pragma(name, { simple: true });
    if (got !== wanted) throw new Error(`SQLite did not take ${name} = ${wanted}: it says ${got}. Is ${file} on a local disk?`);
  }
  return connection;
}

/**
 * Drizzle prepares a statement at every query; a board asks the same twenty again and again. Compiled statements are kept by
 * their text, the `raw` form apart, because that mode sticks to a statement.
 */
function withStatementCache(connection: Database.Database): Database.Database {
  const compiled = new Map<string, Database.Statement>();
  const kept = (text: string, make: () => Database.Statement) => {
    const known = compiled.get(text);
    if (known) return known;
    if (compiled.size >= 500) compiled.delete(compiled.keys().next().value as string);
    const made = make();
    compiled.set(text, made);
    return made;
  };
  return preparing(connection, (text) => ({
    run: (...values: unknown[]) => kept(text, () => connection.prepare(text)).run(...values),
    get: (...values: unknown[]) => kept(text, () => connection.prepare(text)).get(...values),
    all: (...values: unknown[]) => kept(text, () => connection.prepare(text)).all(...values),
    raw: () => kept(`raw ${text}`, () => connection.prepare(text).raw(true)),
  }));
}

/** The connection with another way to prepare. */
const preparing = (connection: Database.Database, prepare: (text: string) => unknown): Database.Database =>
  new Proxy(connection, { get: (target, name) => (name === "prepare" ? prepare : Reflect.get(target, name, target)) });

/** Keys off, because rebuilding a table would cascade; a copy first; everything or nothing; keys checked after. */
async function migrate(connection: Database.Database, file: string) {
  connection.exec("CREATE TABLE IF NOT EXISTS schema_migration (tag TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT");
  const applied = connection.prepare("SELECT tag FROM schema_migration").pluck().all() as string[];
  const pending = pendingOf("sqlite", applied);
  if (pending.length === 0) return;
  if (applied.length > 0) await connection.backup(`${file}.before-${pending[0]?.tag}`);
  connection.pragma("foreign_keys = OFF");
  connection.exec("BEGIN EXCLUSIVE");
  try {
    for (const migration of pending) apply(connection, migration);
    const broken = connection.pragma("foreign_key_check") as unknown[];
    if (broken.length > 0) throw new Error(`Migration left ${broken.length} rows that point nowhere; nothing was changed.`);
    connection.exec("COMMIT");
  } catch (error) {
    connection.exec("ROLLBACK");
    throw error;
  }
  connection.pragma("foreign_keys = ON");
}

function apply(connection: Database.Database, migration: Migration) {
  for (const statement of migration.statements) connection.exec(statement);
  connection.prepare("INSERT INTO schema_migration VALUES (?, ?)").run(migration.tag, new Date().toISOString());
}

/** A consistent copy of a running database, by SQLite's own online backup. */
export async function backupSqlite(file: string, to: string) {
  const source = connect(file, durable);
  try {
    await source.backup(to);
  } finally {
    source.close();
  }
}

/**
 * Moves a closed database out of the way and says where it is now.
 * @throws SQLITE_BUSY while anybody has it open: they would go on writing into what was set aside.
 */
export function setAsideSqlite(file: string, suffix: string) {
  const connection = new Database(file, { timeout: 0 });
  try {
    connection.pragma("journal_mode = DELETE"); // needs the file for itself, and leaves all of it in one
  } finally {
    connection.close();
  }
  renameSync(file, `${file}.${suffix}`);
  return `${file}.${suffix}`;
}
