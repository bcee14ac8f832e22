import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import Database from "better-sqlite3";
import pg from "pg";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import { type AnyBoard, type Reading, readingOf } from "#db/fixtures/reading.ts";
import { pendingOf } from "#db/migrations.ts";
import { boardAnew } from "#lib/board/queries/board.ts";
import type { Actor } from "#lib/core/actor.ts";
import { inView } from "#lib/core/context.ts";
import { instantOn } from "#lib/core/dates.ts";
import { rootOf } from "#lib/divisions/queries/divisions.ts";
import { freshDatabase } from "./world.ts";

// Databases of versions that landed before, filled by their own commands, with what their own boards said:
// bin/fixture.ts.

const folder = join("db", "fixtures");

/** The versions that are kept, by the number of their newest migration, the oldest first. */
export const fixtures: string[] = readdirSync(folder)
  .filter((name) => name.endsWith(".db.br"))
  .map((name) => name.slice(0, 4))
  .toSorted();

/** What the version's own boards said of its database. */
export const saidBy = (version: string): Reading =>
  JSON.parse(readFileSync(join(folder, `${version}.json`), "utf8"));

/** What today's boards say of the same, as their pages show them unless somebody chooses otherwise. */
export async function saysNow(db: Db, version: string): Promise<Reading> {
  const root = await rootOf(db);
  if (!root) throw new Error("The district is gone");
  const leader: Actor = { id: 1, username: "leader", name: "区领导", role: "leader", scope: root };
  const ctx = { db, actor: leader, now: instantOn("2016-12-31"), request: "test" };
  const look = { approvedOnly: true, basis: "strict" } as const;
  const knewThePast = Object.keys(saidBy(version)).some((board) => board.startsWith("as of"));
  return readingOf(
    async ({ asOf, ...filter }) =>
      (await boardAnew(inView(ctx, { ...look, asOf }), filter)) as unknown as AnyBoard,
    knewThePast,
  );
}

/** A database as the version left it, on the engine of this run. */
export async function fixtureDatabase(version: string) {
  const home = await freshDatabase();
  const packed = brotliDecompressSync(readFileSync(join(folder, `${version}.db.br`)));
  if (engine === "sqlite") writeFileSync(home.url, packed);
  else await fill(home.url, version, packed);
  return home;
}

/** PostgreSQL's own migrations up to the version's, and its rows in their tables. */
async function fill(url: string, version: string, packed: Buffer): Promise<void> {
  const source = new Database(packed);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query("BEGIN");
  await client.query("CREATE TABLE schema_migration (tag text PRIMARY KEY, applied_at text NOT NULL)");
  for (const { statements } of pendingOf("postgres", []).filter(({ tag }) => tag.slice(0, 4) <= version))
    for (const statement of statements) await client.query(statement);
  await client.query("SET LOCAL session_replication_role = replica"); // rows come in any order of their tables
  const tables = source
    .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'")
    .pluck()
    .all() as string[];
  for (const table of tables) await copyRows(source, client, table);
  await client.query("COMMIT");
  await client.end();
  source.close();
}

async function copyRows(source: Database.Database, client: pg.Client, table: string): Promise<void> {
  const rows = source.prepare(`SELECT * FROM "${table}"`).raw().all() as unknown[][];
  const names = source.prepare("SELECT name FROM pragma_table_info(?)").pluck().all(table) as string[];
  const columns = names.map((name) => `"${name}"`).join(", ");
  const types = new Map(
    (
      await client.query<{ name: string; type: string }>(
        "SELECT column_name AS name, udt_name AS type FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1",
        [table],
      )
    ).rows.map(({ name, type }) => [name, type]),
  );
  const casts = names.map((name, at) => `unnest($${at + 1}::text[])::${types.get(name)}`).join(", ");
  const lists = names.map((_, at) => rows.map((row) => (row[at] === null ? null : String(row[at]))));
  if (rows.length > 0)
    await client.query(`INSERT INTO "${table}" (${columns}) OVERRIDING SYSTEM VALUE SELECT ${casts}`, lists);
  const own = await client.query<{ sequence: string | null }>(
    "SELECT pg_get_serial_sequence($1, 'id') AS sequence WHERE $2",
    [table, names.includes("id")],
  );
  const sequence = own.rows[0]?.sequence;
  if (sequence)
    await client.query(
      `SELECT setval($1, (SELECT coalesce(max(id), 1) FROM "${table}"), (SELECT count(*) > 0 FROM "${table}"))`,
      [sequence],
    );
}
