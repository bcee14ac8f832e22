import { asc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { accounts } from "#db/schema/index.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { heatOf } from "#lib/board/queries/heat.ts";
import { wallNode, wallOf } from "#lib/board/queries/wall.ts";
import type { Actor } from "#lib/core/actor.ts";
import { asOf } from "#lib/core/context.ts";
import type { Day, Month } from "#lib/core/dates.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { approveMonth, returnMonth } from "#lib/filing/commands/office.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { unsettledBefore } from "#lib/filing/queries/filing-matrix.ts";
import { deskOf } from "#lib/filing/queries/tasks.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { openWorld } from "#lib/testing/world.ts";
import { monthAtWork, monthToRead } from "./month-at-work.ts";

// 莲花 has November approved without 茶园's report, and December open; 新民 files December on 4 January and gets it
// back on the 6th; 西柯 files December on 4 January.
const world = await openWorld();
const [lianhua, xinmin, xike] = [
  await world.town("莲花镇"),
  await world.town("新民镇"),
  await world.town("西柯镇"),
];
const clerks = {
  lianhua: await world.actor("town", "莲花镇"),
  xinmin: await world.actor("town", "新民镇"),
  xike: await world.actor("town", "西柯镇"),
};
const [office, leader] = [await world.actor("office"), await world.actor("leader")];
let garden = 0;

beforeAll(async () => {
  const [operating] = await world.db
    .select()
    .from(accounts)
    .where(eq(accounts.code, "501"))
    .orderBy(asc(accounts.id))
    .limit(1);
  const villages = {
    lianhua: await world.village("军营"),
    xinmin: await world.village("西山"),
    xike: await world.village("潘涂"),
  };
  const post = (on: Day, townId: number, villageId: number, month: Month) =>
    postIncome(world.as(office, on), {
      townId,
      month,
      rows: [{ villageId, accountId: operating?.id ?? 0, amountFen: 100_00 }],
    });
  const given = {
    level: "village",
    type: "farm",
    sector: "economy",
    approaches: [],
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
  } as const;
  const { id } = await createProject(world.as(office, "2016-09-01"), {
    ...given,
    approaches: [],
    name: "茶园",
    description: "",
    sameAsId: undefined,
    number: "",
    createdOn: "2016-09-01",
    townId: lianhua.id,
    villages: [{ villageId: villages.lianhua.id, share: 10_000 }],
    plan: [{ phase: "operating", plannedOn: "2017-12-31", plannedBp: 10_000 }],
  });
  garden = id;
  const report = (version: number, month: Month, progress: number, on: Day) =>
    reportProject(world.as(clerks.lianhua, on), {
      projectId: garden,
      version,
      month,
      progress,
      phase: "identified",
      evidence: {},
      delayReason: "funds",
      delayText: "",
      note: "x",
      forecastOn: undefined,
    });
  await report(1, "2016-09", 2000, "2016-09-30");
  await report(2, "2016-10", 100, "2016-10-31"); // seven points behind: green; nothing for November
  const file = (who: Actor, townId: number, month: Month, on: Day) =>
    submitMonth(world.as(who, on), { townId, month, version: 0, confirmed: true });
  for (const [who, town, village] of [
    [clerks.lianhua, lianhua, villages.lianhua],
    [clerks.xinmin, xinmin, villages.xinmin],
    [clerks.xike, xike, villages.xike],
  ] as const) {
    await post("2016-12-01", town.id, village.id, "2016-11");
    await file(who, town.id, "2016-11", "2016-12-03");
    const knowingly = { confirmed: true, reason: "其余村（居）本月无收入" };
    await approveMonth(world.as(office, "2016-12-08"), {
      month: "2016-11",
      towns: [{ townId: town.id, version: 1 }],
      ...knowingly,
    });
  }
  await post("2017-01-04", xinmin.id, villages.xinmin.id, "2016-12");
  await file(clerks.xinmin, xinmin.id, "2016-12", "2017-01-04");
  await file(clerks.xike, xike.id, "2016-12", "2017-01-04");
  await returnMonth(world.as(office, "2017-01-06"), {
    townId: xinmin.id,
    month: "2016-12",
    version: 1,
    reason: reasonOf("请核对"),
    remarks: [],
  });
});

describe("the month at work", () => {
  test.each([
    ["2016-12-31", "2016-12", "2016-12", "2016-12"],
    ["2017-01-03", "2016-12", "2016-12", "2016-12"],
    ["2017-01-05", "2016-12", "2016-12", "2016-12"],
    // Overdue in 莲花, given back to 新民, filed by 西柯.
    ["2017-01-06", "2016-12", "2016-12", "2017-01"],
    ["2017-02-10", "2016-12", "2016-12", "2017-01"],
  ])("on %s is %s in 莲花, %s in 新民, %s in 西柯", async (on, ...months) => {
    const towns = [clerks.lianhua, clerks.xinmin, clerks.xike];
    expect(
      await Promise.all(towns.map((clerk) => monthAtWork(asOf(world.as(clerk, "2017-02-28"), on)))),
    ).toEqual(months);
  });

  test.each([
    ["2016-12-30", "2016-11"],
    ["2016-12-31", "2016-12"],
    ["2017-01-06", "2016-12"],
    ["2017-01-31", "2017-01"],
    ["2017-02-10", "2017-01"],
  ])("of a district on %s is %s, the newest that has ended", async (on, month) => {
    for (const who of [office, leader]) expect(await monthAtWork(world.as(who, on))).toBe(month);
  });

  test("boards, heat and wall are about it, its year included; of a month that runs there is nothing to read yet", async () => {
    const seen = async (who: Actor, on: Day) => {
      const ctx = world.as(who, on);
      const { board } = await wallOf(ctx, await wallNode(ctx, undefined));
      return [await boardOf(ctx), await heatOf(ctx, {}), board].map(({ year, month }) => [year, month]);
    };
    const thrice = (year: number, month: Month) => [1, 2, 3].map(() => [year, month]);
    expect(await seen(leader, "2017-01-03")).toEqual(thrice(2016, "2016-12"));
    expect(await seen(clerks.lianhua, "2017-01-03")).toEqual(thrice(2016, "2016-12"));
    expect(await seen(clerks.xike, "2017-01-06")).toEqual(thrice(2016, "2016-12"));
    expect(await seen(leader, "2017-02-10")).toEqual(thrice(2017, "2017-01"));
    expect(await seen(clerks.lianhua, "2017-02-10")).toEqual(thrice(2016, "2016-12"));
    expect(await monthToRead(world.as(clerks.xike, "2017-01-06"))).toBe("2016-12");
    expect(await boardOf(world.as(clerks.lianhua, "2017-02-10"), { year: 2017 })).toMatchObject({
      year: 2017,
      month: "2017-01",
    });
  });

  test("the office sees which earlier months are not settled", async () => {
    const before = await unsettledBefore(world.as(office, "2017-02-10"), { month: "2017-01" });
    expect(before.map(({ month, towns, filed, settled }) => ({ month, towns, filed, settled }))).toEqual([
      { month: "2016-09", towns: 1, filed: 0, settled: 0 },
      { month: "2016-10", towns: 1, filed: 0, settled: 0 },
      { month: "2016-12", towns: 3, filed: 1, settled: 0 },
    ]);
  });
});

describe("the desk", () => {
  const gardenOf = async (on: Day, month: Month) =>
    (await deskOf(world.as(clerks.lianhua, on), month)).projects.find(({ id }) => id === garden);

  test("asks for no month that is closed: November was approved without the report", async () => {
    expect((await gardenOf("2017-01-03", "2016-12"))?.lateMonths).toEqual([]);
    expect((await gardenOf("2017-02-10", "2017-01"))?.lateMonths).toEqual(["2016-12"]);
    const villages = (await deskOf(world.as(clerks.lianhua, "2017-02-10"), "2017-01")).villages;
    expect(new Set(villages.flatMap(({ lateMonths }) => lateMonths))).toEqual(new Set(["2016-12"]));
  });

  test("of a past month has that month's lights: October was on pace, November never came", async () => {
    expect((await gardenOf("2017-02-10", "2016-10"))?.assessment).toMatchObject({
      light: "green",
      month: "2016-10",
    });
    expect((await gardenOf("2017-02-10", "2016-11"))?.assessment).toMatchObject({
      light: "grey",
      month: null,
    });
    expect((await gardenOf("2017-02-10", "2016-10"))?.remedies).toEqual([]);
    // The month that is overdue is not filled in: that is its light.
    expect((await gardenOf("2017-01-06", "2016-12"))?.assessment).toMatchObject({ light: "grey" });
  });
});
