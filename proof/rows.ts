import Database from "better-sqlite3";

type Row = Record<string, unknown>;
/** Every row of every table, by table. */
export type Rows = Map<string, Row[]>;
export type Difference = { table: string; row: Row };

export function rowsOf(file: string): Rows {
  const db = new Database(file, { readonly: true });
  try {
    return db.transaction(() => {
      const tables = db
        .prepare(
          "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
        )
        .pluck()
        .all();
      return new Map(
        (tables as string[]).map((table) => [table, db.prepare(`SELECT * FROM "${table}"`).all() as Row[]]),
      );
    })();
  } finally {
    db.close();
  }
}

/** Rows that stand on one side alone; one that was changed stands on both. */
export function differences(before: Rows, after: Rows): Difference[] {
  const alone = (these: Rows, those: Rows) =>
    [...these].flatMap(([table, rows]) => {
      const there = new Set((those.get(table) ?? []).map((row) => JSON.stringify(row)));
      return rows.filter((row) => !there.has(JSON.stringify(row))).map((row) => ({ table, row }));
    });
  return [...alone(before, after), ...alone(after, before)];
}

/** `refusal_count 3, session 6`. */
export const inWords = (found: readonly Difference[]): string =>
  [...Map.groupBy(found, ({ table, row }) => (table === "audit_event" ? `audit_event ${row.verb}` : table))]
    .map(([name, { length }]) => `${name} ${length}`)
    .toSorted()
    .join(", ") || "none";

/**
 * What a refusal may leave behind: itself in the trail, once a window, and its count; when a session was last
 * seen, and a disk last tried.
 */
const leaves: Record<string, (row: Row) => boolean> = {
  audit_event: ({ verb }) => verb === "access.deny" || verb === "session.refuse",
  refusal_count: () => true,
  sign_in_attempt: ({ succeeded }) => succeeded === 0,
  session: () => true,
  setting: ({ key }) => key === "ping",
};
export const isLeftByRefusal = ({ table, row }: Difference): boolean => leaves[table]?.(row) ?? false;
