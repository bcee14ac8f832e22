import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { chromium, type Page } from "@playwright/test";
import ExcelJS from "exceljs";

// The pictures of the README: node e2e/screenshots.ts http://localhost:3210, of a demonstration that nobody
// has written into.
const origin = process.argv[2] ?? "http://localhost:3210";
const folder = "docs/screenshots";

const browser = await chromium.launch({
  ...(existsSync("/usr/bin/chromium") ? { executablePath: "/usr/bin/chromium" } : {}),
  args: process.getuid?.() === 0 ? ["--no-sandbox"] : [],
});

async function signedIn(account: string, width: number, height: number, locale: string): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width, height },
    locale,
    timezoneId: "Asia/Shanghai",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  await page.goto(`${origin}/login`);
  await page.locator("#username").fill(account);
  await page.locator("#password").fill("guatu-demo");
  await page.locator("#password").press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/login"));
  return page;
}

async function take(page: Page, name: string, path: string, whole = false) {
  await page.goto(origin + path, { waitUntil: "load" });
  await page.evaluate(() => document.fonts.ready);
  await page.locator(".recharts-surface, main, .wall").first().waitFor();
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: whole });
}

const leader = await signedIn("leader", 1440, 900, "zh-CN");
await take(leader, "board", "/board", true);
await take(leader, "board-past", "/board?asOf=2016-06-30", true);
await take(leader, "compare", "/board/compare?from=2016-11-30");
await take(leader, "heat", "/board/heat");
await take(leader, "gantt", "/board/gantt");
await take(leader, "project-wall", "/board/phases");
await take(leader, "ranking", "/board/ranking");
await take(leader, "map", "/board/map");
await take(leader, "rules", "/rules");
await take(leader, "filing", "/filing?year=2016", true);
await take(leader, "exceptions", "/funding/exceptions");
await take(leader, "bases", "/income/bases");
const clerk = await signedIn("lianhua", 1440, 900, "zh-CN");
await take(clerk, "receipts", "/income/receipts");
await clerk.goto(`${origin}/intake?kind=income&month=2016-12`);
const waiting = clerk.waitForEvent("download");
await clerk.getByRole("link", { name: /下载收入模板/ }).click();
const book = new ExcelJS.Workbook();
await book.xlsx.load((await readFile(await (await waiting).path())) as unknown as ExcelJS.Buffer);
const sheet = book.worksheets[0] as ExcelJS.Worksheet;
const lines = Array.from({ length: sheet.rowCount - 1 }, (_, at) => sheet.getRow(at + 2).getCell(3));
const empty = lines.filter((cell) => cell.value === null);
for (const [at, text] of ["1.25万", 8600, "10万左右"].entries()) if (empty[at]) empty[at].value = text;
await clerk.setInputFiles("input[type=file]", {
  name: "莲花镇12月收入.xlsx",
  mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  buffer: Buffer.from(await book.xlsx.writeBuffer()),
});
await clerk.getByRole("button", { name: "上传并预览" }).click();
await clerk.waitForURL(/\/intake\/\d+$/);
await clerk.locator("tbody tr").first().waitFor();
await clerk
  .locator("tbody")
  .last()
  .evaluate((table) => table.scrollIntoView({ block: "center" }));
await clerk.screenshot({ path: `${folder}/intake.png` });
const phone = await signedIn("leader", 360, 740, "en-US");
await take(phone, "board-phone-en", "/board");
const wall = await signedIn("leader", 1920, 1080, "zh-CN");
await take(wall, "wall", "/wall");
// A meeting last: holding one writes.
await leader.goto(`${origin}/board/meetings`);
await leader.locator("main form button[type=submit]").last().click();
await leader.waitForURL(/\/board\/meetings\/\d+/);
await leader.goto(`${leader.url().replace(/\?.*/, "")}?item=1`);
await leader.screenshot({ path: `${folder}/meeting.png` });
await browser.close();
