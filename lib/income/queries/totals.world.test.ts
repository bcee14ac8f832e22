import { expect, test } from "vitest";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { openWorld } from "#lib/testing/world.ts";
import { postIncome, reverseIncome, setTarget } from "../commands/postings.ts";
import { PostingFilter, VillageFilter } from "../input.ts";
import { accountsOf } from "../store/postings.ts";
import { incomeGrid } from "./grid.ts";
import { accountAsked, accountsPosted, postingOf, postingsOf } from "./income-ledger.ts";
import { crossingsOf, incomeTotals } from "./totals.ts";
import { villageCard } from "./village-card.ts";
import { villagesOf } from "./village-register.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const lianhua = await world.town("莲花镇");
const xinmin = await world.town("新民镇");
const [baijiaoci, junying, xikeng, danxi, wulv] = await Promise.all(
  ["白交祠", "军营", "西坑", "淡溪", "梧侣"].map(world.village),
);
const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));
const post = (
  townId: number,
  village: { id: number } | undefined,
  month: string,
  amountFen: number,
  account = "501",
) =>
  postIncome(office, {
    townId,
    month,
    rows: [{ villageId: village?.id ?? 0, accountId: code.get(account) ?? 0, amountFen }],
  });

await post(lianhua.id, baijiaoci, "2016-10", 60_000_00);
await post(lianhua.id, baijiaoci, "2016-12", 40_000_00);
await post(lianhua.id, baijiaoci, "2016-12", 25_000_00, "522");
await post(lianhua.id, junying, "2016-11", 99_999_99);
await post(lianhua.id, xikeng, "2016-11", 100_000_00);
await post(lianhua.id, xikeng, "2016-12", -1, "561");
await post(xinmin.id, wulv, "2016-12", 1_000_000_00);
await setTarget(office, {
  villageId: junying?.id ?? 0,
  year: 2016,
  amountFen: 90_000_00,
  reason: reasonOf("山区村"),
  version: 0,
});

const list = (ctx: typeof office, given: object = {}, node = world.district) =>
  villagesOf(ctx, { ...VillageFilter.parse(given), node, year: 2016 });
const names = async (given: object, ctx = office) => (await list(ctx, given)).rows.map((row) => row.name);

test("a village is found by Chinese, full pinyin, initials and any code it ever had", async () => {
  for (const search of ["白交祠", "baijiaoci", "bjc", "350212105208", " 白交 ", "白交詞"])
    expect(await names({ search })).toEqual(["白交祠"]);
  expect(await names({ search: "軍營" })).toEqual(["军营"]);
  expect(await names({ search: "nowhere" })).toEqual([]);
});

test("what a filter cannot use counts as not given, and signs of patterns are plain text", async () => {
  expect(
    VillageFilter.parse({ sort: "drop table", page: "-1", met: "maybe", node: "x", year: "soon" }),
  ).toMatchObject({ sort: "code", page: 1 });
  expect(await names({ search: "%" })).toEqual([]);
});

test("tiers and the target filter the register; no data is a class of its own", async () => {
  expect(await names({ tier: "million" })).toEqual(["梧侣"]);
  expect(await names({ tier: "near" })).toEqual(["军营", "西坑"]);
  expect((await list(office, { tier: "noData" })).total.villages).toBe(132);
  expect(await names({ met: "yes" })).toEqual(["军营", "白交祠", "梧侣"]);
  expect(await names({ met: "no" })).toEqual(["西坑"]);
});

test("each row shows the year: income, own target, gap, months reported, cluster", async () => {
  const { rows } = await list(office, { search: "军营" });
  expect(rows).toMatchObject([
    {
      operatingFen: 99_999_99,
      targetFen: 90_000_00,
      gapFen: 0,
      met: true,
      tier: "near",
      monthsReported: 1,
      cluster: { leads: true },
    },
  ]);
  const [none] = (await list(office, { search: "淡溪" })).rows;
  expect(none).toMatchObject({
    operatingFen: null,
    gapFen: null,
    tier: "noData",
    targetFen: 100_000_00,
    monthsReported: 0,
  });
});

test("subtotals by town and the grand total are of what matches, and agree with the board", async () => {
  const { towns, total } = await list(office);
  const board = await incomeTotals(world.db, world.district, 2016);
  expect(total).toEqual({
    villages: 136,
    withData: 4,
    waiting: 0,
    met: 3,
    operatingFen: board.operatingFen,
    targetFen: board.targetFen,
    gapFen: board.gapFen,
  });
  const sum = [...towns.values()].reduce((fen, town) => fen + town.targetFen, 0);
  expect(sum).toBe(board.targetFen);
  expect(towns.get(lianhua.id)).toMatchObject({ name: "莲花镇", villages: 19, met: 2 });
  expect((await list(office, { met: "yes" })).total).toMatchObject({ villages: 3, met: 3, gapFen: 0 });
});

test("sorted by income the unreported come last, whichever way round", async () => {
  expect((await names({ sort: "-operating" })).slice(0, 4)).toEqual(["梧侣", "白交祠", "军营", "西坑"]);
  expect((await names({ sort: "operating" })).slice(0, 4)).toEqual(["军营", "西坑", "白交祠", "梧侣"]);
});

test("a town's register holds its own villages, whatever node the address names", async () => {
  expect((await list(clerk)).total.villages).toBe(19);
  expect((await list(clerk, {}, xinmin)).total.villages).toBe(0);
});

test("the administrator sees no figures", async () => {
  const admin = world.as(await world.actor("admin"));
  await expect(list(admin)).rejects.toBeInstanceOf(Forbidden);
  await expect(villageCard(admin, baijiaoci?.id ?? 0, 2016)).rejects.toBeInstanceOf(Forbidden);
  await expect(incomeGrid(admin, lianhua.id, "2016-12")).rejects.toBeInstanceOf(Forbidden);
  await expect(
    postingsOf(admin, { ...PostingFilter.parse({}), node: world.district }),
  ).rejects.toBeInstanceOf(Forbidden);
});

test("a card shows the year by month and account, its pace, its self-generated share and its cluster", async () => {
  const card = await villageCard(auditor, baijiaoci?.id ?? 0, 2016);
  expect(card).toMatchObject({
    operatingFen: 100_000_00,
    gapFen: 0,
    met: true,
    tier: "met",
    selfGeneratedBp: 8000,
  });
  expect(card.cumulativeFen.slice(8)).toEqual([0, 60_000_00, 60_000_00, 100_000_00]);
  expect(card.paceFen[5]).toBe(50_000_00);
  expect(card.byAccount.map((row) => [row.code, row.totalFen])).toEqual([
    ["501", 100_000_00],
    ["522", 25_000_00],
  ]);
  expect(card.cluster?.members.map((member) => member.name)).toEqual(["军营", "白交祠", "淡溪", "西坑"]);
  expect(card.path.at(-2)?.shortName).toBe("莲花镇");
  expect(card.codes.map((row) => row.edition)).toEqual(["2016-07-31", "2023-06-30"]);
});

test("a card without data shows no gap and no share instead of zeros", async () => {
  expect(await villageCard(auditor, danxi?.id ?? 0, 2016)).toMatchObject({
    operatingFen: null,
    gapFen: null,
    tier: "noData",
    selfGeneratedBp: null,
  });
});

test("another town's village and grid are not found", async () => {
  await expect(villageCard(clerk, wulv?.id ?? 0, 2016)).rejects.toBeInstanceOf(NotFound);
  await expect(incomeGrid(clerk, xinmin.id, "2016-12")).rejects.toBeInstanceOf(NotFound);
});

test("the ledger's sum is the total that opens it, reversals among its rows", async () => {
  const ledger = (given: object, ctx = auditor) =>
    postingsOf(ctx, { ...PostingFilter.parse(given), node: world.district });
  const { ids } = await post(lianhua.id, danxi, "2016-09", 5_00);
  await reverseIncome(office, { postingId: ids[0] ?? 0, reason: reasonOf("重复") });
  const operating = await ledger({ from: "2016-01", to: "2016-12", kind: "operating" });
  expect(operating.byKind).toHaveLength(1);
  expect(operating.byKind[0]?.amountFen).toBe(
    (await incomeTotals(world.db, world.district, 2016)).operatingFen,
  );
  expect(operating.rows[0]).toMatchObject({
    village: "淡溪",
    amountFen: -5_00,
    reversesId: ids[0],
    note: "重复",
  });
  expect(operating.rows[1]).toMatchObject({ id: ids[0], reversedById: operating.rows[0]?.id });
  expect((await ledger({ account: "522" })).rows).toHaveLength(1);
  expect((await ledger({ account: "522" })).byKind).toEqual([
    { kind: "subsidy", count: 1, amountFen: 25_000_00 },
  ]);
  expect((await ledger({}, clerk)).rows.every((row) => row.townId === lianhua.id)).toBe(true);
  expect(await postingOf(clerk, ids[0] ?? 0)).toMatchObject({ village: "淡溪" });
  const stranger = world.as(await world.actor("town", "新民镇"));
  expect(await postingOf(stranger, ids[0] ?? 0)).toBeUndefined();
});

test("the ledger pages backwards by posting without losing or repeating one", async () => {
  const rows = Array.from({ length: 150 }, (_, at) => ({
    villageId: wulv?.id ?? 0,
    accountId: code.get("531") ?? 0,
    amountFen: at,
  }));
  await postIncome(office, { townId: xinmin.id, month: "2016-08", rows });
  const page = (before?: number) =>
    postingsOf(auditor, {
      ...PostingFilter.parse({ from: "2016-08", to: "2016-08", before }),
      node: world.district,
    });
  const first = await page();
  const second = await page(first.next);
  expect(first.count).toBe(150);
  expect([...first.rows, ...second.rows].map((row) => row.amountFen)).toEqual(
    rows.map((row) => row.amountFen).reverse(),
  );
  expect(second.next).toBeUndefined();
});

test("what changed this month: who reached the target and who fell back", async () => {
  const november = await crossingsOf(world.db, lianhua, "2016-11");
  expect(november).toMatchObject({ met: 2, metBefore: 0, relapsed: [] });
  expect(november.reached.map((village) => village.name)).toEqual(["军营", "西坑"]);
  const december = await crossingsOf(world.db, lianhua, "2016-12");
  expect(december.reached.map((village) => village.name)).toEqual(["白交祠"]);
  expect(december.relapsed.map((village) => village.name)).toEqual(["西坑"]);
});

test("the grid shows what stands, how much of it, and what the year has without this month", async () => {
  const grid = await incomeGrid(clerk, lianhua.id, "2016-12");
  expect(grid.villages).toHaveLength(19);
  expect(grid.accounts.map((account) => account.code)).toEqual([
    "501",
    "511",
    "561",
    "522",
    "531",
    "521",
    "502",
    "541",
    "551",
  ]);
  expect(grid.never.map((account) => account.code)).toEqual(["311001", "311002", "241"]);
  const own = grid.villages.find((village) => village.name === "白交祠");
  expect(own).toMatchObject({ elsewhereFen: 60_000_00, reportedElsewhere: true, targetFen: 100_000_00 });
  expect(own?.cells.filter((cell) => cell.amountFen !== null).map((cell) => cell.amountFen)).toEqual([
    40_000_00, 25_000_00,
  ]);
});

test("the ledger's filter names every account a posting can have, each of its own regime", async () => {
  const posted = await accountsPosted(world.db);
  const named = posted.map(({ key, name }) => `${key} ${name}`);
  expect(named.slice(0, 9)).toEqual([
    "2004.501 经营收入",
    "2004.511 发包及上交收入",
    "2004.561 投资收益",
    "2004.522 补助收入",
    "2004.531 其他收入",
    "2004.521 农业税附加返还收入",
    "2004.502 经营支出",
    "2004.541 管理费用",
    "2004.551 其他支出",
  ]);
  expect(named.slice(9)).toEqual([
    "2023.501 经营收入",
    "2023.502 投资收益",
    "2023.503 补助收入",
    "2023.504 其他收入",
    "2023.511 经营支出",
    "2023.512 税金及附加",
    "2023.513 管理费用",
    "2023.514 公益支出",
    "2023.515 其他支出",
    "2023.521 所得税费用",
  ]);
  const asked = (account: string, from?: string) => accountAsked(posted, { account, from })?.name;
  expect(asked("2023.511")).toBe("经营支出");
  expect([asked("511", "2023-12"), asked("511", "2024-01"), asked("511")]).toEqual([
    "发包及上交收入",
    "经营支出",
    undefined,
  ]);
});
