import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  approvedFundingYears,
  auditEvents,
  filingMonths,
  fundingPostings,
  fundingYears,
  phasePassings,
  phasePlans,
  projects,
  projectVillages,
} from "#db/schema/index.ts";
import { Conflict, Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { openWorld } from "#lib/testing/world.ts";
import { CreateProject, type EditProject } from "../input.ts";
import type { PlanRow } from "../rules/pace.ts";
import { createProject, editProject, revisePlan } from "./projects.ts";

const world = await openWorld();
const lianhua = await world.town("莲花镇");
const xinmin = await world.town("新民镇");
const junying = await world.village("军营");
const baijiaoci = await world.village("白交祠");
const clerk = await world.actor("town", "莲花镇");
const other = await world.actor("town", "新民镇");
const office = await world.actor("office");

const plan: PlanRow[] = [
  { phase: "approved", plannedOn: "2016-02-01", plannedBp: 1000 },
  { phase: "building", plannedOn: "2016-04-01", plannedBp: 2000 },
  { phase: "operating", plannedOn: "2017-04-01", plannedBp: 10_000 },
];
const teaGarden = (some: Partial<CreateProject> = {}): CreateProject => ({
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
  villages: [
    { villageId: junying.id, share: 6000 },
    { villageId: baijiaoci.id, share: 4000 },
  ],
  number: "",
  createdOn: "2016-01-05",
  plan,
  key: undefined,
  ...some,
});
const made = async (some: Partial<CreateProject> = {}) =>
  (await createProject(world.as(clerk), teaGarden(some))).id;
const rowOf = async (id: number) =>
  (await world.db.select().from(projects).where(eq(projects.id, id)))[0] as typeof projects.$inferSelect;
const events = async () => (await world.db.select().from(auditEvents)).length;
const edit = async (id: number, some: Partial<EditProject> = {}): Promise<EditProject> => {
  const { level: _, number: __, createdOn: ___, plan: ____, ...basics } = teaGarden();
  return { ...basics, projectId: id, version: (await rowOf(id)).version, ...some };
};
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (reason) => reason,
  );
  expect(error).toBeInstanceOf(Refused);
  return { code: error.code, field: error.field };
};

test("a town enters a project with its villages, its plan and its first phase, in one audited operation", async () => {
  const before = await events();
  const { id, number } = await createProject(world.as(clerk), teaGarden());
  const row = await rowOf(id);
  expect(row).toMatchObject({
    name: "莲花高山茶园",
    pinyin: "lianhuagaoshanchayuan",
    initials: "lhgscy",
    number,
    provenance: "real",
    version: 1,
  });
  const shares = await world.db.select().from(projectVillages).where(eq(projectVillages.projectId, id));
  expect(shares.reduce((sum, share) => sum + share.shareBp, 0)).toBe(10_000);
  expect(await world.db.select().from(phasePlans).where(eq(phasePlans.projectId, id))).toHaveLength(3);
  expect(await world.db.select().from(phasePassings).where(eq(phasePassings.projectId, id))).toMatchObject([
    { phase: "identified", actualOn: "2016-01-05" },
  ]);
  expect(await events()).toBe(before + 1);
  const event = await world.lastEvent();
  expect(event).toMatchObject({
    verb: "project.create",
    subjectType: "project",
    subjectId: id,
    divisionCode: lianhua.code,
  });
  expect(event.payload.after).toMatchObject({
    number,
    town: "莲花镇",
    villages: "军营 60%、白交祠 40%",
    planned: { building: "2016-04-01 · 20%" },
  });
});

test("projects are numbered one after the other, each list by itself", async () => {
  const first = (await rowOf(await made())).number;
  const second = (await rowOf(await made())).number;
  expect(Number(second.slice(2))).toBe(Number(first.slice(2)) + 1);
  const { number } = await createProject(world.as(office), teaGarden({ level: "key" }));
  expect(number).toBe("区-01");
  expect(await refusal(made({ number }))).toEqual({ code: "project.numberTaken", field: "number" });
});

test("the demonstration's generator marks what it makes, people beside it do not", async () => {
  const { id } = await createProject({ ...world.as(clerk), provenance: "demo" }, teaGarden());
  expect((await rowOf(id)).provenance).toBe("demo");
});

test("a form sent twice makes one project", async () => {
  const key = "k-create";
  const first = await createProject(world.as(clerk), teaGarden({ key }));
  const before = (await world.db.select().from(projects)).length;
  expect(await createProject(world.as(clerk), teaGarden({ key }))).toEqual(first);
  expect((await world.db.select().from(projects)).length).toBe(before);
  expect(await refusal(createProject(world.as(clerk), teaGarden({ key, name: "另一个" })))).toMatchObject({
    code: "keyReused",
  });
});

test.each(["leader", "auditor", "admin"] as const)("a %s creates no project", async (role) => {
  await expect(createProject(world.as(await world.actor(role)), teaGarden())).rejects.toThrow(Forbidden);
});

test("another town is not there", async () => {
  await expect(createProject(world.as(clerk), teaGarden({ townId: xinmin.id }))).rejects.toThrow(NotFound);
  await expect(editProject(world.as(other), await edit(await made(), {}))).rejects.toThrow(NotFound);
});

test.each([
  [
    "shares that do not add up",
    { villages: [{ villageId: junying.id, share: 9999 }] },
    "project.sharesSum",
    "villages.0.share",
  ],
  [
    "a share of nothing",
    { villages: [{ villageId: junying.id, share: 0 }] },
    "project.shareNothing",
    "villages.0.share",
  ],
  [
    "a village named twice",
    {
      villages: [
        { villageId: junying.id, share: 5000 },
        { villageId: junying.id, share: 5000 },
      ],
    },
    "project.villageTwice",
    "villages.1.villageId",
  ],
  [
    "a town as a village",
    { villages: [{ villageId: lianhua.id, share: 10_000 }] },
    "project.notAVillage",
    "villages.0.villageId",
  ],
  ["a village as the town", { townId: junying.id }, "project.notATown", "townId"],
  ["an entry in the future", { createdOn: "2017-01-01" }, "project.createdInFuture", "createdOn"],
  ["no plan", { plan: [] }, "project.planEmpty", "plan.operating.on"],
  [
    "a plan that goes back in time",
    { plan: plan.toReversed().map((row, i) => ({ ...row, plannedBp: i * 5000 })) },
    "project.planOrder",
    "plan.building.on",
  ],
  [
    "a plan that falls",
    { plan: [plan[1], { ...plan[2], plannedBp: 1999 }] as PlanRow[] },
    "project.planFalls",
    "plan.operating.done",
  ],
  ["a plan that ends below 100 %", { plan: plan.slice(0, 2) }, "project.planEndsBelow", "plan.building.done"],
])("%s is refused and nothing is written", async (_, some, code, field) => {
  const before = [await events(), (await world.db.select().from(projects)).length];
  expect(await refusal(createProject(world.as(clerk), teaGarden(some)))).toEqual({ code, field });
  expect([await events(), (await world.db.select().from(projects)).length]).toEqual(before);
});

test("a town takes no village of another town, the office may", async () => {
  const wulu = await world.village("梧侣");
  const villages = [{ villageId: wulu.id, share: 10_000 }];
  expect(await refusal(made({ villages }))).toMatchObject({ code: "project.notAVillage" });
  const { id } = await createProject(world.as(office), teaGarden({ villages }));
  await editProject(world.as(clerk), await edit(id, { villages, owner: "镇长" }));
  expect((await rowOf(id)).owner).toBe("镇长");
});

test("an edit is kept field by field, old and new, and moves the version on", async () => {
  const id = await made();
  const before = await events();
  await editProject(
    world.as(clerk),
    await edit(id, { owner: "镇长", name: "军营茶园", villages: [{ villageId: junying.id, share: 10_000 }] }),
  );
  expect(await rowOf(id)).toMatchObject({
    owner: "镇长",
    name: "军营茶园",
    pinyin: "junyingchayuan",
    version: 2,
    updatedBy: clerk.name,
  });
  expect(await events()).toBe(before + 1);
  const { payload, verb } = await world.lastEvent();
  expect(verb).toBe("project.edit");
  expect(payload.before).toMatchObject({ owner: "分管副镇长", villages: "军营 60%、白交祠 40%" });
  expect(payload.after).toMatchObject({ owner: "镇长", villages: "军营" });
});

test("saving what already stands changes nothing and leaves no trace", async () => {
  const id = await made();
  const before = await events();
  await editProject(world.as(clerk), await edit(id));
  expect((await rowOf(id)).version).toBe(1);
  expect(await events()).toBe(before);
});

test("the one who saves second sees what now stands and nothing is overwritten", async () => {
  const id = await made();
  const mine = await edit(id, { owner: "镇长" });
  await editProject(world.as(office), await edit(id, { contact: "经发办" }));
  const error = await editProject(world.as(clerk), mine).catch((reason) => reason);
  expect(error).toBeInstanceOf(Conflict);
  expect(error.current).toMatchObject({
    contact: "经发办",
    owner: "分管副镇长",
    version: 2,
    "villages.0.share": 60,
  });
  expect(error.details.name).toBe(office.name);
  expect((await rowOf(id)).owner).toBe("分管副镇长");
});

test("100 parallel editors of one project: one winner, 99 conflicts", async () => {
  const id = await made();
  const edits = await Promise.all(Array.from({ length: 100 }, (_, i) => edit(id, { contact: `科室 ${i}` })));
  const results = await Promise.allSettled(edits.map((input) => editProject(world.as(clerk), input)));
  expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
  expect(
    results.filter((result) => result.status === "rejected" && result.reason instanceof Conflict),
  ).toHaveLength(99);
  expect((await rowOf(id)).version).toBe(2);
});

test("a key project points to the one village project that it is, and to no other", async () => {
  const twin = await made();
  const key = (some: Partial<CreateProject>) =>
    createProject(world.as(office), teaGarden({ level: "key", sameAsId: twin, ...some }));
  const { id, number } = await key({});
  expect((await rowOf(id)).sameAsId).toBe(twin);
  expect(await refusal(key({}))).toEqual({ code: "project.sameAsTaken", field: "sameAsId" });
  expect(await refusal(key({ sameAsId: id }))).toMatchObject({ code: "project.sameAsNotVillage" });
  expect(await refusal(key({ level: "village" }))).toMatchObject({ code: "project.sameAsOnlyKey" });
  await editProject(world.as(office), await edit(id, { sameAsId: undefined }));
  expect((await rowOf(id)).sameAsId).toBeNull();
  expect(number).toMatch(/^区-/);
});

test("a key project with money of its own cannot become the same as another, or its money would count twice", async () => {
  const twin = await made();
  const { id } = await createProject(world.as(office), teaGarden({ level: "key" }));
  await world.db.transaction((tx) =>
    tx.insert(fundingPostings).values({
      projectId: id,
      stage: "plan",
      source: "district",
      amountFen: 100,
      onDay: "2016-05-01",
      year: 2016,
      personName: "",
      recordedAt: "",
      provenance: "real",
    }),
  );
  expect(await refusal(editProject(world.as(office), await edit(id, { sameAsId: twin })))).toMatchObject({
    code: "project.sameAsHasFunding",
  });
});

test("a project that moves to another town takes its money along; what its old town's month approved waits there again", async () => {
  const id = await made();
  const money = {
    projectId: id,
    stage: "plan",
    source: "helper",
    documentNo: "",
    note: "",
    explanation: "",
  } as const;
  const first = await postFunding(world.as(office), { ...money, amountFen: 1000_01, onDay: "2016-03-05" });
  await postFunding(world.as(office), { ...money, amountFen: 20_00, onDay: "2016-04-05" });
  const sum = { year: 2016, source: "helper", stage: "plan", amountFen: 1000_01 } as const;
  await world.db.transaction(async (tx) => {
    const filed = {
      townId: lianhua.id,
      month: "2016-03",
      state: "approved",
      fundingUpTo: first.id,
      changedAt: "2016-04-06T01:00:00.000Z",
    } as const;
    await tx.insert(filingMonths).values(filed);
    await tx
      .insert(approvedFundingYears)
      .values([lianhua, world.district].map((division) => ({ ...sum, divisionId: division.id })));
  });
  const kept = async () => {
    const rows = await world.db.select().from(fundingYears).where(eq(fundingYears.source, "helper"));
    return [lianhua, xinmin, world.district].map(
      (division) => rows.find((row) => row.divisionId === division.id)?.amountFen ?? 0,
    );
  };
  expect(await kept()).toEqual([1020_01, 0, 1020_01]);
  await editProject(world.as(office), await edit(id, { townId: xinmin.id }));
  expect(await kept()).toEqual([0, 1020_01, 1020_01]);
  expect((await world.db.select().from(approvedFundingYears)).map((row) => row.amountFen)).toEqual([0, 0]);
});

test("a new plan stands beside the old one, with its reason", async () => {
  const id = await made();
  const later = plan.map((row) => (row.phase === "operating" ? { ...row, plannedOn: "2017-06-01" } : row));
  const before = await events();
  const input = { projectId: id, version: 1, plan: later, reason: reasonOf("雨季顺延") };
  expect(await revisePlan(world.as(clerk), input)).toEqual({ id, revision: 2 });
  const rows = await world.db.select().from(phasePlans).where(eq(phasePlans.projectId, id));
  expect(rows.filter((row) => row.revision === 1)).toHaveLength(3);
  expect(rows.find((row) => row.revision === 2 && row.phase === "operating")).toMatchObject({
    plannedOn: "2017-06-01",
    reason: reasonOf("雨季顺延"),
  });
  expect(await events()).toBe(before + 1);
  expect((await world.lastEvent()).payload).toMatchObject({
    before: { planned: { operating: "2017-04-01 · 100%" } },
    after: { planned: { operating: "2017-06-01 · 100%" } },
    reason: reasonOf("雨季顺延"),
  });
  expect(await refusal(revisePlan(world.as(clerk), { ...input, version: 2 }))).toMatchObject({
    code: "project.planUnchanged",
  });
  await expect(revisePlan(world.as(clerk), input)).rejects.toThrow(Conflict);
  await expect(revisePlan(world.as(other), input)).rejects.toThrow(NotFound);
  await expect(revisePlan(world.as(await world.actor("leader")), input)).rejects.toThrow(Forbidden);
});

test("a plan can be neither changed nor deleted by SQL", async () => {
  await expect(world.db.transaction((tx) => tx.update(phasePlans).set({ plannedBp: 0 }))).rejects.toThrow();
  await expect(world.db.transaction((tx) => tx.delete(phasePlans))).rejects.toThrow();
});

test("the form's texts become a project: percentages, dates as people write them, empty rows left out", () => {
  const read = CreateProject.parse({
    name: " 军营茶园 ",
    level: "village",
    type: "farm",
    sector: "economy",
    approaches: "project",
    townId: "7",
    owner: "镇长",
    sameAsId: "",
    villages: [
      { villageId: "9", share: "60%" },
      { villageId: "", share: "" },
      { villageId: "10", share: "４０" },
    ],
    createdOn: "2016年1月5日",
    plan: {
      building: { on: "2016.4.1", done: "20" },
      accepted: { on: "", done: "90" },
      operating: { on: "2017-04-01", done: "100%" },
    },
  });
  expect(read).toMatchObject({
    name: "军营茶园",
    approaches: ["project"],
    townId: 7,
    sameAsId: undefined,
    createdOn: "2016-01-05",
    villages: [
      { villageId: 9, share: 6000 },
      { villageId: 10, share: 4000 },
    ],
    plan: [
      { phase: "building", plannedOn: "2016-04-01", plannedBp: 2000 },
      { phase: "operating", plannedOn: "2017-04-01", plannedBp: 10_000 },
    ],
  });
});

test("every wrong field of the form is named at once", () => {
  const read = CreateProject.safeParse({
    level: "x",
    villages: [{ villageId: "9", share: "abc" }],
    plan: { building: { on: "31.31", done: "20" }, operating: { on: "2016-09-01", done: "" } },
  });
  const paths = read.error?.issues.map((issue) => [issue.path.join("."), issue.message]);
  expect(paths).toEqual(
    expect.arrayContaining([
      ["name", "required"],
      ["level", "notAChoice"],
      ["owner", "required"],
      ["villages.0.share", "notAPercentage"],
      ["plan.building.on", "notADay"],
      ["plan.operating.done", "required"],
    ]),
  );
});
