import { and, asc, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  accounts,
  auditEvents,
  bases,
  clusters,
  filingMonths,
  incomePostings,
  incomeReceipts,
  incomeShares,
} from "#db/schema/index.ts";
import { NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import type { ApportionIncome } from "../input.ts";
import { ApportionIncome as ApportionForm } from "../input.ts";
import { dueOf } from "../queries/due-portions.ts";
import { incomeGrid } from "../queries/grid.ts";
import { receiptOf, receiptsOf } from "../queries/receipts.ts";
import { incomeTotals } from "../queries/totals.ts";
import { reverseIncome, saveIncomeGrid } from "./postings.ts";
import { apportionIncome, postShares } from "./receipts.ts";

const world = await openWorld();
const clerk = await world.actor("town", "莲花镇");
const office = await world.actor("office");
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [junying, baijiaoci, xikeng, danxi] = [
  await world.village("军营"),
  await world.village("白交祠"),
  await world.village("西坑"),
  await world.village("淡溪"),
];
const [wulu, xishan] = [await world.village("梧侣"), await world.village("西山")];
const all = await world.db
  .select({ account: accounts, regime: bases.key })
  .from(accounts)
  .innerJoin(bases, eq(bases.id, accounts.basisId));
const account = (code: string, regime = "2004") =>
  all.find((each) => each.regime === regime && each.account.code === code)?.account.id ?? 0;
const clusterOf = async (name: string) =>
  (await world.db.select().from(clusters)).find((cluster) => cluster.name.startsWith(name))?.id ?? 0;

const rent = (more: Partial<ApportionIncome> = {}): ApportionIncome => ({
  townId: lianhua.id,
  accountId: account("501"),
  amountFen: 36_000_10,
  receivedOn: "2016-10-12",
  fromMonth: "2016-10",
  months: 36,
  split: "none",
  villageId: junying.id,
  voucher: "收-88",
  note: "厂房三年租金",
  ...more,
});
const shared = (more: Partial<ApportionIncome> = {}) =>
  rent({ villageId: undefined, months: 1, fromMonth: "2016-12", receivedOn: "2016-12-05", ...more });
const on = (day: string, who = clerk) => world.as(who, day);
const postingsOf = (receiptId: number) =>
  world.db
    .select({ posting: incomePostings })
    .from(incomePostings)
    .innerJoin(incomeShares, eq(incomeShares.id, incomePostings.shareId))
    .where(eq(incomeShares.receiptId, receiptId))
    .orderBy(asc(incomePostings.id))
    .then((rows) => rows.map((row) => row.posting));
const sharesOf = (receiptId: number) =>
  world.db.select().from(incomeShares).where(eq(incomeShares.receiptId, receiptId));
const size = async () => {
  const rows = await Promise.all(
    [incomePostings, incomeReceipts, incomeShares, auditEvents].map((table) => world.db.select().from(table)),
  );
  return rows.map((each) => each.length);
};
const refusal = (code: string, field?: string) =>
  expect.objectContaining({ code, ...(field !== undefined && { field }) });
const states = async (id: number, day: string) =>
  Object.fromEntries(
    [...Map.groupBy((await receiptOf(on(day), id)).portions, (portion) => portion.state)].map(
      ([state, own]) => [state, own.length],
    ),
  );

describe("a receipt over several months", () => {
  test("what has begun is posted at once, each month its part, the rest waits; one event says all of it", async () => {
    const events = (await size())[3] as number;
    const before = await incomeTotals(world.db, junying, 2016);
    const { id, posted } = await apportionIncome(on("2016-12-31"), rent());
    expect(posted).toBe(3);
    const postings = await postingsOf(id);
    expect(
      postings.map((posting) => [
        posting.month,
        posting.amountFen,
        posting.voucher,
        posting.note,
        posting.oneOff,
      ]),
    ).toEqual([
      ["2016-10", 1_000_01, "收-88", "厂房三年租金", false],
      ["2016-11", 1_000_01, "收-88", "厂房三年租金", false],
      ["2016-12", 1_000_01, "收-88", "厂房三年租金", false],
    ]);
    const shares = await sharesOf(id);
    expect(shares).toHaveLength(36);
    expect(shares.reduce((sum, share) => sum + share.amountFen, 0)).toBe(36_000_10);
    expect((await incomeTotals(world.db, junying, 2016)).operatingFen).toBe(before.operatingFen + 3_000_03);
    expect((await incomeTotals(world.db, world.district, 2016)).operatingFen).toBe(3_000_03);
    expect((await size())[3]).toBe(events + 1);
    expect(await world.lastEvent()).toMatchObject({
      verb: "income.apportion",
      actorName: clerk.name,
      divisionCode: lianhua.code,
      payload: {
        after: {
          receiptId: id,
          amountFen: 36_000_10,
          months: 36,
          ids: postings.map((posting) => posting.id),
        },
      },
    });
    expect(await states(id, "2016-12-31")).toEqual({ posted: 3, waiting: 33 });
  });

  test("what is due goes up to the month at work, not to the calendar's: on 3 January December's", async () => {
    expect(await dueOf(on("2017-01-03"), lianhua.id)).toEqual({
      count: 0,
      amountFen: 0,
      months: null,
      closed: 0,
    });
    await expect(postShares(on("2017-01-03"), { townId: lianhua.id })).rejects.toEqual(
      refusal("income.nothingDue"),
    );
    const [{ id } = { id: 0 }] = (await receiptsOf(on("2017-01-03"), { node: lianhua, page: 1 })).receipts;
    expect(await states(id, "2017-01-03")).toEqual({ posted: 3, waiting: 33 });
  });

  test("a later month's part is due when that is the month at work, and one click posts all that are due, once", async () => {
    const january = on("2017-01-31");
    expect(await dueOf(january, lianhua.id)).toEqual({
      count: 1,
      amountFen: 1_000_01,
      months: ["2017-01", "2017-01"],
      closed: 0,
    });
    expect(await postShares(january, { townId: lianhua.id })).toMatchObject({ posted: 1 });
    expect(await dueOf(january, lianhua.id)).toEqual({ count: 0, amountFen: 0, months: null, closed: 0 });
    const before = await size();
    await expect(postShares(january, { townId: lianhua.id })).rejects.toEqual(refusal("income.nothingDue"));
    expect(await size()).toEqual(before);
  });

  test("the same form sent twice is one receipt", async () => {
    const first = await apportionIncome(on("2016-12-31"), rent({ key: "once", months: 2 }));
    const before = await size();
    expect(await apportionIncome(on("2016-12-31"), rent({ key: "once", months: 2 }))).toEqual(first);
    expect(await size()).toEqual(before);
  });

  test("a reversed part stays reversed, is not posted by the click for all, and can be posted again on its own", async () => {
    const { id } = await apportionIncome(
      on("2016-12-31"),
      rent({ months: 2, fromMonth: "2016-11", amountFen: 200_00 }),
    );
    const [november] = await postingsOf(id);
    await reverseIncome(on("2016-12-31"), { postingId: november?.id ?? 0, reason: reasonOf("对方违约退租") });
    expect(await states(id, "2016-12-31")).toEqual({ posted: 1, reversed: 1 });
    await expect(postShares(on("2016-12-31"), { townId: lianhua.id })).rejects.toEqual(
      refusal("income.nothingDue"),
    );
    const shareId = november?.shareId ?? 0;
    expect(await postShares(on("2016-12-31"), { townId: lianhua.id, shareId })).toMatchObject({ posted: 1 });
    expect(await states(id, "2016-12-31")).toEqual({ posted: 2 });
    expect((await postingsOf(id)).reduce((sum, posting) => sum + posting.amountFen, 0)).toBe(200_00);
    await expect(postShares(on("2016-12-31"), { townId: lianhua.id, shareId })).rejects.toEqual(
      refusal("income.nothingDue"),
    );
  });

  test("the grid shows a part beside what is typed, which it neither fills nor changes", async () => {
    await apportionIncome(
      on("2016-12-31"),
      rent({ villageId: danxi.id, months: 2, fromMonth: "2016-02", amountFen: 200_00 }),
    );
    const cellOf = async () =>
      (await incomeGrid(on("2016-12-31"), lianhua.id, "2016-02")).villages
        .find((village) => village.id === danxi.id)
        ?.cells.find((cell) => cell.accountId === account("501"));
    expect(await cellOf()).toMatchObject({ amountFen: null, postings: 0, sharedFen: 100_00 });
    const cells = [{ villageId: danxi.id, accountId: account("501"), amountFen: 90_00, readFen: null }];
    await saveIncomeGrid(on("2016-12-31"), { townId: lianhua.id, month: "2016-02", cells });
    expect(await cellOf()).toMatchObject({ amountFen: 90_00, postings: 1, sharedFen: 100_00 });
    const emptied = [{ villageId: danxi.id, accountId: account("501"), amountFen: null, readFen: 90_00 }];
    await saveIncomeGrid(on("2016-12-31"), {
      townId: lianhua.id,
      month: "2016-02",
      cells: emptied,
      reason: "误登",
    });
    expect(await cellOf()).toMatchObject({ amountFen: null, postings: 0, sharedFen: 100_00 });
    expect((await incomeTotals(world.db, danxi, 2016)).operatingFen).toBe(200_00);
  });

  test("what is one-off counts in operating income and in none without one-off items", async () => {
    await apportionIncome(
      on("2016-12-31"),
      rent({ villageId: xikeng.id, months: 1, fromMonth: "2016-01", amountFen: 500_00, oneOff: true }),
    );
    expect((await incomeTotals(world.db, xikeng, 2016)).operatingFen).toBe(500_00);
    expect((await incomeTotals(world.db.withView({ basis: "recurring" }), xikeng, 2016)).operatingFen).toBe(
      0,
    );
  });
});

describe("a receipt of several villages", () => {
  test("a cluster's members share equally, the odd fen to the first by code", async () => {
    const { id } = await apportionIncome(
      on("2016-12-31"),
      shared({ split: "cluster", clusterId: await clusterOf("白交祠"), amountFen: 100_03 }),
    );
    expect(
      (await receiptOf(on("2016-12-31"), id)).portions.map(({ village, shareBp, amountFen }) => [
        village,
        shareBp,
        amountFen,
      ]),
    ).toEqual([
      [junying.shortName, 2_500, 25_01],
      [danxi.shortName, 2_500, 25_01],
      [baijiaoci.shortName, 2_500, 25_01],
      [xikeng.shortName, 2_500, 25_00],
    ]);
  });

  test("a project's villages share as they agreed, and its postings name the project", async () => {
    const project = await plantProject(world, {
      town: "莲花镇",
      villages: { 军营: 6_667, 西坑: 3_333 },
      name: "高山茶园",
    });
    const { id } = await apportionIncome(
      on("2016-12-31"),
      shared({ split: "project", projectId: project.id, amountFen: 100_00 }),
    );
    expect(
      (await postingsOf(id)).map((posting) => [posting.villageId, posting.amountFen, posting.projectId]),
    ).toEqual([
      [junying.id, 66_67, project.id],
      [xikeng.id, 33_33, project.id],
    ]);
  });

  test("shares typed in must be 100.00 %, over different villages, none of them nothing", async () => {
    const given = (...of: [number, number][]) =>
      shared({
        split: "given",
        amountFen: 10_00,
        villages: of.map(([villageId, share]) => ({ villageId, share })),
      });
    for (const [input, code, field] of [
      [given([junying.id, 5_000], [xikeng.id, 4_999]), "income.sharesSum", "villages.0.share"],
      [given([junying.id, 5_000], [junying.id, 5_000]), "income.shareTwice", "villages.1.villageId"],
      [given([junying.id, 10_000], [xikeng.id, 0]), "income.shareOfNothing", "villages.1.share"],
      [given(), "income.splitByWhat", "villages.0.villageId"],
    ] as const) {
      const before = await size();
      await expect(apportionIncome(on("2016-12-31"), input)).rejects.toEqual(refusal(code, field));
      expect(await size()).toEqual(before);
    }
    const { posted } = await apportionIncome(
      on("2016-12-31"),
      given([xikeng.id, 3_333], [junying.id, 6_667]),
    );
    expect(posted).toBe(2);
  });

  test("the office shares over two towns, each of which sees its own part of it; a clerk cannot reach into another town", async () => {
    const input = shared({
      split: "given",
      amountFen: 100_01,
      villages: [
        { villageId: junying.id, share: 5_000 },
        { villageId: xishan.id, share: 5_000 },
      ],
    });
    await expect(apportionIncome(on("2016-12-31"), input)).rejects.toBeInstanceOf(NotFound);
    const { id } = await apportionIncome(on("2016-12-31", office), input);
    const clerkOfXinmin = world.as(await world.actor("town", "新民镇"));
    expect(await receiptOf(clerkOfXinmin, id)).toMatchObject({
      amountFen: 100_01,
      elsewhereFen: 50_01,
      portions: [{ village: "西山", amountFen: 50_00 }],
    });
    expect((await receiptsOf(clerkOfXinmin, { node: xinmin })).receipts.map((receipt) => receipt.id)).toEqual(
      [id],
    );
    await expect(receiptOf(world.as(await world.actor("town", "洪塘镇")), id)).rejects.toBeInstanceOf(
      NotFound,
    );
    expect((await incomeTotals(world.db, xinmin, 2016)).operatingFen).toBe(50_00);
  });

  test("a cluster of another town is no clerk's to share", async () => {
    const input = shared({ split: "cluster", clusterId: await clusterOf("梧侣"), amountFen: 10_00 });
    await expect(apportionIncome(on("2016-12-31"), input)).rejects.toEqual(
      refusal("income.shareElsewhere", "clusterId"),
    );
  });
});

describe("refused, with nothing written", () => {
  test.each([
    [
      "land compensation, with where it belongs",
      { accountId: account("311001") },
      "income.neverIncome",
      "accountId",
    ],
    ["a cost, which nobody receives", { accountId: account("502") }, "income.noReceipt", "accountId"],
    [
      "an account of the other regime",
      { accountId: account("501", "2023") },
      "income.otherRegime",
      "accountId",
    ],
    ["nothing", { amountFen: 0 }, "income.receiptNotPositive", "amountFen"],
    ["a loss", { accountId: account("561"), amountFen: -5_00 }, "income.receiptNotPositive", "amountFen"],
    ["money that has not come in yet", { receivedOn: "2017-01-01" }, "income.receivedInFuture", "receivedOn"],
    ["no village", { villageId: undefined }, "income.splitByWhat", "villageId"],
    [
      "contract fees or profits that go on into 2024, where they part",
      { accountId: account("511"), months: 120 },
      "income.receiptParts",
      "accountId",
    ],
  ])("%s", async (_, more, code, field) => {
    const before = await size();
    await expect(apportionIncome(on("2016-12-31"), rent(more))).rejects.toEqual(refusal(code, field));
    expect(await size()).toEqual(before);
  });

  test("a receipt whose first month is closed; later closed months wait, and are posted once they are open", async () => {
    const author = { changedAt: "2016-12-01T00:00:00.000Z", personId: null };
    const close = (month: string, state: "locked" | "open") =>
      world.db.transaction((tx) =>
        tx
          .insert(filingMonths)
          .values({ townId: xinmin.id, month, state, ...author })
          .onConflictDoUpdate({ target: [filingMonths.townId, filingMonths.month], set: { state } }),
      );
    const clerkOfXinmin = world.as(await world.actor("town", "新民镇"));
    const input = rent({
      townId: xinmin.id,
      villageId: wulu.id,
      months: 3,
      fromMonth: "2016-03",
      amountFen: 300_00,
    });
    await close("2016-03", "locked");
    const before = await size();
    await expect(apportionIncome(clerkOfXinmin, input)).rejects.toEqual(refusal("monthLocked", "fromMonth"));
    expect(await size()).toEqual(before);
    await close("2016-03", "open");
    await close("2016-04", "locked");
    const { id, posted } = await apportionIncome(clerkOfXinmin, input);
    expect(posted).toBe(2);
    expect((await receiptOf(clerkOfXinmin, id)).portions.map((portion) => portion.state)).toEqual([
      "posted",
      "closed",
      "posted",
    ]);
    expect(await dueOf(clerkOfXinmin, xinmin.id)).toEqual({
      count: 0,
      amountFen: 0,
      months: null,
      closed: 1,
    });
    await expect(postShares(clerkOfXinmin, { townId: xinmin.id })).rejects.toEqual(
      refusal("income.nothingDue"),
    );
    await close("2016-08", "locked");
    await apportionIncome(clerkOfXinmin, { ...input, months: 2, fromMonth: "2016-07", amountFen: 50_00 });
    await close("2016-04", "open");
    expect(await postShares(clerkOfXinmin, { townId: xinmin.id })).toMatchObject({ posted: 1 });
    // What stays in the closed August is no part of what the trail says was posted.
    const { after } = (await world.lastEvent()).payload;
    expect(after.rows).toEqual([{ receiptId: id, village: "梧侣", month: "2016-04", amountFen: 100_00 }]);
    expect(after.ids).toHaveLength(1);
  });
});

test("a receipt that runs on into 2024 goes on in the account that its own becomes", async () => {
  const { id } = await apportionIncome(
    on("2016-12-31"),
    rent({ accountId: account("561"), fromMonth: "2016-12", months: 96, amountFen: 96_00 }),
  );
  await postShares(on("2024-02-01"), { townId: lianhua.id });
  const postings = await postingsOf(id);
  const regimeOf = (accountId: number) => all.find((each) => each.account.id === accountId);
  expect(regimeOf(postings.find((posting) => posting.month === "2023-12")?.accountId ?? 0)).toMatchObject({
    regime: "2004",
    account: { code: "561" },
  });
  expect(regimeOf(postings.find((posting) => posting.month === "2024-01")?.accountId ?? 0)).toMatchObject({
    regime: "2023",
    account: { code: "502" },
  });
});

test("what is due is everything unposted, whatever a page looks through", async () => {
  const approvedOnly = { ...on("2016-12-31"), db: world.db.withView({ approvedOnly: true }) };
  const [newest] = (await receiptsOf(approvedOnly, { node: lianhua })).receipts;
  expect(newest?.portions.filter((portion) => portion.state === "due")).toEqual([]);
});

test("receipts cannot be changed or taken out", async () => {
  await expect(
    world.db.transaction((tx) => tx.update(incomeReceipts).set({ amountFen: 1 })),
  ).rejects.toThrow();
  await expect(
    world.db.transaction((tx) => tx.delete(incomeShares).where(and(eq(incomeShares.id, 1)))),
  ).rejects.toThrow();
});

test("of what a form sends, only what the split names is read", () => {
  const form = {
    townId: "1",
    accountId: "2",
    amountFen: "3万",
    receivedOn: "2016.10.12",
    fromMonth: "2016-10",
    months: "36",
    villageId: "5",
    clusterId: "6",
  };
  expect(ApportionForm.parse({ ...form, split: "none" })).toMatchObject({
    amountFen: 30_000_00,
    receivedOn: "2016-10-12",
    months: 36,
    villageId: 5,
  });
  expect(ApportionForm.parse({ ...form, split: "none" })).not.toHaveProperty("clusterId");
  expect(
    ApportionForm.parse({
      ...form,
      split: "given",
      villages: [
        { villageId: "5", share: "33.33%" },
        { villageId: "", share: "" },
      ],
    }),
  ).toMatchObject({
    villages: [{ villageId: 5, share: 3_333 }],
  });
  expect(ApportionForm.safeParse({ ...form, split: "none", months: "121" }).success).toBe(false);
});
