import { and, asc, eq, isNull } from "drizzle-orm";
import { beforeAll, expect, test } from "vitest";
import { accounts, incomePostings, incomeShares, incomeWithdrawals } from "#db/schema/index.ts";
import { inView } from "#lib/core/context.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { missingFrom } from "#lib/filing/queries/missing.ts";
import { openWorld } from "#lib/testing/world.ts";
import { reverseIncome } from "./commands/postings.ts";
import { apportionIncome, postShares, withdrawReceipt } from "./commands/receipts.ts";
import { dueOf } from "./queries/due-portions.ts";
import { receiptOf } from "./queries/receipts.ts";
import { incomeTotals } from "./queries/totals.ts";

// A wrong receipt over months or villages is taken back from a month on, in one act (working-day P2-8).

const world = await openWorld();
const town = await world.town("莲花镇");
const village = await world.village("军营");
const neighbour = await world.village("西坑");
let accountId = 0;
const clerkOn = async (day: string) => world.as(await world.actor("town", "莲花镇"), day);
const officeOn = async (day: string) => world.as(await world.actor("office"), day);

beforeAll(async () => {
  const [found] = await world.db
    .select()
    .from(accounts)
    .where(eq(accounts.code, "501"))
    .orderBy(asc(accounts.id))
    .limit(1);
  accountId = found?.id ?? 0;
});

/** A rent of a year from a month on, 100.00 yuan a month, entered on a day. */
const rent = async (fromMonth: string, onDay: string, more = {}) =>
  apportionIncome(await officeOn(onDay), {
    townId: town.id,
    accountId,
    amountFen: 1200_00,
    receivedOn: `${fromMonth}-01`,
    fromMonth,
    months: 12,
    split: "none" as const,
    villageId: village.id,
    ...more,
  });
const statesOf = async (day: string, id: number) => {
  const { portions } = await receiptOf(await clerkOn(day), id);
  return Object.fromEntries(
    portions.map((portion) => [`${portion.village} ${portion.month}`, portion.state]),
  );
};
const monthFen = async (month: string) => {
  const rows = await world.db
    .select({ amountFen: incomePostings.amountFen })
    .from(incomePostings)
    .where(and(eq(incomePostings.villageId, village.id), eq(incomePostings.month, month)));
  return rows.reduce((sum, row) => sum + row.amountFen, 0);
};

test("from a month on: what is posted is reversed with the one reason, what is not never falls due, earlier months stay", async () => {
  const { id } = await rent("2013-01", "2013-06-15"); // January to June are posted
  const before = (await incomeTotals(world.db, village, 2013)).operatingFen;
  const made = await withdrawReceipt(await clerkOn("2013-06-20"), {
    receiptId: id,
    fromMonth: "2013-05",
    reason: reasonOf("承租方退租"),
  });
  expect(made).toMatchObject({ id, reversed: 2, townCode: town.code });
  const event = await world.lastEvent();
  expect(event).toMatchObject({ verb: "income.withdraw", subjectName: "莲花镇 2013-05" });
  expect(event.payload).toMatchObject({
    reason: reasonOf("承租方退租"),
    before: { receiptId: id, untilMonth: null },
    after: { fromMonth: "2013-05", dropped: 6 },
  });
  expect(
    event.payload.after.rows.map((row: { month: string; amountFen: number }) => [row.month, row.amountFen]),
  ).toEqual([
    ["2013-05", -100_00],
    ["2013-06", -100_00],
  ]);
  expect((await incomeTotals(world.db, village, 2013)).operatingFen).toBe(before - 200_00);
  const notes = await world.db
    .select()
    .from(incomePostings)
    .where(and(eq(incomePostings.month, "2013-06"), eq(incomePostings.note, "承租方退租")));
  expect(notes).toHaveLength(1);
  const states = Object.values(await statesOf("2013-06-20", id));
  // What a town is told to post is named by the months that it belongs to, not by the month of today.
  await rent("2013-11", "2013-10-01", { months: 2, receivedOn: "2013-10-01" });
  expect(await dueOf(await clerkOn("2013-12-31"), town.id)).toEqual({
    count: 2,
    amountFen: 1200_00,
    months: ["2013-11", "2013-12"],
    closed: 0,
  });
  await postShares(await clerkOn("2013-12-31"), { townId: town.id });
  expect(states).toEqual([...Array(4).fill("posted"), ...Array(8).fill("withdrawn")]);
  // The months that follow ask for nothing of it, and nobody can post it again.
  const later = await clerkOn("2013-12-31");
  expect(await dueOf(later, town.id)).toEqual({ count: 0, amountFen: 0, months: null, closed: 0 });
  const [july] = await world.db
    .select()
    .from(incomeShares)
    .where(and(eq(incomeShares.receiptId, id), eq(incomeShares.month, "2013-07")));
  await expect(postShares(later, { townId: town.id, shareId: july?.id })).rejects.toThrow(
    "income.nothingDue",
  );
  const [may] = await world.db
    .select()
    .from(incomeShares)
    .where(and(eq(incomeShares.receiptId, id), eq(incomeShares.month, "2013-05")));
  await expect(postShares(later, { townId: town.id, shareId: may?.id })).rejects.toThrow("income.nothingDue");
  expect((await missingFrom(world.db, town, "2013-12", "2013-12-31")).shares).toEqual([]);
});

test("whole, and of all its villages; a posting that was reversed before is not reversed again; further back is another act", async () => {
  const villages = [
    { villageId: village.id, share: 6000 },
    { villageId: neighbour.id, share: 4000 },
  ];
  const { id } = await rent("2014-01", "2014-03-10", {
    split: "given",
    villageId: undefined,
    villages,
    months: 6,
  });
  const office = await officeOn("2014-03-12");
  const [first] = await world.db
    .select({ posting: incomePostings })
    .from(incomePostings)
    .innerJoin(incomeShares, eq(incomeShares.id, incomePostings.shareId))
    .where(
      and(
        eq(incomeShares.receiptId, id),
        eq(incomePostings.villageId, neighbour.id),
        eq(incomePostings.month, "2014-02"),
        isNull(incomePostings.reversesId),
      ),
    );
  await reverseIncome(office, { postingId: first?.posting.id ?? 0, reason: reasonOf("多记") });
  expect(
    (await withdrawReceipt(office, { receiptId: id, fromMonth: "2014-03", reason: reasonOf("重复登记") }))
      .reversed,
  ).toBe(2);
  await expect(
    withdrawReceipt(office, { receiptId: id, fromMonth: "2014-04", reason: reasonOf("再撤") }),
  ).rejects.toThrow("income.alreadyWithdrawn");
  expect(
    (await withdrawReceipt(office, { receiptId: id, fromMonth: "2014-01", reason: reasonOf("整笔有误") }))
      .reversed,
  ).toBe(3);
  expect(new Set(Object.values(await statesOf("2014-03-12", id)))).toEqual(new Set(["withdrawn"]));
  for (const month of ["2014-01", "2014-02", "2014-03"]) expect(await monthFen(month)).toBe(0);
  const { withdrawals, portions } = await receiptOf(office, id);
  expect(withdrawals.map(({ fromMonth, reason }) => [fromMonth, reason])).toEqual([
    ["2014-01", "整笔有误"],
    ["2014-03", "重复登记"],
  ]);
  expect(portions.every((portion) => portion.postingId === null)).toBe(true);
  await expect(
    withdrawReceipt(office, { receiptId: id, fromMonth: "2014-01", reason: reasonOf("又一次") }),
  ).rejects.toThrow("income.alreadyWithdrawn");
});

test("a closed month keeps what is posted in it: all or nothing is withdrawn, by the rule of a single reversal", async () => {
  const { id } = await rent("2015-01", "2015-03-10", { months: 6 });
  await submitMonth(await clerkOn("2015-02-10"), {
    townId: town.id,
    month: "2015-02",
    version: 0,
    confirmed: true,
  });
  const clerk = await clerkOn("2015-03-12");
  await expect(
    withdrawReceipt(clerk, { receiptId: id, fromMonth: "2015-01", reason: reasonOf("退租") }),
  ).rejects.toThrow(new Refused("monthSubmitted", { month: "2015-02" }, "fromMonth"));
  expect(await world.db.select().from(incomeWithdrawals).where(eq(incomeWithdrawals.receiptId, id))).toEqual(
    [],
  );
  expect(await monthFen("2015-01")).toBe(100_00 * 2);
  expect(
    (await withdrawReceipt(clerk, { receiptId: id, fromMonth: "2015-03", reason: reasonOf("退租") }))
      .reversed,
  ).toBe(1);
  expect(Object.values(await statesOf("2015-03-12", id))).toEqual([
    "posted",
    "posted",
    ...Array(4).fill("withdrawn"),
  ]);
});

test("a past day shows what had been recorded by then", async () => {
  const { id } = await rent("2016-01", "2016-02-10");
  await withdrawReceipt(await officeOn("2016-02-20"), {
    receiptId: id,
    fromMonth: "2016-02",
    reason: reasonOf("退租"),
  });
  const asOf = async (day: string) => {
    const ctx = inView(await officeOn("2016-03-10"), { asOf: day, approvedOnly: false });
    const { withdrawals, portions } = await receiptOf(ctx, id);
    const { operatingFen } = await incomeTotals(ctx.db, village, 2016);
    return [withdrawals.length, portions.slice(0, 4).map(({ state }) => state), operatingFen];
  };
  expect(await asOf("2016-02-15")).toEqual([0, ["posted", "posted", "waiting", "waiting"], 200_00]);
  expect(await asOf("2016-02-25")).toEqual([1, ["posted", "withdrawn", "withdrawn", "withdrawn"], 100_00]);
});

test("the same form twice withdraws once; a receipt that other towns share is the office's to withdraw; a stranger's is not there", async () => {
  const abroad = await world.village("梧侣");
  const villages = [
    { villageId: village.id, share: 5000 },
    { villageId: abroad.id, share: 5000 },
  ];
  const { id } = await rent("2016-05", "2016-06-10", {
    split: "given",
    villageId: undefined,
    villages,
    months: 2,
  });
  const input = { receiptId: id, fromMonth: "2016-05", reason: reasonOf("重复") };
  await expect(withdrawReceipt(await clerkOn("2016-06-12"), input)).rejects.toThrow(
    "income.withdrawElsewhere",
  );
  await expect(
    withdrawReceipt(world.as(await world.actor("town", "五显镇"), "2016-06-12"), input),
  ).rejects.toThrow(NotFound);
  await expect(withdrawReceipt(world.as(await world.actor("leader"), "2016-06-12"), input)).rejects.toThrow(
    Forbidden,
  );
  const keyed = { ...input, key: "00000000-0000-4000-8000-000000000001" };
  const office = await officeOn("2016-06-12");
  expect(await withdrawReceipt(office, keyed)).toEqual(await withdrawReceipt(office, keyed));
  expect(
    await world.db.select().from(incomeWithdrawals).where(eq(incomeWithdrawals.receiptId, id)),
  ).toHaveLength(1);
});
