import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { checkTrail } from "../bin/verify-trail.mjs";
import { readPdf } from "../lib/testing/pdf.ts";
import { expect, test } from "./app.ts";

// What an auditor takes home: the month's report, the exceptions, the trail. Nothing is written.

const all = "approvedOnly=false&lang=zh-CN";

test("the month's report says the same on the board, in the workbook and on paper", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  const { page } = auditor;
  const board = await (await page.request.get("/api/v1/board?year=2016&approvedOnly=false")).json();
  await auditor.open("/exports?kind=monthly&month=2016-12&approvedOnly=false");
  await expect(page.getByRole("main")).toContainText("村(居)数");
  await auditor.expectAccessible();
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载 Excel" }).click();
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(await (await file).path());
  const form = book.worksheets[0] as ExcelJS.Worksheet;
  expect(form.getCell("A1").value).toBe("同安区村级集体经济发展情况月报表");
  const total = Array.from({ length: form.rowCount }, (_, at) => form.getRow(at + 1)).find((row) => row.getCell(2).value === "合计");
  expect(Math.round(Number(total?.getCell(6).value) * 1_000_000)).toBe(board.totals.operatingFen);
  const balance = book.getWorksheet("平衡校验") as ExcelJS.Worksheet;
  const verdicts = balance.getSheetValues().flatMap((row) => (Array.isArray(row) ? row.slice(-1) : []));
  expect(verdicts.filter((verdict) => verdict === "相等").length).toBeGreaterThan(25);
  expect(verdicts).not.toContain("不相等");

  const paper = readPdf(await (await page.request.get(`/print/monthly?month=2016-12&unit=yuan&${all}`)).body());
  const words = paper.pages.flatMap((each) => each.texts.map((piece) => piece.text)).join(" ");
  const yuan = `${Math.trunc(board.totals.operatingFen / 100).toLocaleString("en")}.${String(board.totals.operatingFen % 100).padStart(2, "0")}`;
  expect(words).toContain(yuan);
});

test("the trail leaves as a file that holds by itself, and only with the auditor", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  await auditor.open("/exports?kind=audit");
  await auditor.expectAccessible();
  const file = await auditor.page.request.get(`/api/v1/export/audit.csv?lang=zh-CN`);
  expect(checkTrail(await file.text())).toMatchObject({ broken: null, holes: 0 });
  await auditor.open(`/exports/${file.headers()["x-guatu-export"]}`);
  await expect(auditor.page.getByRole("main")).toContainText("数据 SHA-256");
  const office = await signIn("office");
  expect((await office.page.request.get("/api/v1/export/audit.csv")).status()).toBe(403);
  await office.open("/exports?kind=audit");
  await expect(office.page.getByRole("navigation", { name: "内容" })).not.toContainText("审计轨迹");
});

test("exceptions leave as the funding page lists them", async ({ signIn }) => {
  const auditor = await signIn("auditor", { locale: "zh-CN", viewport: { width: 360, height: 740 } });
  await auditor.open("/exports?kind=exceptions");
  await auditor.expectFits();
  await auditor.expectAccessible();
  const rows = parse(await (await auditor.page.request.get(`/api/v1/export/exceptions.csv?${all}`)).text(), {
    columns: true,
    bom: true,
  }) as unknown[];
  await expect(auditor.page.locator("dl")).toContainText(String(rows.length));
});
