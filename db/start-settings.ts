import { existsSync } from "node:fs";
import Database from "better-sqlite3";
import { pendingOf } from "./migrations.ts";

/**
 * The settings of a SQLite file, read without loading the schema; `null` where there is no file yet, it holds
 * nothing yet or it is to be migrated first, or its migration left something to do.
 * @throws when the file is from a newer build, or no database.
 */
export function settingsAtStart(file: string): Map<string, string> | null {
  if (!existsSync(file)) return null;
  const connection = new Database(file);
  try {
    const tables = connection
      .prepare("SELECT name FROM sqlite_schema WHERE name IN ('schema_migration', 'setting')")
      .all();
    if (tables.length < 2) return null;
    const applied = connection.prepare("SELECT tag FROM schema_migration").pluck().all() as string[];
    if (pendingOf("sqlite", applied).length > 0) return null;
    const rows = connection.prepare("SELECT key, value FROM setting").all() as {
      key: string;
      value: string;
    }[];
    if (rows.some(({ key }) => key.startsWith("due."))) return null; // the upgrade was cut off before the domain did its part
    return new Map(rows.map((row) => [row.key, row.value]));
  } finally {
    connection.close();
  }
}
