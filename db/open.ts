import type { Db } from "./client.ts";
import { engine } from "./columns.ts";
import type { ViewTables } from "./views.ts";

/**
 * Opens `url`: `postgres://…`, or the path of a SQLite file. Must agree with the engine that the schema was
 * imported for.
 */
export async function open(url: string, tablesOf: ViewTables): Promise<Db> {
  if (engine === "postgres") return (await import("./postgres.ts")).openPostgres(url, tablesOf);
  return (await import("./sqlite.ts")).openSqlite(url, tablesOf);
}

/**
 * Tables and views in the database of `url` that are none of Guatu's, whatever version it is of; nothing is
 * changed to find out.
 * @throws SQLITE_NOTADB for a file that is no database
 */
export async function strangersIn(url: string): Promise<string[]> {
  if (engine === "postgres") return (await import("./postgres.ts")).strangersInPostgres(url);
  return (await import("./sqlite.ts")).strangersInSqlite(url);
}

/**
 * Moves all that the database of `url` holds out of the way, and leaves nothing in its place. The caller has
 * asked for strangers.
 * @returns where it is now: a file, or on PostgreSQL a schema
 * @throws one plain sentence while a server runs on it or anybody has it open
 */
export async function setAside(url: string, suffix: string): Promise<string> {
  if (engine === "postgres") return (await import("./postgres.ts")).setAsidePostgres(url, suffix);
  return (await import("./sqlite.ts")).setAsideSqlite(url, suffix);
}

/**
 * Keeps a SQLite file for this process: one server at a time. PostgreSQL takes several.
 * @throws one plain sentence where another has it
 */
export async function claim(url: string): Promise<void> {
  if (engine === "sqlite") (await import("./sqlite.ts")).claimSqlite(url);
}
