import pg from "pg";
import { expect, test } from "vitest";
import { openEmpty } from "#lib/testing/world.ts";
import { engine } from "./columns.ts";
import { copyTables } from "./postgres.ts";
import { settings } from "./schema/index.ts";

const { db, url } = await openEmpty();

test("before a migration PostgreSQL's tables are copied beside themselves, in the migration's own transaction", async () => {
  await db.transaction((tx) => tx.insert(settings).values({ key: "kept", value: "as it was" }));
  if (engine === "sqlite") return; // its file is copied: db/sqlite.test.ts
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const values = async (schema: string) =>
    (await client.query(`SELECT value FROM ${schema}.setting WHERE key = 'kept'`)).rows.map(
      (row) => row.value,
    );
  await client.query("BEGIN");
  await copyTables(client, "before_0099_x");
  await client.query("UPDATE setting SET value = 'changed' WHERE key = 'kept'");
  await client.query("COMMIT");
  expect(await values("before_0099_x")).toEqual(["as it was"]);
  expect(await values("public")).toEqual(["changed"]);

  await client.query("BEGIN");
  await copyTables(client, "before_0100_x");
  await client.query("ROLLBACK"); // the migration failed
  await expect(values("before_0100_x")).rejects.toThrow(/does not exist/);
  await client.end();
});
