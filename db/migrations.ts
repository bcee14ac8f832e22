import { readFileSync } from "node:fs";
import { join } from "node:path";

export type Migration = { tag: string; statements: string[] };

// Beside the sources: the server and the operator's commands both run from the project's folder.
const folder = join(process.cwd(), "db", "migrations");

/**
 * The migrations that a database with `applied` still needs, in order.
 * @throws when the database has one that this build does not know: it was used with a newer Guatu.
 */
export function pendingOf(engine: "sqlite" | "postgres", applied: string[]): Migration[] {
  const journal = JSON.parse(readFileSync(join(folder, engine, "meta", "_journal.json"), "utf8")) as { entries: { tag: string }[] };
  const known = new Set(journal.entries.map((entry) => entry.tag));
  const unknown = applied.filter((tag) => !known.has(tag));
  if (unknown.length > 0) {
    throw new Error(`This database was used with a newer Guatu (${unknown.join(", ")}). Start that version, or restore a backup made with this one.`);
  }
  return journal.entries
    .filter((entry) => !applied.includes(entry.tag))
    .map(({ tag }) => ({
      tag,
      statements: readFileSync(join(folder, engine, `${tag}.sql`), "utf8").split("--> statement-breakpoint"),
    }));
}
