import { and, eq } from "drizzle-orm";
import ExcelJS from "exceljs";
import { beforeAll, describe, expect, test } from "vitest";
import { auditEvents, filingMonths, incomeMonths, incomePostings, intakes } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { saveIncomeGrid } from "#lib/income/commands/postings.ts";
import { apportionIncome } from "#lib/income/commands/receipts.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import {
  cellAt,
  chinese,
  choosing,
  english,
  filled,
  ownBook,
  type Place,
  previewed,
  send,
} from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { cancelIntake, confirmIntake, uploadIntake } from "../commands/imports.ts";
import { makeTemplate } from "../commands/templates.ts";
import { intakePage, intakeProgress, intakeResult, ownIntakes } from "../queries/imports.ts";
import type { DiffRow } from "../rules/diff.ts";
import { resultOf } from "../rules/result.ts";
import { settled } from "../store/reading.ts";

const world = await openWorld();
let clerk: Ctx;
let office: Ctx;
let lianhua: number;
const id: Record<string, number> = {};

beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"));
  office = world.as(await world.actor("office"));
  lianhua = (await world.town("莲花镇")).id;
  for (const name of ["军营", "白交祠", "西坑"]) id[name] = (await world.village(name)).id;
});

const inMonth = (month: string): Place => ({ kind: "income", townId: lianhua, month });

/** What the grid shows of a village and account, in fen. */
async function stands(month: string, village: string, code: string): Promise<number | null> {
  const grid = await incomeGrid(office, lianhua, month);
  const account = grid.accounts.find((each) => each.code === code)?.id;
  return (
    grid.villages.find((each) => each.name === village)?.cells.find((cell) => cell.accountId === account)
      ?.amountFen ?? null
  );
}
/** Somebody types an amount into the grid. */
async function type(
  ctx: Ctx,
  month: string,
  village: string,
  code: string,
  amountFen: number,
  reason = "更正",
) {
  const grid = await incomeGrid(office, lianhua, month);
  const accountId = grid.accounts.find((each) => each.code === code)?.id as number;
  const readFen = await stands(month, village, code);
  await saveIncomeGrid(ctx, {
    townId: lianhua,
    month,
    cells: [{ villageId: id[village] as number, accountId, amountFen, readFen }],
    reason,
  });
}
const row = (rows: readonly DiffRow[], label: string) => rows.find((each) => each.label === label) as DiffRow;
const cell = (of: DiffRow, field: string) => of.cells.find((each) => each.field === field);

describe("the template of a town's month", () => {
  test("has a row a village with what stands, under frozen headings that name the unit, and says in the trail that it was made", async () => {
    await type(office, "2016-01", "军营", "501", 1234_56);
    const { name, bytes } = await makeTemplate(
      clerk,
      { kind: "income", town: lianhua, month: "2016-01" },
      chinese,
    );
    expect(name).toBe("莲花镇-2016年1月-收入填报表.xlsx");
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(bytes) as unknown as ExcelJS.Buffer);
    expect(book.worksheets.map((sheet) => [sheet.name, sheet.state])).toEqual([
      ["收入", "visible"],
      ["填写说明", "visible"],
      ["guatu", "veryHidden"],
    ]);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    expect((sheet.getRow(1).values as string[]).slice(1, 4)).toEqual([
      "村代码",
      "村（居）",
      "501 经营收入（元）",
    ]);
    expect(sheet.views[0]).toMatchObject({ state: "frozen", ySplit: 1, xSplit: 2 });
    expect(cellAt(sheet, "军营", "501").value).toBe(1234.56);
    expect(cellAt(sheet, "白交祠", "501").value).toBeNull();
    expect(sheet.rowCount - 1).toBe((await world.town("莲花镇")).villages);
    expect(await world.lastEvent()).toMatchObject({
      verb: "template.make",
      subjectName: "莲花镇 2016-01",
      payload: { after: { kind: "income", month: "2016-01" } },
    });
  });

  test("in either language is read back", async () => {
    const file = await filled(
      clerk,
      inMonth("2016-01"),
      (sheet) => {
        expect(sheet.name).toBe("Income");
        cellAt(sheet, "白交祠", "501").value = 500;
      },
      english,
    );
    const { counts, notes } = await previewed(clerk, await send(clerk, inMonth("2016-01"), file));
    expect(counts).toMatchObject({ new: 1, changed: 0, error: 0, conflict: 0, foreign: 0 });
    expect(notes).toEqual([]);
  });
});

describe("a file that comes back", () => {
  test("is judged cell by cell, and what was chosen is taken over as one operation with one event; the same file again changes nothing", async () => {
    const month = "2016-02";
    await type(office, month, "军营", "501", 1000_00);
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "军营", "501").value = 1500;
      cellAt(sheet, "军营", "511").value = "１，２００元";
      cellAt(sheet, "白交祠", "501").value = 300.5;
      cellAt(sheet, "西坑", "501").value = "10万左右";
    });
    const intake = await send(clerk, inMonth(month), file);
    const seen = await previewed(clerk, intake);
    expect(seen.counts).toEqual({
      foreign: 0,
      error: 1,
      conflict: 0,
      changed: 1,
      new: 1,
      same: (await world.town("莲花镇")).villages - 3,
    });
    expect(cell(row(seen.rows, "军营"), "501")).toMatchObject({
      class: "changed",
      now: 1000_00,
      given: 1500_00,
    });
    expect(cell(row(seen.rows, "军营"), "511")).toMatchObject({ class: "new", now: null, given: 1200_00 });
    expect(cell(row(seen.rows, "西坑"), "501")?.problem).toMatchObject({
      key: "sheets.error.notAnAmount",
      values: { text: "10万左右" },
    });
    expect(cell(row(seen.rows, "西坑"), "501")?.at).toMatch(/^收入!C\d+$/);
    expect(seen.sums.find((line) => "zh" in line.name && line.name.zh.startsWith("501"))).toMatchObject({
      fileFen: 1800_50,
      nowFen: 1000_00,
      afterFen: 1800_50,
    });

    await expect(confirmIntake(clerk, { intakeId: intake, ...choosing(seen.seen) })).rejects.toMatchObject({
      code: "intake.reasonNeeded",
      field: "reason",
    });
    const events = (await world.db.select().from(auditEvents)).length;
    expect(
      await confirmIntake(clerk, { intakeId: intake, ...choosing(seen.seen, { reason: "补记" }) }),
    ).toEqual({ id: intake, rows: 2 });
    expect((await world.db.select().from(auditEvents)).length).toBe(events + 1);
    const event = await world.lastEvent();
    expect(event).toMatchObject({ verb: "intake.confirm", subjectType: "intake", subjectId: intake });
    expect(event.payload.reason).toBe("补记");
    expect(event.payload.before.done).toEqual([
      {
        change: {
          month,
          rows: [
            { village: "军营", account: "501", amountFen: 1000_00 },
            { village: "军营", account: "511", amountFen: null },
            { village: "白交祠", account: "501", amountFen: null },
          ],
        },
      },
    ]);
    expect(event.payload.after.done[0]).toMatchObject({
      verb: "income.post",
      change: { month, rows: [{ amountFen: 1500_00 }, { amountFen: 1200_00 }, { amountFen: 300_50 }] },
    });
    expect([
      await stands(month, "军营", "501"),
      await stands(month, "军营", "511"),
      await stands(month, "白交祠", "501"),
      await stands(month, "西坑", "501"),
    ]).toEqual([1500_00, 1200_00, 300_50, null]);
    const [sum] = await world.db.select().from(incomeMonths).where(eq(incomeMonths.divisionId, lianhua));
    expect(sum).toBeDefined();

    const again = await previewed(clerk, await send(clerk, inMonth(month), file));
    expect([again.counts.new, again.counts.changed, again.counts.conflict, again.counts.error]).toEqual([
      0, 0, 0, 1,
    ]);
    await expect(
      confirmIntake(clerk, { intakeId: intake, ...choosing(seen.seen, { reason: "x" }) }),
    ).rejects.toMatchObject({ code: "intake.over" });
  });

  test("in conflict with what was changed here since names who did it; it is taken only where one insists", async () => {
    const month = "2016-03";
    await type(office, month, "军营", "501", 1000_00);
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "军营", "501").value = 2000;
      cellAt(sheet, "白交祠", "501").value = 50;
    });
    await type(office, month, "军营", "501", 1100_00);
    const intake = await send(clerk, inMonth(month), file);
    const { rows, counts, seen } = await previewed(clerk, intake);
    const conflict = row(rows, "军营");
    expect(conflict.class).toBe("conflict");
    expect(cell(conflict, "501")).toMatchObject({
      class: "conflict",
      base: 1000_00,
      now: 1100_00,
      given: 2000_00,
      by: { name: office.actor.name },
    });
    expect(counts).toMatchObject({ conflict: 1, new: 1 });
    await confirmIntake(clerk, { intakeId: intake, ...choosing(seen) });
    expect([await stands(month, "军营", "501"), await stands(month, "白交祠", "501")]).toEqual([
      1100_00, 50_00,
    ]);

    const second = await send(clerk, inMonth(month), file);
    const anew = await previewed(clerk, second);
    await confirmIntake(clerk, {
      intakeId: second,
      ...choosing(anew.seen, { mine: [conflict.line], reason: "以村里台账为准" }),
    });
    expect(await stands(month, "军营", "501")).toBe(2000_00);
  });

  test("that leaves a cell as the template had it leaves alone what became of it here", async () => {
    const month = "2016-04";
    await type(office, month, "军营", "501", 1000_00);
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "白交祠", "501").value = 50;
    });
    await type(office, month, "军营", "501", 1100_00);
    const { rows } = await previewed(clerk, await send(clerk, inMonth(month), file));
    expect(row(rows, "军营").class).toBe("same");
  });

  test("that empties an amount of the template takes it back", async () => {
    const month = "2016-05";
    await type(office, month, "军营", "501", 1000_00);
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "军营", "501").value = null;
    });
    const intake = await send(clerk, inMonth(month), file);
    const { rows, seen } = await previewed(clerk, intake);
    expect(cell(row(rows, "军营"), "501")).toMatchObject({ class: "changed", now: 1000_00, given: null });
    await confirmIntake(clerk, { intakeId: intake, ...choosing(seen, { reason: "重复登记" }) });
    expect(await stands(month, "军营", "501")).toBeNull();
  });

  test("whose preview no longer holds stops whole, and nothing is done", async () => {
    const month = "2016-06";
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "军营", "501").value = 10;
      cellAt(sheet, "白交祠", "501").value = 20;
    });
    const intake = await send(clerk, inMonth(month), file);
    const { seen } = await previewed(clerk, intake);
    await type(office, month, "军营", "501", 7_00);
    await expect(confirmIntake(clerk, { intakeId: intake, ...choosing(seen) })).rejects.toMatchObject({
      code: "intake.stale",
    });
    expect(await stands(month, "白交祠", "501")).toBeNull();
    const anew = await previewed(clerk, intake);
    expect(row(anew.rows, "军营").class).toBe("conflict");
    await confirmIntake(clerk, { intakeId: intake, ...choosing(anew.seen) });
    expect([await stands(month, "军营", "501"), await stands(month, "白交祠", "501")]).toEqual([7_00, 20_00]);
  });

  test("of a month that has been closed is refused whole, with words", async () => {
    const month = "2016-07";
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "军营", "501").value = 10;
    });
    const intake = await send(clerk, inMonth(month), file);
    const { seen } = await previewed(clerk, intake);
    await world.db.transaction((tx) =>
      tx
        .insert(filingMonths)
        .values({ townId: lianhua, month, state: "locked", changedAt: clerk.now.toISOString() }),
    );
    expect((await previewed(clerk, intake)).closed).toMatchObject({
      code: "monthLocked",
      details: { month },
    });
    await expect(confirmIntake(clerk, { intakeId: intake, ...choosing(seen) })).rejects.toMatchObject({
      code: "monthLocked",
    });
    expect(await stands(month, "军营", "501")).toBeNull();
  });

  test("is chosen from row by row, and of nothing nothing is made", async () => {
    const month = "2016-08";
    const file = await filled(clerk, inMonth(month), (sheet) => {
      cellAt(sheet, "军营", "501").value = 10;
      cellAt(sheet, "白交祠", "501").value = 20;
    });
    const intake = await send(clerk, inMonth(month), file);
    const { rows, seen } = await previewed(clerk, intake);
    const lines = ["军营", "白交祠"].map((label) => row(rows, label).line);
    await expect(
      confirmIntake(clerk, { intakeId: intake, ...choosing(seen, { left: lines }) }),
    ).rejects.toMatchObject({
      code: "intake.nothingChosen",
    });
    await confirmIntake(clerk, {
      intakeId: intake,
      ...choosing(seen, { left: lines.slice(0, 1), key: "once" }),
    });
    await confirmIntake(clerk, {
      intakeId: intake,
      ...choosing(seen, { left: lines.slice(0, 1), key: "once" }),
    });
    expect([await stands(month, "军营", "501"), await stands(month, "白交祠", "501")]).toEqual([null, 20_00]);
    expect((await world.db.select().from(incomePostings).where(eq(incomePostings.month, month))).length).toBe(
      1,
    );

    const result = await resultOf(await intakeResult(clerk, intake), chinese, (sentence) => sentence.key);
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(Buffer.from(result) as unknown as ExcelJS.Buffer);
    const sheet = book.worksheets[0] as ExcelJS.Worksheet;
    const said = new Map(
      Array.from({ length: sheet.rowCount }, (_, at) => sheet.getRow(at + 1).values as string[]).map(
        (values) => [values[3], values.at(-2) ?? values.at(-1)],
      ),
    );
    expect([said.get("军营"), said.get("白交祠"), said.get("西坑")]).toEqual([
      "未选，没有导入",
      "已导入",
      "相同，没有变化",
    ]);
  });
});

describe("what is odd about a file is said", () => {
  const month = "2016-09";
  const sent = async (edit: Parameters<typeof filled>[2]) =>
    previewed(clerk, await send(clerk, inMonth(month), await filled(clerk, inMonth(month), edit)));
  const put = (sheet: ExcelJS.Worksheet) => {
    cellAt(sheet, "军营", "501").value = 10;
  };

  test("a renamed sheet is read by its headings", async () => {
    const { notes, counts } = await sent((sheet) => {
      put(sheet);
      sheet.name = "Sheet9";
    });
    expect([notes, counts.new]).toEqual([["renamed"], 1]);
  });
  test("a lost hidden sheet: rows are matched by code, and what changed since cannot be told", async () => {
    const { notes, counts } = await sent((sheet, book) => {
      put(sheet);
      book.removeWorksheet("guatu");
    });
    expect([notes, counts.new]).toEqual([["keyLost"], 1]);
  });
  test("a deleted column of codes: rows are matched by name", async () => {
    const { notes, counts } = await sent((sheet) => {
      put(sheet);
      sheet.spliceColumns(1, 1);
    });
    expect([notes, counts.new]).toEqual([["codeLost"], 1]);
  });
  test("a changed heading is a column that is not there, and one that is not known", async () => {
    const { notes, counts } = await sent((sheet) => {
      put(sheet);
      sheet.getRow(1).getCell(4).value = "随便什么";
    });
    expect([notes, counts.new]).toEqual([["missing", "extra"], 1]);
  });
  test("a formula's kept result is read and named", async () => {
    const { notes, rows } = await sent((sheet) => {
      cellAt(sheet, "军营", "501").value = { formula: "1+2", result: 3 };
    });
    expect([notes, cell(row(rows, "军营"), "501")?.given]).toEqual([["formulas"], 300]);
  });
  test("a village of elsewhere, one that is there twice and one whose name belongs to another code are rows of their own problem", async () => {
    const { rows } = await sent((sheet) => {
      cellAt(sheet, "军营", "村代码").value = "350212999999";
      cellAt(sheet, "白交祠", "村（居）").value = "西坑村";
      sheet.addRow(["", "西坑", 5]);
    });
    const twice = rows.filter((each) => each.label === "西坑");
    expect(
      rows.filter((each) => each.class === "foreign").map((each) => [each.label, each.problem?.key]),
    ).toEqual([["军营", "intake.says.foreignVillage"]]);
    expect(
      rows.find((each) => each.problem?.key === "intake.says.contradiction")?.problem?.values,
    ).toMatchObject({ is: "白交祠", name: "西坑村" });
    expect(twice.map((each) => each.problem?.key)).toContain("intake.says.twice");
  });
});

describe("a file that cannot be what it is sent as is refused whole", () => {
  const month = "2016-10";
  const refusedAs = async (ctx: Ctx, bytes: Uint8Array, place = inMonth(month)) => {
    const { state, intake } = await intakePage(ctx, await send(ctx, place, bytes), { page: 1 });
    return [state, intake.refused?.key];
  };
  const touched = (place = inMonth(month), edit: Parameters<typeof filled>[2] = () => {}) =>
    filled(office, place, edit);

  test("another town's, another month's, another form, an older template", async () => {
    const xinmin = (await world.town("新民镇")).id;
    expect(await refusedAs(office, await touched({ ...inMonth(month), townId: xinmin }))).toEqual([
      "refused",
      "refused.intake.otherTown",
    ]);
    expect(await refusedAs(clerk, await touched(inMonth("2016-09")))).toEqual([
      "refused",
      "refused.intake.otherMonth",
    ]);
    expect(await refusedAs(clerk, await touched({ ...inMonth(month), kind: "funding" }))).toEqual([
      "refused",
      "refused.intake.otherKind",
    ]);
    const older = await touched(inMonth(month), (_, book) => {
      const marks = book.getWorksheet("guatu") as ExcelJS.Worksheet;
      marks.eachRow((line) => {
        if (line.getCell(2).value === "version") line.getCell(3).value = "0";
      });
    });
    expect(await refusedAs(clerk, older)).toEqual(["refused", "refused.intake.oldTemplate"]);
  });
  test("one without headings, one without rows, one that is no workbook", async () => {
    expect(await refusedAs(clerk, await ownBook("杂项", [["你好"], ["再见"]]))).toEqual([
      "refused",
      "refused.intake.noTable",
    ]);
    expect(await refusedAs(clerk, await ownBook("收入", [["村名", "501 经营收入（元）"]]))).toEqual([
      "refused",
      "refused.intake.noRows",
    ]);
    expect((await refusedAs(clerk, new Uint8Array([1, 2, 3, 0, 255])))[0]).toBe("refused");
  });
});

test("a workbook of the town's own is read by its headings, in their unit, its totals left out", async () => {
  const month = "2016-11";
  const rows = [
    ["莲花镇11月村集体收入"],
    ["单位：万元"],
    ["序号", "村名", "本月经营收入", "发包及上交收入"],
    [1, "军营村", 1.5, "—"],
    [2, "白交祠村委会", "2", 0.3],
    ["", "合计", 3.5, 0.3],
  ];
  const intake = await send(clerk, inMonth(month), await ownBook("Sheet1", rows));
  const { rows: judged, counts, notes } = await previewed(clerk, intake);
  expect(counts).toMatchObject({ new: 2, error: 0, foreign: 0 });
  expect(cell(row(judged, "军营"), "501")).toMatchObject({ given: 15000_00, class: "new", at: "Sheet1!C4" });
  expect(cell(row(judged, "军营"), "511")?.class).toBe("same");
  expect(cell(row(judged, "白交祠"), "511")).toMatchObject({ given: 3000_00 });
  expect(notes).toEqual(["ownFile", "extra", "skipped", "unit"]);
});

test("a file is given up by whoever sent it, is nobody else's to see, and tells the trail of both", async () => {
  const intake = await send(clerk, inMonth("2016-12"), await filled(clerk, inMonth("2016-12"), () => {}));
  await expect(intakePage(office, intake, { page: 1 })).rejects.toThrow("Not found");
  await expect(cancelIntake(office, { intakeId: intake })).rejects.toThrow("Not found");
  await cancelIntake(clerk, { intakeId: intake });
  expect(await world.lastEvent()).toMatchObject({
    verb: "intake.cancel",
    subjectId: intake,
    payload: { before: { state: "ready" }, after: { state: "cancelled" } },
  });
  expect((await intakePage(clerk, intake, { page: 1 })).state).toBe("cancelled");
  expect((await ownIntakes(clerk))[0]).toMatchObject({ id: intake, state: "cancelled", town: "莲花镇" });
  expect(await ownIntakes(office)).not.toContainEqual(expect.objectContaining({ id: intake }));
});

describe("a file that is still being read", () => {
  test("is given up before it is read, and stays so whatever the reader brings", async () => {
    const bytes = await ownBook("Sheet1", [
      ["村名", "501"],
      ...Array.from({ length: 3000 }, (_, at) => [`村${at}`, at]),
    ]);
    const place = inMonth("2016-12");
    const { id: intake } = await uploadIntake(
      clerk,
      { ...place, kind: "income", fileName: "大.xlsx", sha256: "0".repeat(64) },
      { bytes, languages: [chinese] },
    );
    expect((await intakeProgress(clerk, intake)).state).toBe("reading");
    await cancelIntake(clerk, { intakeId: intake });
    await settled(intake, 30_000);
    expect(await intakePage(clerk, intake, { page: 1 })).toMatchObject({ state: "cancelled", preview: null });
  });

  test("when the server ends is interrupted, and says so", async () => {
    const at = clerk.now.toISOString();
    const lost = {
      kind: "income",
      townId: lianhua,
      month: "2016-12",
      fileName: "断.xlsx",
      sha256: "0".repeat(64),
      state: "reading",
    } as const;
    const by = {
      personId: clerk.actor.id as number,
      personName: clerk.actor.name,
      createdAt: at,
      updatedAt: at,
    };
    await world.db.transaction((tx) => tx.insert(intakes).values({ ...lost, ...by }));
    expect((await ownIntakes(clerk))[0]).toMatchObject({ fileName: "断.xlsx", state: "interrupted" });
  });
});

describe("a portion of a receipt", () => {
  test("stands beside what is typed: the template leaves it out, and a file neither overwrites nor repeats it", async () => {
    const [month, townId] = ["2016-09", lianhua];
    const accountId = (await incomeGrid(office, townId, month)).accounts.find((each) => each.code === "511")
      ?.id as number;
    await apportionIncome(clerk, {
      townId,
      accountId,
      amountFen: 300_00,
      receivedOn: "2016-09-10",
      fromMonth: month,
      months: 1,
      split: "given",
      villages: [
        { villageId: id.军营 as number, share: 5000 },
        { villageId: id.西坑 as number, share: 5000 },
      ],
    });
    const file = await filled(clerk, inMonth(month), (sheet) => {
      expect(cellAt(sheet, "军营", "511").value).toBeNull();
      cellAt(sheet, "军营", "511").value = 40;
      cellAt(sheet, "西坑", "511").value = 150;
    });
    const intakeId = await send(clerk, inMonth(month), file);
    const preview = await previewed(clerk, intakeId);
    expect(cell(row(preview.rows, "军营"), "511")).toMatchObject({ class: "new", now: null, given: 40_00 });
    expect(cell(row(preview.rows, "西坑"), "511")).toMatchObject({ class: "same" });
    await confirmIntake(clerk, { intakeId, ...choosing(preview.seen) });
    const postings = await world.db
      .select()
      .from(incomePostings)
      .where(and(eq(incomePostings.month, month), eq(incomePostings.accountId, accountId)));
    const of = (village: string) =>
      postings.filter((each) => each.villageId === id[village]).map((each) => each.amountFen);
    expect([of("军营"), of("西坑")]).toEqual([[150_00, 40_00], [150_00]]);
  });
});
