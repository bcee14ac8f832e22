import type { Db } from "#db/client.ts";
import { open } from "#db/open.ts";
import { tablesOf } from "./tables.ts";

/**
 * The database of `url`, `postgres://…` or the path of a SQLite file, made and migrated where needed, with the
 * views of the domain.
 * @throws when it cannot be opened, or is of a newer build
 */
export const openDatabase = (url: string): Promise<Db> => open(url, tablesOf);

/**
 * A SQLite database made in one go: killed half way, nothing is there. Whatever `file` held before is gone: it
 * must be empty.
 */
export async function buildDatabase(file: string, fill: (db: Db) => Promise<void>): Promise<void> {
  await (await import("#db/sqlite.ts")).buildSqlite(file, tablesOf, fill);
}
