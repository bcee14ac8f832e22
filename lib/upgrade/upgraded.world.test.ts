import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Db } from "#db/client.ts";
import { engine } from "#db/columns.ts";
import { pendingOf } from "#db/migrations.ts";
import { type Contents, insideSqlite } from "#db/sqlite-copy.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { contentsOfPostgres } from "#lib/backup/store/postgres-copy.ts";
import { fixtureDatabase, fixtures, saidBy, saysNow } from "#lib/testing/fixtures.ts";
import { proveFigures } from "#lib/verification/queries/figures.ts";
import { openUpgraded } from "./open.ts";

const newest = pendingOf(engine, []).at(-1)?.tag ?? "";

test("the newest schema has a database of its own, which the next version will be held against: node bin/fixture.ts", () => {
  expect(fixtures.at(-1)).toBe(newest.slice(0, 4));
  expect(fixtures.length).toBeGreaterThan(1);
});

/** What is in a database that nobody has migrated yet. */
const contentsOf = async (url: string): Promise<Contents> =>
  engine === "sqlite" ? insideSqlite(url, ({ contents }) => contents) : contentsOfPostgres(url);

describe.each(fixtures)("a database of version %s", (version) => {
  let [db, home, before]: [Db, Awaited<ReturnType<typeof fixtureDatabase>>, Contents] = [] as never;
  const told: string[] = [];
  beforeAll(async () => {
    home = await fixtureDatabase(version);
    before = await contentsOf(home.url);
    db = await openUpgraded(home.url, { today: undefined, tell: (line) => told.push(line) });
  });
  afterAll(async () => {
    await db.close();
    await home.remove();
  });

  test("has boards that say what they said before", async () => {
    const said = saidBy(version);
    expect(said["2016"]?.operatingFen).toBeGreaterThan(0);
    expect(await saysNow(db, version)).toEqual(said);
  });

  test("has a trail that holds, and rows and sums that are what it says", async () => {
    const { events, broken } = await verifyTrail(db, []);
    expect({ broken, some: events > 0 }).toEqual({ broken: null, some: true });
    const { differences } = await proveFigures(db);
    expect(differences.slice(0, 20)).toEqual([]);
  });

  test("is sound, and so is the copy that was made before", async () => {
    if (newest.startsWith(version)) {
      expect(db.migrated).toBeNull();
      return;
    }
    const copy = db.migrated?.copy ?? "";
    expect(told[0]).toContain(copy);
    expect(db.migrated).toMatchObject({ from: expect.stringContaining(version), to: newest });
    if (engine === "sqlite") {
      for (const file of [home.url, copy]) expect(insideSqlite(file, ({ unsound }) => unsound())).toEqual([]);
      expect(insideSqlite(copy, ({ contents }) => contents)).toEqual(before);
      return;
    }
    expect(await countedIn(home.url, copy)).toEqual(before.tables);
    expect(await contentsOf(home.url)).toMatchObject({
      incomeFen: before.incomeFen,
      fundingFen: before.fundingFen,
    });
  });
});

/** Rows by table of a PostgreSQL schema. */
async function countedIn(url: string, schema: string): Promise<Record<string, number>> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "SELECT tablename AS name FROM pg_tables WHERE schemaname = $1",
    [schema],
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows)
    counts[name] = Number((await client.query(`SELECT count(*) FROM "${schema}"."${name}"`)).rows[0]?.count);
  await client.end();
  return counts;
}
