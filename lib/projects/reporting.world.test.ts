import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents, filingMonths, phasePassings, projectReports, projects } from "#db/schema/index.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Day } from "#lib/core/dates.ts";
import { Conflict, Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { openWorld } from "#lib/testing/world.ts";
import { endProject, pauseProject, resumeProject } from "./commands/lifecycle.ts";
import { createProject, revisePlan } from "./commands/projects.ts";
import { reportProject } from "./commands/reports.ts";
import { ReportProject } from "./input.ts";
import { projectCard, projectLights } from "./queries/project-card.ts";
import { previewLight, reportFormOf } from "./queries/report-form.ts";

const world = await openWorld();
const lianhua = await world.town("莲花镇");
const junying = await world.village("军营");
const clerk = await world.actor("town", "莲花镇");
const other = await world.actor("town", "新民镇");
const office = await world.actor("office");

// Pace: 2016-09-30 → 20 %, then a point every 2 days (152 days to 100 % − 80 points): 2016-10-31 → 51 %,
// 2016-11-30 → 80.98 %, 2016-12-19 → 100 %.
async function begun(on: Day = "2016-09-01", actor: Actor = clerk) {
  const { id } = await createProject(world.as(actor, on), {
    name: "莲花高山茶园",
    level: "village",
    type: "farm",
    sector: "economy",
    approaches: ["project"],
    townId: lianhua.id,
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
    sameAsId: undefined,
    villages: [{ villageId: junying.id, share: 10_000 }],
    number: "",
    createdOn: on,
    plan: [
      { phase: "building", plannedOn: "2016-09-30", plannedBp: 2000 },
      { phase: "operating", plannedOn: "2016-12-19", plannedBp: 10_000 },
    ],
    key: undefined,
  });
  return id;
}

const rowOf = async (id: number) =>
  (await world.db.select().from(projects).where(eq(projects.id, id)))[0] as typeof projects.$inferSelect;
const reportsOf = (id: number) =>
  world.db.select().from(projectReports).where(eq(projectReports.projectId, id));
const passingsOf = (id: number) =>
  world.db.select().from(phasePassings).where(eq(phasePassings.projectId, id)).orderBy(phasePassings.id);
const events = async () => (await world.db.select().from(auditEvents)).length;
const started = {
  approved: { text: "同发改〔2016〕12号", on: "2016-09-02" },
  preparation: { text: "施工合同 HT-3", on: "2016-09-10" },
  building: { text: "开工照片 3 张", on: "2016-09-28" },
};

async function report(
  id: number,
  month: string,
  progress: number,
  some: Partial<ReportProject> = {},
): Promise<ReportProject> {
  const { version } = await rowOf(id);
  return {
    projectId: id,
    version,
    month,
    progress: progress * 100,
    phase: "identified",
    evidence: {},
    delayReason: undefined,
    delayText: "",
    note: "",
    forecastOn: undefined,
    key: undefined,
    ...some,
  };
}
const file = async (on: Day, ...args: Parameters<typeof report>) =>
  reportProject(world.as(clerk, on), await report(...args));
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(Refused);
  return { code: error.code, field: error.field };
};
const lightOn = async (id: number, on: Day) =>
  (await projectLights(world.db, lianhua, on)).find((row) => row.id === id);

test("a month's report is kept with its phases' evidence in one audited operation, and the board has its light at once", async () => {
  const id = await begun();
  const before = await events();
  const made = await file("2016-09-30", id, "2016-09", 20, {
    phase: "building",
    evidence: started,
    note: "开工",
    forecastOn: "2016-12-25",
  });
  expect(made).toMatchObject({ month: "2016-09", light: "green" });
  expect(await reportsOf(id)).toMatchObject([
    {
      month: "2016-09",
      progressBp: 2000,
      phase: "building",
      byProxy: false,
      personId: clerk.id,
      personName: clerk.name,
      provenance: "real",
    },
  ]);
  expect((await passingsOf(id)).map((row) => [row.phase, row.actualOn, row.evidenceKind])).toEqual([
    ["identified", "2016-09-01", "note"],
    ["approved", "2016-09-02", "approvalNumber"],
    ["preparation", "2016-09-10", "contract"],
    ["building", "2016-09-28", "startNote"],
  ]);
  expect((await rowOf(id)).version).toBe(2);
  expect(await events()).toBe(before + 1);
  const event = await world.lastEvent();
  expect(event).toMatchObject({ verb: "project.report", subjectId: id, divisionCode: lianhua.code });
  expect(event.payload).toMatchObject({
    before: null,
    after: { month: "2016-09", progress: "20%", phase: "building", light: "green" },
  });
  expect(event.payload.after.evidence).toMatchObject({ building: "2016-09-28 · 开工照片 3 张" });
  expect(await lightOn(id, "2016-09-30")).toMatchObject({
    light: "green",
    phase: "building",
    why: { key: "onPace" },
    latest: { month: "2016-09" },
  });
});

test("the audit trail shows what changed since the month before", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  await file("2016-10-31", id, "2016-10", 51, { phase: "building" });
  const { payload } = await world.lastEvent();
  expect([payload.before.progress, payload.after.progress]).toEqual(["20%", "51%"]);
});

test.each([
  ["the number of the approval", "approved", {}, "project.evidenceNeeded", "evidence.approved.text"],
  [
    "its day",
    "approved",
    { approved: { text: "批文", on: undefined } },
    "project.evidenceDayNeeded",
    "evidence.approved.on",
  ],
  [
    "that of a phase that was skipped",
    "building",
    { building: started.building },
    "project.evidenceNeeded",
    "evidence.approved.text",
  ],
  [
    "a day that has come",
    "approved",
    { approved: { text: "批文", on: "2016-10-01" } },
    "project.evidenceInFuture",
    "evidence.approved.on",
  ],
  [
    "days in the order of phases",
    "preparation",
    { ...started, preparation: { text: "合同", on: "2016-09-01" } },
    "project.evidenceOrder",
    "evidence.preparation.on",
  ],
] as const)("passing a phase needs %s", async (_, phase, evidence, code, field) => {
  const id = await begun();
  expect(await refusal(file("2016-09-30", id, "2016-09", 20, { phase, evidence }))).toEqual({ code, field });
  expect(await reportsOf(id)).toEqual([]);
  expect(await passingsOf(id)).toHaveLength(1);
});

test("evidence is asked once: the next month's report of the same phase needs none", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  await file("2016-10-31", id, "2016-10", 51, { phase: "building" });
  expect(await passingsOf(id)).toHaveLength(4);
});

test("what will light yellow or red needs the reason of the delay", async () => {
  const id = await begun();
  const input = () => report(id, "2016-09", 10, { phase: "building", evidence: started });
  expect(await refusal(reportProject(world.as(clerk, "2016-09-30"), await input()))).toEqual({
    code: "project.delayReasonNeeded",
    field: "delayReason",
  });
  expect(
    await previewLight(world.as(clerk, "2016-09-30"), {
      projectId: id,
      month: "2016-09",
      progress: 1000,
      phase: "building",
    }),
  ).toMatchObject({
    assessment: { light: "yellow", why: { key: "behind", values: { planned: 20, actual: 10, behind: 10 } } },
    remedies: [{ key: "reach", values: { month: "2016-10", due: "2016-11-05" } }],
  });
  const made = await reportProject(world.as(clerk, "2016-09-30"), {
    ...(await input()),
    delayReason: "weather",
  });
  expect(made.light).toBe("yellow");
});

test("the light shown before saving is the light that saving gives", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  for (const [progress, light] of [
    [60, "green"],
    [41, "yellow"],
    [20.99, "red"],
  ] as const) {
    const shown = await previewLight(world.as(clerk, "2016-10-31"), {
      projectId: id,
      month: "2016-10",
      progress: progress * 100,
      phase: "building",
    });
    const made = await file("2016-10-31", id, "2016-10", progress, {
      phase: "building",
      delayReason: "land",
      note: `改为 ${progress}%`,
    });
    expect([shown?.assessment.light, made.light]).toEqual([light, light]);
  }
});

test("other as a reason says what", () => {
  const input = {
    projectId: "1",
    version: "1",
    month: "2016-09",
    progress: "10",
    phase: "building",
    delayReason: "other",
  };
  expect(ReportProject.safeParse(input).error?.issues).toMatchObject([
    { path: ["delayText"], message: "required" },
  ]);
  expect(ReportProject.parse({ ...input, delayText: "考古", delayReason: "other" })).toMatchObject({
    progress: 1000,
    evidence: {},
  });
});

test("a correction of the same month counts and both rows stay; a phase passed by mistake is taken back and can be passed again", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  await file("2016-10-01", id, "2016-09", 12, {
    phase: "preparation",
    note: "未真正开工",
    delayReason: "contractor",
  });
  expect(await lightOn(id, "2016-10-01")).toMatchObject({
    phase: "preparation",
    start: { light: "yellow" },
    latest: { progressBp: 1200 },
  });
  expect(await reportsOf(id)).toHaveLength(2);
  const again = { building: { text: "开工报告", on: "2016-10-15" } };
  await file("2016-10-31", id, "2016-10", 51, { phase: "building", evidence: again });
  const card = await projectCard(world.as(clerk, "2016-10-31"), id);
  expect(card.phases.find((line) => line.phase === "building")).toMatchObject({
    actualOn: "2016-10-15",
    evidence: "开工报告",
  });
  expect(card.reports.map((row) => [row.month, row.progressBp, row.revised])).toEqual([
    ["2016-10", 5100, false],
    ["2016-09", 1200, true],
  ]);
});

test("a phase taken back does not come back with its old evidence", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  await file("2016-10-01", id, "2016-09", 20, {
    phase: "preparation",
    delayReason: "land",
    note: "开工未获准",
  });
  expect(await refusal(file("2016-10-31", id, "2016-10", 51, { phase: "building" }))).toMatchObject({
    code: "project.evidenceNeeded",
  });
});

test("evidence given wrongly is put right with the month's report", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  const fixed = { approved: { text: "同发改〔2016〕21号", on: "2016-09-02" } };
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: fixed });
  const card = await projectCard(world.as(clerk, "2016-09-30"), id);
  expect(card.phases.find((line) => line.phase === "approved")?.evidence).toBe("同发改〔2016〕21号");
  expect((await passingsOf(id)).filter((row) => row.phase === "approved")).toHaveLength(2);
});

test("progress that falls, or a phase that goes back, is explained", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 30, { phase: "building", evidence: started });
  const fallen = { phase: "building", delayReason: "land" } as const;
  expect(await refusal(file("2016-10-31", id, "2016-10", 29, fallen))).toEqual({
    code: "project.fellWithoutNote",
    field: "note",
  });
  expect(
    await refusal(file("2016-10-31", id, "2016-10", 51, { phase: "preparation", delayReason: "land" })),
  ).toEqual({
    code: "project.phaseBackWithoutNote",
    field: "note",
  });
  await file("2016-10-31", id, "2016-10", 29, { ...fallen, note: "返工" });
});

test("a correction of a sent report that goes backward says why, in a note of its own", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 30, { phase: "building", evidence: started, note: "开工" });
  const back = { phase: "building", note: "开工" } as const;
  expect(await refusal(file("2016-10-02", id, "2016-09", 29, back))).toEqual({
    code: "project.correctedDownWithoutNote",
    field: "note",
  });
  expect(await refusal(file("2016-10-02", id, "2016-09", 29, { ...back, note: "" }))).toMatchObject({
    code: "project.correctedDownWithoutNote",
  });
  expect(
    await refusal(
      file("2016-10-02", id, "2016-09", 30, { phase: "preparation", note: "开工", delayReason: "land" }),
    ),
  ).toEqual({
    code: "project.correctedBackWithoutNote",
    field: "note",
  });
  await file("2016-10-02", id, "2016-09", 31, back);
  await file("2016-10-02", id, "2016-09", 29, { ...back, note: "监理核减" });
  expect((await reportsOf(id)).map((row) => row.progressBp)).toEqual([3000, 3100, 2900]);
});

test("saving a report unchanged makes no second one: the month is not corrected, and nothing is recorded", async () => {
  const id = await begun();
  const same = { phase: "building", evidence: started, note: "开工", forecastOn: "2016-12-25" } as const;
  const made = await file("2016-09-30", id, "2016-09", 20, same);
  const [before, { version }] = [await events(), await rowOf(id)];
  expect(await file("2016-10-02", id, "2016-09", 20, same)).toEqual(made);
  expect(await file("2016-10-02", id, "2016-09", 20, { ...same, evidence: {} })).toEqual(made);
  expect([await events(), (await rowOf(id)).version, (await reportsOf(id)).length]).toEqual([
    before,
    version,
    1,
  ]);
  expect((await projectCard(world.as(clerk, "2016-10-02"), id)).reports.map((row) => row.revised)).toEqual([
    false,
  ]);
  await file("2016-10-02", id, "2016-09", 20, { ...same, note: "开工典礼" });
  expect((await projectCard(world.as(clerk, "2016-10-02"), id)).reports.map((row) => row.revised)).toEqual([
    true,
  ]);
});

test("no report of a month to come, of one before the project, or of a locked one", async () => {
  const id = await begun();
  expect(await refusal(file("2016-10-31", id, "2016-11", 1))).toEqual({
    code: "project.monthInFuture",
    field: "month",
  });
  expect(await refusal(file("2016-10-31", id, "2016-08", 1))).toEqual({
    code: "project.beforeCreation",
    field: "month",
  });
  const month = "2016-09";
  await world.db.transaction((tx) =>
    tx
      .insert(filingMonths)
      .values({ townId: lianhua.id, month, state: "locked", changedAt: "2016-10-10T00:00:00Z" }),
  );
  expect(await refusal(file("2016-10-31", id, month, 1))).toEqual({ code: "monthLocked", field: "month" });
  expect((await reportFormOf(world.as(clerk, "2016-10-31"), id, month)).closed).toBe("monthLocked");
  await world.db.transaction((tx) => tx.delete(filingMonths));
  expect((await reportFormOf(world.as(clerk, "2016-10-31"), id, month)).closed).toBeUndefined();
});

test("who may report: the town its own, the office for it and marked so; nobody else", async () => {
  const id = await begun();
  const input = await report(id, "2016-09", 5, { delayReason: "land" });
  await expect(reportProject(world.as(other), input)).rejects.toThrow(NotFound);
  for (const role of ["leader", "auditor", "admin"] as const)
    await expect(reportProject(world.as(await world.actor(role)), input)).rejects.toThrow(Forbidden);
  await reportProject(world.as(office, "2016-09-30"), input);
  expect(await reportsOf(id)).toMatchObject([{ byProxy: true, personName: office.name }]);
});

test("ten copies of one report at once make one, and all get its answer", async () => {
  const id = await begun();
  const input = await report(id, "2016-09", 15, { key: "k-report", delayReason: "land" });
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => reportProject(world.as(clerk, "2016-09-30"), input)),
  );
  expect(new Set(answers.map((answer) => answer.id)).size).toBe(1);
  expect(await reportsOf(id)).toHaveLength(1);
  const elsewise = { ...input, progress: 1600 };
  expect(await refusal(reportProject(world.as(clerk, "2016-09-30"), elsewise))).toMatchObject({
    code: "keyReused",
  });
});

test("two who report at once: the second sees the first one's values, by field, and nothing is lost", async () => {
  const id = await begun();
  const mine = await report(id, "2016-09", 16, { delayReason: "land" });
  await file("2016-09-30", id, "2016-09", 15, { note: "已签合同", delayReason: "land" });
  const error = await reportProject(world.as(office, "2016-09-30"), mine).catch((reason) => reason);
  expect(error).toBeInstanceOf(Conflict);
  expect(error.current).toMatchObject({ progress: 15, note: "已签合同", version: 2 });
  expect(error.details.name).toBe(clerk.name);
  await reportProject(world.as(office, "2016-09-30"), { ...mine, version: error.current.version });
  expect(await reportsOf(id)).toHaveLength(2);
});

test("a report can be neither changed nor deleted by SQL", async () => {
  await expect(
    world.db.transaction((tx) => tx.update(projectReports).set({ progressBp: 1 })),
  ).rejects.toThrow();
  await expect(world.db.transaction((tx) => tx.delete(projectReports))).rejects.toThrow();
});

test("the office pauses with an approval; the clock stands, no report is due, and resuming starts it again", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 20, { phase: "building", evidence: started });
  const before = await events();
  const pause = {
    projectId: id,
    version: 2,
    onDay: "2016-10-01",
    reason: reasonOf("汛期"),
    approval: "区专班纪要 8 号",
  };
  await pauseProject(world.as(office, "2016-10-10"), pause);
  expect(await events()).toBe(before + 1);
  expect(await world.lastEvent()).toMatchObject({
    verb: "project.pause",
    payload: { after: { approval: "区专班纪要 8 号" }, reason: reasonOf("汛期") },
  });
  expect(await lightOn(id, "2016-11-30")).toMatchObject({
    light: "paused",
    why: { values: { since: "2016-10-01", reason: reasonOf("汛期") } },
  });
  expect(await refusal(pauseProject(world.as(office, "2016-10-10"), { ...pause, version: 3 }))).toMatchObject(
    { code: "project.alreadyPaused" },
  );
  expect(await refusal(file("2016-11-30", id, "2016-11", 30))).toEqual({
    code: "project.pausedMonth",
    field: "month",
  });
  const resume = { projectId: id, version: 3, onDay: "2016-12-01", reason: reasonOf("复工") };
  expect(
    await refusal(resumeProject(world.as(office, "2016-12-01"), { ...resume, onDay: "2016-09-30" })),
  ).toMatchObject({
    code: "project.dayTooEarly",
  });
  await resumeProject(world.as(office, "2016-12-01"), resume);
  // 61 days stood still: 19 December shows 19 October.
  expect(
    await previewLight(world.as(clerk, "2016-12-19"), {
      projectId: id,
      month: "2016-12",
      progress: 3900,
      phase: "building",
    }),
  ).toMatchObject({
    assessment: { light: "green", why: { key: "onPace" } },
    remedies: [],
  });
  expect(await refusal(resumeProject(world.as(office), { ...resume, version: 4 }))).toMatchObject({
    code: "project.notPaused",
  });
});

test("an ended project has no light and takes no report; resuming takes the ending back", async () => {
  const id = await begun();
  const end = { projectId: id, version: 1, endedOn: "2016-10-10", reason: reasonOf("规划调整") };
  expect(await refusal(endProject(world.as(office, "2016-10-01"), end))).toMatchObject({
    code: "project.dayInFuture",
  });
  await endProject(world.as(office, "2016-10-10"), end);
  expect(await lightOn(id, "2016-10-10")).toBeUndefined();
  expect(await refusal(file("2016-10-10", id, "2016-10", 1))).toMatchObject({ code: "project.ended" });
  await resumeProject(world.as(office, "2016-10-11"), {
    projectId: id,
    version: 2,
    onDay: "2016-10-11",
    reason: reasonOf("误操作"),
  });
  expect((await rowOf(id)).endedOn).toBeNull();
  expect(await lightOn(id, "2016-10-11")).toMatchObject({ light: "grey" });
});

test.each([
  ["pauses", pauseProject, { onDay: "2016-10-01", approval: "纪要" }],
  ["resumes", resumeProject, { onDay: "2016-10-01" }],
  ["ends", endProject, { endedOn: "2016-10-01" }],
] as const)("only the office %s a project", async (_, command, some) => {
  const id = await begun();
  const input = { projectId: id, version: 1, reason: reasonOf("原因"), ...some } as never;
  for (const role of ["leader", "auditor", "admin"] as const)
    await expect(command(world.as(await world.actor(role)), input)).rejects.toThrow(Forbidden);
  await expect(command(world.as(clerk), input)).rejects.toThrow(Forbidden);
  await expect(command(world.as(other), input)).rejects.toThrow(NotFound);
  await expect(command(world.as(office), { ...(input as object), version: 7 } as never)).rejects.toThrow(
    Conflict,
  );
});

test("as of: a past day shows what had been recorded by then, whatever was reported, planned or paused later", async () => {
  const id = await begun();
  await file("2016-09-30", id, "2016-09", 10, { phase: "building", evidence: started, delayReason: "land" });
  const then = await lightOn(id, "2016-09-30");
  await file("2016-10-02", id, "2016-09", 20, { phase: "building" });
  const slower = [
    { phase: "building" as const, plannedOn: "2016-09-30", plannedBp: 500 },
    { phase: "operating" as const, plannedOn: "2017-12-19", plannedBp: 10_000 },
  ];
  await revisePlan(world.as(clerk, "2016-10-03"), {
    projectId: id,
    version: 3,
    plan: slower,
    reason: reasonOf("顺延"),
  });
  await pauseProject(world.as(office, "2016-10-04"), {
    projectId: id,
    version: 4,
    onDay: "2016-09-15",
    reason: reasonOf("汛期"),
    approval: "纪要",
  });
  expect(then).toMatchObject({ light: "yellow" });
  expect((await lightOn(id, "2016-09-30"))?.why).toEqual(then?.why);
  expect(await lightOn(id, "2016-10-02")).toMatchObject({ light: "green", why: { key: "onPace" } });
  expect(await lightOn(id, "2016-10-04")).toMatchObject({ light: "paused" });
});
