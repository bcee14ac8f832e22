import { eq } from "drizzle-orm";
import type ExcelJS from "exceljs";
import { beforeAll, expect, test } from "vitest";
import { auditEvents, phasePassings, projectReports } from "#db/schema/index.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import type { Ctx } from "#lib/core/context.ts";
import { createProject } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { cellAt, choosing, filled, ownBook, type Place, previewed, send } from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { confirmIntake } from "../commands/imports.ts";
import type { DiffRow } from "../rules/diff.ts";

const world = await openWorld();
let clerk: Ctx;
let office: Ctx;
let townId: number;

/** A project of 莲花镇 that is planned to be half built in September and finished by the end of the year. */
async function project(name: string, town = "莲花镇", village = "军营", sameAsId?: number) {
  return createProject(world.as(await world.actor("office"), "2016-01-05"), {
    name,
    level: sameAsId === undefined ? "village" : "key",
    number: "",
    type: "trade",
    sector: "economy",
    approaches: [],
    townId: (await world.town(town)).id,
    owner: "分管副镇长",
    contact: "",
    contactPhone: "",
    description: "",
    sameAsId,
    createdOn: undefined,
    villages: [{ villageId: (await world.village(village)).id, share: 10_000 }],
    plan: [
      { phase: "approved", plannedOn: "2016-02-01", plannedBp: 500 },
      { phase: "building", plannedOn: "2016-09-30", plannedBp: 5000 },
      { phase: "accepted", plannedOn: "2016-12-31", plannedBp: 10_000 },
    ],
  });
}

beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"));
  office = world.as(await world.actor("office"));
  townId = (await world.town("莲花镇")).id;
});

const inMonth = (month: string): Place => ({ kind: "reports", townId, month });
const row = (rows: readonly DiffRow[], number: string) =>
  rows.find((each) => each.label.startsWith(number)) as DiffRow;
const problem = (of: DiffRow, field: string) => of.cells.find((cell) => cell.field === field)?.problem?.key;
const put = (sheet: ExcelJS.Worksheet, number: string, values: Record<string, ExcelJS.CellValue>) => {
  for (const [heading, value] of Object.entries(values)) cellAt(sheet, number, heading).value = value;
};

test("reports are filled in beside last month's, judged by the rules of a report, and taken over with their evidence; the same file again changes nothing", async () => {
  const [a, b, c] = [await project("甲"), await project("乙"), await project("丙")];
  const month = "2016-06";
  const file = await filled(clerk, inMonth(month), (sheet) => {
    put(sheet, a.number, {
      本月进度: 0.45,
      阶段: "立项审批",
      进入新阶段的依据: "同发改〔2016〕12号",
      依据日期: "2016年2月20日",
      备注: "完成立项",
    });
    put(sheet, b.number, { 本月进度: 0.1, 阶段: "立项审批" });
    put(sheet, c.number, { 本月进度: "10%左右" });
  });
  const intake = await send(clerk, inMonth(month), file);
  const { rows, counts, seen } = await previewed(clerk, intake);
  expect(counts).toMatchObject({ new: 1, error: 2 });
  expect([problem(row(rows, b.number), "evidence"), problem(row(rows, c.number), "progress")]).toEqual([
    "refused.project.evidenceNeeded",
    "sheets.error.notAPercentage",
  ]);
  await confirmIntake(clerk, { intakeId: intake, ...choosing(seen) });
  const [report] = await world.db.select().from(projectReports).where(eq(projectReports.projectId, a.id));
  expect(report).toMatchObject({
    month,
    progressBp: 4500,
    phase: "approved",
    note: "完成立项",
    personName: clerk.actor.name,
  });
  const passings = await world.db.select().from(phasePassings).where(eq(phasePassings.projectId, a.id));
  expect(passings.find((each) => each.phase === "approved")).toMatchObject({
    phase: "approved",
    actualOn: "2016-02-20",
    evidence: "同发改〔2016〕12号",
  });
  const event = await world.lastEvent();
  expect(event.payload.after.done).toMatchObject([
    { verb: "project.report", subject: { type: "project", id: a.id }, change: { month, progress: "45%" } },
  ]);
  expect((await historyOf(clerk, { type: "project", id: a.id }))[0]).toMatchObject({
    verb: "project.report",
    seq: event.seq,
  });
  expect((await historyOf(clerk, { type: "project", id: b.id })).map((each) => each.verb)).toEqual([
    "project.create",
  ]);

  const again = await previewed(clerk, await send(clerk, inMonth(month), file));
  expect(row(again.rows, a.number).class).toBe("same");
});

test("a project behind its plan needs its reason, and one that fell back its note", async () => {
  const late = await project("迟");
  await reportProject(world.as(await world.actor("office"), "2016-06-30"), {
    projectId: late.id,
    version: 1,
    month: "2016-06",
    progress: 5000,
    phase: "identified",
    evidence: {},
    delayText: "",
    note: "",
    delayReason: undefined,
    forecastOn: undefined,
  });
  const month = "2016-07";
  const judged = async (values: Record<string, ExcelJS.CellValue>) => {
    const file = await filled(clerk, inMonth(month), (sheet) => put(sheet, late.number, values));
    return row((await previewed(clerk, await send(clerk, inMonth(month), file))).rows, late.number);
  };
  expect(problem(await judged({ 本月进度: 0.2 }), "note")).toBe("refused.project.fellWithoutNote");
  expect(problem(await judged({ 本月进度: 0.2, 备注: "返工" }), "delayReason")).toBe(
    "refused.project.delayReasonNeeded",
  );
  expect(problem(await judged({ 本月进度: 0.2, 备注: "返工", 滞后原因: "天气不好" }), "delayReason")).toBe(
    "intake.says.notAChoice",
  );
  expect((await judged({ 本月进度: 0.2, 备注: "返工", 滞后原因: "其他" })).class).toBe("error");
  expect((await judged({ 本月进度: 0.2, 备注: "返工", 滞后原因: "天气" })).class).toBe("new");
});

test("a report that somebody made here since is a conflict in the cells that differ", async () => {
  const both = await project("两处");
  const month = "2016-03";
  const file = await filled(clerk, inMonth(month), (sheet) =>
    put(sheet, both.number, { 本月进度: 0.2, 备注: "表格" }),
  );
  await reportProject(office, {
    projectId: both.id,
    version: 1,
    month,
    progress: 2500,
    phase: "identified",
    evidence: {},
    delayText: "",
    note: "",
    delayReason: undefined,
    forecastOn: undefined,
  });
  const intake = await send(clerk, inMonth(month), file);
  const { rows, seen } = await previewed(clerk, intake);
  const conflict = row(rows, both.number);
  expect(conflict.class).toBe("conflict");
  expect(conflict.cells.find((cell) => cell.field === "progress")).toMatchObject({
    class: "conflict",
    now: 2500,
    given: 2000,
    by: { name: office.actor.name },
  });
  await confirmIntake(clerk, { intakeId: intake, ...choosing(seen, { mine: [conflict.line] }) });
  const reports = await world.db.select().from(projectReports).where(eq(projectReports.projectId, both.id));
  expect(reports.at(-1)).toMatchObject({ progressBp: 2000, note: "表格" });
});

test("of several rows none is taken over where one is refused, and the row is named", async () => {
  const [good, bad] = [await project("好"), await project("坏")];
  const month = "2016-02";
  const file = await filled(clerk, inMonth(month), (sheet) => {
    put(sheet, good.number, { 本月进度: 0.05 });
    put(sheet, bad.number, { 本月进度: 0.05 });
  });
  const intake = await send(clerk, inMonth(month), file);
  const { seen } = await previewed(clerk, intake);
  const events = (await world.db.select().from(auditEvents)).length;
  // The rule that refuses is one that only the command knows: somebody else's hand on the project in the same
  // transaction.
  const broken: Ctx = {
    ...clerk,
    db: {
      ...clerk.db,
      transaction: (work) =>
        clerk.db.transaction((tx) =>
          work({
            select: tx.select.bind(tx),
            selectDistinct: tx.selectDistinct.bind(tx),
            delete: tx.delete.bind(tx),
            update: tx.update.bind(tx),
            insert: ((table: never) => {
              if (table === (projectReports as never) && ++inserted === 2)
                throw new Error("the disk is full");
              return tx.insert(table);
            }) as typeof tx.insert,
          }),
        ),
    },
  };
  let inserted = 0;
  await expect(confirmIntake(broken, { intakeId: intake, ...choosing(seen) })).rejects.toThrow(
    "the disk is full",
  );
  expect(await world.db.select().from(projectReports).where(eq(projectReports.projectId, good.id))).toEqual(
    [],
  );
  expect((await world.db.select().from(auditEvents)).length).toBe(events);
  expect((await previewed(clerk, intake)).seen).toBe(seen);
});

test("a town's own list is read by its headings and matched by name; another town's project is none of it", async () => {
  const own = await project("顶村民宿群");
  const other = await project("别镇项目", "新民镇", "西山");
  const month = "2016-05";
  const rows = [
    ["项目名称", "形象进度", "进展情况"],
    ["顶村民宿群", "35%", "主体施工"],
    ["别镇项目", "50%", ""],
  ];
  const { rows: judged } = await previewed(
    clerk,
    await send(clerk, inMonth(month), await ownBook("Sheet1", rows)),
  );
  expect(row(judged, own.number).cells.find((cell) => cell.field === "progress")).toMatchObject({
    given: 3500,
    at: "Sheet1!B2",
  });
  expect(judged.find((each) => each.class === "foreign")).toMatchObject({
    label: "别镇项目",
    problem: { key: "intake.says.foreignProject" },
  });
  expect(other.number).not.toBe(own.number);
});

test("a key project that is a village project has no row of its own; a row by its number is about the one that is reported", async () => {
  const own = await project("联建厂房");
  const key = await project("联建厂房（区级）", "莲花镇", "军营", own.id);
  const place = inMonth("2016-08");
  const file = await filled(clerk, place, (sheet) => {
    expect(() => cellAt(sheet, key.number, "本月进度")).toThrow();
    put(sheet, own.number, { 本月进度: 0.45, 项目编号: key.number });
  });
  const intake = await send(clerk, place, file);
  const { rows, seen } = await previewed(clerk, intake);
  expect(row(rows, own.number)).toMatchObject({ class: "new", id: own.id });
  await confirmIntake(clerk, { intakeId: intake, ...choosing(seen) });
  const reports = await world.db.select().from(projectReports).where(eq(projectReports.month, "2016-08"));
  expect(reports.map(({ projectId, progressBp }) => [projectId, progressBp])).toEqual([[own.id, 4500]]);
});
