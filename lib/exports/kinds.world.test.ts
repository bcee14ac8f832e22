import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { stages } from "#db/schema/funding.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { lightsOf } from "#lib/board/rules/tally.ts";
import type { Column, Translate } from "#lib/core/columns.ts";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import en from "#messages/en.json" with { type: "json" };
import zh from "#messages/zh-CN.json" with { type: "json" };
import { csvHead, csvWriter } from "./formats/csv.ts";
import { packedRows, sheetsOf, workbookOf } from "./formats/workbook.ts";
import { type ExportFormat, type ExportRequest, exportKinds } from "./input.ts";
import { runExport } from "./leaving.ts";
import { extractOf } from "./queries/exports.ts";
import { monthlyOf } from "./queries/monthly.ts";
import { verifyExport } from "./queries/verify-export.ts";
import { addedUp } from "./rules/monthly-line.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const lianhua = await world.town("莲花镇");
const [junying, baijiaoci] = await Promise.all([world.village("军营"), world.village("白交祠")]);
const base = { source: "district", documentNo: "", note: "", explanation: "" } as const;

const wordsOf =
  (language: string): Translate =>
  (key, values = {}) => {
    const found = key
      .split(".")
      .reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        language === "en" ? en : zh,
      );
    if (typeof found !== "string") throw new Error(`No words for ${key}`);
    return Object.entries(values).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, String(value)),
      found,
    );
  };

async function exported(request: ExportRequest, format: ExportFormat, ctx = auditor, language = "zh-CN") {
  const { begun, body, name } = await runExport(ctx, request, format, wordsOf(language), language);
  return {
    number: begun.number,
    name: name.ascii,
    bytes: Buffer.from(await new Response(body).arrayBuffer()),
  };
}
const rowsOf = (bytes: Buffer) => parse(bytes, { bom: true, columns: true }) as Record<string, string>[];
const fenOf = (yuan: string | undefined) => Math.round(Number(yuan) * 100);

beforeAll(async () => {
  const own = await plantProject(world, {
    town: "莲花镇",
    villages: { 军营: 4000, 白交祠: 6000 },
    name: "=2+5",
  });
  await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 }, level: "key", sameAsId: own.id });
  const far = await plantProject(world, { town: "新民镇", villages: { 梧侣: 10_000 } });
  for (const [at, stage] of stages.entries()) {
    const money = {
      ...base,
      projectId: own.id,
      stage,
      documentNo: stage === "plan" ? "" : `同财〔2016〕${at}号`,
    };
    await postFunding(office, { ...money, amountFen: 1_000_003 - at, onDay: "2016-10-05" });
    await postFunding(office, {
      ...money,
      amountFen: 77 - at,
      onDay: "2016-11-09",
      documentNo: money.documentNo && `${money.documentNo}补`,
    });
  }
  await postFunding(office, {
    ...base,
    projectId: far.id,
    stage: "plan",
    amountFen: 500,
    onDay: "2015-11-01",
  });
  await postFunding(office, {
    ...base,
    projectId: far.id,
    stage: "allot",
    amountFen: 900,
    onDay: "2016-11-02",
    documentNo: "@重1号",
    explanation: "+先到先用",
  });
  await postFunding(office, {
    ...base,
    projectId: far.id,
    stage: "allot",
    amountFen: 1,
    onDay: "2016-11-03",
    documentNo: "@重1号",
    explanation: "＝又一笔",
  });
  const account = new Map((await accountsOf(world.db, "2016-11")).map((each) => [each.code, each.id]));
  const row = (villageId: number, code: string, amountFen: number) => ({
    villageId,
    accountId: account.get(code) ?? 0,
    amountFen,
  });
  await postIncome(clerk, {
    townId: lianhua.id,
    month: "2016-10",
    rows: [row(junying.id, "501", 10_000_000), row(baijiaoci.id, "501", 9_999_999)],
  });
  await postIncome(clerk, {
    townId: lianhua.id,
    month: "2016-11",
    rows: [row(junying.id, "501", 1), row(junying.id, "522", 5_00)],
  });
});

describe("exceptions", () => {
  test("each stands in the file once, as the funding screen lists it", async () => {
    const { counts } = await exceptionsOf(auditor, {});
    const rows = rowsOf((await exported({ kind: "exceptions", filter: {} }, "csv")).bytes);
    expect(rows.filter((row) => row.状态 === "待跟进")).toHaveLength(counts.openCount);
    const said = rows.map((row) =>
      [row.镇街, row.异常, row.环节, fenOf(row["金额 (元)"]), row.文号或凭证号, row.状态, row.情况说明].join(
        " ",
      ),
    );
    expect(said.toSorted()).toEqual(
      [
        "莲花镇 拨付未到账 到账 2  待跟进 ", // of 1,000,001 + 75 disbursed all but the last fen of each has arrived
        "莲花镇 先付款后签合同 支出 1000072  待跟进 ", // 999,999 + 73, and no contract
        "莲花镇 同时列入两张清单  1000080  待跟进 ", // what is planned: 1,000,003 + 77
        "新民镇 附说明登记 下达 1 '@重1号 已说明 '＝又一笔",
        "新民镇 附说明登记 下达 900 '@重1号 已说明 '+先到先用",
        "新民镇 凭证号重复 下达 901 '@重1号 已说明 '＝又一笔",
        "新民镇 环节次序不符 下达 401  已说明 '＝又一笔", // 901 allotted, 500 planned
      ].toSorted(),
    );
    expect(new Set(rows.map((row) => row.异常编号)).size).toBe(7);
  });
});

describe("the audit trail", () => {
  test("it is the auditor's alone, and says what a filter left out", async () => {
    for (const ctx of [office, clerk])
      await expect(exported({ kind: "audit", filter: {} }, "csv", ctx)).rejects.toBeInstanceOf(Forbidden);
    const rows = rowsOf((await exported({ kind: "audit", filter: { verb: "funding.post" } }, "csv")).bytes);
    const [shown, others] = [rows.filter((row) => row.操作 !== ""), rows.filter((row) => row.操作 === "")];
    expect(new Set(shown.map((row) => row.操作))).toEqual(new Set(["登记资金"]));
    expect(shown).toHaveLength(13);
    expect(others.every((row) => row.人员 === "" && row.改动后 === "" && row.哈希 !== "")).toBe(true);
    expect(others.at(-1)?.序号).toBe(""); // the last line, which says what the whole is
  });
});

describe("the monthly report", () => {
  test("a county's lines add up to the board to the fen, and to its projects and lights", async () => {
    const monthly = await monthlyOf(auditor, { month: "2016-12" });
    const { totals } = await boardOf(auditor, { year: 2016 });
    const sum = addedUp(monthly.units);
    const { once } = totals.projects;
    const money = Object.values(totals.funding);
    expect(sum).toMatchObject({
      villageCount: totals.villages,
      operatingFen: totals.operatingFen,
      targetFen: totals.targetFen,
      met: totals.met,
      posted: totals.posted,
      ...lightsOf(once),
      ...Object.fromEntries(
        stages.map((stage) => [`${stage}Fen`, money.reduce((fen, each) => fen + each[stage], 0)]),
      ),
    });
    expect(sum.operatingFen).toBe(10_000_000 + 9_999_999 + 1);
    expect(sum.met).toBe(1); // 100,000.01 has met it, 99,999.99 has not
    expect([sum.planFen, sum.planMonthFen, sum.allotFen]).toEqual([1_000_003 + 77, 0, 1_000_002 + 76 + 901]);
    expect(sum.projects).toBe(2);
  });

  test("a month's figures are of the month and of the year up to it", async () => {
    const november = addedUp((await monthlyOf(auditor, { month: "2016-11" })).units);
    const october = addedUp((await monthlyOf(auditor, { month: "2016-10" })).units);
    expect([
      november.monthFen,
      november.operatingFen,
      november.posted,
      november.planMonthFen,
      november.planFen,
    ]).toEqual([1, 20_000_000, 1, 77, 1_000_080]);
    expect([
      october.monthFen,
      october.operatingFen,
      october.posted,
      october.planMonthFen,
      october.planFen,
    ]).toEqual([19_999_999, 19_999_999, 2, 1_000_003, 1_000_003]);
  });

  test("a town's villages share a project's money to the fen, and its projects say the same", async () => {
    const { units, projects } = await monthlyOf(clerk, { month: "2016-11" });
    const of = (code: string) => units.find((unit) => unit.code === code);
    expect(units.reduce((fen, unit) => fen + (unit.planFen ?? 0), 0)).toBe(1_000_080);
    expect([of(junying.code)?.planFen, of(baijiaoci.code)?.planFen]).toEqual([400_001 + 31, 600_002 + 46]);
    expect(projects.map((project) => [project.planFen, project.spendFen])).toEqual([
      [1_000_080, 999_999 + 73],
    ]);
    expect(of(baijiaoci.code)?.monthFen).toBeNull(); // unreported, not zero
  });

  test("the form has the figures, merged headings, and the unit that was asked for", async () => {
    const { bytes } = await exported({ kind: "monthly", filter: { month: "2016-11", unit: "wan" } }, "xlsx");
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
    const form = book.worksheets[0] as ExcelJS.Worksheet;
    expect([form.name, form.getCell("A1").value]).toEqual(["月报", "同安区村级集体经济发展情况月报表"]);
    expect(form.getCell("C1").master.address).toBe("A1");
    expect(form.getCell("K2").value).toBe("报表月份：2016年11月");
    expect([form.pageSetup.orientation, form.pageSetup.printTitlesRow]).toEqual(["landscape", "1:4"]);
    const total = Array.from({ length: form.rowCount }, (_, at) => form.getRow(at + 1)).find(
      (row) => row.getCell(2).value === "合计",
    );
    expect(total?.getCell(6).value).toBe(20_000_000 / 1_000_000);
    expect(total?.getCell(6).numFmt).toBe("#,##0.00");
    expect(
      form
        .getSheetValues()
        .flat()
        .some((value) => String(value).includes("填报人")),
    ).toBe(true);
    const formulas = book.worksheets
      .flatMap((sheet) => sheet.getSheetValues().flat())
      .filter((value) => typeof value === "object" && value !== null && "formula" in value);
    expect(formulas).toEqual([]);
  });

  test("of a village, or of what lies outside one's scope, there is none", async () => {
    await expect(monthlyOf(auditor, { node: junying.code })).rejects.toBeInstanceOf(NotFound);
    await expect(monthlyOf(clerk, { node: (await world.town("新民镇")).code })).rejects.toBeInstanceOf(
      NotFound,
    );
  });
});

describe.each(exportKinds)("%s", (kind) => {
  const request = { kind, filter: {} } as ExportRequest;

  test.each(["csv", "xlsx"] as const)(
    "as .%s, in either language, it is known again as it left",
    async (format) => {
      for (const language of ["zh-CN", "en"]) {
        const file = await exported(request, format, auditor, language);
        expect(await verifyExport(auditor, { ...file, name: `x.${format}` }, wordsOf)).toMatchObject({
          changed: [],
          reproduced: true,
          now: { same: true },
        });
      }
    },
  );

  test("a clerk's own file is known again by whoever looks from above", async () => {
    if (kind === "audit") return;
    const file = await exported(request, "csv", clerk);
    expect(await verifyExport(auditor, file, wordsOf)).toMatchObject({ changed: [], reproduced: true });
  });

  test("a fen on a sheet beside the data is noticed", async () => {
    const { name, bytes } = await exported(request, "xlsx");
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
    for (const sheet of book.worksheets.filter((each) => !["封面", "明细"].includes(each.name))) {
      const other = new ExcelJS.Workbook();
      await other.xlsx.load(bytes as unknown as ArrayBuffer);
      const cell = other
        .getWorksheet(sheet.name)
        ?.getCell(sheet.name === "平衡校验" ? sheet.rowCount - 2 : 3, 2) as ExcelJS.Cell;
      cell.value = 12.34;
      const held = Buffer.from(await other.xlsx.writeBuffer());
      expect(await verifyExport(auditor, { name, bytes: held }, wordsOf), sheet.name).toMatchObject({
        changed: ["sheets"],
      });
    }
  });

  test("no text of any column evaluates, in CSV or in a workbook", async () => {
    const { columns } = await extractOf(auditor, request, wordsOf("en"), "en");
    const texts = columns.filter((column): column is Column => column.kind === "text" && !column.words);
    const sign = fc.oneof(
      fc.tuple(fc.constantFrom("", " ", "\u3000", "\n"), fc.constantFrom(..."=+-@＝＋－＠")),
      fc.tuple(fc.constant(""), fc.constantFrom("\t", "\r")),
    );
    const dangerous = fc
      .tuple(sign, fc.string({ maxLength: 12 }))
      .map(([[blank, first], rest]) => blank + first + rest);
    await fc.assert(
      fc.asyncProperty(
        fc.array(dangerous, { minLength: texts.length, maxLength: texts.length }),
        async (given) => {
          const row = Object.fromEntries(texts.map((column, at) => [column.key, given[at] ?? ""]));
          const [, cells = []] = parse(csvHead(texts, (key) => key) + csvWriter(texts, (key) => key)([row]), {
            bom: true,
          }) as string[][];
          for (const cell of cells) expect(cell.startsWith("'")).toBe(true);
          async function* stretches() {
            yield [row];
          }
          const pieces: Uint8Array[] = [];
          const packed = await packedRows(
            { name: "d", columns: texts, footer: "" },
            stretches(),
            (key) => key,
          );
          for await (const piece of workbookOf(packed, [{ name: "c", rows: [["t"]] }], 1, (key) => key))
            pieces.push(piece);
          const book = new ExcelJS.Workbook();
          await book.xlsx.load(Buffer.concat(pieces) as unknown as ArrayBuffer);
          const [, data] = await sheetsOf(Buffer.concat(pieces));
          for (const [at] of texts.entries()) {
            const cell = book.getWorksheet("d")?.getCell(2, at + 1);
            expect([cell?.type, cell?.formula]).toEqual([ExcelJS.ValueType.String, undefined]);
            expect(typeof data?.rows[1]?.[at]).toBe("string");
          }
        },
      ),
      { numRuns: 8 },
    );
  });
});
