import { createHash } from "node:crypto";
import { parse } from "csv-parse/sync";
import { asc, gt } from "drizzle-orm";
import ExcelJS from "exceljs";
import { beforeAll, describe, expect, test } from "vitest";
import { incomeBases } from "#db/schema/income.ts";
import { auditEvents } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { verifyTrail } from "#lib/audit/queries/trail.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { fundingTotals } from "#lib/funding/queries/totals.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { incomeTotals } from "#lib/income/queries/totals.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { projectLights } from "#lib/projects/queries/project-card.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { sheetsOf } from "./formats/workbook.ts";
import type { ExportFormat, ExportRequest } from "./input.ts";
import { runExport } from "./leaving.ts";
import { exportMade, exportPreview, exportsMade } from "./queries/exports.ts";
import type { Cover } from "./rules/cover.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const auditor = world.as(await world.actor("auditor"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const lianhua = await world.town("莲花镇");
const [junying, baijiaoci] = await Promise.all([world.village("军营"), world.village("白交祠")]);
const evil = '=HYPERLINK("http://x")';

const one = await plantProject(world, { town: "莲花镇", villages: { 军营: 3333, 白交祠: 6667 }, name: evil });
const far = await plantProject(world, { town: "新民镇", villages: { 梧侣: 10000 } });
await plantProject(world, {
  town: "莲花镇",
  villages: { 军营: 10000 },
  level: "key",
  sameAsId: one.id,
  name: "高山茶园",
});

beforeAll(async () => {
  const base = { source: "district" as const, documentNo: "", note: "", explanation: "" };
  await postFunding(office, {
    ...base,
    projectId: one.id,
    stage: "plan",
    amountFen: 100_000_01,
    onDay: "2016-02-01",
    note: "＋1\u0007 一事一议",
  });
  await postFunding(office, {
    ...base,
    projectId: one.id,
    stage: "allot",
    amountFen: 90_000_02,
    onDay: "2016-03-01",
    documentNo: "@同财〔2016〕1号",
  });
  const { id } = await postFunding(office, {
    ...base,
    projectId: far.id,
    stage: "plan",
    amountFen: 5_55,
    onDay: "2016-02-01",
  });
  await postFunding(office, {
    ...base,
    projectId: far.id,
    stage: "plan",
    amountFen: 77_77,
    onDay: "2015-02-01",
  });
  await reverseFunding(office, { postingId: id, reason: reasonOf("-更正") });
  const early = {
    ...base,
    projectId: far.id,
    stage: "allot" as const,
    source: "loan" as const,
    documentNo: "贷〔2016〕1号",
    explanation: "=先下达",
  };
  await postFunding(office, { ...early, amountFen: 66, onDay: "2016-05-01" });
  await postFunding(office, { ...early, amountFen: 1, onDay: "2016-05-02" });
  const account = new Map((await accountsOf(world.db, "2016-12")).map((each) => [each.code, each.id]));
  const row = (villageId: number, code: string, amountFen: number, more = {}) => ({
    villageId,
    accountId: account.get(code) ?? 0,
    amountFen,
    ...more,
  });
  await postIncome(clerk, {
    townId: lianhua.id,
    month: "2016-11",
    rows: [
      row(junying.id, "501", 12_345_67),
      row(junying.id, "522", 9_99),
      row(baijiaoci.id, "561", -4_56),
      row(baijiaoci.id, "502", 1_00),
    ],
  });
  await postIncome(clerk, {
    townId: lianhua.id,
    month: "2016-12",
    rows: [row(junying.id, "511", 80_000_00, { oneOff: true, note: "\t=1" })],
  });
});

const words = (key: string, values?: Record<string, string | number>) =>
  values ? `${key} ${JSON.stringify(values)}` : key;
const run = (ctx: typeof office, request: ExportRequest, format: ExportFormat) =>
  runExport(ctx, request, format, words, "en");
const bytesOf = async (body: ReadableStream<Uint8Array>) =>
  Buffer.from(await new Response(body).arrayBuffer());
const coverOf = async (ctx: typeof office, number: number): Promise<Cover> => {
  const { state, ...cover } = await exportMade(ctx, number);
  if (state !== "whole") throw new Error(`Export ${number} is ${state}`);
  return cover as Cover;
};
const csvOf = async (ctx: typeof office, request: ExportRequest) => {
  const { begun, body, name } = await run(ctx, request, "csv");
  const bytes = await bytesOf(body);
  const cover = await coverOf(ctx, begun.number);
  return { cover, bytes, name, rows: parse(bytes, { bom: true, columns: true }) as Record<string, string>[] };
};
const column = (key: string) => `export.column.${key}${key.endsWith("Fen") ? " (unit.yuan)" : ""}`;
const fenOf = (yuan: string | undefined) => Math.round(Number(yuan) * 100);
const add = (rows: Record<string, string>[], key: string) =>
  rows.reduce((sum, row) => sum + fenOf(row[column(key)]), 0);
const totalsOf = (list: { key: string; value: number }[]) =>
  Object.fromEntries(list.map((total) => [total.key, total.value]));

const requests: ExportRequest[] = [
  { kind: "funding", filter: {} },
  { kind: "funding", filter: { year: 2016, source: "district", stage: "plan" } },
  { kind: "funding", filter: { node: junying.code } },
  { kind: "income", filter: {} },
  { kind: "income", filter: { node: lianhua.code, year: 2016 } },
  { kind: "income", filter: { from: "2016-12", to: "2016-12" } },
  { kind: "projects", filter: {} },
  { kind: "projects", filter: { list: "key" } },
  { kind: "projects", filter: { node: lianhua.code, list: "village" } },
  { kind: "exceptions", filter: {} },
  { kind: "exceptions", filter: { node: far.townCode, source: "loan" } },
  { kind: "monthly", filter: {} },
  { kind: "monthly", filter: { node: lianhua.code, month: "2016-11", unit: "yuan" } },
  { kind: "audit", filter: { upTo: 12 } },
  { kind: "audit", filter: { upTo: 12, verb: "funding.post" } },
];

describe.each(requests)("$kind $filter", (request) => {
  test("page, CSV and workbook give the same rows and totals, and one hash", async () => {
    const preview = await exportPreview(auditor, request);
    const csv = await csvOf(auditor, request);
    const { cover: written, ...xlsx } = await run(auditor, request, "xlsx");
    const xlsxCover = written as Cover;
    expect(preview.rows).toBeGreaterThan(0);
    expect(csv.rows).toHaveLength(preview.rows);
    for (const cover of [csv.cover, xlsxCover]) {
      expect(cover).toMatchObject({ rows: preview.rows, totals: preview.totals });
      expect(cover.sha256).toBe(createHash("sha256").update(csv.bytes).digest("hex"));
    }
    const file = await bytesOf(xlsx.body);
    const sheets = await sheetsOf(file);
    const read = (name: string) => sheets.find((sheet) => sheet.name === `export.sheet.${name}`);
    const [coverSheet, data] = [read("cover"), read("data")];
    expect(data?.rows).toHaveLength(preview.rows + 1);
    expect(coverSheet?.rows.flat()).toContain(xlsxCover.sha256);
    expect(coverSheet?.rows.flat()).toContain(`${xlsxCover.number} ${xlsxCover.hash}`);
    const second = new ExcelJS.Workbook();
    await second.xlsx.load(file as unknown as ExcelJS.Buffer);
    const [cover, sheet] = ["cover", "data"].map((name) => second.getWorksheet(`export.sheet.${name}`));
    const form = request.kind === "monthly" ? ["monthly"] : [];
    const pivot = request.kind === "monthly" ? [] : ["pivot"];
    expect(second.worksheets.map((each) => each.name)).toEqual(
      [...form, "cover", "data", ...pivot, "balance"].map((name) => `export.sheet.${name}`),
    );
    expect(sheet?.rowCount).toBe(preview.rows + 1);
    for (const [at, total] of xlsxCover.totals.entries()) {
      const cell = cover?.getCell(cover.rowCount - xlsxCover.totals.length + at + 1, 2);
      expect(cell?.value).toBe(total.kind === "fen" ? total.value / 100 : total.value);
    }
    const headings = ((sheet?.getRow(1).values ?? []) as string[]).slice(1);
    for (const [at, heading] of headings.entries()) {
      for (let row = 2; row <= (sheet?.rowCount ?? 0); row++) {
        const cell = sheet?.getCell(row, at + 1);
        expect(cell?.formula).toBeUndefined();
        const text = csv.rows[row - 2]?.[heading] ?? "";
        if (cell?.type === ExcelJS.ValueType.Number) expect(Number(text)).toBe(cell.value);
        // Of what is longer than a cell holds the workbook has the beginning, and says so.
        else if (text.length > 32_767) {
          const note = words("export.clipped", { count: text.length });
          expect(String(cell?.value)).toBe(text.slice(0, 32_767 - note.length) + note);
        } else
          expect(text.replace(/^'/, "")).toBe(
            cell?.value === null ? "" : String(cell?.value).replace(/\r\n/g, "\n"),
          );
        if (/Code|Phone/.test(heading) && text !== "") expect(cell?.type).toBe(ExcelJS.ValueType.String);
        if (heading.includes("unit.yuan") && text !== "")
          expect([cell?.type, cell?.numFmt]).toEqual([ExcelJS.ValueType.Number, "#,##0.00"]);
      }
    }
  });
});

describe("the figures are those of the screens", () => {
  test("funding: every stage as the funding page shows it", async () => {
    const { rows, cover } = await csvOf(auditor, { kind: "funding", filter: {} });
    const { total } = await fundingTotals(auditor, {}, "town");
    expect(totalsOf(cover.totals)).toEqual(total);
    for (const [stage, fen] of Object.entries(total)) {
      expect(
        add(
          rows.filter((row) => row[column("stage")] === `funding.stage.${stage}`),
          "amountFen",
        ),
      ).toBe(fen);
    }
    expect(total.plan).toBe(100_000_01 + 77_77);
  });

  test("a village's file adds up its own part", async () => {
    const { rows, cover } = await csvOf(auditor, { kind: "funding", filter: { node: junying.code } });
    const { total } = await fundingTotals(auditor, { node: junying.code }, "source");
    expect(totalsOf(cover.totals)).toEqual(total);
    expect(add(rows, "partFen")).toBe(total.plan + total.allot);
    expect(total.plan).toBe(33_330_00); // 33.33 % of 100,000.01; the odd fen goes to the larger remainder
  });

  test("income: operating, one-off, other and costs as the roll-up has them", async () => {
    const { cover } = await csvOf(auditor, { kind: "income", filter: { node: lianhua.code, year: 2016 } });
    const sums = await incomeTotals(world.db, lianhua, 2016);
    expect(totalsOf(cover.totals)).toEqual({
      incomeFen: sums.operatingFen,
      operatingFen: sums.operatingFen,
      oneOffFen: sums.oneOffFen,
      otherFen: sums.otherFen,
      costFen: sums.costFen,
    });
    expect(sums.operatingFen).toBe(12_345_67 - 4_56 + 80_000_00);
  });

  test.each(incomeBases)(
    "income by the basis %s is the board's, and the workbook balances",
    async (basis) => {
      const { cover } = await csvOf(auditor, {
        kind: "income",
        filter: { node: lianhua.code, year: 2016, basis },
      });
      expect(cover.basis).toBe(basis === "strict" ? "export.basis.income" : `export.basis.incomeBy.${basis}`);
      const board = await boardOf(
        { ...auditor, db: world.db.withView({ basis }) },
        { node: lianhua.code, year: 2016 },
      );
      expect(totalsOf(cover.totals).incomeFen).toBe(board.totals.operatingFen);
      const file = await runExport(
        auditor,
        { kind: "income", filter: { node: lianhua.code, year: 2016, basis } },
        "xlsx",
        (key) => key,
        "en",
      );
      expect(totalsOf(file.cover?.totals ?? []).incomeFen).toBe(board.totals.operatingFen);
    },
  );

  test("projects: each with the light of the board, a physical one counted once, its money once", async () => {
    const { rows, cover } = await csvOf(auditor, { kind: "projects", filter: {} });
    const lit = await projectLights(world.db, world.district, "2016-12-31");
    expect(rows.map((row) => row[column("light")])).toEqual(lit.map((each) => `light.${each.light}`));
    expect(totalsOf(cover.totals)).toMatchObject({
      village: 2,
      key: 1,
      both: 1,
      all: 2,
      plan: 100_000_01 + 77_77,
    });
    const keyOnly = await csvOf(auditor, { kind: "projects", filter: { list: "key" } });
    expect(totalsOf(keyOnly.cover.totals)).toMatchObject({ key: 1, both: 1, all: 1, plan: 100_000_01 });
  });
});

const events = async () => (await world.db.select({ n: count() }).from(auditEvents))[0]?.n ?? 0;

describe("what leaves is remembered", () => {
  test("a workbook is one audit event with filter, rows and hash; its number and hash stand on the cover", async () => {
    const before = await events();
    const { cover } = await run(auditor, { kind: "funding", filter: { year: 2016 } }, "xlsx");
    const event = await world.lastEvent();
    expect(await events()).toBe(before + 1);
    expect(event).toMatchObject({
      verb: "export.run",
      seq: cover?.number,
      hash: cover?.hash,
      actorName: auditor.actor.name,
    });
    expect(event.payload.after).toMatchObject({
      kind: "funding",
      format: "xlsx",
      filter: { year: 2016 },
      rows: cover?.rows,
      sha256: cover?.sha256,
    });
    expect(
      (await verifyTrail(world.db, [{ seq: cover?.number ?? 0, hash: cover?.hash ?? "" }])).broken,
    ).toBeNull();
    expect(await exportMade(auditor, cover?.number ?? 0)).toEqual({ ...cover, state: "whole" });
  });

  test("a CSV file is an event that begins it, with the filter, and one that ends it, with rows and hash", async () => {
    const before = await events();
    const { cover } = await csvOf(auditor, { kind: "funding", filter: { year: 2016 } });
    expect(await events()).toBe(before + 2);
    const [begin, end] = await world.db
      .select()
      .from(auditEvents)
      .where(gt(auditEvents.seq, before))
      .orderBy(asc(auditEvents.seq));
    const after = (event: typeof begin) => JSON.parse(event?.payload ?? "").after;
    expect(begin).toMatchObject({
      verb: "export.begin",
      seq: cover.number,
      hash: cover.hash,
      subjectId: null,
      actorName: auditor.actor.name,
    });
    expect(after(begin)).toMatchObject({ kind: "funding", format: "csv", filter: { year: 2016 } });
    expect(end).toMatchObject({ verb: "export.run", subjectType: "export", subjectId: cover.number });
    expect(after(end)).toEqual({ rows: cover.rows, totals: cover.totals, sha256: cover.sha256 });
  });

  test("the file's name says what, where, when and which number", async () => {
    const { name, cover } = await csvOf(auditor, { kind: "income", filter: {} });
    expect(name.ascii).toBe(
      `guatu-income-350212000000-20161231-${String(cover.number).padStart(6, "0")}.csv`,
    );
  });

  test("a clerk sees the covers of their own exports, an auditor everybody's", async () => {
    const { cover } = await csvOf(clerk, { kind: "projects", filter: {} });
    expect((await exportsMade(clerk)).map((made) => made.number)).toEqual([cover.number]);
    expect((await exportsMade(auditor))[0]).toEqual({ ...cover, state: "whole" });
    const { cover: other } = await csvOf(auditor, { kind: "projects", filter: {} });
    await expect(exportMade(clerk, other.number)).rejects.toBeInstanceOf(NotFound);
  });
});

describe("scope and limits", () => {
  test("a town exports its own rows alone", async () => {
    const { rows } = await csvOf(clerk, { kind: "funding", filter: {} });
    expect(new Set(rows.map((row) => row[column("townCode")]))).toEqual(new Set([lianhua.code]));
    await expect(
      run(clerk, { kind: "funding", filter: { node: far.townCode } }, "csv"),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(
      run(world.as(await world.actor("admin")), { kind: "projects", filter: {} }, "csv"),
    ).rejects.toBeInstanceOf(Forbidden);
  });

  test("a workbook too large to open is refused before anything is remembered", async () => {
    const before = await world.lastEvent();
    await expect(runExport(auditor, { kind: "funding", filter: {} }, "xlsx", words, "en", 2)).rejects.toEqual(
      expect.objectContaining({ code: "export.tooManyRows" }),
    );
    expect((await world.lastEvent()).seq).toBe(before.seq);
  });

  test("text that a spreadsheet would run is made text in CSV, and unprintable signs are gone", async () => {
    const { rows, bytes } = await csvOf(auditor, { kind: "funding", filter: {} });
    expect(rows[0]?.[column("project")]).toBe(`'${evil}`);
    expect(rows[0]?.[column("note")]).toBe("'＋1 一事一议");
    expect(rows[1]?.[column("documentNo")]).toBe("'@同财〔2016〕1号");
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString()).toContain(",-5.55,");
  });
});
