import { type AnyColumn, and, gte, lt, or, type SQL, type SQLWrapper, sql } from "drizzle-orm";

/** Σ column as a number, 0 where there are no rows (PostgreSQL gives text, and null). */
export const total = (column: SQLWrapper): SQL<number> =>
  sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);

/** How many rows. */
export const count = (): SQL<number> => sql<number>`count(*)`.mapWith(Number);

/** `column` when `when` holds, else 0: for several sums in one pass. */
export const totalWhen = (when: SQL, column: SQLWrapper): SQL<number> =>
  sql<number>`coalesce(sum(case when ${when} then ${column} else 0 end), 0)`.mapWith(Number);

/** The year of a `YYYY-MM` or `YYYY-MM-DD` column, as a number. */
export const yearOf = (column: SQLWrapper): SQL<number> =>
  sql<number>`cast(substr(${column}, 1, 4) as integer)`.mapWith(Number);

/** The month `YYYY-MM` of a `YYYY-MM-DD` column. */
export const monthOf = (column: SQLWrapper): SQL<string> => sql<string>`substr(${column}, 1, 7)`;

const digits = { country: 0, province: 2, city: 4, county: 6, town: 9, village: 12 } as const;

/** A node of the division tree as far as a scope needs it. */
export type Node = { code: string; level: keyof typeof digits };

/** The first code digits that everything below `node` shares. */
export const prefixOf = (node: Node) => node.code.slice(0, digits[node.level]);

/**
 * "At or below `node`", on a column of 12-digit codes: codes nest by prefix, so this is one range of the
 * index.
 */
export function under(code: AnyColumn, node: Node): SQL | undefined {
  const prefix = prefixOf(node);
  return prefix === "" ? undefined : and(gte(code, prefix), lt(code, `${prefix}:`)); // ":" follows "9"
}

/**
 * Any of the columns contains `words`, whatever the case of their Latin letters, on either engine. Give it
 * trimmed text.
 */
export function contains(columns: (AnyColumn | SQL)[], words: string): SQL | undefined {
  const lower = words.replace(/[A-Z]/g, (letter) => letter.toLowerCase()); // as lower() does on both: no other alphabet
  const pattern = `%${lower.replace(/[\\%_]/g, "\\$&")}%`;
  return or(...columns.map((column) => sql`lower(${column}) like ${pattern} escape '\\'`));
}

/** Is `error` a violated unique key, on either engine? */
export function isDuplicate(error: unknown): boolean {
  for (let at = error; at instanceof Error; at = at.cause) {
    const code = (at as { code?: string }).code;
    if (code === "23505" || code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY")
      return true;
  }
  return false;
}

/** The database's name of a field: `recordedAt` → `recorded_at`. */
export const columnName = (field: string): string =>
  field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** For `onConflictDoUpdate`: each column takes what the refused insert brought. */
export const incoming = <K extends string>(columns: readonly K[]): Record<K, SQL> =>
  Object.fromEntries(columns.map((column) => [column, sql.raw(`excluded.${columnName(column)}`)])) as Record<
    K,
    SQL
  >;
