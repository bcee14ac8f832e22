import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Migration = { tag: string; statements: string[] };

/**
 * What opening a database did to it: from which migration to which, and where the copy is that was made
 * before.
 */
export type Migrated = { from: string; to: string; copy: string };

// What a migration leaves to the domain, which knows what the rows mean: with it, in its transaction, the
// runner puts a row into `setting`. Whoever opens the database does what it says and takes the row away
// (lib/upgrade/open.ts).
const leaves = new Map([["0006_money", "due.takeOver"]]);

/** The keys of `setting` that these migrations leave in a database that had others before. */
export const leftBy = (pending: readonly Migration[]): string[] =>
  pending.flatMap(({ tag }) => leaves.get(tag) ?? []);

// Beside the sources: the server and the operator's commands both run from the project's folder.
const folder = join(process.cwd(), "db", "migrations");

/** The tables that a Guatu database may have, of this version or an earlier one. */
export function ownTables(engine: "sqlite" | "postgres"): Set<string> {
  const statements = pendingOf(engine, []).flatMap((migration) => migration.statements);
  const made = statements.flatMap(
    (statement) => /^\s*CREATE TABLE [`"](\w+)[`"]/m.exec(statement)?.[1] ?? [],
  );
  return new Set(["schema_migration", ...made]);
}

/**
 * The migrations that a database with `applied` still needs, in order.
 * @throws when the database has one that this build does not know: it was used with a newer Guatu.
 */
export function pendingOf(engine: "sqlite" | "postgres", applied: string[]): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, engine, "meta", "_journal.json"), "utf8")) as {
    entries: { tag: string }[];
  };
  const known = new Set(journal.entries.map((entry) => entry.tag));
  const unknown = applied.filter((tag) => !known.has(tag));
  if (unknown.length > 0) {
    throw new Error(
      `This database was used with a newer Guatu (${unknown.join(", ")}). Start that version, or restore a backup made with this one. 该数据库已由更新的版本使用，请启动该版本，或恢复本版本的备份。`,
    );
  }
  return journal.entries
    .filter((entry) => !applied.includes(entry.tag))
    .map(({ tag }) => ({
      tag,
      statements: readFileSync(join(folder, engine, `${tag}.sql`), "utf8").split("--> statement-breakpoint"),
    }));
}
