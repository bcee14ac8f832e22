import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import { provenTables } from "#db/proven.ts";
import { auditEvents } from "#db/schema/index.ts";
import type { Written } from "#db/written.ts";
import type { Difference } from "#lib/verification/queries/differences.ts";
import type { RawConnection, Row } from "./raw-connection.ts";

// What somebody with the database's password may do to the figures, each kind with what must be found of it.

type Place = { db: Db; behind: RawConnection };
/** Does it. `finds` is what must be found, by `nameOf`; `undo` takes it back to the letter. */
export type Tampering = (place: Place) => Promise<{ finds: string[]; undo(): Promise<void> }>;

export const nameOf = ({ table, row, column, why }: Difference) =>
  why === "schema" ? `schema ${table} ${row}` : `${table} ${row} ${column ?? why}`;

const literal = (value: unknown): string => {
  if (value === null || value === undefined) return "NULL";
  if (typeof value === "number" || typeof value === "boolean" || typeof value === "bigint")
    return String(value);
  return `'${(typeof value === "string" ? value : JSON.stringify(value)).replaceAll("'", "''")}'`;
};
const where = (key: Row) =>
  Object.entries(key)
    .map(([column, value]) => `"${column}" = ${literal(value)}`)
    .join(" AND ");
const keyOf = (key: Row) => Object.values(key).map(String).join(" / ");

/** Statements on an append-only table, its triggers put out of the way and back. */
async function forced({ db, behind }: Place, table: string, statement: string) {
  const triggers = (await db.shape()).expected.filter(
    (part) => part.kind === "trigger" && part.table === table,
  );
  if (engine === "postgres") {
    await behind.run(
      `ALTER TABLE "${table}" DISABLE TRIGGER USER; ${statement}; ALTER TABLE "${table}" ENABLE TRIGGER USER`,
    );
    return;
  }
  for (const { name } of triggers) await behind.run(`DROP TRIGGER ${name}`);
  await behind.run(`PRAGMA foreign_keys = OFF; ${statement}; PRAGMA foreign_keys = ON`);
  for (const { text } of triggers) await behind.run(text);
}

const rowOf = async (behind: RawConnection, table: string, key: Row): Promise<Row> => {
  const [row] = await behind.all(`SELECT * FROM "${table}" WHERE ${where(key)}`);
  if (!row) throw new Error(`There is no ${table} ${keyOf(key)}`);
  return row;
};
const inserting = (table: string, row: Row) =>
  `INSERT INTO "${table}" (${Object.keys(row)
    .map((column) => `"${column}"`)
    .join(", ")}) VALUES (${Object.values(row).map(literal).join(", ")})`;

/**
 * Key of a row of a table that an event gave and that is still there, the newest first; `like` chooses by
 * what it became.
 */
async function given(
  { db, behind }: Place,
  table: string,
  like: (row: Row) => boolean = () => true,
): Promise<Row> {
  const proven = provenTables.find(({ name }) => name === table);
  const events = (await db.select().from(auditEvents)).toSorted((a, b) => b.seq - a.seq);
  const later = new Set<string>();
  for (const { payload } of events) {
    const { columns = [], rows = [] } = (JSON.parse(payload) as { wrote: Written }).wrote[table] ?? {};
    for (const values of rows) {
      const row = Object.fromEntries(columns.map((column, at) => [column, values[at]]));
      const key = Object.fromEntries((proven?.key ?? []).map((column) => [column, row[column]]));
      if (later.has(keyOf(key))) continue;
      later.add(keyOf(key));
      if (like(row) && (await behind.all(`SELECT 1 FROM "${table}" WHERE ${where(key)}`)).length > 0)
        return key;
    }
  }
  throw new Error(`No event gave a row of ${table}`);
}

type Change = (row: Row) => Row;

/** A row that an event gave is changed. `also`: what else must be found. */
const changed =
  (table: string, change: Change, like?: (row: Row) => boolean): Tampering =>
  async (place) => {
    const key = await given(place, table, like);
    const before = await rowOf(place.behind, table, key);
    const after = change(before);
    const set = (row: Row) =>
      Object.keys(after)
        .map((column) => `"${column}" = ${literal(row[column])}`)
        .join(", ");
    await forced(place, table, `UPDATE "${table}" SET ${set(after)} WHERE ${where(key)}`);
    return {
      finds: Object.keys(after).map((column) => `${table} ${keyOf(key)} ${column}`),
      undo: () => forced(place, table, `UPDATE "${table}" SET ${set(before)} WHERE ${where(key)}`),
    };
  };

const deleted =
  (table: string, like?: (row: Row) => boolean): Tampering =>
  async (place) => {
    const key = await given(place, table, like);
    const row = await rowOf(place.behind, table, key);
    await forced(place, table, `DELETE FROM "${table}" WHERE ${where(key)}`);
    return {
      finds: [`${table} ${keyOf(key)} missing`],
      undo: () => forced(place, table, inserting(table, row)),
    };
  };

/** A row like one that an event gave is added, with another key. */
const added =
  (table: string, change: Change): Tampering =>
  async (place) => {
    const row = await rowOf(place.behind, table, await given(place, table));
    const forged = { ...row, ...change(row), id: 900_000 };
    await forced(place, table, inserting(table, forged));
    return {
      finds: [`${table} 900000 noEvent`],
      undo: () => forced(place, table, `DELETE FROM "${table}" WHERE id = 900000`),
    };
  };

/** One sum of a roll-up is changed. */
const summed =
  (table: string, key: readonly string[], column: string): Tampering =>
  async (place) => {
    const rows = await place.behind.all(`SELECT * FROM "${table}" ORDER BY ${key.join(", ")}`);
    const row = rows.at(-1);
    if (!row) throw new Error(`${table} is empty`);
    const own = Object.fromEntries(key.map((name) => [name, row[name]]));
    await place.behind.run(
      `UPDATE "${table}" SET ${column} = ${Number(row[column]) + 1} WHERE ${where(own)}`,
    );
    return {
      finds: [`${table} ${keyOf(own)} ${column}`],
      undo: () => place.behind.run(`UPDATE "${table}" SET ${column} = ${row[column]} WHERE ${where(own)}`),
    };
  };

const plus =
  (column: string, by = 1): Change =>
  (row) => ({ [column]: Number(row[column]) + by });
const to =
  (column: string, value: unknown): Change =>
  () => ({ [column]: value });
const not =
  (column: string): Change =>
  (row) => ({ [column]: engine === "postgres" ? !row[column] : 1 - Number(row[column]) });

const trigger = (table: string) => (engine === "postgres" ? `${table}_no_change` : `${table}_no_update`);
const dropping = (table: string) =>
  engine === "postgres" ? `DROP TRIGGER ${trigger(table)} ON "${table}"` : `DROP TRIGGER ${trigger(table)}`;
/** A trigger of ours gives way to `other`, or to none. */
const retriggered =
  (table: string, other: (text: string) => string | null): Tampering =>
  async ({ db, behind }) => {
    const ours = (await db.shape()).expected.find((part) => part.name === trigger(table));
    // The rest of a part's text on PostgreSQL is how it is switched and what its function says.
    const text = ours?.text.replace(/\(\) O .*$/s, "()") ?? "";
    await behind.run(dropping(table));
    const instead = other(text);
    if (instead !== null) await behind.run(instead);
    return {
      finds: [`schema ${table} trigger ${trigger(table)}`],
      async undo() {
        if (instead !== null) await behind.run(dropping(table));
        await behind.run(text);
      },
    };
  };

const sumKeys = {
  month: ["division_id", "month"],
  year: ["division_id", "year"],
  funding: ["division_id", "year", "source", "stage"],
};

export const tamperings: Record<string, Tampering> = {
  "a posting's amount": changed("income_posting", plus("amount_fen")),
  "a posting's village": changed("income_posting", plus("village_id")),
  "a posting made one-off": changed("income_posting", not("one_off")),
  "a posting said to be another's": changed("income_posting", to("person_name", "别人")),
  "a posting added": added("income_posting", (row) => ({
    amount_fen: Number(row.amount_fen) + 1,
    reverses_id: null,
  })),
  "a posting deleted": deleted("income_posting"),
  "a funding posting's amount": changed("funding_posting", plus("amount_fen", 100)),
  "a funding posting's stage": changed("funding_posting", (row) => ({
    stage: row.stage === "plan" ? "allot" : "plan",
  })),
  "a funding posting added": added("funding_posting", () => ({ reverses_id: null })),
  "a funding posting deleted": deleted("funding_posting"),
  "a sum of a month": summed("income_month", sumKeys.month, "operating_fen"),
  "a gap of a year": summed("income_year", sumKeys.year, "gap_fen"),
  "villages that met their target": summed("income_year", sumKeys.year, "met"),
  "an approved sum": summed("approved_income_month", sumKeys.month, "operating_fen"),
  "an approved sum of funding": summed("approved_funding_year", sumKeys.funding, "amount_fen"),
  "a sum of funding": summed("funding_year", sumKeys.funding, "amount_fen"),
  "an approved target": summed("approved_income_year", sumKeys.year, "target_fen"),
  "a receipt's amount": changed("income_receipt", plus("amount_fen")),
  "a receipt's share": changed("income_share", plus("amount_fen")),
  "a receipt's withdrawal taken away": deleted("income_withdrawal"),
  "a target": changed("income_target", plus("amount_fen")),
  "a role": changed("person", (row) => ({ role: row.role === "admin" ? "office" : "admin" })),
  "a scope": changed("person", plus("scope_id")),
  "a person added": added("person", () => ({ username: "shadow", role: "admin" })),
  "an account opened again": changed("person", to("disabled_at", null), (row) => row.disabled_at !== null),
  "a password": changed("person", to("password_hash", "$argon2id$other")),
  "a session given": added("session", () => ({ token_hash: "0".repeat(64) })),
  "a token's owner": changed("api_token", plus("person_id")),
  "a token that ended": changed("api_token", to("revoked_at", null), (row) => row.revoked_at !== null),
  "a screen's link": changed("screen", to("token_hash", "0".repeat(64))),
  "a month approved": changed("filing_month", (row) => ({
    state: row.state === "approved" ? "locked" : "approved",
  })),
  "how far an approval reaches": changed("filing_month", plus("version")),
  "an act on a month": deleted("filing_event"),
  "a remark of the office": changed("filing_remark", to("remark", "无")),
  "when a month is due": changed("filing_calendar", to("due_on", "2099-01-01")),
  "a rule": changed("light_rule", to("effective_on", "2000-01-01")),
  "a rule's thresholds": changed("light_rule", () => ({
    thresholds: { progress: { yellowFromPoints: 90, redAbovePoints: 99 } },
  })),
  "a light set by hand": deleted("light_override"),
  "a report's progress": changed("project_report", plus("progress_bp", 100)),
  "a report added": added("project_report", plus("progress_bp", 100)),
  "a phase passed": changed("phase_passing", to("actual_on", "2010-01-01")),
  "a plan": changed("phase_plan", to("planned_on", "2030-01-01")),
  "a pause": changed("project_pause", to("on_day", "2010-01-01")),
  "a project's name": changed("project", to("name", "别的项目")),
  "a project's earlier version": changed("project_version", to("owner", "别人")),
  "a village's share in a project": changed("project_village", plus("share_bp", -1)),
  "how a source pays": changed("funding_mode", (row) => ({
    mode: row.mode === "advance" ? "reimbursement" : "advance",
  })),
  "an exception's explanation": changed("exception_act", to("explanation", "没有问题")),
  "a village's plan": changed("division", to("plan", "别的计划")),
  "what an account counts as": changed("account", (row) => ({
    kind: row.kind === "other" ? "operating" : "other",
  })),
  "a tier": changed("tier", plus("rank", 10)),
  "the campaign's target": changed("setting", to("value", "1"), (row) => row.key === "campaignTargetFen"),
  "what a meeting concluded": changed("meeting", to("conclusion", "别的结论")),
  "a trigger dropped": retriggered("income_posting", () => null),
  "a trigger that lets one case through": retriggered("audit_event", (text) =>
    engine === "postgres"
      ? text.replace("FOR EACH ROW", "FOR EACH ROW WHEN (old.seq <> 7)")
      : text.replace(/ BEGIN /, " WHEN old.seq <> 7 BEGIN "),
  ),
  async "a trigger that changes what is posted"({ behind }) {
    const name = "quiet";
    if (engine === "postgres") {
      await behind.run(
        "CREATE FUNCTION quiet() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.amount_fen := 1; RETURN NEW; END $$",
      );
      await behind.run(
        `CREATE TRIGGER ${name} BEFORE INSERT ON funding_posting FOR EACH ROW EXECUTE FUNCTION quiet()`,
      );
    } else
      await behind.run(
        `CREATE TRIGGER ${name} AFTER INSERT ON funding_posting BEGIN UPDATE setting SET value = 1 WHERE key = 'x'; END`,
      );
    return {
      finds: ["schema funding_posting trigger quiet"],
      undo: () => behind.run(engine === "postgres" ? "DROP FUNCTION quiet() CASCADE" : "DROP TRIGGER quiet"),
    };
  },
  async "a column added"({ behind }) {
    await behind.run("ALTER TABLE tier ADD COLUMN secret TEXT");
    return {
      finds: ["schema tier column secret"],
      undo: () => behind.run("ALTER TABLE tier DROP COLUMN secret"),
    };
  },
  async "an index dropped"({ db, behind }) {
    const index = (await db.shape()).expected.find((part) => part.name === "income_posting_reverses");
    await behind.run("DROP INDEX income_posting_reverses");
    return {
      finds: ["schema income_posting index income_posting_reverses"],
      undo: () => behind.run(index?.text ?? ""),
    };
  },
};
