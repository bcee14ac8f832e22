import { engine } from "#db/columns.ts";
import { columnsIn, type RawConnection, type Row, rawConnection, tablesIn } from "./raw-connection.ts";

/** One row that was written, as it was before and after. */
export type RowChange = {
  table: string;
  kind: "insert" | "update" | "delete";
  before: Row | null;
  after: Row | null;
};

const log = "proof_change";

/**
 * Watches every row of every table: the engine itself notes each write, by triggers of the test, in the
 * writer's own transaction. Nothing that the product does escapes it, nothing that it rolled back is in it,
 * and it costs by the change and not by the row.
 */
export async function watchRows({ url }: { url: string }) {
  const db = await rawConnection(url);
  await install(db);
  let seen = 0;
  return {
    db,
    /** What was written since this was last asked. */
    async since(): Promise<RowChange[]> {
      const rows = await db.all<{
        id: number;
        name: string;
        kind: RowChange["kind"];
        before: string | null;
        after: string | null;
      }>(`SELECT * FROM ${log} WHERE id > ${seen} ORDER BY id`);
      seen = Number(rows.at(-1)?.id ?? seen);
      const parsed = (text: string | null) => (text === null ? null : (JSON.parse(text) as Row));
      return rows.map(({ name, kind, before, after }) => ({
        table: name,
        kind,
        before: parsed(before),
        after: parsed(after),
      }));
    },
    /** Looks away from what was written until now. */
    async forget(): Promise<void> {
      const [newest] = await db.all<{ id: number | null }>(`SELECT max(id) AS id FROM ${log}`);
      seen = Number(newest?.id ?? 0);
    },
  };
}
export type Watch = Awaited<ReturnType<typeof watchRows>>;

/** How many rows of each table were written: `audit_event 1, income_month 3`. */
export function inWords(changes: readonly RowChange[]): string {
  const counts = Map.groupBy(changes, (change) => change.table);
  return [...counts]
    .map(([table, { length }]) => `${table} ${length}`)
    .toSorted()
    .join(", ");
}

async function install(db: RawConnection) {
  const tables = await tablesIn(db);
  if (engine === "postgres") {
    await db.run(
      `CREATE TABLE ${log} (id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY, name text, kind text, before text, after text)`,
    );
    await db.run(`CREATE FUNCTION note_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO ${log} (name, kind, before, after) VALUES (TG_TABLE_NAME, lower(TG_OP),
        CASE WHEN TG_OP <> 'INSERT' THEN to_jsonb(OLD)::text END, CASE WHEN TG_OP <> 'DELETE' THEN to_jsonb(NEW)::text END);
      RETURN NULL; END $$`);
    for (const table of tables) {
      await db.run(
        `CREATE TRIGGER ${table}_noted AFTER INSERT OR UPDATE OR DELETE ON "${table}" FOR EACH ROW EXECUTE FUNCTION note_change()`,
      );
    }
    return;
  }
  await db.run(
    `CREATE TABLE ${log} (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, kind TEXT, before TEXT, after TEXT)`,
  );
  for (const table of tables) {
    const columns = await columnsIn(db, table);
    const row = (of: "OLD" | "NEW") =>
      `json_object(${columns.map((column) => `'${column}', ${of}."${column}"`).join(", ")})`;
    const note = (kind: string, before: string, after: string) =>
      `CREATE TRIGGER ${table}_noted_${kind} AFTER ${kind} ON "${table}" BEGIN
        INSERT INTO ${log} (name, kind, before, after) VALUES ('${table}', '${kind}', ${before}, ${after}); END`;
    await db.run(note("insert", "NULL", row("NEW")));
    await db.run(note("update", row("OLD"), row("NEW")));
    await db.run(note("delete", row("OLD"), "NULL"));
  }
}
