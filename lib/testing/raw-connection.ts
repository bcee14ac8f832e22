import Database from "better-sqlite3";
import pg from "pg";
import { afterAll } from "vitest";
import { engine } from "#db/columns.ts";

export type Row = Record<string, unknown>;
/**
 * A connection beside the product's own: what a test does to a database behind the product's back. Closed
 * when the test file ends.
 */
export type RawConnection = {
  all<T = Row>(statement: string): Promise<T[]>;
  run(statement: string): Promise<void>;
};

export async function rawConnection(url: string): Promise<RawConnection> {
  if (engine === "sqlite") {
    const connection = new Database(url);
    afterAll(() => void connection.close());
    return {
      all: async <T>(statement: string) => connection.prepare(statement).all() as T[],
      run: async (statement) => void connection.exec(statement),
    };
  }
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  afterAll(() => client.end());
  return {
    all: async <T>(statement: string) => (await client.query(statement)).rows as T[],
    run: async (statement) => void (await client.query(statement)),
  };
}

/**
 * One statement behind the product's back, by a connection that is gone again.
 * @returns its rows, if it has any
 */
export async function onceOnRawConnection<T = Row>(url: string, statement: string): Promise<T[]> {
  if (engine === "postgres") {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(statement)).rows as T[];
    } finally {
      await client.end();
    }
  }
  const connection = new Database(url);
  try {
    const prepared = connection.prepare(statement);
    return (prepared.reader ? prepared.all() : void prepared.run()) as T[];
  } finally {
    connection.close();
  }
}

/** Every table that the database has, whoever made it. */
export async function tablesIn(db: RawConnection): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    engine === "sqlite"
      ? "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
      : "SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'",
  );
  return rows.map((row) => row.name).toSorted();
}

export async function columnsIn(db: RawConnection, table: string): Promise<string[]> {
  const rows = await db.all<{ name: string }>(
    engine === "sqlite"
      ? `SELECT name FROM pragma_table_info('${table}')`
      : `SELECT column_name AS name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '${table}' ORDER BY ordinal_position`,
  );
  return rows.map((row) => row.name);
}
