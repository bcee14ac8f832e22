import { eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  divisions,
  fundingPostings,
  incomePostings,
  type Level,
  lightRules,
  type Phase,
  projects,
} from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Day } from "#lib/core/dates.ts";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { endProject, pauseProject } from "#lib/projects/commands/lifecycle.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { openWorld } from "#lib/testing/world.ts";
import {
  addFigures,
  districtMoney,
  type Figures,
  isNothing,
  minusFigures,
  noFigures,
  ofAllSources,
} from "../rules/figures.ts";
import { countOf, lightsOf } from "../rules/tally.ts";
import { type Board, boardOf } from "./board.ts";

const world = await openWorld();

// Two levels above the district and a second county beside it, so that every level of the tree has a board.
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
const province = await divide("350000000000", "province", "福建省", null, 138);
const city = await divide("350200000000", "city", "厦门市", province.id, 138);
const jimei = await divide("350211000000", "county", "集美区", city.id, 2);
const guankou = await divide("350211100000", "town", "灌口镇", jimei.id, 2);
const [tianshui, shangtang] = [
  await divide("350211100201", "village", "田头", guankou.id, 1),
  await divide("350211100202", "village", "上塘", guankou.id, 1),
];
await world.db.transaction((tx) =>
  tx.update(divisions).set({ parentId: city.id }).where(eq(divisions.id, world.district.id)),
);

const officer = await world.actor("office");
const above = (scope: typeof province): Actor => ({ ...officer, scope });
const office = (on: Day = "2016-12-31") => world.as(above(province), on);
const clerk = world.as(await world.actor("town", "莲花镇"));
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [baijiaoci, junying, xikeng, danxi, wulv, xishan] = await Promise.all(
  ["白交祠", "军营", "西坑", "淡溪", "梧侣", "西山"].map(world.village),
);
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

await earn(lianhua.id, baijiaoci, "2016-11", 60_000_00);
await earn(lianhua.id, baijiaoci, "2016-12", 60_000_00); // reaches its target in December
await earn(lianhua.id, baijiaoci, "2016-12", 500_000_00, "522"); // a subsidy is no operating income
await earn(lianhua.id, junying, "2016-12", 99_999_99);
await earn(lianhua.id, xikeng, "2016-11", 100_000_00);
await earn(lianhua.id, xikeng, "2016-12", -40_000_00, "561"); // falls back in December
await earn(xinmin.id, wulv, "2016-03", 1_000_000_00);
await earn(xinmin.id, xishan, "2016-12", 100_000_00);
await earn(guankou.id, tianshui, "2016-12", 70_000_00);
await earn(lianhua.id, baijiaoci, "2015-12", 30_000_00);

// Here a light follows what is built; that it follows the money too is for the lights' own tests.
await world.db.transaction((tx) =>
  tx.insert(lightRules).values({
    effectiveOn: "2016-01-01",
    thresholds: {
      progress: { yellowFromPoints: 10, redAbovePoints: 30 },
      start: { redFromMonths: 3 },
      report: { redAfterMonths: 1 },
    },
    source: "测试",
    recordedAt: "2015-12-31T01:00:00.000Z",
  }),
);

// Pace: 2016-09-30 → 20 %, 2016-12-19 → 100 %; on 2016-11-30 it is 81.25 %.
type Given = {
  level?: "village" | "key";
  villages: [{ id: number } | undefined, number][];
  sameAsId?: number;
  createdOn?: Day;
};
async function project(
  name: string,
  town: { id: number },
  { level = "village", villages, sameAsId, createdOn = "2016-09-01" }: Given,
) {
  const { id } = await createProject(office(createdOn), {
    name,
    level,
    type: "farm",
    sector: "economy",
    approaches: [],
    townId: town.id,
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
    sameAsId,
    villages: villages.map(([village, share]) => ({ villageId: village?.id ?? 0, share })),
    number: "",
    createdOn,
    plan: [
      { phase: "building", plannedOn: "2016-09-30", plannedBp: 2000 },
      { phase: "operating", plannedOn: "2016-12-19", plannedBp: 10_000 },
    ],
    key: undefined,
  });
  return id;
}
const paper = { text: "依据", on: "2016-09-28" };
async function report(id: number, month: string, percent: number, phase: Phase = "building") {
  const [row] = await world.db
    .select({ version: projects.version })
    .from(projects)
    .where(eq(projects.id, id));
  return reportProject(office(month === "2016-12" ? "2016-12-31" : `${month}-30`), {
    projectId: id,
    version: row?.version ?? 0,
    month,
    progress: percent * 100,
    phase,
    evidence: { approved: paper, preparation: paper, building: paper, accepted: paper, operating: paper },
    delayReason: "weather",
    delayText: "",
    note: "说明",
    forecastOn: undefined,
    key: undefined,
  });
}
const versionOf = async (id: number) =>
  (await world.db.select({ version: projects.version }).from(projects).where(eq(projects.id, id)))[0]
    ?.version ?? 0;
const pay = (
  projectId: number,
  stage: "plan" | "allot" | "receive",
  amountFen: number,
  onDay: Day,
  source: "district" | "town" = "district",
) =>
  postFunding(office(), {
    projectId,
    stage,
    source,
    amountFen,
    onDay,
    documentNo: `${projectId}${stage}`,
    note: "",
    explanation: "先行",
  });

const tea = await project("高山茶园", lianhua, { villages: [[junying, 10_000]] });
await report(tea, "2016-11", 82); // green in November
await report(tea, "2016-12", 60); // 40 points behind: red
const hall = await project("综合楼", lianhua, {
  villages: [
    [baijiaoci, 6000],
    [xikeng, 4000],
  ],
});
await report(hall, "2016-10", 52); // nothing for November, due on 5 December: grey
const lost = await project("停车场", lianhua, { villages: [[danxi, 10_000]] });
await report(lost, "2016-09", 20, "approved"); // nothing for October and November: counts as red
const mall = await project("商贸中心", xinmin, { level: "key", villages: [[wulv, 10_000]] });
await report(mall, "2016-12", 95); // five points behind: green
await project("高山茶园（重点）", lianhua, { level: "key", villages: [[junying, 10_000]], sameAsId: tea });
const shared = await project("联建厂房", xinmin, {
  villages: [
    [junying, 7000],
    [wulv, 3000],
  ],
});
await report(shared, "2016-12", 100, "operating"); // done
const resting = await project("苗圃", xinmin, { villages: [[xishan, 10_000]] });
await pauseProject(office("2016-10-01"), {
  projectId: resting,
  version: await versionOf(resting),
  onDay: "2016-10-01",
  reason: reasonOf("征地"),
  approval: "同专班〔2016〕1号",
  key: undefined,
});
const gone = await project("旧址改造", xinmin, { villages: [[xishan, 10_000]] });
await endProject(office("2016-11-01"), {
  projectId: gone,
  version: await versionOf(gone),
  endedOn: "2016-11-01",
  reason: reasonOf("撤销"),
  key: undefined,
});

await pay(tea, "plan", 50_000_00, "2016-02-01");
await pay(tea, "allot", 40_000_00, "2016-12-02");
await pay(shared, "plan", 1_000_01, "2016-02-01");
await pay(shared, "receive", 300_00, "2016-12-31", "town");
await pay(mall, "plan", 7_000_00, "2015-02-01");

const board = (node: string | undefined = world.district.code, year = 2016) =>
  boardOf(office(), { node, year });
const row = (of: Board, name: string) =>
  of.rows.find((each) => each.division.shortName === name) as Board["rows"][number];
const nodes = {
  province: province.code,
  city: city.code,
  county: world.district.code,
  town: lianhua.code,
  "other town": xinmin.code,
};

describe("what a person would add up by hand", () => {
  test("villages: met, not met and without data, with 99,999.99 short of 100,000 by one fen", async () => {
    const { totals } = await board();
    expect(totals).toMatchObject({
      villages: 136,
      met: 3,
      notMet: 2,
      noData: 131,
      operatingFen: 1_379_999_99,
      posted: 4,
    });
    expect(totals.targetFen).toBe(136 * 100_000_00);
    expect(totals.gapFen).toBe(1 + 40_000_00);
    expect(row(await board(), "莲花镇")).toMatchObject({
      villages: 19,
      met: 1,
      notMet: 2,
      noData: 16,
      operatingFen: 279_999_99,
      posted: 3,
    });
    expect(row(await board(lianhua.code), "西坑")).toMatchObject({
      villages: 1,
      met: 0,
      notMet: 1,
      operatingFen: 60_000_00,
      gapFen: 40_000_00,
    });
  });

  test("pace and the curve of the year: running sums, nothing after the newest month with a report", async () => {
    const { paceFen, curve, month } = await board();
    expect([month, paceFen]).toEqual(["2016-12", 136 * 100_000_00]);
    expect(curve.map((point) => point.cumulativeFen)).toEqual([
      0,
      0,
      ...Array.from({ length: 8 }, () => 1_000_000_00),
      1_160_000_00,
      1_379_999_99,
    ]);
    expect(curve[0]).toEqual({
      month: "2016-01",
      posted: 0,
      operatingFen: null,
      cumulativeFen: 0,
      paceFen: 1_133_333_33,
    });
    const early = await boardOf(office("2016-04-30"), { node: xinmin.code });
    expect([early.month, early.curve[3]?.cumulativeFen]).toEqual(["2016-04", 1_000_000_00]);
    expect((await board(guankou.code)).curve.slice(0, 11).map((point) => point.cumulativeFen)).toEqual(
      Array(11).fill(0),
    );
    expect((await board(lianhua.code, 2015)).curve[11]).toMatchObject({
      cumulativeFen: 30_000_00,
      posted: 1,
    });
    expect((await board(xinmin.code, 2015)).curve.every((point) => point.cumulativeFen === null)).toBe(true);
  });

  test("projects by list, phase and light; long unreported counts as red, ended not at all, a physical project once", async () => {
    const { projects: tally } = (await board()).totals;
    expect(lightsOf(tally.village)).toEqual({ green: 1, yellow: 0, red: 2, grey: 1, paused: 1 });
    expect(lightsOf(tally.key)).toEqual({ green: 1, yellow: 0, red: 1, grey: 0, paused: 0 });
    expect(lightsOf(tally.once)).toEqual({ green: 2, yellow: 0, red: 2, grey: 1, paused: 1 });
    expect([
      countOf(lightsOf(tally.village)),
      countOf(lightsOf(tally.key)),
      tally.both,
      countOf(lightsOf(tally.once)),
    ]).toEqual([5, 2, 1, 6]);
    expect(tally.village.building).toMatchObject({ red: 1, grey: 1 });
    expect(tally.village.approved).toMatchObject({ red: 1 });
    expect(tally.village.operating).toMatchObject({ green: 1 });
    expect(tally.village.identified).toMatchObject({ paused: 1 });
    expect(lightsOf(row(await board(), "新民镇").projects.once)).toEqual({
      green: 2,
      yellow: 0,
      red: 0,
      grey: 0,
      paused: 1,
    });
  });

  test("in a town a project stands with the village that has the largest share, one led from another town stands apart", async () => {
    const ours = await board(lianhua.code);
    expect(countOf(lightsOf(row(ours, "白交祠").projects.once))).toBe(1);
    expect(countOf(lightsOf(row(ours, "西坑").projects.once))).toBe(0);
    expect(countOf(lightsOf(row(ours, "军营").projects.village))).toBe(1);
    expect(row(ours, "军营").projects.both).toBe(1);
    expect(ours.elsewhere).toBeNull();
    const theirs = await board(xinmin.code);
    expect(lightsOf(theirs.elsewhere?.projects.once ?? noFigures().projects.once)).toMatchObject({
      green: 1,
    });
    expect(theirs.elsewhere?.villages).toBe(0);
  });

  test("money by stage and source of the year; in a town each village has its share, to the fen", async () => {
    const { totals } = await board();
    expect(districtMoney(totals.funding)).toEqual({
      plan: 51_000_01,
      allot: 40_000_00,
      disburse: 0,
      receive: 0,
      spend: 0,
    });
    expect(totals.funding.town).toEqual({ plan: 0, allot: 0, disburse: 0, receive: 300_00, spend: 0 });
    expect(ofAllSources((await board(undefined, 2015)).totals.funding).plan).toBe(7_000_00);
    const theirs = await board(xinmin.code);
    expect(districtMoney(row(theirs, "梧侣").funding).plan).toBe(300_00);
    expect(districtMoney(theirs.elsewhere?.funding ?? {}).plan).toBe(700_01);
  });

  test("who has reported the month: villages, projects that owe a report, and towns that have reported everything", async () => {
    const { totals, towns } = await board();
    // 茶园, 综合楼, 停车场, 商贸中心, 重点茶园, 联建厂房 owe December; the paused one and the ended one do not.
    expect(totals.reports).toEqual({ due: 5, made: 3 });
    expect(towns).toEqual({ due: 8, complete: 0 });
    expect(row(await board(), "莲花镇")).toMatchObject({
      reports: { due: 3, made: 1 },
      posted: 3,
      place: null,
    });
  });

  test("reds first with sentence, owner and due date, a project that is done twice on the lists once", async () => {
    const { attention } = await board();
    expect(attention.map((each) => [each.name, each.light, each.countsAs, each.why.key])).toEqual([
      ["高山茶园", "red", "red", "behind"],
      ["停车场", "grey", "red", "noReportLong"],
      ["综合楼", "grey", "grey", "noReport"],
    ]);
    expect(attention[0]).toMatchObject({
      owner: "分管副镇长",
      dueOn: "2016-12-19",
      town: "莲花镇",
      why: { values: { behind: 40 } },
    });
  });

  test("what changed since last month: villages that crossed, lights that moved, money", async () => {
    const { changes } = await board();
    expect(changes.reached.map((village) => village.name)).toEqual(["白交祠", "西山"]);
    expect(changes.relapsed.map((village) => village.name)).toEqual(["西坑"]);
    expect([changes.met, changes.metBefore]).toEqual([3, 2]);
    expect(changes.lights.map(({ project: { name }, from, to }) => [name, from, to])).toEqual([
      ["高山茶园", "green", "red"],
      ["综合楼", "green", "grey"],
      ["商贸中心", "grey", "green"],
      ["联建厂房", "grey", "green"],
    ]);
    expect(changes.operatingFen).toBe(60_000_00 + 99_999_99 - 40_000_00 + 100_000_00);
    expect(changes.funding).toEqual({
      district: { plan: 0, allot: 40_000_00, disburse: 0, receive: 0, spend: 0 },
      town: { plan: 0, allot: 0, disburse: 0, receive: 300_00, spend: 0 },
    });
  });

  test("every village is a tile with its amount, tier and the worst light of its projects", async () => {
    const { tiles } = await board();
    expect(tiles).toHaveLength(136);
    const tile = (name: string) => tiles.find((each) => each.name === name);
    expect(tile("军营")).toMatchObject({
      operatingFen: 99_999_99,
      gapFen: 1,
      tier: "near",
      met: false,
      light: "red",
      projects: 2,
      worst: "高山茶园",
    });
    expect(tile("西坑")).toMatchObject({ light: "grey", projects: 1 });
    expect(tile("梧侣")).toMatchObject({ tier: "million", light: "green", projects: 2 });
    expect(tile("淡溪")).toMatchObject({ operatingFen: null, tier: "noData", light: "grey" });
    expect(tile("溪东")).toMatchObject({ light: null, projects: 0, worst: null });
  });
});

describe("children sum to the parent at every level", () => {
  test.each(Object.entries(nodes))("%s", async (_, node) => {
    const { totals, rows, elsewhere } = await board(node);
    const sum = [...rows, elsewhere ?? noFigures()].reduce<Figures>(
      (all, each) => addFigures(all, each),
      noFigures(),
    );
    expect(isNothing(minusFigures(totals, sum))).toBe(true);
    expect(totals.met + totals.notMet + totals.noData).toBe(totals.villages);
  });

  test("a row says what the board of its division says", async () => {
    const same = ({ division: _, place: __, ...row }: Board["rows"][number]) => ({ ...row, code: undefined });
    for (const node of [province.code, city.code, world.district.code]) {
      for (const each of (await board(node)).rows) {
        const { attainedFen, ...own } = (await board(each.division.code)).totals;
        // Above the county the villages are too many to look at each: what they attain is not said.
        const isSaid = node === world.district.code;
        expect({ ...own, attainedFen: isSaid ? attainedFen : null, code: undefined }).toEqual(same(each));
      }
    }
  });

  test("and the top is the sum of the postings", async () => {
    const { totals } = await board(province.code);
    expect(totals.villages).toBe(138);
    const operating = (await world.db.select().from(incomePostings)).filter(
      (posting) => posting.month.startsWith("2016") && posting.accountId !== code.get("522"),
    );
    expect(totals.operatingFen).toBe(operating.reduce((sum, posting) => sum + posting.amountFen, 0));
    const money = (await world.db.select().from(fundingPostings)).filter((posting) => posting.year === 2016);
    expect(Object.values(ofAllSources(totals.funding)).reduce((a, b) => a + b)).toBe(
      money.reduce((sum, posting) => sum + posting.amountFen, 0),
    );
  });

  test("a village's board is its own figures; its projects are those that it takes part in", async () => {
    const { totals, rows, tiles } = await board(xikeng?.code);
    expect(totals).toMatchObject({ villages: 1, met: 0, notMet: 1, operatingFen: 60_000_00, posted: 1 });
    expect(countOf(lightsOf(totals.projects.once))).toBe(1);
    expect([rows.length, tiles.length]).toEqual([0, 1]);
  });
});

describe("scope", () => {
  test("a town's people see their town, and no other division exists for them", async () => {
    const own = await boardOf(clerk, { year: 2016 });
    expect([own.node.shortName, own.totals.villages, own.attention.length, own.tiles.length]).toEqual([
      "莲花镇",
      19,
      3,
      19,
    ]);
    expect(own.changes.reached.map((village) => village.name)).toEqual(["白交祠"]);
    for (const node of [world.district.code, xinmin.code, province.code])
      await expect(boardOf(clerk, { node })).rejects.toBeInstanceOf(NotFound);
  });

  test("the administrator sees no figures", async () => {
    await expect(boardOf(world.as(await world.actor("admin")))).rejects.toBeInstanceOf(Forbidden);
  });
});

test("towns are placed once they have reported every village", async () => {
  expect((await board()).rows.every((each) => each.place === null)).toBe(true);
  const villages = (await board(guankou.code)).rows.map((each) => each.division);
  expect(villages.map((each) => each.shortName)).toEqual(["田头", "上塘"]);
  await earn(guankou.id, shangtang, "2016-12", 100_000_00);
  expect((await board(jimei.code)).rows).toMatchObject([{ place: 1, met: 1, villages: 2, posted: 2 }]);
});

test("a district without any data has a board: every village without data, nothing to rank", async () => {
  const empty = await openWorld();
  const { totals, rows, attention, curve, towns } = await boardOf(empty.as(await empty.actor("leader")));
  expect(totals).toMatchObject({
    villages: 136,
    met: 0,
    notMet: 0,
    noData: 136,
    operatingFen: 0,
    gapFen: 0,
    posted: 0,
    funding: {},
  });
  expect([rows.length, attention.length, towns.due, towns.complete]).toEqual([11, 0, 8, 0]);
  expect(curve.every((point) => point.cumulativeFen === null)).toBe(true);
});
