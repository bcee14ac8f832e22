import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import {
  accounts,
  divisions,
  incomeMonths,
  incomePostings,
  incomeTargets,
  incomeYears,
} from "#db/schema/index.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { openWorld } from "#lib/testing/world.ts";
import { figuresOf } from "#lib/views/basis.ts";
import { gapFen, metTarget } from "#lib/views/target.ts";
import { postIncome, reverseIncome, saveIncomeGrid, setTarget } from "../commands/postings.ts";
import { incomeByMonth, incomeTotals, incomeTotalsBelow, tilesOf } from "../queries/totals.ts";
import { activePostings } from "../rules/cells.ts";
import { accountsOf } from "./postings.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const towns = [await world.town("莲花镇"), await world.town("新民镇")];
const villagesIn = (townId: number) =>
  world.db.select().from(divisions).where(eq(divisions.parentId, townId));
const few = (await Promise.all(towns.map((town) => villagesIn(town.id)))).map((rows) =>
  rows.slice(0, 2).map((row) => row.id),
);
const postable = (await accountsOf(world.db, "2016-01")).filter((account) => account.kind !== "never");

const months = ["2015-12", "2016-01", "2016-02"];
const at = {
  town: fc.nat(1),
  village: fc.nat(1),
  account: fc.nat(postable.length - 1),
  month: fc.constantFrom(...months),
};
const operation = fc.oneof(
  fc.record({
    kind: fc.constant("post" as const),
    ...at,
    fen: fc.integer({ min: 0, max: 12_000_000 }),
    oneOff: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("save" as const),
    ...at,
    fen: fc.option(fc.integer({ min: 0, max: 12_000_000 })),
  }),
  fc.record({ kind: fc.constant("reverse" as const), nth: fc.nat(1000) }),
  fc.record({
    kind: fc.constant("target" as const),
    ...at,
    fen: fc.integer({ min: 1, max: 15_000_000 }),
    year: fc.constantFrom(2015, 2016),
  }),
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

async function perform(op: Operation) {
  if (op.kind === "reverse") {
    const standing = activePostings(await world.db.select().from(incomePostings));
    const posting = standing[op.nth % Math.max(1, standing.length)];
    if (posting) await reverseIncome(office, { postingId: posting.id, reason: reasonOf("x") });
    return;
  }
  const townId = towns[op.town]?.id ?? 0;
  const villageId = few[op.town]?.[op.village] ?? 0;
  const accountId = postable[op.account]?.id ?? 0;
  if (op.kind === "target") {
    const revisions = await world.db
      .select()
      .from(incomeTargets)
      .where(and(eq(incomeTargets.villageId, villageId), eq(incomeTargets.year, op.year)));
    await setTarget(office, {
      villageId,
      year: op.year,
      amountFen: op.fen,
      reason: reasonOf("x"),
      version: revisions.length,
    });
    return;
  }
  if (op.kind === "post") {
    await postIncome(office, {
      townId,
      month: op.month,
      rows: [{ villageId, accountId, amountFen: op.fen, oneOff: op.oneOff }],
    });
    return;
  }
  const own = (await world.db.select().from(incomePostings)).filter(
    (row) => row.villageId === villageId && row.accountId === accountId && row.month === op.month,
  );
  const standing = activePostings(own);
  const readFen = standing[0]?.amountFen ?? null;
  if (standing.length > 1 || readFen === op.fen) return;
  await saveIncomeGrid(office, {
    townId,
    month: op.month,
    reason: "x",
    cells: [{ villageId, accountId, amountFen: op.fen, readFen }],
  });
}

/** What every sum must be, counted from the rows alone. */
async function expected(divisionIds: number[], year: number) {
  const kinds = new Map(
    (await world.db.select().from(accounts)).map((account) => [account.id, account.kind]),
  );
  const rows = (await world.db.select().from(incomePostings)).filter((row) =>
    row.month.startsWith(String(year)),
  );
  const targets = (await world.db.select().from(incomeTargets)).filter((row) => row.year === year);
  const each = divisionIds.map((id) => {
    const own = rows.filter((row) => row.villageId === id);
    const figures = figuresOf(own.map((row) => ({ ...row, kind: kinds.get(row.accountId) ?? "other" })));
    const targetFen =
      targets.filter((row) => row.villageId === id).toSorted((a, b) => b.revision - a.revision)[0]
        ?.amountFen ?? 100_000_00;
    const withData = activePostings(own).length > 0 ? 1 : 0;
    return {
      ...figures,
      targetFen,
      gapFen: withData ? gapFen(figures.operatingFen, targetFen) : 0,
      villages: 1,
      withData,
      met: withData && metTarget(figures.operatingFen, targetFen) ? 1 : 0,
      noData: 1 - withData,
    };
  });
  return each.reduce(
    (sum, one) =>
      Object.fromEntries(
        Object.entries(one).map(([key, value]) => [key, value + (sum[key as keyof typeof sum] ?? 0)]),
      ) as typeof one,
  );
}

test("after any operations every sum is the sum of its rows, and every level the sum of the level below", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 1, maxLength: 25 }), async (operations) => {
      for (const op of operations) await perform(op);
      for (const year of [2015, 2016]) {
        for (const node of [...towns, world.district]) {
          const villages = (await tilesOf(world.db, node, year)).map((tile) => tile.id);
          const totals = await incomeTotals(world.db, node, year);
          expect(totals).toEqual(await expected(villages, year));
          const below = await incomeTotalsBelow(world.db, node, year);
          for (const column of Object.keys(totals) as (keyof typeof totals)[]) {
            expect(below.reduce((sum, child) => sum + child[column], 0)).toBe(totals[column]);
          }
          const byMonth = await incomeByMonth(world.db, node, year);
          expect(byMonth.reduce((sum, month) => sum + month.operatingFen, 0)).toBe(totals.operatingFen);
        }
      }
    }),
    { numRuns: 12, verbose: 1 },
  );
});

test("the roll-up holds nothing above the county", async () => {
  const rows = await world.db
    .selectDistinct({ level: divisions.level })
    .from(incomeYears)
    .innerJoin(divisions, eq(divisions.id, incomeYears.divisionId));
  expect(rows.map((row) => row.level).toSorted()).toEqual(["county", "town", "village"]);
  const monthly = await world.db
    .selectDistinct({ level: divisions.level })
    .from(incomeMonths)
    .innerJoin(divisions, eq(divisions.id, incomeMonths.divisionId));
  expect(monthly.map((row) => row.level).toSorted()).toEqual(["county", "town", "village"]);
});

test("a node above the county is the sum of its counties", async () => {
  const country = {
    id: 0,
    code: "000000000000",
    level: "country" as const,
    villages: world.district.villages,
  };
  expect(await incomeTotals(world.db, country, 2016)).toEqual(
    await incomeTotals(world.db, world.district, 2016),
  );
  expect(await incomeByMonth(world.db, country, 2016)).toEqual(
    await incomeByMonth(world.db, world.district, 2016),
  );
});
