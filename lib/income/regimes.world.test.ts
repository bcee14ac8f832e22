import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IncomeBasis } from "#db/schema/income.ts";
import { accountMappings, accounts, bases, incomePostings } from "#db/schema/index.ts";
import { openWorld } from "../testing/world.ts";
import { figuresOf, resultFen } from "./basis.ts";
import { postIncome } from "./commands.ts";
import { incomeTotals } from "./queries.ts";
import { countingAlike, mappingsOf, regimesOf, restated, type Way } from "./regimes.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"), "2024-12-31");
const mappings = await mappingsOf(world.db);
const all = await world.db.select({ account: accounts, regime: bases.key }).from(accounts).innerJoin(bases, eq(bases.id, accounts.basisId));
const accountOf = (regime: string, code: string) => {
  const found = all.find((each) => each.regime === regime && each.account.code === code)?.account;
  if (!found) throw new Error(`No ${code} in ${regime}`);
  return found;
};
const wan = 1_000_000;
const entry = (regime: string, code: string, amountFen: number, part = "") => {
  const { id: accountId, kind } = accountOf(regime, code);
  return { accountId, kind, amountFen, oneOff: false, part };
};
type Entry = ReturnType<typeof entry>;
const byPart = (posting: Entry, ways: readonly Way[]) => ways.find((way) => way.part === posting.part);
const codesOf = (entries: readonly { accountId: number; amountFen: number }[]) =>
  entries.map((each) => [all.find(({ account }) => account.id === each.accountId)?.account.code, each.amountFen]);

describe("the same books under both regimes", () => {
  test("contract fees become operating revenue and remitted profits investment income; the strict total stays 108", () => {
    const books = [
      entry("2004", "501", 68 * wan),
      entry("2004", "511", 20 * wan, "承包金"),
      entry("2004", "511", 15 * wan, "所属单位上交利润"),
      entry("2004", "561", 5 * wan),
      entry("2004", "522", 30 * wan),
      entry("2004", "531", 42 * wan),
      entry("2004", "502", 45 * wan),
      entry("2004", "541", 35 * wan),
    ];
    const now = restated(books, mappings, byPart);
    expect(codesOf(now)).toEqual([
      ["501", 68 * wan],
      ["501", 20 * wan],
      ["511", 15 * wan],
      ["511", 5 * wan],
      ["502", 30 * wan],
      ["503", 42 * wan],
      ["521", 45 * wan],
      ["523", 35 * wan],
    ]);
    expect(figuresOf(now)).toEqual({ operatingFen: 108 * wan, oneOffFen: 0, otherFen: 72 * wan, costFen: 80 * wan });
  });

  test("whatever stands in the books, every figure is the same in the other regime, and again on the way back", () => {
    for (const regime of ["2004", "2023"]) {
      const able = all
        .filter(({ regime: of, account }) => of === regime && !["never", "otherCost"].includes(account.kind))
        .map((each) => each.account);
      const posting = fc.record({
        account: fc.constantFrom(...able),
        amountFen: fc.integer({ min: -1e11, max: 1e11 }),
        oneOff: fc.boolean(),
        way: fc.nat(),
      });
      fc.assert(
        fc.property(fc.array(posting, { maxLength: 40 }), (drawn) => {
          const books = drawn.map(({ account, ...rest }) => ({ ...rest, accountId: account.id, kind: account.kind }));
          const choose = (each: { way: number }, ways: readonly Way[]) => ways[each.way % ways.length];
          const there = restated(books, mappings, choose);
          expect(figuresOf(there)).toEqual(figuresOf(books));
          expect(figuresOf(restated(there, mappings, choose))).toEqual(figuresOf(books));
        }),
      );
    }
  });

  test("an account that parts is not restated before it is said by what, and one without a place there not at all", () => {
    expect(() => restated([entry("2004", "511", 1)], mappings)).toThrow("accountParts");
    expect(() => restated([entry("2004", "551", 1)], mappings)).toThrow("noCounterpart");
  });

  test("a mapping that would turn subsidies into operating income is refused when it is read", async () => {
    expect(() => countingAlike({ from: accountOf("2004", "522"), to: accountOf("2023", "501") })).toThrow("522 → 501");
    expect(() => countingAlike({ from: accountOf("2004", "551"), to: accountOf("2023", "301") })).toThrow("551 → 301");
    const other = await openWorld();
    const [wrong] = await other.db
      .select()
      .from(accountMappings)
      .where(and(eq(accountMappings.fromId, accountOf("2004", "522").id)));
    await other.db.transaction((tx) =>
      tx
        .update(accountMappings)
        .set({ toId: accountOf("2023", "501").id })
        .where(eq(accountMappings.id, wrong?.id ?? 0)),
    );
    await expect(mappingsOf(other.db)).rejects.toThrow("522 → 501");
  });
});

describe("the worked example of DOMAIN §3, through the database", () => {
  const example = { 501: 68, 511: 35, 561: 5, 522: 30, 531: 42, 502: 45, 541: 35, 551: 45 };
  const expected: Record<IncomeBasis, number> = { strict: 108 * wan, recurring: 108 * wan, netReturn: 28 * wan, total: 180 * wan };

  test("operating income 108, net operating return 28, total income 180, result of the year 55 (万元), in village, town and county", async () => {
    const [town, village] = [await world.town("莲花镇"), await world.village("军营")];
    const rows = Object.entries(example).map(([code, amount]) => ({
      villageId: village.id,
      accountId: accountOf("2004", code).id,
      amountFen: amount * wan,
    }));
    await postIncome(office, { townId: town.id, month: "2012-12", rows });
    for (const [basis, incomeFen] of Object.entries(expected)) {
      const db = world.db.through({ basis: basis as IncomeBasis });
      for (const node of [village, town, world.district]) expect((await incomeTotals(db, node, 2012)).operatingFen, basis).toBe(incomeFen);
    }
    const posted = await world.db
      .select({ kind: accounts.kind, amountFen: incomePostings.amountFen, oneOff: incomePostings.oneOff })
      .from(incomePostings)
      .innerJoin(accounts, eq(accounts.id, incomePostings.accountId))
      .where(eq(incomePostings.month, "2012-12"));
    expect(resultFen(posted)).toBe(55 * wan);
  });

  test("the same income posted in 2024 by the accounts of 2023 gives the same strict total", async () => {
    const [town, village] = [await world.town("莲花镇"), await world.village("西坑")];
    const books = [entry("2004", "501", 68 * wan), entry("2004", "511", 35 * wan, "承包金"), entry("2004", "561", 5 * wan)];
    const rows = restated(books, mappings, byPart).map(({ accountId, amountFen }) => ({ villageId: village.id, accountId, amountFen }));
    await postIncome(office, { townId: town.id, month: "2024-06", rows });
    expect((await incomeTotals(world.db, village, 2024)).operatingFen).toBe(108 * wan);
  });
});

test("the published page holds both regimes, and says of each account where it goes", async () => {
  const [earlier, later] = await regimesOf(world.as(await world.actor("auditor")));
  expect([earlier?.document, later?.document]).toEqual(["财会〔2004〕12号", "财会〔2023〕14号"]);
  const contract = earlier?.accounts.find((account) => account.code === "511");
  expect(contract?.ways.map((way) => [way.account.code, way.part])).toEqual([
    ["501", "承包金"],
    ["511", "所属单位上交利润"],
  ]);
  expect(later?.accounts.find((account) => account.code === "501")?.ways.map((way) => way.account.code)).toEqual(["501", "511"]);
});
