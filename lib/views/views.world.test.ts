import { getTableColumns, getTableName, is, Table } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import * as schema from "#db/schema/index.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { openEmpty } from "#lib/testing/world.ts";
import { timeless } from "./as-of.ts";
import { approvedSums, tablesOf } from "./tables.ts";

const { db } = await openEmpty();
/** The names of the tables that a past day shows otherwise. */
const remembered = () => tablesOf({ recordedBefore: "2099-01-01T00:00:00.000Z" }).map(({ name }) => name);
const tables = Object.values(schema).filter((each): each is Table & typeof schema.projects =>
  is(each, Table),
);

test("every table is either remembered or said to look the same on every day", () => {
  const said = [
    ...remembered().filter((name) => !name.startsWith("past_")),
    ...[...timeless, ...approvedSums].map(getTableName),
  ];
  expect(said.toSorted()).toEqual(tables.map(getTableName).toSorted());
});

beforeAll(() => fillDemonstration(db, { towns: ["lianhua", "tingxi"] }));

/** Rows of a table, in an order of their own, without keys that only number them. */
async function rowsOf(reader: Pick<typeof db, "select">, table: (typeof tables)[number]) {
  const numbered = table === (schema.projectVillages as unknown);
  const rows = (await reader.select().from(table)) as Record<string, unknown>[];
  return rows.map((row) => JSON.stringify(numbered ? { ...row, id: 0 } : row)).toSorted();
}

/** A roll-up keeps rows of nothing where everything was taken back; the past has none. */
const isSomething = (row: string) =>
  Object.entries(JSON.parse(row)).some(
    ([name, value]) => !/Id$|^(month|year|source|stage)$/.test(name) && value !== 0,
  );

test.each(tables.map((table) => [getTableName(table), table] as const))(
  "tomorrow's past of %s is the present",
  async (name, table) => {
    const [now, then] = [await rowsOf(db, table), await rowsOf(db.asOf("2099-01-01T00:00:00.000Z"), table)];
    const isRollUp = /^(income_month|income_year|funding_year)$/.test(name);
    expect(isRollUp ? then.filter(isSomething) : then).toEqual(isRollUp ? now.filter(isSomething) : now);
    if (isRollUp) expect(now.length).toBeGreaterThan(10);
  },
);

test.each(remembered().filter((name) => name !== "division" && !name.startsWith("past_")))(
  "before anything was recorded %s is empty",
  async (name) => {
    const table = tables.find((each) => getTableName(each) === name) as (typeof tables)[number];
    expect(await db.asOf("2000-01-01T00:00:00.000Z").select().from(table)).toEqual([]);
  },
);

const views = schema.incomeBases.flatMap((basis) => [
  { basis, approvedOnly: false },
  { basis, approvedOnly: true },
]);

// What is kept by every posting and approval, against what is summed up from the postings themselves.
test.each(views)(
  "the sums kept for $basis, approved only: $approvedOnly, are those of the postings",
  async (view) => {
    for (const table of [schema.incomeMonths, schema.incomeYears, schema.fundingYears]) {
      const kept = (await rowsOf(db.withView(view), table as never)).filter(isSomething);
      const summed = (
        await rowsOf(db.asOf("2099-01-01T00:00:00.000Z").withView(view), table as never)
      ).filter(isSomething);
      expect(kept).toEqual(summed);
    }
  },
);

test("by each basis a year's income is what its definition says, and so are the targets met", async () => {
  const of = async (basis: (typeof schema.incomeBases)[number]) => {
    const rows = await db.withView({ basis }).select().from(schema.incomeYears);
    return rows.toSorted((a, b) => a.divisionId - b.divisionId || a.year - b.year);
  };
  const [strict, recurring, netReturn, total] = await Promise.all(schema.incomeBases.map(of));
  expect(strict?.length).toBeGreaterThan(10);
  for (const [at, row] of (strict ?? []).entries()) {
    expect(recurring?.[at]?.operatingFen).toBe(row.operatingFen - row.oneOffFen);
    expect(netReturn?.[at]?.operatingFen).toBe(row.operatingFen - row.costFen);
    expect(total?.[at]?.operatingFen).toBe(row.operatingFen + row.otherFen);
    if (row.villages !== 1) continue;
    for (const each of [row, recurring?.[at], netReturn?.[at], total?.[at]]) {
      const short = Math.max(0, row.targetFen - (each?.operatingFen ?? 0));
      expect([each?.met, each?.gapFen]).toEqual(row.withData ? [short === 0 ? 1 : 0, short] : [0, 0]);
    }
  }
});

test("the past takes no writing", async () => {
  await expect(db.asOf("2016-06-30T16:00:00.000Z").transaction(async () => undefined)).rejects.toThrow(
    "The past cannot be written",
  );
});

test("columns of the past come as those of the present", async () => {
  const [row] = await db.asOf("2016-06-30T16:00:00.000Z").select().from(schema.incomeYears).limit(1);
  expect(Object.keys(row ?? {})).toEqual(Object.keys(getTableColumns(schema.incomeYears)));
  expect(Object.values(row ?? {}).every((value) => typeof value === "number")).toBe(true);
});
