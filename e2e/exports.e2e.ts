import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { checkTrail } from "../bin/verify-trail.mjs";
import { readPdf } from "../lib/testing/pdf.ts";
import { agree, expect, test } from "./app.ts";

// What an auditor takes home: the month's report, the exceptions, the trail. Nothing is written.

const all = "approvedOnly=false&lang=zh-CN";

test("the month's report says the same on the board, in the workbook and on paper", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  const { page } = auditor;
  // A year in which no story writes.
  const board = await (await page.request.get("/api/v1/board?year=2015&approvedOnly=false")).json();
  await auditor.open("/exports?kind=monthly&month=2015-12&approvedOnly=false");
  await expect(page.getByRole("main")).toContainText("村（居）数");
  await auditor.expectAccessible();
  const file = page.waitForEvent("download");
  await page.getByRole("link", { name: "下载 Excel" }).click();
  const book = new ExcelJS.Workbook();
  await book.xlsx.readFile(await (await file).path());
  const form = book.worksheets[0] as ExcelJS.Worksheet;
  expect(form.getCell("A1").value).toBe("同安区村级集体经济发展情况月报表");
  const total = Array.from({ length: form.rowCount }, (_, at) => form.getRow(at + 1)).find(
    (row) => row.getCell(2).value === "合计",
  );
  expect(Math.round(Number(total?.getCell(6).value) * 1_000_000)).toBe(board.totals.operatingFen);
  const balance = book.getWorksheet("平衡校验") as ExcelJS.Worksheet;
  const verdicts = balance.getSheetValues().flatMap((row) => (Array.isArray(row) ? row.slice(-1) : []));
  expect(verdicts.filter((verdict) => verdict === "相等").length).toBeGreaterThan(25);
  expect(verdicts).not.toContain("不相等");

  const paper = readPdf(
    await (await page.request.get(`/print/monthly?month=2015-12&unit=yuan&${all}`)).body(),
  );
  const words = paper.pages.flatMap((each) => each.texts.map((piece) => piece.text)).join(" ");
  const yuan = `${Math.trunc(board.totals.operatingFen / 100).toLocaleString("en")}.${String(board.totals.operatingFen % 100).padStart(2, "0")}`;
  expect(words).toContain(yuan);
});

test("the trail leaves as a file that holds by itself, and only with the auditor", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  await auditor.open("/exports?kind=audit");
  await auditor.expectAccessible();
  const file = await auditor.page.request.get(`/api/v1/export/audit.csv?lang=zh-CN`);
  expect(checkTrail(await file.text())).toMatchObject({ broken: null, hidden: 0, footer: { filter: {} } });
  await auditor.open(`/exports/${file.headers()["x-guatu-export"]}`);
  await expect(auditor.page.getByRole("main")).toContainText("数据 SHA-256");
  const office = await signIn("office");
  expect((await office.page.request.get("/api/v1/export/audit.csv")).status()).toBe(403);
  await office.open("/exports?kind=audit");
  await expect(office.page.getByRole("navigation", { name: "内容" })).not.toContainText("操作日志");
});

test("exceptions leave as the funding page lists them", async ({ signIn }) => {
  const auditor = await signIn("auditor", { locale: "zh-CN", viewport: { width: 360, height: 740 } });
  await auditor.open("/exports?kind=exceptions");
  await auditor.expectFits();
  await auditor.expectAccessible();
  await agree(async (timeout) => {
    await auditor.open("/funding/exceptions");
    const [open, explained] = await auditor.page
      .getByRole("link", { name: /^(待跟进|已说明) \d+$/ })
      .allTextContents();
    await auditor.open("/exports?kind=exceptions");
    const file = await auditor.page.request.get(`/api/v1/export/exceptions.csv?${all}`);
    const rows: Record<string, string>[] = parse(await file.text(), { columns: true, bom: true });
    await expect(auditor.page.locator("dl dd").first()).toHaveText(String(rows.length), { timeout });
    expect([open, explained].map((words) => Number(words?.split(" ")[1]))).toEqual(
      ["待跟进", "已说明"].map((state) => rows.filter((row) => row.状态 === state).length),
    );
  });
});
