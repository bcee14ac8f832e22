import { and, eq, inArray } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { accounts, bases, divisions } from "#db/schema/index.ts";
import type { Month } from "#lib/core/dates.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postIncome, reverseIncome } from "#lib/income/commands/postings.ts";
import { apportionIncome, postShares } from "#lib/income/commands/receipts.ts";
import { openWorld } from "#lib/testing/world.ts";
import { submitMonth } from "../commands/town.ts";
import { incomeTable } from "../rules/income-table.ts";
import { type EarlierTotals, earlierTotals } from "./comparison.ts";
import { filedMonth } from "./filed-month.ts";
import { filingMatrix, readyIn } from "./filing-matrix.ts";
import { readinessOf, unflagged, type Waiting, waitingMonths } from "./readiness.ts";

// 五显镇, November 2016, as the office reads it before it approves.
const world = await openWorld();
const office = await world.actor("office");
const [town, other] = [await world.town("五显镇"), await world.town("大同街道")];
const month: Month = "2016-11";
const on = "2016-12-02";
const villages = await world.db
  .select()
  .from(divisions)
  .where(eq(divisions.parentId, town.id))
  .orderBy(divisions.code);
const [first, second, third, fourth, , sixth, seventh] = villages.map(({ id }) => id) as [
  number,
  number,
  number,
  number,
  number,
  number,
  number,
];
const listed = await world.db
  .select({ id: accounts.id, code: accounts.code })
  .from(accounts)
  .innerJoin(bases, eq(bases.id, accounts.basisId))
  .where(
    and(
      eq(bases.key, "2004"),
      inArray(accounts.code, ["501", "511", "561", "522", "531", "521", "502", "541", "551"]),
    ),
  );
const idOf = (code: string) => listed.find((account) => account.code === code)?.id as number;
const post = (villageId: number, of: Month, code: string, amountFen: number, townId = town.id) =>
  postIncome(world.as(office, on), {
    townId,
    month: of,
    rows: [{ villageId, accountId: idOf(code), amountFen }],
  });

beforeAll(async () => {
  await post(first, "2015-11", "501", 1_500_00);
  await post(first, "2015-12", "501", 700_00); // not of this year
  await post(first, "2016-01", "501", 40_000_05);
  await post(first, "2016-10", "501", 2_000_10);
  for (const [code, fen] of [
    ["551", 1_00],
    ["502", 300_00],
    ["531", 9_99],
    ["501", 2_029_90],
    ["561", -29_90],
    ["511", 100_00],
  ] as const)
    await post(first, month, code, fen);
  await post(second, "2016-10", "501", 20_000_00);
  await post(second, month, "501", 20_000_00);
  const { ids } = await post(second, month, "541", 15_00);
  await reverseIncome(world.as(office, on), { postingId: ids[0] as number, reason: reasonOf("重复") });
  const taken = await post(sixth, month, "501", 900_00);
  await reverseIncome(world.as(office, on), {
    postingId: taken.ids[0] as number,
    reason: reasonOf("录错村"),
  });
  await post(sixth, "2016-10", "501", 800_00);
  await post(third, "2016-09", "501", 500_00);
  await post(third, "2016-10", "501", 700_00);
  const receipt = {
    split: "given" as const,
    projectId: undefined,
    oneOff: false,
    voucher: "",
    note: "三年租金",
  };
  await apportionIncome(world.as(office, "2016-10-20"), {
    ...receipt,
    townId: town.id,
    accountId: idOf("501"),
    amountFen: 3_000_00,
    receivedOn: "2016-10-03",
    fromMonth: "2016-10",
    months: 3,
    villages: [{ villageId: fourth, share: 10_000 }],
  });
});

const besideOf = async () =>
  new Map(
    (await filedMonth(world.as(office, on), town.code, month)).villages.map(({ id, beside }) => [id, beside]),
  );

test("this month, last month, the change, the same month last year and the year so far, to the fen", async () => {
  const { flags, ...figures } = (await besideOf()).get(first) ?? { flags: [] };
  expect(figures).toEqual({
    nowFen: 2_100_00,
    lastFen: 2_000_10,
    changeFen: 99_90,
    yearAgoFen: 1_500_00,
    yearFen: 44_100_15,
    targetFen: 100_000_00,
  });
  expect(flags).toEqual([]);
});

test("missing is not zero: a village that has not reported has no figure and no change; that it is missing is said once, without a flag", async () => {
  const beside = await besideOf();
  expect(beside.get(third)).toEqual({
    nowFen: null,
    lastFen: 700_00,
    changeFen: null,
    yearAgoFen: null,
    yearFen: 1_200_00,
    targetFen: 100_000_00,
    flags: [],
  });
  expect(beside.get(villages[4]?.id as number)).toMatchObject({
    nowFen: null,
    lastFen: null,
    yearFen: null,
    flags: [],
  });
});

test("all that a village had is taken back: it has no figure, no change and no sum, not zero, beside earlier months and by account", async () => {
  const { villages: filed, missing } = await filedMonth(world.as(office, on), town.code, month);
  const own = filed.find(({ id }) => id === sixth) as (typeof filed)[number];
  expect(own.beside).toMatchObject({ nowFen: null, lastFen: 800_00, changeFen: null, yearFen: 800_00 });
  expect(own.beside.flags).toEqual([{ kind: "reversed", values: { count: 1, amountFen: -900_00 } }]);
  expect(missing.villages.map(({ id }) => id)).toContain(sixth);
  const line = incomeTable(filed).lines.find(({ id }) => id === sixth);
  expect(line?.operatingFen).toBeNull();
  expect(line?.cells).toEqual([null, null, null, null, null, null, null]);
});

test("the sums of villages change only where each has both months or neither", () => {
  const beside = (nowFen: number | null, lastFen: number | null): EarlierTotals => ({
    nowFen,
    lastFen,
    changeFen: null,
    yearAgoFen: null,
    yearFen: null,
    targetFen: 100,
  });
  const [both, neither] = [beside(50, 40), beside(null, null)];
  expect(earlierTotals([both, neither, beside(-5, 1)])).toEqual({
    ...beside(45, 41),
    changeFen: 4,
    targetFen: 300,
  });
  for (const half of [beside(100, null), beside(null, 100)])
    expect(earlierTotals([both, half]).changeFen, JSON.stringify(half)).toBeNull();
  expect(earlierTotals([both, beside(100, null)])).toMatchObject({ nowFen: 150, lastFen: 40 });
  expect(earlierTotals([neither])).toMatchObject({ nowFen: null, lastFen: null, changeFen: null });
});

test("approved unseen is what lacks nothing and has no flag: neither alone will do", () => {
  const waiting = (complete: boolean, flags: number) => ({ complete, flags }) as Waiting;
  const [whole, flagged, lacking, both] = [
    waiting(true, 0),
    waiting(true, 1),
    waiting(false, 0),
    waiting(false, 2),
  ];
  expect(unflagged([flagged, whole, lacking, both])).toEqual([whole]);
});

test("flags are of this month's rows: the same round amount again, and what was taken back", async () => {
  const flags = (await besideOf()).get(second)?.flags;
  expect(flags).toEqual([
    { kind: "sameAsLast", values: { amountFen: 20_000_00 } },
    { kind: "round", values: { amountFen: 20_000_00, stepFen: 10_000_00 } },
    { kind: "reversed", values: { count: 1, amountFen: -15_00 } },
  ]);
});

test("a share of a receipt that is due is missing; posted, it may be what it was last month", async () => {
  const due = async () =>
    (await filedMonth(world.as(office, on), town.code, month)).missing.shares.map(
      ({ villageId, amountFen }) => [villageId, amountFen],
    );
  expect(await due()).toEqual([[fourth, 1_000_00]]);
  await postShares(world.as(office, on), { townId: town.id, shareId: undefined });
  expect(await due()).toEqual([]);
  expect((await besideOf()).get(fourth)).toMatchObject({
    nowFen: 1_000_00,
    lastFen: 1_000_00,
    changeFen: 0,
    flags: [],
  });
});

test("accounts stand in the order of the books, as in the grid: 501 511 561 | 531 | 502 551", async () => {
  const { villages: filed } = await filedMonth(world.as(office, on), town.code, month);
  expect(incomeTable(filed).accounts.map(({ accountCode }) => accountCode)).toEqual([
    "501",
    "511",
    "561",
    "531",
    "502",
    "541",
    "551",
  ]);
});

test("from 2024 on they stand in the order of the new chart: 501 502 | 503 504 | 511 512 513 | 514 515 | 521", async () => {
  const own = await world.db
    .select({ id: accounts.id, code: accounts.code })
    .from(accounts)
    .innerJoin(bases, eq(bases.id, accounts.basisId))
    .where(eq(bases.key, "2023"));
  const later = world.as(office, "2024-02-02");
  // As they come in by hand, in no order, and not all of them to one village.
  for (const code of ["515", "504", "511", "521", "502", "512", "503", "514", "513", "501"]) {
    const accountId = own.find((account) => account.code === code)?.id as number;
    await postIncome(later, {
      townId: town.id,
      month: "2024-01",
      rows: [{ villageId: code > "513" ? first : seventh, accountId, amountFen: 1_00 }],
    });
  }
  const { villages: filed } = await filedMonth(later, town.code, "2024-01");
  const { accounts: shown, operatingFen } = incomeTable(filed);
  expect(shown.map(({ accountCode }) => accountCode)).toEqual([
    "501",
    "502",
    "503",
    "504",
    "511",
    "512",
    "513",
    "514",
    "515",
    "521",
  ]);
  expect(operatingFen).toBe(2_00);
});

test("what waits for approval, what is missing of it and how many flags it has; approved unseen is only what lacks nothing and has none", async () => {
  const own = await world.db.select().from(divisions).where(eq(divisions.parentId, other.id));
  for (const [at, { id }] of own.entries()) await post(id, month, "501", 1_000_01 + at, other.id);
  for (const townId of [town.id, other.id])
    await submitMonth(world.as(office, on), { townId, month, version: 0, confirmed: true });
  const ctx = world.as(office, on);
  expect(await waitingMonths(ctx)).toEqual([{ month, towns: 2 }]);
  const waiting = await readinessOf(
    ctx,
    month,
    readyIn(await filingMatrix(ctx, { year: 2016 }), month).approve,
  );
  expect(
    waiting.map((each) => [each.town.shortName, each.complete, each.missing.villages.length, each.flags]),
  ).toEqual([
    ["大同街道", true, 0, 0],
    ["五显镇", false, villages.length - 3, 4],
  ]);
  expect(unflagged(waiting).map((each) => each.town.shortName)).toEqual(["大同街道"]);
});
