import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts } from "#db/schema/index.ts";
import { withView } from "#lib/core/context.ts";
import { approveMonth } from "#lib/filing/commands/office.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { VillageFilter } from "#lib/income/input.ts";
import { villageCard } from "#lib/income/queries/village-card.ts";
import { villagesOf } from "#lib/income/queries/village-register.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { boardOf } from "./board.ts";
import { heatOf } from "./heat.ts";
import { rankingOf } from "./ranking.ts";
import { unapprovedOf } from "./unapproved.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const town = await world.town("莲花镇");
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 } });
const money = {
  projectId: project.id,
  source: "district",
  note: "调减",
  explanation: "",
  onDay: "2016-12-01",
} as const;

async function waiting(approvedOnly = true) {
  const ctx = withView(office, { approvedOnly });
  return unapprovedOf(ctx, await boardOf(ctx, { node: town.code, year: 2016 }));
}

test("a board of approved rows says what waits: income, villages, money; a board of all rows has nothing to say", async () => {
  expect(await waiting()).toBeNull();
  const [account] = await world.db.select().from(accounts).where(eq(accounts.code, "501")).limit(1);
  const rows = [
    { villageId: (await world.village("军营")).id, accountId: account?.id ?? 0, amountFen: 120_000_00 },
  ];
  await postIncome(office, { townId: town.id, month: "2016-11", rows });
  await postFunding(office, {
    ...money,
    stage: "plan",
    documentNo: "",
    amountFen: 1000_00,
    onDay: "2016-11-05",
  });
  expect(await waiting()).toEqual({ operatingFen: 120_000_00, met: 1, noData: 1, funding: true });
  expect(await waiting(false)).toBeNull();

  const month = { townId: town.id, month: "2016-11" };
  await submitMonth(office, { ...month, version: 0, confirmed: true });
  await approveMonth(office, {
    month: month.month,
    towns: [{ townId: town.id, version: 1 }],
    confirmed: true,
    reason: "其余无收入",
  });
  expect(await waiting()).toBeNull();
});

test("money that waits is seen though its stages come to nothing together: ¥500 less planned, ¥500 allotted", async () => {
  await postFunding(office, { ...money, stage: "plan", change: "cut", documentNo: "", amountFen: 500_00 });
  await postFunding(office, { ...money, stage: "allot", documentNo: "同财〔2016〕9号", amountFen: 500_00 });
  expect(await waiting()).toEqual({ operatingFen: 0, met: 0, noData: 0, funding: true });
});

test("未报, 已报未审 and 已审 are three words wherever a month is counted: board, months, ranking, card, register", async () => {
  const post = async (name: string, amountFen: number) => {
    const [account] = await world.db.select().from(accounts).where(eq(accounts.code, "501")).limit(1);
    const rows = [{ villageId: (await world.village(name)).id, accountId: account?.id ?? 0, amountFen }];
    return postIncome(office, { townId: town.id, month: "2016-12", rows });
  };
  await post("军营", 1_00);
  await post("白交祠", 2_00);
  const approved = withView(office, { approvedOnly: true });
  const board = await boardOf(approved, { node: town.code, year: 2016 });
  // 军营 has an approved November; 白交祠 has nothing but what waits. Neither month of December is approved.
  expect(board.totals).toMatchObject({
    villages: 19,
    noData: 18,
    posted: 0,
    filed: { reported: 2, approved: 0, waiting: 1 },
  });
  expect((await boardOf(office, { node: town.code, year: 2016 })).totals.filed).toEqual({
    reported: 2,
    approved: 0,
    waiting: 0,
  });
  expect(board.tiles.filter((tile) => tile.waiting).map((tile) => tile.name)).toEqual(["白交祠"]);

  const heat = await heatOf(approved, { node: town.code, year: 2016 });
  const december = (name: string) => heat.groups[0]?.rows.find((row) => row.name === name)?.cells[11];
  expect(heat.counts).toMatchObject({ waiting: 2, noData: 17 });
  expect(december("白交祠")).toMatchObject({
    class: "waiting",
    amountFen: null,
    posted: 0,
    reported: 1,
    approved: 0,
  });
  expect(december("西坑")).toMatchObject({ class: "noData", reported: 0 });
  expect(heat.all).toEqual({ rows: 19, villages: 19, posted: 0, reported: 2, approved: 0 });

  const ranking = await rankingOf(approved, { node: world.district.code, year: 2016 });
  const missing = ranking.rows.find((row) => row.division.id === town.id)?.missing ?? [];
  expect(missing.filter((village) => village.reported).map((village) => village.name)).toEqual([
    "军营",
    "白交祠",
  ]);
  expect(missing).toHaveLength(19);

  const card = await villageCard(approved, (await world.village("白交祠")).id, 2016);
  expect([
    card.operatingFen,
    card.filed.filter((month) => month.reported).map(({ month, approved }) => [month, approved]),
  ]).toEqual([null, [["2016-12", false]]]);
  const register = await villagesOf(approved, { ...VillageFilter.parse({}), node: town, year: 2016 });
  expect(register.rows.filter((row) => row.waiting).map((row) => row.name)).toEqual(["白交祠"]);
  expect(register.rows.find((row) => row.name === "军营")).toMatchObject({
    monthsReported: 2,
    monthsApproved: 1,
    waiting: false,
  });
  expect(register.total).toMatchObject({ villages: 19, withData: 1, waiting: 1 });
});
