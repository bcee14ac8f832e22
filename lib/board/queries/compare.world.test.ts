import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { accounts, projects } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { approveMonth } from "#lib/filing/commands/office.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { postIncome, reverseIncome, setTarget } from "#lib/income/commands/postings.ts";
import { endProject } from "#lib/projects/commands/lifecycle.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { openWorld } from "#lib/testing/world.ts";
import type { Cause } from "../rules/causes.ts";
import { type Comparison, comparisonOf } from "./compare.ts";

const world = await openWorld();
let compared: Comparison;
const town = async (on: Day) => world.as(await world.actor("town", "莲花镇"), on);
const office = async (on: Day) => world.as(await world.actor("office"), on);

async function post(ctx: Ctx, village: string, month: string, amountFen: number) {
  const [account] = await world.db.select().from(accounts).where(eq(accounts.code, "501")).limit(1);
  const rows = [{ villageId: (await world.village(village)).id, accountId: account?.id ?? 0, amountFen }];
  return postIncome(ctx, { townId: (await world.town("莲花镇")).id, month, rows });
}

const basics = {
  contact: "",
  contactPhone: "",
  description: "",
  type: "trade",
  sector: "economy",
  approaches: [],
  level: "village",
  owner: "镇长",
} as const;
async function project(on: Day, name: string, village: string) {
  return createProject(await town(on), {
    ...basics,
    approaches: [],
    createdOn: undefined,
    name,
    number: "",
    townId: (await world.town("莲花镇")).id,
    villages: [{ villageId: (await world.village(village)).id, share: 10_000 }],
    plan: [
      { phase: "building", plannedOn: "2016-09-01", plannedBp: 0 },
      { phase: "operating", plannedOn: "2016-12-10", plannedBp: 10_000 }, // 100 days: a point a day
    ],
  });
}
const start = {
  approved: { text: "批文1", on: "2016-09-01" },
  preparation: { text: "合同1", on: "2016-09-01" },
  building: { text: "照片", on: "2016-09-01" },
};
const report = {
  delayText: "",
  note: "",
  delayReason: undefined,
  forecastOn: undefined,
  phase: "building",
} as const;

beforeAll(async () => {
  const behind = await project("2016-09-01", "落后市场", "军营");
  const ended = await project("2016-09-01", "终止市场", "军营");
  // September: 军营 short of its ¥100,000; 白交祠 meets it; both projects on pace.
  await post(await town("2016-09-20"), "军营", "2016-09", 9_999_999);
  const tooMuch = await post(await town("2016-09-21"), "白交祠", "2016-09", 10_000_000);
  await post(await town("2016-09-21"), "白交祠", "2016-08", 1_00);
  await reportProject(await town("2016-09-30"), {
    ...report,
    projectId: behind.id,
    version: 1,
    month: "2016-09",
    progress: 2900,
    evidence: start,
  });
  await postFunding(await office("2016-09-25"), {
    projectId: behind.id,
    stage: "plan",
    source: "district",
    amountFen: 500_00,
    onDay: "2016-09-25",
    documentNo: "",
    note: "",
    explanation: "",
  });
  // All of its money is there, so that its light follows what is built.
  await postFunding(await town("2016-09-25"), {
    projectId: behind.id,
    stage: "receive",
    source: "district",
    amountFen: 500_00,
    onDay: "2016-09-25",
    documentNo: "",
    note: "",
    explanation: "先行到账",
  });
  // October: a fen brings 军营 there, 白交祠's is taken back, the project falls 20 points behind, one ends, money
  // moves.
  await post(await town("2016-10-05"), "军营", "2016-10", 1);
  await post(await town("2016-10-06"), "军营", "2016-10", 5_00);
  await reverseIncome(await town("2016-10-07"), {
    postingId: tooMuch.ids[0] as number,
    reason: reasonOf("重复登记"),
  });
  await setTarget(await office("2016-10-08"), {
    villageId: (await world.village("西坑")).id,
    year: 2016,
    amountFen: 1,
    reason: reasonOf("测试"),
    version: 0,
  });
  await post(await town("2016-10-09"), "西坑", "2016-10", 2);
  await reportProject(await town("2016-10-31"), {
    ...report,
    projectId: behind.id,
    version: 2,
    month: "2016-10",
    progress: 4000,
    evidence: {},
    delayReason: "land",
  });
  await endProject(await office("2016-10-20"), {
    projectId: ended.id,
    version: 1,
    endedOn: "2016-10-20",
    reason: reasonOf("不再实施"),
  });
  const allotted = await postFunding(await office("2016-10-22"), {
    projectId: behind.id,
    stage: "allot",
    source: "district",
    amountFen: 300_00,
    onDay: "2016-10-21",
    documentNo: "同财1号",
    note: "",
    explanation: "",
  });
  await reverseFunding(await office("2016-10-23"), { postingId: allotted.id, reason: reasonOf("记错") });
  // November is after both days.
  await post(await town("2016-11-02"), "白交祠", "2016-10", 99_000_000);
  compared = await comparisonOf(await office("2016-11-15"), { from: "2016-09-30", to: "2016-10-31" });
});

const brief = (cause: Cause | null) =>
  cause && "act" in cause ? [cause.act.name, cause.act.verb, cause.act.at.slice(0, 10)] : cause;

describe("two days side by side", () => {
  test("the figures of both are those of their boards", () => {
    const [was, is] = [compared.before.totals, compared.after.totals];
    expect([was.met, is.met, was.operatingFen, is.operatingFen]).toEqual([
      1,
      2,
      9_999_999 + 10_000_000 + 1_00,
      9_999_999 + 1 + 5_00 + 1_00 + 2,
    ]);
  });
  test("villages that crossed their target either way, with who turned them there, relapses first", () => {
    expect(compared.crossed.map(({ name, from, to, cause }) => [name, from, to, brief(cause)])).toEqual([
      ["白交祠", true, false, ["莲花镇town", "income.reverse", "2016-10-07"]],
      ["军营", false, true, ["莲花镇town", "income.post", "2016-10-05"]], // not the 500 of the day after
      ["西坑", null, true, ["莲花镇town", "income.post", "2016-10-09"]],
    ]);
  });
  test("lights that changed, also of what has ended since", () => {
    expect(
      compared.lights.map(({ project: { name }, from, to, cause }) => [name, from, to, brief(cause)]),
    ).toEqual([
      ["落后市场", "green", "yellow", ["莲花镇town", "project.report", "2016-10-31"]],
      ["终止市场", "grey", null, ["office", "project.end", "2016-10-20"]],
    ]);
  });
  test("income and money recorded in between, whichever day they belong to", () => {
    expect(
      compared.income.map(({ town, on, kind, postings, amountFen }) => [town, on, kind, postings, amountFen]),
    ).toEqual([
      ["莲花镇", "2016-10-09", "operating", 1, 2],
      ["莲花镇", "2016-10-07", "operating", 1, -10_000_000],
      ["莲花镇", "2016-10-06", "operating", 1, 5_00],
      ["莲花镇", "2016-10-05", "operating", 1, 1],
    ]);
    expect(compared.money.map(({ stage, amountFen, reverses }) => [stage, amountFen, reverses])).toEqual([
      ["allot", -300_00, true],
      ["allot", 300_00, false],
    ]);
    expect([compared.moneyCount, compared.moneyByStage]).toEqual([
      2,
      [{ stage: "allot", postings: 2, amountFen: 0 }],
    ]);
  });
  test("phases passed are those recorded in between", async () => {
    expect(compared.phases).toEqual([]);
    const september = await comparisonOf(await office("2016-11-15"), {
      from: "2016-09-29",
      to: "2016-09-30",
    });
    expect(
      september.phases.map(({ project: { name }, phase, by }) => [name, phase, brief({ act: by })]),
    ).toEqual([
      ["落后市场", "approved", ["莲花镇town", "project.report", "2016-09-30"]],
      ["落后市场", "preparation", ["莲花镇town", "project.report", "2016-09-30"]],
      ["落后市场", "building", ["莲花镇town", "project.report", "2016-09-30"]],
    ]);
  });
  test("a day against itself is no change", async () => {
    const same = await comparisonOf(await office("2016-11-15"), { from: "2016-11-15", to: "2016-11-15" });
    expect([same.crossed, same.lights, same.income, same.money, same.phases]).toEqual([[], [], [], [], []]);
  });
  test("a light that money moved names who posted it", async () => {
    const [row] = await world.db.select().from(projects).where(eq(projects.name, "落后市场"));
    await postFunding(await office("2016-11-10"), {
      projectId: row?.id ?? 0,
      stage: "plan",
      source: "city",
      amountFen: 90_000_000_00,
      onDay: "2016-10-30",
      documentNo: "",
      note: "",
      explanation: "",
    });
    const { lights } = await comparisonOf(await office("2016-11-15"), {
      from: "2016-11-09",
      to: "2016-11-10",
    });
    expect(lights.map(({ project: { name }, to, cause }) => [name, to, brief(cause)])).toEqual([
      ["落后市场", "red", ["office", "funding.post", "2016-11-10"]],
    ]);
  });
  test("another town sees none of it, and the future is refused", async () => {
    const other = world.as(await world.actor("town", "新民镇"), "2016-11-15");
    const own = await comparisonOf(other, { from: "2016-09-30", to: "2016-10-31" });
    expect([own.crossed, own.lights, own.income, own.money, own.phases]).toEqual([[], [], [], [], []]);
    const town = await world.town("莲花镇");
    await expect(
      comparisonOf(other, { node: town.code, from: "2016-09-30", to: "2016-10-31" }),
    ).rejects.toThrow(NotFound);
    await expect(comparisonOf(other, { from: "2016-09-30", to: "2016-11-16" })).rejects.toThrow(Refused);
  });
});

test("of what is approved, it is the approval that changed it, whenever it was recorded", async () => {
  const townId = (await world.town("莲花镇")).id;
  const look = async (from: Day, to: Day) => {
    const ctx = await office("2016-12-31");
    return comparisonOf(
      { ...ctx, db: ctx.db.withView({ approvedOnly: true }) },
      { node: "350212105000", year: 2016, from, to },
    );
  };
  await submitMonth(await town("2016-12-20"), { townId, month: "2016-09", version: 0, confirmed: true });
  await approveMonth(await office("2016-12-22"), {
    month: "2016-09",
    towns: [{ townId, version: 1 }],
    confirmed: true,
    reason: "其余无收入",
  });
  expect((await look("2016-09-01", "2016-12-21")).income).toEqual([]);
  const compared = await look("2016-12-21", "2016-12-23");
  // 9,999,999 of 军营 and 10,000,000 of 白交祠 with its reversal, in September.
  expect(compared.income).toEqual([
    {
      town: "莲花镇",
      townCode: "350212105000",
      name: "office",
      on: "2016-12-22",
      kind: "operating",
      postings: 3,
      amountFen: 9_999_999,
    },
  ]);
  expect(compared.after.totals.operatingFen).toBe(9_999_999);
  expect(compared.crossed.map(({ name, to, cause }) => [name, to, brief(cause)])).toEqual([
    ["军营", false, ["office", "filing.approve", "2016-12-22"]],
  ]);
  expect(compared.moneyByStage).toEqual([
    { stage: "plan", postings: 1, amountFen: 500_00 },
    { stage: "receive", postings: 1, amountFen: 500_00 },
  ]);
});
