import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { type Db, databaseOf, type Reader, type Tx } from "./client.ts";
import { leftBy, type Migrated, ownTables, pendingOf } from "./migrations.ts";
import type { Part } from "./shape.ts";
import { askingThrough, type ViewTables } from "./views.ts";

// Any number will do, as long as every Guatu process takes the same: writers wait for it, as SQLite's do for
// BEGIN IMMEDIATE.
const writersTurn = 716417;

/**
 * Opens a PostgreSQL database, migrated where needed.
 * @throws when it cannot be reached or was migrated by a newer build.
 */
export async function openPostgres(url: string, tablesOf: ViewTables): Promise<Db> {
  const asked = askingThrough(tablesOf);
  const pool = new pg.Pool({ connectionString: url, max: 10, min: 1 }); // one stays, so that a server at rest is seen to be there
  pool.on("error", () => undefined); // a dropped idle connection is replaced at the next query, which fails loudly if it cannot be
  const migrated = await migrate(pool);
  return databaseOf({
    reader: drizzle(pool, { casing: "snake_case" }) as unknown as Reader,
    withView: (view) =>
      drizzle(
        asking(pool, (text) => asked(text, view)),
        { casing: "snake_case" },
      ) as unknown as Reader,
    async write(work) {
      const connection = await pool.connect();
      let failure: Error | undefined;
      try {
        await connection.query("BEGIN");
        await connection.query("SELECT pg_advisory_xact_lock($1)", [writersTurn]);
        const result = await work(drizzle(connection, { casing: "snake_case" }) as unknown as Tx);
        await connection.query("COMMIT");
        return result;
      } catch (error) {
        await connection.query("ROLLBACK").catch((reason: Error) => {
          failure = reason;
        });
        throw error;
      } finally {
        connection.release(failure);
      }
    },
    migrated,
    async shape() {
      const connection = await pool.connect();
      try {
        const found = await partsOf(connection, "public");
        return { found, expected: await asBuilt(connection) };
      } finally {
        connection.release();
      }
    },
    async ping() {
      // What is rolled back never reaches the disk: only a commit tells whether it still takes anything.
      const row =
        "INSERT INTO setting (key, value) VALUES ('ping', $1) ON CONFLICT (key) DO UPDATE SET value = excluded.value";
      await pool.query(row, [new Date().toISOString()]);
    },
    freeBytes: async () => null,
    close: () => pool.end(),
  });
}

/** The pool, each query of which is asked through a view. */
function asking(pool: pg.Pool, asked: (text: string) => string): pg.Pool {
  const query = ({ text, ...how }: pg.QueryConfig, values: unknown[]) =>
    pool.query({ ...how, text: asked(text) }, values);
  return new Proxy(pool, {
    get: (target, name) => (name === "query" ? query : Reflect.get(target, name, target)),
  });
}

/**
 * What a schema is built of. A trigger that is switched off says so, and one runs what its function says:
 * that is part of its text.
 */
async function partsOf(connection: pg.PoolClient, schema: string): Promise<Part[]> {
  const ask = async (text: string) => (await connection.query<Part>(text, [schema])).rows;
  const columns = await ask(
    `SELECT 'column' AS kind, a.attname AS name, c.relname AS "table", format_type(a.atttypid, a.atttypmod)
      || CASE WHEN a.attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
      || CASE WHEN a.attidentity = '' THEN '' ELSE ' IDENTITY ' || a.attidentity::text END AS text
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
     LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
     WHERE n.nspname = $1 AND c.relkind IN ('r', 'p') AND a.attnum > 0 AND NOT a.attisdropped`,
  );
  const indexes = await ask(
    `SELECT 'index' AS kind, indexname AS name, tablename AS "table", indexdef AS text FROM pg_indexes WHERE schemaname = $1`,
  );
  const triggers = await ask(
    `SELECT 'trigger' AS kind, t.tgname AS name, c.relname AS "table",
      pg_get_triggerdef(t.oid) || ' ' || t.tgenabled::text || ' ' || p.prosrc AS text
     FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_proc p ON p.oid = t.tgfoid
     WHERE n.nspname = $1 AND NOT t.tgisinternal`,
  );
  return [...columns, ...indexes, ...triggers].map((part) => ({
    ...part,
    text: part.text.replaceAll(`${schema}.`, ""),
  }));
}

let built: Part[] | undefined;
/**
 * What the migrations of this build make: they are run in a schema of their own, which is never committed.
 */
async function asBuilt(connection: pg.PoolClient): Promise<Part[]> {
  if (built) return built;
  const schema = "guatu_as_built";
  await connection.query("BEGIN");
  try {
    await connection.query(`CREATE SCHEMA ${schema}`);
    await connection.query(`SET LOCAL search_path TO ${schema}`);
    await connection.query(ownTable);
    for (const { statements } of pendingOf("postgres", []))
      for (const statement of statements) await connection.query(statement.replaceAll('"public".', ""));
    built = await partsOf(connection, schema);
    return built;
  } finally {
    await connection.query("ROLLBACK");
  }
}

const ownTable =
  "CREATE TABLE IF NOT EXISTS schema_migration (tag text PRIMARY KEY, applied_at text NOT NULL)";

async function migrate(pool: pg.Pool): Promise<Migrated | null> {
  const connection = await pool.connect();
  try {
    await connection.query("BEGIN");
    await connection.query("SELECT pg_advisory_xact_lock($1)", [writersTurn]);
    await connection.query(ownTable);
    const applied = (
      await connection.query<{ tag: string }>("SELECT tag FROM schema_migration ORDER BY tag")
    ).rows.map((row) => row.tag);
    const pending = pendingOf("postgres", applied);
    const [from, first, last] = [applied.at(-1), pending[0], pending.at(-1)];
    const copy = `before_${first?.tag}_${Date.now()}`;
    if (from !== undefined && first) await copyTables(connection, copy);
    for (const migration of pending) {
      for (const statement of migration.statements) await connection.query(statement);
      await connection.query("INSERT INTO schema_migration VALUES ($1, $2)", [
        migration.tag,
        new Date().toISOString(),
      ]);
    }
    if (from !== undefined)
      for (const key of leftBy(pending))
        await connection.query("INSERT INTO setting (key, value) VALUES ($1, $2)", [key, from]);
    await connection.query("COMMIT");
    return from === undefined || !last ? null : { from, to: last.tag, copy };
  } catch (error) {
    await connection.query("ROLLBACK");
    throw error;
  } finally {
    connection.release();
  }
}

/**
 * Copies every table into a schema of its own, in the open transaction: what a migration is about to change
 * stays beside it, whatever tools the machine has. Drop it once the new version has proved itself.
 */
export async function copyTables(connection: Pick<pg.ClientBase, "query">, schema: string): Promise<void> {
  await connection.query(`CREATE SCHEMA "${schema}"`);
  const { rows } = await connection.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  for (const { name } of rows)
    await connection.query(`CREATE TABLE "${schema}"."${name}" AS TABLE public."${name}"`);
}

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Tables and views in the schema `public` that are none of ours, nor an extension's. */
export function strangersInPostgres(url: string): Promise<string[]> {
  const own = ownTables("postgres");
  return connected(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e') ORDER BY 1`,
    );
    return rows.map((row) => row.name).filter((name) => !own.has(name));
  });
}

const leaving = { tries: 20, everyMs: 100 }; // a connection that was closed is listed for a moment longer

/**
 * Gives the schema `public` another name, and says which; an empty one takes its place, in the same
 * transaction.
 * @throws one plain sentence while anybody else is connected
 */
export function setAsidePostgres(url: string, suffix: string): Promise<string> {
  const aside = suffix.replaceAll(/\W/g, "_").toLowerCase();
  return connected(url, async (client) => {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [writersTurn]); // whoever opens the database meanwhile waits
    await requireAlone(client);
    await client.query(`ALTER SCHEMA public RENAME TO "${aside}"`);
    await client.query("CREATE SCHEMA public");
    await client.query("GRANT USAGE ON SCHEMA public TO PUBLIC"); // as every new database has it
    await client.query("COMMIT");
    return aside;
  });
}

async function requireAlone(client: pg.Client): Promise<void> {
  for (let left = leaving.tries; ; left--) {
    const { rows } = await client.query(
      `SELECT 1 FROM pg_stat_activity
       WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'`,
    );
    if (rows.length === 0) return;
    if (left === 0)
      throw new Error(
        "A server or another program is connected to this database: stop it first. 有服务或其他程序正连接该数据库，请先停止。",
      );
    await new Promise((resolve) => setTimeout(resolve, leaving.everyMs));
  }
}
