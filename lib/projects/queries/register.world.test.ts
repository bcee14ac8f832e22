import { expect, test } from "vitest";
import { incomeMonths, incomeYears, projects } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { deskOf } from "#lib/filing/queries/tasks.ts";
import { openWorld } from "#lib/testing/world.ts";
import { endProject, pauseProject } from "../commands/lifecycle.ts";
import { createProject } from "../commands/projects.ts";
import { reportProject } from "../commands/reports.ts";
import { type CreateProject, ProjectFilter } from "../input.ts";
import { projectCard, projectLights } from "./project-card.ts";
import { projectsOf } from "./register.ts";

const world = await openWorld();
const clerk = await world.actor("town", "莲花镇");
const xinminClerk = await world.actor("town", "新民镇");
const office = await world.actor("office");
const leader = await world.actor("leader");
const lianhua = await world.town("莲花镇");
const xinmin = await world.town("新民镇");

async function project(
  actor: Actor,
  name: string,
  town: string,
  village: string,
  some: Partial<CreateProject> = {},
) {
  const { id } = await createProject(world.as(actor, "2016-09-01"), {
    name,
    level: "village",
    type: "farm",
    sector: "economy",
    approaches: ["project"],
    townId: (await world.town(town)).id,
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
    sameAsId: undefined,
    villages: [{ villageId: (await world.village(village)).id, share: 10_000 }],
    number: "",
    createdOn: "2016-09-01",
    plan: [
      { phase: "identified", plannedOn: "2016-09-01", plannedBp: 0 },
      { phase: "accepted", plannedOn: "2016-12-10", plannedBp: 9000 },
      { phase: "operating", plannedOn: "2017-01-10", plannedBp: 10_000 },
    ],
    key: undefined,
    ...some,
  });
  return id;
}
async function report(actor: Actor, id: number, month: string, progress: number, on: string) {
  const version = (await world.db.select().from(projects)).find((row) => row.id === id)?.version ?? 0;
  const rest = {
    evidence: {},
    delayReason: "land",
    delayText: "",
    note: "说明",
    forecastOn: undefined,
    key: undefined,
  } as const;
  await reportProject(world.as(actor, on), {
    projectId: id,
    version,
    month,
    progress: progress * 100,
    phase: "identified",
    ...rest,
  });
}
const list = async (actor: Actor, given: Record<string, string> = {}) =>
  projectsOf(world.as(actor), ProjectFilter.parse(given));
const names = async (actor: Actor, given: Record<string, string>) =>
  (await list(actor, given)).rows.map((row) => row.name);

// On 31 December November is due and December is not. Pace at the end of November: 80 of 100 days to 90 % =
// 81 %.
const tea = await project(clerk, "高山茶园", "莲花镇", "军营");
const lodge = await project(clerk, "民宿群", "莲花镇", "白交祠", {
  type: "lodging",
  sector: "countryside",
  approaches: ["belt", "remote"],
});
await project(clerk, "停车场", "莲花镇", "淡溪", { type: "parking" });
const trade = await project(xinminClerk, "梧侣商贸中心", "新民镇", "梧侣", { type: "trade" });
const key = await project(office, "梧侣商贸中心", "新民镇", "梧侣", { level: "key", sameAsId: trade });
const gone = await project(xinminClerk, "旧市场", "新民镇", "西山");
await report(clerk, tea, "2016-10", 70, "2016-10-31");
await report(clerk, tea, "2016-11", 80, "2016-11-30");
await report(clerk, lodge, "2016-11", 60, "2016-11-30");
await report(clerk, lodge, "2016-12", 50, "2016-12-20");
await report(xinminClerk, trade, "2016-11", 20, "2016-11-30");
// Asked of the key project, it pauses the one that is reported: both are one.
await pauseProject(world.as(office, "2016-12-01"), {
  projectId: key,
  version: 2,
  onDay: "2016-12-01",
  reason: reasonOf("规划"),
  approval: "纪要",
});
await endProject(world.as(office, "2016-12-01"), {
  projectId: gone,
  version: 1,
  endedOn: "2016-12-01",
  reason: reasonOf("取消"),
});

test("the register shows every project of the reader's area with its light and sentence, ended ones too", async () => {
  const all = await list(leader);
  expect(all.rows.map((row) => [row.number, row.assessment?.light ?? "ended"])).toEqual([
    ["村-001", "green"],
    ["村-002", "red"],
    ["村-003", "grey"],
    ["村-004", "paused"],
    ["村-005", "ended"],
    ["区-01", "paused"],
  ]);
  expect(all).toMatchObject({
    count: 6,
    page: 1,
    pages: 1,
    byLight: { green: 1, red: 1, grey: 1, paused: 2, ended: 1, yellow: 0 },
  });
  expect(all.rows[1]?.assessment?.why).toMatchObject({ key: "behind", values: { actual: 50 } });
});

test("the list says how the board counts the same: physical projects that run, and those silent for long among the red", async () => {
  // Six rows: one has ended, two are one; 停车场 has been silent since September.
  expect((await list(leader)).counted).toEqual({ physical: 4, red: 2 });
  expect((await list(leader, { level: "key" })).counted).toEqual({ physical: 0, red: 0 });
});

test("a town sees its own projects and nobody else's", async () => {
  expect(await names(clerk, {})).toEqual(["高山茶园", "民宿群", "停车场"]);
  await expect(list(clerk, { node: xinmin.code })).rejects.toThrow(NotFound);
  await expect(projectCard(world.as(clerk), trade)).rejects.toThrow(NotFound);
});

test("an administrator sees no register, card or desk", async () => {
  const admin = await world.actor("admin");
  await expect(list(admin)).rejects.toThrow(Forbidden);
  await expect(projectCard(world.as(admin), tea)).rejects.toThrow(Forbidden);
  await expect(deskOf(world.as(admin), "2016-12")).rejects.toThrow(Forbidden);
});

test.each([
  ["Chinese", "茶园", ["高山茶园"]],
  ["full pinyin", "gaoshanchayuan", ["高山茶园"]],
  ["initials", "gscy", ["高山茶园"]],
  ["capitals", "GSCY", ["高山茶园"]],
  ["number", "村-002", ["民宿群"]],
  ["a participating village", "白交祠", ["民宿群"]],
  ["that village's initials", "bjc", ["民宿群"]],
  ["its code", "350212105208", ["民宿群"]],
  ["nothing there is", "不存在", []],
  ["a wildcard, which is a letter like any other", "%", []],
])("search by %s", async (_, q, found) => {
  expect(await names(clerk, { q })).toEqual(found);
});

test.each([
  [{ level: "key" }, ["梧侣商贸中心"]],
  [{ sector: "countryside" }, ["民宿群"]],
  [{ type: "parking" }, ["停车场"]],
  [{ approach: "remote" }, ["民宿群"]],
  [{ light: "red" }, ["民宿群"]],
  [{ light: "paused" }, ["梧侣商贸中心", "梧侣商贸中心"]],
  [{ light: "ended" }, ["旧市场"]],
  [{ phase: "building" }, []],
  [{ node: lianhua.code, light: "green" }, ["高山茶园"]],
  [{ counts: "all" }, ["高山茶园", "民宿群", "停车场", "梧侣商贸中心"]],
  [{ counts: "red" }, ["民宿群", "停车场"]],
  [{ counts: "paused" }, ["梧侣商贸中心"]],
  [{ counts: "paused", level: "key" }, ["梧侣商贸中心"]],
  [{ counts: "green", on: "2016-10-31" }, ["高山茶园"]],
  [{ level: "nonsense" }, ["高山茶园", "民宿群", "停车场", "梧侣商贸中心", "旧市场", "梧侣商贸中心"]],
])("filter by %o", async (given, found) => {
  expect(await names(leader, given)).toEqual(found);
});

test("below a village stand the projects that it takes part in", async () => {
  const village = await world.village("梧侣");
  expect(await names(leader, { node: village.code })).toEqual(["梧侣商贸中心", "梧侣商贸中心"]);
  expect((await projectLights(world.db, village, "2016-12-31")).map((row) => row.number)).toEqual([
    "村-004",
    "区-01",
  ]);
});

test("sorting puts the worst light first, pages hold each project once, and a page beyond the last is the last", async () => {
  const sorted = await list(leader, { sort: "light" });
  expect(sorted.rows.map((row) => row.assessment?.light)).toEqual([
    "red",
    "grey",
    "paused",
    "paused",
    "green",
    undefined,
  ]);
  expect(sorted.rows[0]?.name).toBe("民宿群");
  expect((await list(leader, { sort: "-progress" })).rows[0]?.name).toBe("高山茶园");
  const beyond = await list(leader, { page: "9" });
  expect([beyond.page, beyond.rows.length]).toEqual([1, 6]);
});

test("a project and its villages are found by names written with traditional characters", async () => {
  const find = async (q: string) => (await list(leader, { q })).rows.map(({ name }) => name);
  expect(await find("高山茶園")).toEqual(["高山茶园"]);
  expect(await find("商貿中心")).toEqual(["梧侣商贸中心", "梧侣商贸中心"]);
});

test("none yet and no match are told apart", async () => {
  expect(await list(clerk, { q: "不存在" })).toMatchObject({ count: 0, isEmpty: false });
  const dingxi = await world.actor("town", "汀溪镇");
  expect(await list(dingxi, { q: "不存在" })).toMatchObject({ count: 0, isEmpty: true });
});

test("the lights of a node are those of its parts: towns add up to the district", async () => {
  const rows = await projectLights(world.db, world.district, "2016-12-31");
  const parts = [
    ...(await projectLights(world.db, lianhua, "2016-12-31")),
    ...(await projectLights(world.db, xinmin, "2016-12-31")),
  ];
  expect(rows.map((row) => [row.id, row.light]).toSorted()).toEqual(
    parts.map((row) => [row.id, row.light]).toSorted(),
  );
  expect(rows.find((row) => row.id === key)).toMatchObject({
    sameAsId: trade,
    lead: { name: "梧侣" },
    dueOn: "2016-12-10",
    owner: "分管副镇长",
  });
  expect(rows.some((row) => row.id === gone)).toBe(false);
});

test("a card has phases planned and actual, each month with its light, and its twin", async () => {
  const card = await projectCard(world.as(clerk), lodge);
  expect(card.reports.map((row) => [row.month, row.progressBp, row.light])).toEqual([
    ["2016-12", 5000, "red"],
    ["2016-11", 6000, "yellow"],
  ]);
  expect(card.phases.find((line) => line.phase === "accepted")).toMatchObject({
    plannedOn: "2016-12-10",
    plannedBp: 9000,
    actualOn: null,
  });
  expect((await projectCard(world.as(leader), trade)).twin).toMatchObject({ number: "区-01", inScope: true });
  expect((await projectCard(world.as(leader), key)).twin).toMatchObject({ number: "村-004" });
});

test("the desk counts what is due, done and late, for projects and for villages", async () => {
  const junying = await world.village("军营");
  const rollUp = { operatingFen: 9_000_000, oneOffFen: 0, otherFen: 0, costFen: 0 };
  const year = {
    year: 2016,
    ...rollUp,
    targetFen: 10_000_000,
    gapFen: 1_000_000,
    villages: 1,
    withData: 1,
    met: 0,
  };
  await world.db.transaction(async (tx) => {
    for (const month of ["2016-11", "2016-12"])
      await tx.insert(incomeMonths).values({ divisionId: junying.id, month, ...rollUp, posted: 1 });
    await tx.insert(incomeMonths).values({ divisionId: lianhua.id, month: "2016-11", ...rollUp, posted: 1 });
    await tx.insert(incomeYears).values({ divisionId: junying.id, ...year });
  });
  const desk = await deskOf(world.as(clerk), "2016-12");
  expect(desk).toMatchObject({ dueOn: "2017-01-05", daysLeft: 5, closed: undefined, tasks: 3 + 19, done: 2 });
  expect(desk.projects.map((task) => [task.name, task.reported?.progressBp, task.lateMonths])).toEqual([
    ["高山茶园", undefined, []],
    ["民宿群", 5000, []],
    ["停车场", undefined, ["2016-09", "2016-10", "2016-11"]],
  ]);
  expect(desk.projects[0]).toMatchObject({
    previous: { progressBp: 8000 },
    assessment: { light: "green" },
    paceBp: 9677,
  });
  expect(desk.villages.find((task) => task.name === "军营")).toMatchObject({
    posted: true,
    operatingFen: 9_000_000,
    lateMonths: [],
    hasData: true,
  });
  expect(desk.villages.find((task) => task.name === "西坑")).toMatchObject({
    posted: false,
    hasData: false,
    targetFen: 10_000_000,
    lateMonths: ["2016-11"],
  });
  expect(desk.late).toBe(1 + 18);
});

test("a project owes nothing for a month before it was there, after it was done or while it was paused", async () => {
  expect((await deskOf(world.as(clerk), "2016-08")).projects).toEqual([]);
  const xinminDesk = await deskOf(world.as(xinminClerk), "2016-12");
  expect(xinminDesk.projects.map((task) => task.number)).toEqual([]);
  expect((await deskOf(world.as(xinminClerk), "2016-11")).projects.map((task) => task.number)).toEqual([
    "村-004",
    "村-005",
  ]);
});
