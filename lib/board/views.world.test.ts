import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { divisions, type Level, type Phase, projects, type Sector } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import { asOf } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { pauseProject } from "#lib/projects/commands/lifecycle.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { openWorld } from "#lib/testing/world.ts";
import { boardOf } from "./queries/board.ts";
import { type GanttRow, ganttOf } from "./queries/gantt.ts";
import { type HeatRow, heatOf } from "./queries/heat.ts";
import { type PhaseColumn, phaseColumnsOf } from "./queries/phase-wall.ts";
import { rankingOf } from "./queries/ranking.ts";
import { countOf, lightsOf } from "./rules/tally.ts";

const world = await openWorld();

async function divide(code: string, level: Level, name: string, parentId: number | null, villages: number) {
  const [made] = await world.db.transaction((tx) =>
    tx
      .insert(divisions)
      .values({
        code,
        level,
        name,
        shortName: name,
        kind: "",
        parentId,
        pinyin: name,
        initials: name,
        villages,
      })
      .returning({ id: divisions.id }),
  );
  return { id: made?.id as number, code, level, name };
}
const city = await divide("350200000000", "city", "厦门市", null, 137);
const jimei = await divide("350211000000", "county", "集美区", city.id, 1);
const guankou = await divide("350211100000", "town", "灌口镇", jimei.id, 1);
const tiantou = await divide("350211100201", "village", "田头", guankou.id, 1);
await world.db.transaction((tx) =>
  tx.update(divisions).set({ parentId: city.id }).where(eq(divisions.id, world.district.id)),
);

const officer = await world.actor("office");
const above: Actor = { ...officer, scope: city };
const office = (on: Day = "2016-12-31") => world.as(above, on);
const clerk = world.as(await world.actor("town", "莲花镇"));
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [baijiaoci, junying, xikeng, wulv, xishan] = await Promise.all(
  ["白交祠", "军营", "西坑", "梧侣", "西山"].map(world.village),
);
const county = world.district.code;

const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));
const earn = (
  townId: number,
  village: { id: number } | undefined,
  month: string,
  amountFen: number,
  account = "501",
) =>
  postIncome(office(), {
    townId,
    month,
    rows: [{ villageId: village?.id ?? 0, accountId: code.get(account) ?? 0, amountFen }],
  });

await earn(lianhua.id, baijiaoci, "2016-11", 60_000_00); // of 91,666.67 that the target calls for
await earn(lianhua.id, baijiaoci, "2016-12", 60_000_00); // of 100,000: reached
await earn(lianhua.id, junying, "2016-12", 99_999_99); // one fen short
await earn(lianhua.id, xikeng, "2016-11", 100_000_00);
await earn(lianhua.id, xikeng, "2016-12", -40_000_00, "561");
await earn(xinmin.id, xishan, "2016-12", 100_000_00);
await earn(guankou.id, tiantou, "2016-12", 70_000_00);

type Given = {
  level?: "village" | "key";
  sector?: Sector;
  villages: [{ id: number } | undefined, number][];
  sameAsId?: number;
};
async function project(
  name: string,
  town: { id: number },
  { level = "village", sector = "economy", villages, sameAsId }: Given,
) {
  const { id } = await createProject(office("2016-09-01"), {
    name,
    level,
    type: "farm",
    sector,
    approaches: [],
    townId: town.id,
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
    sameAsId,
    number: "",
    createdOn: "2016-09-01",
    key: undefined,
    villages: villages.map(([village, share]) => ({ villageId: village?.id ?? 0, share })),
    plan: [
      { phase: "building", plannedOn: "2016-09-30", plannedBp: 2000 },
      { phase: "operating", plannedOn: "2016-12-19", plannedBp: 10_000 },
    ],
  });
  return id;
}
const versionOf = async (id: number) =>
  (await world.db.select({ version: projects.version }).from(projects).where(eq(projects.id, id)))[0]
    ?.version ?? 0;
const paper = (on: Day) => ({ text: "依据", on });
async function report(id: number, month: string, percent: number, phase: Phase, forecastOn?: Day) {
  await reportProject(office(month === "2016-12" ? "2016-12-31" : `${month}-30`), {
    projectId: id,
    version: await versionOf(id),
    month,
    progress: percent * 100,
    phase,
    forecastOn,
    key: undefined,
    delayReason: "weather",
    delayText: "",
    note: "说明",
    evidence: {
      approved: paper("2016-09-12"),
      preparation: paper("2016-09-12"),
      building: paper("2016-10-08"),
      accepted: paper("2016-12-10"),
      operating: paper("2016-12-20"),
    },
  });
}
const pay = (projectId: number, stage: "plan" | "spend", amountFen: number, onDay: Day) =>
  postFunding(office(), {
    projectId,
    stage,
    source: "town",
    amountFen,
    onDay,
    documentNo: `${projectId}${stage}`,
    note: "",
    explanation: "先行",
  });

const tea = await project("高山茶园", lianhua, { villages: [[junying, 10_000]] });
await report(tea, "2016-11", 60, "building", "2017-03-01");
await report(tea, "2016-12", 60, "building", "2017-04-15"); // 40 points behind: red
const hall = await project("综合楼", lianhua, { sector: "party", villages: [[baijiaoci, 10_000]] });
await report(hall, "2016-12", 85, "building"); // 15 points behind: yellow
const shop = await project("商贸中心", xinmin, { level: "key", villages: [[wulv, 10_000]] });
await report(shop, "2016-12", 100, "operating");
await project("高山茶园（重点）", lianhua, { level: "key", villages: [[junying, 10_000]], sameAsId: tea });
const resting = await project("苗圃", xinmin, { villages: [[xishan, 10_000]] });
await pauseProject(office("2016-10-01"), {
  projectId: resting,
  version: await versionOf(resting),
  onDay: "2016-10-01",
  reason: reasonOf("征地"),
  approval: "同专班〔2016〕1号",
  key: undefined,
});
await pay(tea, "plan", 50_000_00, "2015-12-01");
await pay(tea, "spend", 12_345_67, "2016-12-30");
await pay(hall, "plan", 1_000_01, "2016-02-01");

describe("月度热力表", () => {
  const classes = (row: HeatRow | undefined) => row?.cells.slice(9).map((cell) => cell.class);
  const village = (heat: Awaited<ReturnType<typeof heatOf>>, name: string) =>
    heat.groups.flatMap((group) => group.rows).find((row) => row.name === name);

  test("each village and month has its amount and its class", async () => {
    const heat = await heatOf(office(), { node: county });
    expect(classes(village(heat, "白交祠"))).toEqual(["noData", "behind", "onPace"]);
    expect(classes(village(heat, "军营"))).toEqual(["noData", "noData", "behind"]);
    expect(classes(village(heat, "西坑"))).toEqual(["noData", "onPace", "zero"]);
    expect(classes(village(heat, "淡溪"))).toEqual(["noData", "noData", "noData"]);
    expect(village(heat, "白交祠")?.cells[10]).toMatchObject({
      amountFen: 60_000_00,
      cumulativeFen: 60_000_00,
      paceFen: 91_666_67,
      posted: 1,
    });
    expect(heat.counts).toEqual({ onPace: 2, behind: 1, zero: 1, waiting: 0, noData: 132, future: 0 });
    expect(heat.all).toEqual({ rows: 136, villages: 136, posted: 4, reported: 4, approved: 0 });
  });

  test("towns and the total add up, and are the board's", async () => {
    const heat = await heatOf(office(), { node: county });
    expect(heat.groups).toHaveLength(8); // the three farms have no village
    expect(heat.groups.find((group) => group.town?.name === "莲花镇")?.sum.cells[11]).toEqual({
      month: "2016-12",
      amountFen: 119_999_99,
      cumulativeFen: 279_999_99,
      paceFen: 1_900_000_00,
      posted: 3,
      reported: 3,
      approved: 0,
      class: "behind",
      planFen: 24_999_99,
      step: 6, // 8,333.33 of each of the three that are in it
    });
    const { curve, totals } = await boardOf(office(), { node: county });
    expect(heat.total.cells.map((cell) => [cell.amountFen, cell.paceFen])).toEqual(
      curve.map((point) => [point.operatingFen, point.paceFen]),
    );
    expect([heat.total.cells[11]?.cumulativeFen, heat.total.targetFen]).toEqual([
      379_999_99,
      totals.targetFen,
    ]);
  });

  test("a month is coloured by its own amount against a twelfth of the target, whatever the year has brought", async () => {
    const heat = await heatOf(office(), { node: county });
    const steps = (name: string) =>
      village(heat, name)
        ?.cells.slice(10)
        .map(({ amountFen, planFen, step }) => ({ amountFen, planFen, step }));
    expect(steps("白交祠")).toEqual([
      { amountFen: 60_000_00, planFen: 8_333_34, step: 6 },
      { amountFen: 60_000_00, planFen: 8_333_33, step: 6 },
    ]);
    // A loss is no shade of the scale, nor is a month without a report.
    expect(steps("西坑")?.[1]).toEqual({ amountFen: -40_000_00, planFen: 8_333_33, step: null });
    expect(steps("淡溪")?.[1]).toEqual({ amountFen: null, planFen: 0, step: null });
  });

  test("a class leaves the villages whose newest month is of it, and sums them alone", async () => {
    const heat = await heatOf(office(), { node: county, class: "behind" });
    expect(heat.groups.map((group) => [group.town?.name, group.rows.map((row) => row.name)])).toEqual([
      ["莲花镇", ["军营"]],
    ]);
    expect(heat.total).toMatchObject({ villages: 1, targetFen: 100_000_00 });
    expect(heat.counts.noData).toBe(132);
  });

  test("a month that has not ended is nobody's fault, and one of a past day is as it was known then", async () => {
    const heat = await heatOf(office("2016-12-15"), { node: county });
    expect(heat.month).toBe("2016-11");
    expect(classes(village(heat, "淡溪"))).toEqual(["noData", "noData", "future"]);
    const then = await heatOf(asOf(office(), "2016-12-15"), { node: county });
    expect(then.counts).toEqual({ onPace: 0, behind: 0, zero: 0, waiting: 0, noData: 136, future: 0 });
  });

  test("above the county there is a row a division, below a town's own villages, and nothing of another's", async () => {
    const heat = await heatOf(office(), { node: city.code });
    expect(
      heat.groups.map((group) => group.rows.map((row) => [row.name, row.villages, row.cells[11]?.amountFen])),
    ).toEqual([
      [
        ["集美区", 1, 70_000_00],
        ["同安区", 136, 219_999_99],
      ],
    ]);
    expect(heat.total.cells[11]).toMatchObject({ amountFen: 289_999_99, posted: 5 });
    const own = await heatOf(clerk, {});
    expect(own.groups.map((group) => [group.town?.name, group.rows.length])).toEqual([["莲花镇", 19]]);
    await expect(heatOf(clerk, { node: xinmin.code })).rejects.toThrow(NotFound);
  });
});

describe("甘特图", () => {
  const named = (groups: { name: string | null; rows: GanttRow[] }[]) =>
    groups.map(({ name, rows }) => [name, rows.map((row) => row.name)]);

  test("planned against actual, milestones, the forecast of the newest report", async () => {
    const { groups } = await ganttOf(office(), { node: county });
    const row = groups.flatMap((group) => group.rows).find((each) => each.name === "高山茶园");
    expect(row).toMatchObject({
      planned: [{ phase: "building", fromOn: "2016-09-30", toOn: "2016-12-19" }],
      actual: [
        { phase: "identified", fromOn: "2016-09-01", toOn: "2016-09-12" },
        { phase: "preparation", fromOn: "2016-09-12", toOn: "2016-10-08" },
        { phase: "building", fromOn: "2016-10-08", toOn: "2016-12-31" },
      ],
      milestones: [
        { phase: "building", plannedOn: "2016-09-30", actualOn: "2016-10-08" },
        { phase: "accepted", plannedOn: null, actualOn: null },
        { phase: "operating", plannedOn: "2016-12-19", actualOn: null },
      ],
      forecastOn: "2017-04-15",
      twin: { name: "高山茶园（重点）" },
    });
  });

  test("by town or by phase, worst first, a physical project once", async () => {
    const byTown = await ganttOf(office(), { node: county });
    expect(named(byTown.groups)).toEqual([
      ["莲花镇", ["高山茶园", "综合楼"]],
      ["新民镇", ["苗圃", "商贸中心"]],
    ]);
    expect(byTown.counts).toEqual({ all: 4, chosen: 4, shown: 4 });
    expect(byTown.span).toEqual({ fromOn: "2016-09-01", toOn: "2017-04-15" });
    const byPhase = await ganttOf(office(), { node: county, by: "phase" });
    expect(byPhase.groups.map(({ key, rows }) => [key, rows.map((row) => row.name)])).toEqual([
      ["identified", ["苗圃"]],
      ["building", ["高山茶园", "综合楼"]],
      ["operating", ["商贸中心"]],
    ]);
    expect(named((await ganttOf(office(), { node: city.code })).groups)).toEqual([
      ["同安区", ["高山茶园", "综合楼", "苗圃", "商贸中心"]],
    ]);
    expect(named((await ganttOf(clerk, {})).groups)).toEqual([
      ["军营", ["高山茶园"]],
      ["白交祠", ["综合楼"]],
    ]);
    await expect(ganttOf(clerk, { node: xinmin.code })).rejects.toThrow(NotFound);
  });

  test("the key list holds a village project that stands on it too", async () => {
    const chosen = async (filter: Parameters<typeof ganttOf>[1]) =>
      (await ganttOf(office(), { node: county, ...filter })).groups.flatMap((group) =>
        group.rows.map((row) => row.name),
      );
    expect(await chosen({ level: "key" })).toEqual(["高山茶园", "商贸中心"]);
    expect(await chosen({ level: "village" })).toEqual(["高山茶园", "综合楼", "苗圃"]);
    expect(await chosen({ sector: "party" })).toEqual(["综合楼"]);
    expect(await chosen({ light: "paused" })).toEqual(["苗圃"]);
  });

  test("a past day shows what was known on it: no passing that was reported later, no pause that came later", async () => {
    const { groups, asOf: on } = await ganttOf(asOf(office(), "2016-09-20"), { node: county });
    expect(on).toBe("2016-09-20");
    for (const row of groups.flatMap((group) => group.rows)) {
      expect(row.actual, row.name).toEqual([
        { phase: "identified", fromOn: "2016-09-01", toOn: "2016-09-20" },
      ]);
      expect(row.paused).toEqual([]);
    }
    const now = (await ganttOf(office(), { node: xinmin.code })).groups.flatMap((group) => group.rows);
    expect(now.find((row) => row.name === "苗圃")?.paused).toEqual([
      { fromOn: "2016-10-01", toOn: "2016-12-31" },
    ]);
    expect(now.find((row) => row.name === "商贸中心")?.actual.at(-1)).toEqual({
      phase: "accepted",
      fromOn: "2016-12-10",
      toOn: "2016-12-20",
    });
  });
});

describe("项目墙", () => {
  const brief = ({ key, count, planFen, spendFen, cards }: PhaseColumn) => [
    key,
    count,
    planFen,
    spendFen,
    cards.map((card) => card.name),
  ];

  test("a column a phase with its money of all years, the paused ones at the end, worst first", async () => {
    const { columns } = await phaseColumnsOf(office(), { node: county });
    expect(columns.map(brief)).toEqual([
      ["identified", 0, 0, 0, []],
      ["approved", 0, 0, 0, []],
      ["preparation", 0, 0, 0, []],
      ["building", 2, 51_000_01, 12_345_67, ["高山茶园", "综合楼"]],
      ["accepted", 0, 0, 0, []],
      ["operating", 1, 0, 0, ["商贸中心"]],
      ["handedOver", 0, 0, 0, []],
      ["paused", 1, 0, 0, ["苗圃"]],
    ]);
    expect(columns[3]?.cards[0]).toMatchObject({
      light: "red",
      planFen: 50_000_00,
      spendFen: 12_345_67,
      twin: { name: "高山茶园（重点）" },
    });
  });

  test("as many projects as the board counts, and no column of paused ones where there are none", async () => {
    const { columns, counts } = await phaseColumnsOf(office(), { node: county });
    const once = countOf(lightsOf((await boardOf(office(), { node: county })).totals.projects.once));
    expect(columns.reduce((sum, column) => sum + column.count, 0)).toBe(once);
    expect(counts).toEqual({ all: once, chosen: once, shown: once });
    expect((await phaseColumnsOf(clerk, {})).columns.map((column) => column.key)).not.toContain("paused");
  });

  test("money is that of the day", async () => {
    const { columns } = await phaseColumnsOf(asOf(office(), "2016-12-30"), { node: county });
    expect(columns.reduce((sum, column) => sum + column.planFen + column.spendFen, 0)).toBe(0); // all was posted on the 31st
    const yesterday = await phaseColumnsOf(office("2016-12-29"), { node: county });
    expect(yesterday.columns.reduce((sum, column) => sum + column.spendFen, 0)).toBe(0); // spent on the 30th
  });
});

test("above the county its divisions are ranked by the same rule, and compared with nothing", async () => {
  const { rows, before } = await rankingOf(office(), { node: city.code });
  expect(rows.map(({ division, place, met, gapFen }) => [division.shortName, place, met, gapFen])).toEqual([
    ["集美区", 1, 0, 30_000_00],
    ["同安区", null, 2, 40_000_01],
  ]);
  expect(before).toBeNull();
});
