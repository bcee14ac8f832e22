import { and, eq } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { IncomeBasis } from "#db/schema/income.ts";
import { accountMappings, accounts, bases, incomePostings } from "#db/schema/index.ts";
import { openWorld } from "#lib/testing/world.ts";
import { figuresOf, resultFen } from "#lib/views/basis.ts";
import { postIncome } from "../commands/postings.ts";
import { countsAlike, meaningsOfCode } from "../rules/codes.ts";
import {
  accountsInForce,
  accountsOfRegimes,
  countingAlike,
  mappingsOf,
  regimesOf,
  restated,
  type Way,
} from "./regimes.ts";
import { incomeTotals } from "./totals.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"), "2024-12-31");
const mappings = await mappingsOf(world.db);
const all = await world.db
  .select({ account: accounts, regime: bases.key })
  .from(accounts)
  .innerJoin(bases, eq(bases.id, accounts.basisId));
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
  entries.map((each) => [
    all.find(({ account }) => account.id === each.accountId)?.account.code,
    each.amountFen,
  ]);

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
      ["502", 15 * wan],
      ["502", 5 * wan],
      ["503", 30 * wan],
      ["504", 42 * wan],
      ["511", 45 * wan],
      ["513", 35 * wan],
    ]);
    expect(figuresOf(now)).toEqual({
      operatingFen: 108 * wan,
      oneOffFen: 0,
      otherFen: 72 * wan,
      costFen: 80 * wan,
    });
  });

  test("whatever stands in the books, every figure is the same in the other regime, and again on the way back", () => {
    for (const regime of ["2004", "2023"]) {
      const able = all
        .filter(
          ({ regime: of, account }) => of === regime && !["never", "tax", "incomeTax"].includes(account.kind),
        )
        .map((each) => each.account);
      const posting = fc.record({
        account: fc.constantFrom(...able),
        amountFen: fc.integer({ min: -1e11, max: 1e11 }),
        oneOff: fc.boolean(),
        way: fc.nat(),
      });
      fc.assert(
        fc.property(fc.array(posting, { maxLength: 40 }), (drawn) => {
          const books = drawn.map(({ account, ...rest }) => ({
            ...rest,
            accountId: account.id,
            kind: account.kind,
          }));
          const choose = (each: { way: number }, ways: readonly Way[]) => ways[each.way % ways.length];
          const there = restated(books, mappings, choose);
          expect(figuresOf(there)).toEqual(figuresOf(books));
          expect(resultFen(there)).toBe(resultFen(books));
          expect(figuresOf(restated(there, mappings, choose))).toEqual(figuresOf(books));
        }),
      );
    }
  });

  test("an account that parts is not restated before it is said by what, and one without a place there not at all", () => {
    expect(() => restated([entry("2004", "511", 1)], mappings)).toThrow("accountParts");
    expect(() => restated([entry("2023", "512", 1)], mappings)).toThrow("noCounterpart");
    expect(() => restated([entry("2004", "551", 1)], mappings)).toThrow("accountParts");
    expect(codesOf(restated([entry("2004", "551", 1)], mappings, byPart))).toEqual([["515", 1]]);
    expect(codesOf(restated([entry("2004", "551", 1, "公益性支出")], mappings, byPart))).toEqual([
      ["514", 1],
    ]);
  });

  test("a mapping that would turn subsidies into operating income is refused when it is read", async () => {
    expect(() => countingAlike({ from: accountOf("2004", "522"), to: accountOf("2023", "501") })).toThrow(
      "522 → 501",
    );
    expect(() => countingAlike({ from: accountOf("2004", "551"), to: accountOf("2023", "311") })).toThrow(
      "551 → 311",
    );
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
  const expected: Record<IncomeBasis, number> = {
    strict: 108 * wan,
    recurring: 108 * wan,
    netReturn: 28 * wan,
    total: 180 * wan,
  };

  test("operating income 108, net operating return 28, total income 180, result of the year 55 (万元), in village, town and county", async () => {
    const [town, village] = [await world.town("莲花镇"), await world.village("军营")];
    const rows = Object.entries(example).map(([code, amount]) => ({
      villageId: village.id,
      accountId: accountOf("2004", code).id,
      amountFen: amount * wan,
    }));
    await postIncome(office, { townId: town.id, month: "2012-12", rows });
    for (const [basis, incomeFen] of Object.entries(expected)) {
      const db = world.db.withView({ basis: basis as IncomeBasis });
      for (const node of [village, town, world.district])
        expect((await incomeTotals(db, node, 2012)).operatingFen, basis).toBe(incomeFen);
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
    const books = [
      entry("2004", "501", 68 * wan),
      entry("2004", "511", 35 * wan, "承包金"),
      entry("2004", "561", 5 * wan),
    ];
    const rows = restated(books, mappings, byPart).map(({ accountId, amountFen }) => ({
      villageId: village.id,
      accountId,
      amountFen,
    }));
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
    ["502", "所属单位上交利润"],
  ]);
  expect(
    later?.accounts.find((account) => account.code === "501")?.ways.map((way) => way.account.code),
  ).toEqual(["501", "511"]);
});

// DOMAIN §3, by hand: what each code is in its regime. The first edition of the product took 511 of 2024, a
// cost, for income.
const published = {
  "2016-12": {
    501: "operating",
    511: "operating",
    561: "operating",
    522: "subsidy",
    531: "other",
    521: "subsidy",
    502: "cost",
    541: "administration",
    551: "otherCost",
    311001: "never",
    311002: "never",
    241: "never",
  },
  "2024-01": {
    501: "operating",
    502: "operating",
    503: "subsidy",
    504: "other",
    511: "cost",
    512: "tax",
    513: "administration",
    514: "welfare",
    515: "otherCost",
    521: "incomeTax",
    311: "never",
    241: "never",
  },
} as const;

test("the accounts in force are those of the month's regime, each of its published kind, with what counts it", async () => {
  const auditor = world.as(await world.actor("auditor"));
  for (const [month, kinds] of Object.entries(published)) {
    const { data, regime } = await accountsInForce(auditor, month);
    expect(Object.fromEntries(data.map((account) => [account.code, account.kind]))).toEqual(kinds);
    expect(regime.document).toBe(month === "2016-12" ? "财会〔2004〕12号" : "财会〔2023〕14号");
    expect(
      data.filter((account) => account.countedBy.includes("netReturn")).map((account) => account.code),
    ).toEqual(month === "2016-12" ? ["501", "511", "561", "502", "541"] : ["501", "502", "511", "513"]);
  }
  expect((await accountsInForce(auditor, "2023-12")).regime.key).toBe("2004");
  await expect(accountsInForce(auditor, "2004-12")).rejects.toThrow("income.noBasis");
});

test("a bare code is known to mean several things, alike or not", async () => {
  const known = await accountsOfRegimes(world.db);
  const said = (code: string) => {
    const meanings = meaningsOfCode(known, code);
    return [meanings.map(({ regime, name }) => `${regime} ${name}`), countsAlike(meanings)];
  };
  expect(said("501")).toEqual([["2004 经营收入", "2023 经营收入"], true]);
  expect(said("511")).toEqual([["2004 发包及上交收入", "2023 经营支出"], false]);
  expect(said("502")).toEqual([["2004 经营支出", "2023 投资收益"], false]);
  expect(said("521")).toEqual([["2004 农业税附加返还收入", "2023 所得税费用"], false]);
  expect(said("241")).toEqual([["2004 专项应付款", "2023 专项应付款"], true]);
  expect(said("561")).toEqual([["2004 投资收益"], true]);
  expect(said("999")).toEqual([[], true]);
});

test("every account that may be posted is posted once by its code in each regime, and each sum is what its kind says", async () => {
  const town = await world.town("五显镇");
  const { id: villageId } = await world.village("明溪");
  for (const [month, kinds] of Object.entries(published)) {
    const own = all
      .filter(({ regime }) => regime === (month === "2016-12" ? "2004" : "2023"))
      .map(({ account }) => account);
    const rows = own.flatMap(({ id: accountId, kind }, at) =>
      kind === "never" ? [] : [{ villageId, accountId, amountFen: 10 ** at }],
    );
    await postIncome(office, { townId: town.id, month, rows });
    const sumOf = (...of: string[]) =>
      own.reduce(
        (sum, { code }, at) =>
          sum + (of.includes((kinds as Record<string, string>)[code] ?? "") ? 10 ** at : 0),
        0,
      );
    const village = await world.village("明溪");
    const { operatingFen, otherFen, costFen } = await incomeTotals(
      world.db,
      village,
      Number(month.slice(0, 4)),
    );
    expect([operatingFen, otherFen, costFen]).toEqual([
      sumOf("operating"),
      sumOf("subsidy", "other"),
      sumOf("cost", "administration"),
    ]);
  }
});
