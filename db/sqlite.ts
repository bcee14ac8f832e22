import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname } from "node:path";
import Database from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { type Db, databaseOf, type Tx } from "./client.ts";
import { leftBy, type Migrated, type Migration, ownTables, pendingOf } from "./migrations.ts";
import type { Part } from "./shape.ts";
import { alone, copySqlite, insideSqlite, onDisk } from "./sqlite-copy.ts";
import { askingThrough, type ViewTables } from "./views.ts";

// What each connection must say when asked, after it was told (RELIABILITY: NORMAL lost acknowledged rows in
// power cuts).
const durable = {
  journal_mode: "wal",
  synchronous: 2,
  foreign_keys: 1,
  busy_timeout: 5000,
  recursive_triggers: 1,
  trusted_schema: 0,
} as const;
type Pragmas = Record<keyof typeof durable, string | number>;

/**
 * Opens the database file, made and migrated where needed.
 * @throws when the disk refuses, when the file is from a newer build, or when a pragma did not take.
 */
export async function openSqlite(file: string, tablesOf: ViewTables): Promise<Db> {
  return openWith(durable, file, tablesOf);
}

/**
 * Makes a database in one go: `fill` writes into a file beside `file` without waiting for the disk, which
 * then takes its place whole. Killed half way, nothing is there. Whatever `file` held before is gone: it must
 * be empty.
 */
export async function buildSqlite(
  file: string,
  tablesOf: ViewTables,
  fill: (db: Db) => Promise<void>,
): Promise<void> {
  const draft = `${file}.filling`;
  for (const tail of ["", "-wal", "-shm"]) rmSync(draft + tail, { force: true });
  const db = await openWith({ ...durable, synchronous: 0 }, draft, tablesOf);
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

const pingRow =
  "INSERT INTO setting (key, value) VALUES ('ping', ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

async function openWith(pragmas: Pragmas, file: string, tablesOf: ViewTables): Promise<Db> {
  mkdirSync(dirname(file), { recursive: true });
  requireOurs(file);
  const writer = connect(file, pragmas);
  const migrated = await migrate(writer, file);
  const reader = connect(file, pragmas, { readonly: true });
  const tx = drizzle(withStatementCache(writer), { casing: "snake_case" }) as Tx;
  const statements = withStatementCache(reader);
  const asked = askingThrough(tablesOf);
  const viewStatements = withStatementCache(reader);
  const pastStatements = withStatementCache(reader); // apart, so that leafing through days does not displace those of today
  return databaseOf({
    reader: drizzle(statements, { casing: "snake_case" }),
    withView(view) {
      const cached = view.recordedBefore === undefined ? viewStatements : pastStatements;
      return drizzle(
        preparing(cached, (text) => cached.prepare(asked(text, view))),
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
    migrated,
    shape: async () => ({ found: partsOf(reader), expected: asBuilt() }),
    async ping() {
      reader.prepare("SELECT 1").get();
      // What is rolled back never reaches the file: only a commit tells whether the disk still takes
      // anything.
      writer.prepare(pingRow).run(new Date().toISOString());
    },
    async freeBytes() {
      const { bavail, bsize } = await statfs(dirname(file));
      return bavail * bsize;
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
    if (got !== wanted)
      throw new Error(`SQLite did not take ${name} = ${wanted}: it says ${got}. Is ${file} on a local disk?`);
  }
  return connection;
}

/**
 * Drizzle prepares a statement at every query; a board asks the same twenty again and again. Compiled
 * statements are kept by their text, the `raw` form apart, because that mode sticks to a statement.
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
  new Proxy(connection, {
    get: (target, name) => (name === "prepare" ? prepare : Reflect.get(target, name, target)),
  });

const ownTable =
  "CREATE TABLE IF NOT EXISTS schema_migration (tag TEXT PRIMARY KEY, applied_at TEXT NOT NULL) STRICT";

/**
 * Keys off, because rebuilding a table would cascade; a copy first; everything or nothing; keys checked
 * after.
 */
async function migrate(connection: Database.Database, file: string): Promise<Migrated | null> {
  connection.exec(ownTable);
  const applied = connection
    .prepare("SELECT tag FROM schema_migration ORDER BY tag")
    .pluck()
    .all() as string[];
  const pending = pendingOf("sqlite", applied);
  const [from, first, last] = [applied.at(-1), pending[0], pending.at(-1)];
  if (!first || !last) return null;
  const copy = `${file}.before-${first.tag}`;
  if (from !== undefined) await copyBefore(file, copy);
  connection.pragma("foreign_keys = OFF");
  connection.exec("BEGIN EXCLUSIVE");
  try {
    for (const migration of pending) apply(connection, migration);
    const leave = connection.prepare("INSERT INTO setting (key, value) VALUES (?, ?)");
    if (from !== undefined) for (const key of leftBy(pending)) leave.run(key, from);
    const broken = connection.pragma("foreign_key_check") as unknown[];
    if (broken.length > 0)
      throw new Error(`Migration left ${broken.length} rows that point nowhere; nothing was changed.`);
    connection.exec("COMMIT");
  } catch (error) {
    connection.exec("ROLLBACK");
    throw error;
  }
  connection.pragma("foreign_keys = ON");
  return from === undefined ? null : { from, to: last.tag, copy };
}

function apply(connection: Database.Database, migration: Migration) {
  for (const statement of migration.statements) connection.exec(statement);
  connection
    .prepare("INSERT INTO schema_migration VALUES (?, ?)")
    .run(migration.tag, new Date().toISOString());
}

/** What a database is built of. Texts of triggers and indexes are SQLite's own, to the letter. */
function partsOf(connection: Database.Database): Part[] {
  const written = connection
    .prepare(
      "SELECT type AS kind, name, tbl_name AS \"table\", sql AS text FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL",
    )
    .all() as Part[];
  const columns = connection
    .prepare(
      `SELECT 'column' AS kind, c.name AS name, t.name AS "table",
        c.type || iif(c."notnull", ' NOT NULL', '') || coalesce(' DEFAULT ' || c.dflt_value, '') || iif(c.pk, ' KEY ' || c.pk, '') AS text
       FROM sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%'`,
    )
    .all() as Part[];
  return [...written, ...columns];
}

let built: Part[] | undefined;
/** What the migrations of this build make of an empty database. */
function asBuilt(): Part[] {
  if (built) return built;
  const connection = new Database(":memory:");
  try {
    connection.exec(ownTable);
    for (const migration of pendingOf("sqlite", [])) apply(connection, migration);
    built = partsOf(connection);
    return built;
  } finally {
    connection.close();
  }
}

/** The copy has its name once it is whole and sound: one that was begun and cut off is none. */
async function copyBefore(file: string, to: string) {
  await copySqlite(file, `${to}.part`);
  const [complaint] = insideSqlite(`${to}.part`, ({ unsound }) => unsound());
  if (complaint)
    throw new Error(
      `The database is not sound, and was not migrated: ${complaint}. Restore a backup. 数据库文件已损坏，请用备份恢复。`,
    );
  renameSync(`${to}.part`, to);
  onDisk(to);
}

const claims = globalThis as typeof globalThis & { guatuClaims?: Map<string, Database.Database> };

/**
 * Holds the file for this process until it ends, however it ends: a lock of the system's on a file beside it,
 * which is left behind empty. Operators' commands do not ask for it.
 * @throws one plain sentence where another process holds it
 */
export function claimSqlite(file: string): void {
  claims.guatuClaims ??= new Map();
  if (!claims.guatuClaims.has(file)) claims.guatuClaims.set(file, lockFor(file)); // kept, or it would be closed and the file free
}

function lockFor(file: string): Database.Database {
  mkdirSync(dirname(file), { recursive: true });
  const lock = new Database(`${file}-server`, { timeout: 0 });
  try {
    lock.exec("BEGIN EXCLUSIVE");
    return lock;
  } catch (error) {
    lock.close();
    if (!/^SQLITE_BUSY/.test((error as { code?: string }).code ?? "")) throw error;
    throw new Error(
      `Another server already runs on ${file}: stop it first. 该数据库已有一个服务在运行，请先停止。`,
    );
  }
}

/**
 * Moves a database out of the way, whole, and says where it is now.
 * @throws one plain sentence while a server runs on it; SQLITE_BUSY while anybody else has it open: they
 * would go on writing into what was set aside.
 */
export function setAsideSqlite(file: string, suffix: string): string {
  const aside = `${file}.${suffix}`;
  const server = lockFor(file); // it has the file open only from its first request on
  try {
    alone(file, () => renameSync(file, aside));
  } finally {
    server.close();
  }
  onDisk(aside);
  return aside;
}

/** Tables and views of a file that are none of ours. */
export const strangersInSqlite = (file: string): string[] => {
  const own = ownTables("sqlite");
  return tablesOf(file).filter((name) => !own.has(name));
};

function tablesOf(file: string): string[] {
  if (!existsSync(file)) return [];
  const connection = new Database(file, { readonly: true });
  try {
    return connection
      .prepare(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name",
      )
      .pluck()
      .all() as string[];
  } finally {
    connection.close();
  }
}

/** Another program's file gets no tables of ours. */
function requireOurs(file: string): void {
  const tables = tablesOf(file);
  if (tables.length === 0 || tables.includes("schema_migration")) return;
  throw new Error(
    `${file} is another program's database (${tables.slice(0, 3).join(", ")}): give Guatu a file of its own in DATABASE_URL. 该文件是其他程序的数据库，未作改动，请在 DATABASE_URL 中指定专用文件。`,
  );
}
