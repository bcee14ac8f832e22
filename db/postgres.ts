import { drizzle } from "drizzle-orm/node-postgres";
import pg from "pg";
import { type Db, databaseOf, type Reader, type Tx } from "./client.ts";
import { asked, type Lens } from "./lens.ts";
import { pendingOf } from "./migrations.ts";

// Any number will do, as long as every Guatu process takes the same: writers wait for it, as SQLite's do for BEGIN IMMEDIATE.
const writersTurn = 716417;

/**
 * Opens a PostgreSQL database, migrated where needed.
 * @throws when it cannot be reached or was migrated by a newer build.
 */
export async function openPostgres(url: string): Promise<Db> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  pool.on("error", () => undefined); // a dropped idle connection is replaced at the next query, which fails loudly if it cannot be
  await migrate(pool);
  return databaseOf({
    reader: drizzle(pool, { casing: "snake_case" }) as unknown as Reader,
    through: (lens) => drizzle(asking(pool, lens), { casing: "snake_case" }) as unknown as Reader,
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
    async ping() {
      await pool.query("SELECT 1");
    },
    close: () => pool.end(),
  });
}

/** The pool, each query of which is asked through a lens. */
function asking(pool: pg.Pool, lens: Lens): pg.Pool {
  const query = ({ text, ...how }: pg.QueryConfig, values: unknown[]) => pool.query({ ...how, text: asked(text, lens) }, values);
  return new Proxy(pool, { get: (target, name) => (name === "query" ? query : Reflect.get(target, name, target)) });
}

async function migrate(pool: pg.Pool) {
  const connection = await pool.connect();
  try {
    await connection.query("BEGIN");
    await connection.query("SELECT pg_advisory_xact_lock($1)", [writersTurn]);
    await connection.query("CREATE TABLE IF NOT EXISTS schema_migration (tag text PRIMARY KEY, applied_at text NOT NULL)");
    const applied = await connection.query<{ tag: string }>("SELECT tag FROM schema_migration");
    for (const migration of pendingOf(
      "postgres",
      applied.rows.map((row) => row.tag),
    )) {
      for (const statement of migration.statements) await connection.query(statement);
      await connection.query("INSERT INTO schema_migration VALUES ($1, $2)", [migration.tag, new Date().toISOString()]);
    }
    await connection.query("COMMIT");
  } catch (error) {
    await connection.query("ROLLBACK");
    throw error;
  } finally {
    connection.release();
  }
}

/** Takes everything out of a database that holds a demonstration. The caller has made sure of that. */
export async function emptyPostgres(url: string) {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("DROP SCHEMA public CASCADE");
  await client.query("CREATE SCHEMA public");
  await client.end();
}
