import { execFile } from "node:child_process";
import { promisify } from "node:util";
import pg from "pg";
import type { AnyRow, Contents } from "#db/sqlite-copy.ts";
import { environmentOfTools } from "#lib/core/env.ts";
import { Unfit } from "../rules/reasons.ts";

const run = promisify(execFile);

/**
 * Runs one of PostgreSQL's own tools; a password goes through the environment, where no list of processes
 * shows it.
 */
async function tool(name: "pg_dump" | "pg_restore", url: string | null, ...parts: string[]): Promise<string> {
  const address = url === null ? null : new URL(url);
  const env = environmentOfTools(
    address?.password ? { PGPASSWORD: decodeURIComponent(address.password) } : {},
  );
  if (address) address.password = "";
  try {
    const { stdout } = await run(name, [...(address ? [`--dbname=${address}`] : []), ...parts], {
      env,
      maxBuffer: 1 << 26,
    });
    return stdout;
  } catch (error) {
    const { code, stderr = "" } = error as { code?: string | number; stderr?: string };
    if (code === "ENOENT" || /server version mismatch|unsupported version/.test(stderr))
      throw new Unfit("noTool");
    throw new Unfit("failed", stderr.trim().split("\n").slice(-2).join(" ") || String(error));
  }
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

/**
 * Dumps the schema `public` by pg_dump, and says what it holds at the same instant: both read one snapshot.
 */
export function dumpPostgres(
  url: string,
  to: string,
  look: (events: AsyncIterable<AnyRow>) => Promise<void>,
): Promise<Contents> {
  return connected(url, async (client) => {
    await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    const { rows } = await client.query<{ id: string }>("SELECT pg_export_snapshot() AS id");
    await tool(
      "pg_dump",
      url,
      "--format=custom",
      "--schema=public",
      "--no-owner",
      "--no-privileges",
      `--snapshot=${rows[0]?.id}`,
      `--file=${to}`,
    );
    const contents = await contentsOf(client);
    await look(eventsOf(client));
    await client.query("COMMIT");
    return contents;
  });
}

/** Can the whole of its table of contents be read? */
export const readDump = (file: string): Promise<string> => tool("pg_restore", null, "--list", file);

/** What a database holds, now. */
export const contentsOfPostgres = (url: string): Promise<Contents> => connected(url, contentsOf);

async function contentsOf(client: pg.Client): Promise<Contents> {
  const one = async (statement: string) => Object.values((await client.query(statement)).rows[0] ?? {})[0];
  const names = (
    await client.query("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
  ).rows.map(({ name }) => name as string);
  const has = new Set(names);
  const sum = async (table: string) =>
    has.has(table) ? Number(await one(`SELECT coalesce(sum(amount_fen), 0) FROM ${table}`)) : 0;
  const tables: Record<string, number> = {};
  for (const name of names) tables[name] = Number(await one(`SELECT count(*) FROM "${name}"`));
  const [head] = has.has("audit_event")
    ? (await client.query("SELECT seq, hash FROM audit_event ORDER BY seq DESC LIMIT 1")).rows
    : [];
  return {
    tags: has.has("schema_migration")
      ? (await client.query("SELECT tag FROM schema_migration ORDER BY tag")).rows.map(({ tag }) => tag)
      : [],
    tables,
    incomeFen: await sum("income_posting"),
    fundingFen: await sum("funding_posting"),
    head: head ? { seq: Number(head.seq), hash: head.hash } : { seq: 0, hash: "0".repeat(64) },
  };
}

async function* eventsOf(client: pg.Client): AsyncGenerator<AnyRow> {
  let after = -1;
  for (;;) {
    const { rows } = await client.query("SELECT * FROM audit_event WHERE seq > $1 ORDER BY seq LIMIT 1000", [
      after,
    ]);
    if (rows.length === 0) return;
    yield* rows;
    after = Number(rows.at(-1).seq);
  }
}

/** A database of its own beside that of `url`, filled from a dump, gone when `work` is done. */
export async function inScratchPostgres<T>(
  url: string,
  dump: string,
  work: (scratch: string) => Promise<T>,
): Promise<T> {
  const name = `guatu_drill_${process.pid}_${Date.now()}`;
  await connected(url, (client) => client.query(`CREATE DATABASE ${name} TEMPLATE template0`));
  const scratch = new URL(url);
  scratch.pathname = `/${name}`;
  try {
    await tool(
      "pg_restore",
      String(scratch),
      "--schema=public",
      "--no-owner",
      "--exit-on-error",
      "--single-transaction",
      dump,
    );
    return await work(String(scratch));
  } finally {
    await connected(url, (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`));
  }
}

/**
 * Puts a dump in place of what the database holds, which stays in it under the schema's new name.
 * @throws {Unfit} `inUse` while anybody else is connected
 */
export function replacePostgres(url: string, dump: string, suffix: string): Promise<string> {
  const aside = `${suffix.replaceAll(/\W/g, "_").toLowerCase()}`;
  return connected(url, async (client) => {
    const { rows } = await client.query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
    );
    if (rows.length > 0) throw new Unfit("inUse");
    await client.query(`ALTER SCHEMA public RENAME TO ${aside}`);
    await client.query("CREATE SCHEMA public");
    try {
      await tool(
        "pg_restore",
        url,
        "--schema=public",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        dump,
      );
    } catch (error) {
      await client.query("DROP SCHEMA public"); // empty: pg_restore does all or nothing
      await client.query(`ALTER SCHEMA ${aside} RENAME TO public`);
      throw error;
    }
    return aside;
  });
}
