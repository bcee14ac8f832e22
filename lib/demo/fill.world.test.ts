import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { expect, test } from "vitest";
import type { Db } from "#db/client.ts";
import * as schema from "#db/schema/index.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { openEmpty } from "#lib/testing/world.ts";
import { fillDemonstration } from "./fill.ts";

test("the same seed gives the same database, but for password hashes and what the trail keeps of them", async () => {
  const [one, two] = [await openEmpty(), await openEmpty()];
  for (const { db } of [one, two]) await fillDemonstration(db, { towns: ["tingxi"] });
  const [first, second] = [await contentOf(one.db), await contentOf(two.db)];
  for (const [table, content] of second) expect(first.get(table), table).toBe(content);
  expect(first.get("income_posting")?.split("\n").length).toBeGreaterThan(500);
  expect((await verifyTrail(one.db)).broken).toBeNull();
});

/**
 * What a password's hash, salted anew each time, is, and what follows from it: its digest in the trail, and
 * the trail's own hashes.
 */
const differing = ["passwordHash", "hash", "previousHash"];

/** Every table as text, without what must differ. */
async function contentOf(of: Db): Promise<Map<string, string>> {
  const content = new Map<string, string>();
  for (const table of Object.values(schema).filter((each): each is typeof schema.projects =>
    is(each, Table),
  )) {
    const name = getTableName(table);
    const columns = Object.keys(getTableColumns(table)).filter((column) => !differing.includes(column));
    const lines = ((await of.select().from(table)) as Record<string, unknown>[]).map((row) =>
      JSON.stringify(columns.map((column) => row[column])),
    );
    content.set(
      name,
      lines
        .filter((line) => !line.includes("session.start"))
        .map((line) => line.replaceAll(/#[0-9a-f]{32}/g, "#"))
        .toSorted()
        .join("\n"),
    );
  }
  return content;
}
