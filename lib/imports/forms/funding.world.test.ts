import { eq } from "drizzle-orm";
import type ExcelJS from "exceljs";
import { beforeAll, expect, test } from "vitest";
import { auditEvents, fundingPostings } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { choosing, filled, ownBook, type Place, previewed, send } from "#lib/testing/intake.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { confirmIntake } from "../commands/imports.ts";

const world = await openWorld();
let clerk: Ctx;
let office: Ctx;
let townId: number;
type Project = Awaited<ReturnType<typeof plantProject>>;
let project: Project;

const posting = { source: "district", documentNo: "", note: "", explanation: "" } as const;

beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"));
  office = world.as(await world.actor("office"));
  townId = (await world.town("莲花镇")).id;
  project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 }, name: "军营民宿" });
  await plantProject(world, { town: "新民镇", villages: { 西山: 10_000 }, name: "别镇项目" });
  for (const [stage, documentNo] of [
    ["plan", ""],
    ["allot", "同财〔2016〕1号"],
    ["disburse", "同财〔2016〕1号"],
  ] as const) {
    await postFunding(office, {
      ...posting,
      projectId: project.id,
      stage,
      amountFen: 50_000_00,
      onDay: "2016-03-01",
      documentNo,
    } as Parameters<typeof postFunding>[1]);
  }
});

const inMonth = (month: string): Place => ({ kind: "funding", townId, month });
/** Fills in the first empty row below what the template shows. */
function add(sheet: ExcelJS.Worksheet, at: number, values: ExcelJS.CellValue[]) {
  values.forEach((value, column) => {
    sheet.getRow(at).getCell(column + 2).value = value;
  });
}
const shownProject = () => `${project.number} ${project.name}`;

test("what is posted stands locked, new rows become postings of their own rules, and the same file again posts nothing twice", async () => {
  const month = "2016-03";
  const file = await filled(clerk, inMonth(month), (sheet) => {
    expect([2, 3, 4].map((at) => sheet.getRow(at).getCell(3).value)).toEqual(["计划", "下达", "拨付"]);
    expect(sheet.getRow(2).getCell(6).protection?.locked).not.toBe(false);
    expect(sheet.getRow(5).getCell(6).protection?.locked).toBe(false);
    add(sheet, 5, [shownProject(), "到账", "区级", null, "3万", "2016.3.20", null, "首笔"]);
    add(sheet, 6, [shownProject(), "支出", "区级", "一般", 10000, "2016-03-25", "合同 8 号", null]);
    add(sheet, 7, [shownProject(), "支出", "区级", null, 25000, "2016-03-26", "合同 9 号", null]);
    add(sheet, 8, [shownProject(), "拨付", "区级", null, 1, "2016-03-26", null, null]);
    add(sheet, 9, [shownProject(), "支出", "区级", null, 1, "2016-04-01", "合同 10 号", null]);
    add(sheet, 10, [shownProject(), "支出", "区级", null, 1, "2016-03-01", null, null]);
    add(sheet, 11, ["别镇项目", "到账", "区级", null, 1, "2016-03-01", null, null]);
    add(sheet, 12, [shownProject(), "到账", null, null, "一些", null, null, null]);
  });
  const intake = await send(clerk, inMonth(month), file);
  const { rows, counts, seen, sums } = await previewed(clerk, intake);
  expect(counts).toEqual({ same: 3, new: 2, changed: 0, conflict: 0, error: 5, foreign: 1 });
  const problems = rows
    .slice(5)
    .map((row) => [row.line, row.problem?.key ?? row.cells.find((cell) => cell.problem)?.problem?.key]);
  expect(problems).toEqual([
    [7, "refused.funding.order"],
    [8, "refused.funding.officeStage"],
    [9, "intake.says.otherMonth"],
    [10, "refused.funding.documentRequired"],
    [11, "intake.says.foreignProject"],
    [12, "intake.says.required"],
  ]);
  expect(sums.find((line) => "key" in line.name && line.name.key.endsWith("receive"))).toMatchObject({
    nowFen: 0,
    afterFen: 30_000_00,
  });
  const events = (await world.db.select().from(auditEvents)).length;
  await confirmIntake(clerk, { intakeId: intake, ...choosing(seen) });
  expect((await world.db.select().from(auditEvents)).length).toBe(events + 1);
  expect((await world.lastEvent()).payload.after.done.map((done: { verb: string }) => done.verb)).toEqual([
    "funding.post",
    "funding.post",
  ]);
  const posted = await world.db
    .select()
    .from(fundingPostings)
    .where(eq(fundingPostings.projectId, project.id));
  expect(
    posted.slice(3).map((each) => [each.stage, each.amountFen, each.onDay, each.documentNo, each.note]),
  ).toEqual([
    ["receive", 30_000_00, "2016-03-20", "", "首笔"],
    ["spend", 10_000_00, "2016-03-25", "合同 8 号", ""],
  ]);

  const again = await previewed(clerk, await send(clerk, inMonth(month), file));
  expect([again.counts.new, again.counts.same]).toEqual([0, 5]);
});

test("a posting that stands is not changed by a file", async () => {
  const month = "2016-03";
  const file = await filled(clerk, inMonth(month), (sheet) => {
    sheet.getRow(2).getCell(6).value = 60000;
  });
  const { rows } = await previewed(clerk, await send(clerk, inMonth(month), file));
  expect(rows[0]).toMatchObject({ class: "error" });
  expect(rows[0]?.cells.find((cell) => cell.field === "amount")?.problem?.key).toBe(
    "intake.says.postingStands",
  );
});

test("a row that only the command can refuse stops all of them and is named with the reason", async () => {
  const month = "2016-05";
  const file = await filled(clerk, inMonth(month), (sheet) => {
    add(sheet, 2, [shownProject(), "支出", "区级", null, 100, "2016-05-02", "合同 11 号", null]);
    add(sheet, 3, [shownProject(), "支出", "区级", null, 200, "2016-05-03", "合同 11 号", null]);
  });
  const intake = await send(clerk, inMonth(month), file);
  const { counts, seen } = await previewed(clerk, intake);
  expect(counts.new).toBe(2);
  await expect(confirmIntake(clerk, { intakeId: intake, ...choosing(seen) })).rejects.toMatchObject({
    code: "intake.row",
    details: { line: 3 },
    cause: { code: "funding.sameDocument" },
  });
  expect(
    (await world.db.select().from(fundingPostings)).filter((each) => each.onDay.startsWith(month)),
  ).toEqual([]);
});

test("a sheet of the town's own is read in its unit", async () => {
  const rows = [
    ["资金到账情况（单位：万元）"],
    ["项目名称", "环节", "资金来源", "金额", "日期"],
    ["军营民宿", "到账", "区级", 0.5, "2016年6月1日"],
  ];
  const { rows: judged, counts } = await previewed(
    clerk,
    await send(clerk, inMonth("2016-06"), await ownBook("资金", rows)),
  );
  expect(counts.new).toBe(1);
  expect(judged[0]?.cells.find((cell) => cell.field === "amount")).toMatchObject({
    given: 5_000_00,
    at: "资金!D3",
  });
});

test("a day of the month that is still to come is said before anything is taken over", async () => {
  const early = world.as(clerk.actor, "2016-07-10");
  const rows = [
    ["项目名称", "环节", "资金来源", "金额", "日期"],
    ["军营民宿", "到账", "区级", 100, "2016-07-20"],
  ];
  const { rows: judged } = await previewed(
    early,
    await send(early, inMonth("2016-07"), await ownBook("资金", rows)),
  );
  expect(judged[0]?.cells.find((cell) => cell.field === "onDay")?.problem).toEqual({
    key: "refused.funding.future",
    values: { today: "2016-07-10" },
  });
});
