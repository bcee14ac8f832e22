import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import type { Tx } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import {
  auditEvents,
  exceptionActs,
  filingAnswers,
  filingEvents,
  filingRemarks,
  fundingModes,
  incomeReceipts,
  incomeShares,
  roles,
} from "#db/schema/index.ts";
import { commandCases, outcomeOf } from "./command-cases.ts";
import { columnsIn } from "./raw-connection.ts";
import { watchRows } from "./row-changes.ts";
import { newcomer, setStage } from "./stage.ts";
import { openWorld } from "./world.ts";

// RELIABILITY R7: what was posted stays. Every row of these tables is attacked by every statement that could
// change it or take it away, through the connections that the product itself writes and reads by, and by
// every command in the hands of every role.

const appendOnly = [
  "audit_event",
  "income_posting",
  "income_target",
  "income_receipt",
  "income_share",
  "income_withdrawal",
  "funding_posting",
  "funding_mode",
  "exception_act",
  "filing_event",
  "filing_remark",
  "filing_answer",
  "project_report",
  "project_pause",
  "project_version",
  "project_village_version",
  "phase_plan",
  "phase_passing",
  "light_rule",
  "light_override",
  "division_version",
  "comment",
  "map_import",
  "map_shape",
].toSorted();

const world = await openWorld();
const stage = await setStage(world);
const watch = await watchRows(world);
const { db: beside } = watch;

beforeAll(async () => {
  for (const deed of Object.values(commandCases)) {
    const doing = await deed.ready(stage);
    await doing.run(doing.as(doing.actor));
  }
  await plantTheRest();
});

/** A row each for the tables that no deed has written yet. */
async function plantTheRest() {
  const { id: projectId } = await stage.project();
  const by = { personName: "区专班", recordedAt: "2016-12-31T01:00:00.000Z" };
  const money = {
    townId: stage.town.id,
    accountId: stage.cell().accountId,
    amountFen: 100,
    receivedOn: "2016-11-01",
    fromMonth: "2016-11",
    months: 1,
  };
  await world.db.transaction(async (tx) => {
    const filed = {
      townId: stage.town.id,
      month: "2015-01",
      version: 1,
      act: "submit",
      state: "submitted",
      late: false,
      provenance: "real",
    } as const;
    const [event] = await tx
      .insert(filingEvents)
      .values({ ...filed, ...by })
      .returning();
    const [remark] = await tx
      .insert(filingRemarks)
      .values({ eventId: event?.id ?? 0, subject: "month", label: "2015-01", remark: "缺凭证" })
      .returning();
    await tx.insert(filingAnswers).values({ ...by, remarkId: remark?.id ?? 0, answer: "已补" });
    const [receipt] = await tx
      .insert(incomeReceipts)
      .values({ ...money, ...by, split: "none", oneOff: false, provenance: "real" })
      .returning();
    const share = {
      receiptId: receipt?.id ?? 0,
      villageId: stage.village().id,
      month: "2016-11",
      shareBp: 10_000,
      amountFen: 100,
    };
    await tx.insert(incomeShares).values({ ...share, recordedAt: by.recordedAt });
    await tx.insert(fundingModes).values({ ...by, projectId, source: "district", mode: "advance" });
    await tx
      .insert(exceptionActs)
      .values({ ...by, projectId, kind: "order", key: "1", act: "explain", state: "1" });
  });
}

/** The tables that the database itself guards whole. */
async function guarded(): Promise<string[]> {
  const triggers = await beside.all<{ name: string; of: string }>(
    engine === "sqlite"
      ? `SELECT name, tbl_name AS "of" FROM sqlite_schema WHERE type = 'trigger'`
      : `SELECT tgname AS name, relname AS "of" FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE NOT tgisinternal AND tgenabled = 'O'`,
  );
  const names = new Set(triggers.map((trigger) => trigger.name));
  const needed = engine === "sqlite" ? ["no_update", "no_delete"] : ["no_change", "no_truncate"];
  return [...new Set(triggers.map((trigger) => trigger.of))]
    .filter((table) => needed.every((kind) => names.has(`${table}_${kind}`)))
    .toSorted();
}

/** Every way to change a row of `table`, to put another in its place, or to take it away. */
async function attacksOn(table: string): Promise<string[]> {
  const columns = await columnsIn(beside, table);
  const all = columns.map((column) => `"${column}"`).join(", ");
  const [key, ...others] = await keyOf(table);
  const keys = [key, ...others].map((column) => `"${column}"`).join(", ");
  const last = `"${columns.at(-1)}"`;
  const copy = `INTO "${table}" (${all}) SELECT ${all} FROM "${table}" WHERE true`;
  const common = [
    ...columns.map((column) => `UPDATE "${table}" SET "${column}" = "${column}"`),
    `DELETE FROM "${table}"`,
    `DELETE FROM "${table}" WHERE "${key}" = (SELECT max("${key}") FROM "${table}")`,
    `INSERT ${copy} ON CONFLICT (${keys}) DO UPDATE SET ${last} = excluded.${last}`,
  ];
  if (engine === "sqlite") {
    const orders = ["ROLLBACK", "ABORT", "REPLACE", "FAIL", "IGNORE"].map(
      (or) => `UPDATE OR ${or} "${table}" SET ${last} = ${last}`,
    );
    return [...common, ...orders, `INSERT OR REPLACE ${copy}`, `REPLACE ${copy}`];
  }
  return [
    ...common,
    `TRUNCATE "${table}" CASCADE`,
    `TRUNCATE "division", "project", "person" CASCADE`,
    `WITH gone AS (DELETE FROM "${table}" RETURNING 1) SELECT count(*) FROM gone`,
    `MERGE INTO "${table}" USING (SELECT 1) AS one ON true WHEN MATCHED THEN DELETE`,
    `MERGE INTO "${table}" USING (SELECT 1) AS one ON true WHEN MATCHED THEN UPDATE SET ${last} = "${table}".${last}`,
  ];
}

async function keyOf(table: string): Promise<string[]> {
  const rows = await beside.all<{ name: string }>(
    engine === "sqlite"
      ? `SELECT name FROM pragma_table_info('${table}') WHERE pk > 0 ORDER BY pk`
      : `SELECT attname AS name FROM pg_index JOIN pg_attribute ON attrelid = indrelid AND attnum = ANY (indkey)
          WHERE indisprimary AND indrelid = '"${table}"'::regclass`,
  );
  return rows.map((row) => row.name);
}

/**
 * The writer's connection says any statement here, though the type of a transaction offers none to the
 * product.
 */
const say = (tx: Tx, statement: string): Promise<unknown> => {
  const raw = tx as unknown as { run(text: unknown): unknown; execute(text: unknown): Promise<unknown> };
  return Promise.resolve(engine === "sqlite" ? raw.run(sql.raw(statement)) : raw.execute(sql.raw(statement)));
};

const messageOf = (error: unknown): string =>
  error instanceof Error
    ? [error.message, error.cause instanceof Error ? error.cause.message : ""].join(" ")
    : String(error);

class Succeeded extends Error {}
/** What comes of a statement in a transaction of its own; it is taken back where it went through. */
async function attempt(statement: string): Promise<"succeeded" | string> {
  try {
    await world.db.transaction(async (tx) => {
      await say(tx, statement);
      throw new Succeeded();
    });
    return "";
  } catch (error) {
    return error instanceof Succeeded ? "succeeded" : messageOf(error);
  }
}

const contentOf = async (table: string) =>
  JSON.stringify(await beside.all(`SELECT * FROM "${table}" ORDER BY 1, 2`));

/** The statements against a table that were not refused for what they are. */
async function successesAgainst(table: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const statement of await attacksOn(table)) {
    const came = await attempt(statement);
    if (!/\w+ is append-only/.test(came)) wrong.push(`${statement}: ${came}`);
  }
  return wrong;
}

test("the database guards the tables that are written here, and no other", async () => {
  expect(await guarded()).toEqual(appendOnly);
});

describe.each(appendOnly)("%s", (table) => {
  test("keeps its rows against every statement of the writer's connection", async () => {
    const before = await contentOf(table);
    expect(before, "a table without rows has nothing to keep").not.toBe("[]");
    expect(await successesAgainst(table)).toEqual([]);
    expect(await contentOf(table)).toBe(before);
  });

  test("keeps its rows against whatever is slipped into a query of the reader's connection", async () => {
    const before = await contentOf(table);
    const [column] = await columnsIn(beside, table);
    for (const statement of [`DELETE FROM "${table}"`, `UPDATE "${table}" SET "${column}" = "${column}"`]) {
      const slipped = sql.raw(`1; ${statement}; SELECT 1`);
      for (const reader of [
        world.db,
        world.db.asOf("2030-01-01T00:00:00.000Z"),
        world.db.withView({ approvedOnly: true }),
      ]) {
        await expect(reader.select({ slipped }).from(auditEvents)).rejects.toSatisfy((error) =>
          /append-only|more than one statement|read-?only/.test(messageOf(error)),
        );
      }
    }
    expect(await contentOf(table)).toBe(before);
  });
});

test("no command in the hands of any role changes or removes a row of them", async () => {
  await watch.forget();
  for (const [name, deed] of Object.entries(commandCases)) {
    if (deed.kind === "reading") continue; // they write nothing but their event
    for (const role of roles) {
      const doing = await deed.ready(stage);
      await outcomeOf(doing.run(doing.as(await newcomer(stage, role))));
      await outcomeOf(doing.run(doing.as(doing.actor)));
      await outcomeOf(doing.run(doing.as(doing.actor)));
      const broken = (await watch.since()).filter(
        (change) => change.kind !== "insert" && appendOnly.includes(change.table),
      );
      expect(broken, `${name} by ${role}`).toEqual([]);
    }
  }
});

test("the product says no statement by itself: what a transaction offers it is all that it has", () => {
  const root = join(import.meta.dirname, "../..");
  const sources = ["lib", "app"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$|(^|\/)testing\//.test(file))
      .map((file) => join(folder, file)),
  );
  const speaks = /\b(tx|db|reader)\.(run|execute|exec|pragma|all|get|values)\(|sql\.raw\(/;
  expect(sources.filter((file) => speaks.test(readFileSync(join(root, file), "utf8")))).toEqual([]);
});

// On PostgreSQL whoever owns the tables may drop their triggers: no statement of the application does.
if (engine === "sqlite") {
  test("the guards themselves cannot be written away", async () => {
    for (const statement of [
      "DELETE FROM sqlite_schema WHERE type = 'trigger'",
      "UPDATE sqlite_schema SET sql = ''",
    ]) {
      const said = world.db.transaction(async (tx) => {
        await say(tx, "PRAGMA writable_schema = ON");
        await say(tx, statement);
      });
      await expect(said).rejects.toSatisfy((error) => /may not be modified/.test(messageOf(error)));
    }
    expect(await guarded()).toEqual(appendOnly);
  });
}

test("the proof itself: a table that lost a guard is found", async () => {
  const table = "income_posting";
  await beside.run(
    engine === "sqlite" ? `DROP TRIGGER ${table}_no_update` : `DROP TRIGGER ${table}_no_change ON ${table}`,
  );
  expect(await guarded()).toEqual(appendOnly.filter((each) => each !== table));
  expect((await successesAgainst(table)).join()).toMatch(
    /UPDATE "income_posting" SET "amount_fen" = "amount_fen": succeeded/,
  );
});
