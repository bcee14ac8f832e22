import { createHash } from "node:crypto";
import { desc, eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import {
  auditEvents,
  columnProfiles,
  divisions,
  filingMonths,
  incomeTargets,
  phasePlans,
  projects,
  projectVillages,
} from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { chinese, choosing, english, ownBook, previewed } from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { answerIntake } from "./commands/answers.ts";
import { confirmIntake } from "./commands/imports.ts";
import { mapColumns, uploadRegister } from "./commands/registers.ts";
import type { Register } from "./input.ts";
import { intakePage } from "./queries/imports.ts";
import { settled } from "./store/reading.ts";

const world = await openWorld();
let office: Ctx;
const languages = [chinese, english];

beforeAll(async () => {
  office = world.as(await world.actor("office"));
});

async function send(kind: Register, rows: unknown[][], fileName = "台账.xlsx"): Promise<number> {
  const bytes = await ownBook("台账", rows);
  const { id } = await uploadRegister(
    office,
    { kind, year: 2017, fileName, sha256: createHash("sha256").update(bytes).digest("hex") },
    { bytes, languages },
  );
  await settled(id, 30_000);
  return id;
}
const name = (intakeId: number, column: Record<string, number>, profile = "") =>
  mapColumns(office, { intakeId, column, profile }, languages);

describe("a register of projects", () => {
  const heading = ["序", "工程", "乡镇", "实施村", "牵头人", "开工", "竣工"];
  const rows = [
    ["同安区村级集体经济项目台账"],
    heading,
    [1, "顶村民宿群", "莲花", "军营60%、白交祠40%", "分管副镇长", "2016-03-01", "2016年12月31日"],
    [2, "下山头厂房", "新民镇", "西山", "分管副镇长", "", "2017-06-30"],
    [3, "没有村的", "莲花镇", "不知村", "分管副镇长", "", "2017-06-30"],
    [4, "没有日期的", "莲花镇", "军营", "分管副镇长", "", ""],
    [5, "外区的", "外镇", "军营", "分管副镇长", "", "2017-06-30"],
    [6, "顶村民宿群", "莲花镇", "军营", "分管副镇长", "", "2017-06-30"],
  ];
  const columns = { name: 1, town: 2, villages: 3, owner: 4, startOn: 5, doneOn: 6 };

  test("has its columns named once; its rows are judged, and taken over by the rules of a new project", async () => {
    const intake = await send("projects", rows);
    const page = await intakePage(office, intake, { page: 1 });
    expect(page.preview).toBeNull();
    expect(page.columns?.map((column) => [column.letters, column.heading, column.field]).slice(0, 4)).toEqual(
      [
        ["A", "序", undefined],
        ["B", "工程", undefined],
        ["C", "乡镇", "town"],
        ["D", "实施村", "villages"],
      ],
    );
    expect(page.columns?.[1]?.samples).toEqual(["顶村民宿群", "下山头厂房", "没有村的"]);
    await expect(name(intake, { town: 2 })).rejects.toMatchObject({ code: "intake.columnMissing" });
    await expect(name(intake, { name: 1, owner: 1 })).rejects.toMatchObject({ code: "intake.columnTwice" });
    await name(intake, columns, "区专班台账");

    const { rows: judged, counts, seen } = await previewed(office, intake);
    expect(
      judged.map((row) => [
        row.line,
        row.class,
        row.problem?.key ?? row.cells.find((cell) => cell.problem)?.problem?.key,
      ]),
    ).toEqual([
      [3, "new", undefined],
      [4, "new", undefined],
      [5, "error", "intake.says.noVillage"],
      [6, "error", "intake.says.doneOnNeeded"],
      [7, "foreign", "intake.says.foreignTown"],
      [8, "error", "intake.says.twice"],
    ]);
    expect(counts.new).toBe(2);
    await confirmIntake(office, { intakeId: intake, ...choosing(seen) });
    const [made] = await world.db.select().from(projects).where(eq(projects.name, "顶村民宿群"));
    expect(made).toMatchObject({
      number: "村-001",
      level: "village",
      type: "other",
      sector: "economy",
      owner: "分管副镇长",
    });
    const shares = await world.db
      .select()
      .from(projectVillages)
      .where(eq(projectVillages.projectId, made?.id ?? 0));
    expect(shares.map((share) => share.shareBp).toSorted()).toEqual([4000, 6000]);
    const plan = await world.db
      .select()
      .from(phasePlans)
      .where(eq(phasePlans.projectId, made?.id ?? 0));
    expect(plan.map((row) => [row.phase, row.plannedOn, row.plannedBp]).toSorted()).toEqual([
      ["accepted", "2016-12-31", 10_000],
      ["building", "2016-03-01", 0],
    ]);
    expect((await world.lastEvent()).payload.after.done.map((done: { verb: string }) => done.verb)).toEqual([
      "project.create",
      "project.create",
    ]);
  });

  test("of the same headings needs no naming the next time; the same rows change nothing, others change what they say", async () => {
    const [profile] = await world.db.select().from(columnProfiles);
    expect(profile).toMatchObject({
      kind: "projects",
      name: "区专班台账",
      columns: { name: "工程", doneOn: "竣工" },
    });
    const again = rows
      .map((row) =>
        row[1] === "下山头厂房" ? [2, "下山头厂房", "新民镇", "西山", "镇长", "", "2018-06-30"] : row,
      )
      .slice(0, 4);
    const intake = await send("projects", again, "台账2.xlsx");
    const { rows: judged, notes, seen } = await previewed(office, intake);
    expect(notes[0]).toBe("profile");
    expect(judged.map((row) => row.class)).toEqual(["same", "changed"]);
    const before = (await world.db.select().from(auditEvents)).length;
    await confirmIntake(office, { intakeId: intake, ...choosing(seen) });
    expect((await world.db.select().from(auditEvents)).length).toBe(before + 1);
    const [changed] = await world.db.select().from(projects).where(eq(projects.name, "下山头厂房"));
    expect(changed).toMatchObject({ owner: "镇长", version: 2 });
    expect(
      (await previewed(office, await send("projects", again, "台账3.xlsx"))).rows.map((row) => row.class),
    ).toEqual(["same", "same"]);
  });
});

test("a new project that lacks what the sheet has no column for says what that is", async () => {
  const rows = [
    ["工程名称", "镇街", "村名", "计划完工"],
    ["湖柑农贸市场", "新民镇", "湖柑", "2017-10-30"],
  ];
  const intake = await send("projects", rows, "没有责任人.xlsx");
  expect((await intakePage(office, intake, { page: 1 })).columns?.map((column) => column.field)).toEqual([
    "name",
    "town",
    "villages",
    "doneOn",
  ]);
  await name(intake, { name: 0, town: 1, villages: 2, doneOn: 3 });
  const [row] = (await previewed(office, intake)).rows;
  expect(row?.problem).toEqual({ key: "intake.says.invalid", values: { field: "owner", why: "required" } });
});

test("a register of villages sets what is kept of them and their targets, with a reason, in one operation", async () => {
  const rows = [
    ["乡镇", "村名", "发展思路", "联系人", "明年目标（万元）"],
    ["莲花镇", "军营村", "茶旅融合", "村主任", 12.5],
    ["莲花镇", "白交祠", "", "", 10],
    ["新民镇", "西山", "商贸", "", "若干"],
    ["莲花镇", "无此村", "商贸", "", 10],
  ];
  const intake = await send("villages", rows);
  await name(intake, { town: 0, name: 1, plan: 2, contact: 3, target: 4 });
  const { rows: judged, seen } = await previewed(office, intake);
  expect(judged.map((row) => row.class)).toEqual(["changed", "same", "error", "foreign"]);
  await confirmIntake(office, { intakeId: intake, ...choosing(seen) });
  const village = await world.village("军营");
  const [row] = await world.db.select().from(divisions).where(eq(divisions.id, village.id));
  expect(row).toMatchObject({ plan: "茶旅融合", contact: "村主任", version: 2 });
  const [target] = await world.db
    .select()
    .from(incomeTargets)
    .where(eq(incomeTargets.villageId, village.id))
    .orderBy(desc(incomeTargets.revision));
  expect(target).toMatchObject({ year: 2017, amountFen: 125_000_00, reason: "首次设定" });
  expect((await world.lastEvent()).payload.after.done.map((done: { verb: string }) => done.verb)).toEqual([
    "village.edit",
    "target.set",
  ]);
  const second = await send("villages", rows);
  await name(second, { town: 0, name: 1, plan: 2, contact: 3, target: 4 });
  expect((await previewed(office, second)).rows.map((each) => each.class)).toEqual([
    "same",
    "same",
    "error",
    "foreign",
  ]);
  const higher = rows.map((row) =>
    row[1] === "军营村" ? ["莲花镇", "军营村", "茶旅融合", "村主任", 13] : row,
  );
  const third = await send("villages", higher);
  await name(third, { town: 0, name: 1, plan: 2, contact: 3, target: 4 });
  const changed = await previewed(office, third);
  await expect(confirmIntake(office, { intakeId: third, ...choosing(changed.seen) })).rejects.toMatchObject({
    code: "intake.reasonNeeded",
  });
  await confirmIntake(office, { intakeId: third, ...choosing(changed.seen, { reason: "区委会议确定" }) });
  expect(await world.lastEvent()).toMatchObject({
    verb: "intake.confirm",
    payload: { reason: "区委会议确定" },
  });
});

test("a register is read as districts write it: months for days, a year in a heading, a name in two lines, no owner yet", async () => {
  const rows = [
    ["项目名称", "镇街", "村名", "责任人", "计划开工", "计划完工"],
    ["湖柑\n冷库", "新民镇", "湖柑", "", "2026.3", "2026年12月"],
  ];
  const intake = await send("projects", rows, "按月.xlsx");
  await name(intake, { name: 0, town: 1, villages: 2, owner: 3, startOn: 4, doneOn: 5 });
  const first = await previewed(office, intake);
  expect(first.open.map(({ says }) => says)).toEqual([
    { key: "intake.ask.owner", values: { count: 1, places: "湖柑冷库" } },
  ]);
  await expect(confirmIntake(office, { intakeId: intake, ...choosing(first.seen) })).rejects.toMatchObject({
    code: "intake.unanswered",
  });
  await answerIntake(
    office,
    { intakeId: intake, answer: { [first.open[0]?.key as string]: "later" } },
    languages,
  );
  const { rows: judged, open, seen } = await previewed(office, intake);
  const given = Object.fromEntries(judged[0]?.cells.map((cell) => [cell.field, cell.given]) ?? []);
  expect([open, given]).toEqual([
    [],
    expect.objectContaining({ name: "湖柑冷库", owner: "待定", startOn: "2026-03-01", doneOn: "2026-12-31" }),
  ]);
  await confirmIntake(office, { intakeId: intake, ...choosing(seen) });
  const [made] = await world.db.select().from(projects).where(eq(projects.name, "湖柑冷库"));

  // Its money of two months and of a third lies in months that one of the two towns has locked since.
  const base = {
    projectId: made?.id ?? 0,
    stage: "plan" as const,
    source: "district" as const,
    documentNo: "",
    note: "",
    explanation: "",
  };
  for (const onDay of ["2016-03-05", "2016-04-05", "2016-06-05", "2016-08-05"])
    await postFunding(office, { ...base, amountFen: 100_00, onDay });
  const locked = {
    reason: "",
    unlockedUntil: null,
    incomeUpTo: null,
    fundingUpTo: null,
    personId: null,
    changedAt: "2016-12-01T00:00:00.000Z",
  };
  for (const [town, month] of [
    ["新民镇", "2016-03"],
    ["新民镇", "2016-04"],
    ["莲花镇", "2016-05"],
    ["莲花镇", "2016-06"],
    ["大同街道", "2016-08"],
  ] as const)
    await world.db.transaction(async (tx) =>
      tx
        .insert(filingMonths)
        .values({ townId: (await world.town(town)).id, month, state: "locked", ...locked }),
    );
  const move = [
    ["编号", "镇街", "村名"],
    [made?.number, "莲花镇", "军营"],
  ];
  const moved = await send("projects", move, "搬家.xlsx");
  await name(moved, { number: 0, town: 1, villages: 2 });
  const asked = await previewed(office, moved);
  expect(asked.open.map(({ says }) => [says.key, says.values.months])).toEqual([
    ["intake.ask.moved", "2016-03—2016-04、2016-06"],
  ]);
  await answerIntake(
    office,
    { intakeId: moved, answer: { [asked.open[0]?.key as string]: "move" } },
    languages,
  );
  const answered = await previewed(office, moved);
  await expect(confirmIntake(office, { intakeId: moved, ...choosing(answered.seen) })).rejects.toMatchObject({
    code: "intake.reasonNeeded",
  });
  await confirmIntake(office, { intakeId: moved, ...choosing(answered.seen, { reason: "区划调整" }) });

  const villages = await send("villages", [
    ["镇街", "村名", "包村领导", "2026年目标（万元）"],
    ["莲花镇", "军营", "副镇长", 12],
  ]);
  expect((await intakePage(office, villages, { page: 1 })).columns?.map((column) => column.field)).toEqual([
    "town",
    "name",
    "contact",
    "target",
  ]);
});
