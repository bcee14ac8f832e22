import { readFile } from "node:fs/promises";
import ExcelJS from "exceljs";
import { expect, type Person, test } from "./app.ts";

// A town's afternoon with its spreadsheet: 新民镇 in 2013 and 莲花镇 in 2012, months that no other story touches.

const income = /收入/;

/** Downloads the template of a month and gives it back as Excel has it open. */
async function template(person: Person, form: RegExp): Promise<ExcelJS.Workbook> {
  const waiting = person.page.waitForEvent("download");
  await person.page.getByRole("link", { name: new RegExp(`下载${form.source}模板`) }).click();
  const download = await waiting;
  expect(download.suggestedFilename()).toMatch(/^\S+镇-\d{4}年\d{1,2}月-收入填报表\.xlsx$/);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await readFile(await download.path())) as unknown as ExcelJS.Buffer);
  return book;
}
const fileOf = async (book: ExcelJS.Workbook, name: string) => ({
  name,
  mimeType: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  buffer: Buffer.from(await book.xlsx.writeBuffer()),
});
async function upload(person: Person, file: Awaited<ReturnType<typeof fileOf>>) {
  await person.page.setInputFiles("input[type=file]", file);
  await person.page.getByRole("button", { name: "上传并预览" }).click();
  await person.page.waitForURL(/\/intake\/\d+$/);
}
const row = (person: Person, village: string) =>
  person.page.locator("tbody tr", { has: person.page.getByRole("rowheader", { name: new RegExp(`^${village}`) }) });

test("a town fills in its template, sees each cell as what it is, takes over what is right, and the same file again changes nothing", async ({
  signIn,
}) => {
  const clerk = await signIn("xinmin");
  await clerk.open("/intake?kind=income&month=2013-05");
  await clerk.expectAccessible();
  const book = await template(clerk, income);
  const sheet = book.worksheets[0] as ExcelJS.Worksheet;
  const at = (village: string) => {
    const found = Array.from({ length: sheet.rowCount }, (_, line) => line + 1).find((line) => sheet.getCell(line, 2).value === village);
    return sheet.getRow(found as number);
  };
  at("西山").getCell(3).value = "1.25万";
  at("乌涂").getCell(3).value = 800;
  at("禾山").getCell(3).value = "10万左右";
  await upload(clerk, await fileOf(book, "新民镇5月.xlsx"));

  await expect(row(clerk, "西山")).toContainText("新增");
  await expect(row(clerk, "西山")).toContainText("12,500.00");
  await expect(row(clerk, "禾山")).toContainText(/收入!C\d+：“10万左右”不是金额，请填数字，如 100000/);
  await expect(clerk.page.getByText("已选 2 行")).toBeVisible();
  await clerk.expectAccessible();
  await row(clerk, "乌涂").getByRole("checkbox").uncheck();
  await expect(clerk.page.getByText("已选 1 行")).toBeVisible();
  await clerk.page.getByRole("button", { name: "导入选中的行" }).click();
  await expect(clerk.done()).toBeVisible();
  await expect(row(clerk, "乌涂")).toContainText("未选，没有导入");

  await clerk.page.getByRole("link", { name: "查看本月收入" }).click();
  await expect(clerk.page.getByLabel(/^西山 501 /)).toHaveValue("12500");
  await expect(clerk.page.getByLabel(/^乌涂 501 /)).toHaveValue("");

  await clerk.open("/intake?kind=income&month=2013-05");
  await upload(clerk, await fileOf(book, "新民镇5月.xlsx"));
  await expect(row(clerk, "西山")).toContainText("相同");
  await expect(row(clerk, "乌涂")).toContainText("新增");
  await clerk.open("/intake");
  await expect(clerk.page.locator("tbody tr").first()).toContainText("待确认");
});

test("what the office changed meanwhile is a conflict that names it; another month's file is refused in plain words", async ({ signIn }) => {
  const [clerk, office] = [await signIn("lianhua"), await signIn("office")];
  await clerk.open("/intake?kind=income&month=2012-04");
  const book = await template(clerk, income);
  const town = await clerk.page.locator("input[name=townId]").inputValue();
  const sheet = book.worksheets[0] as ExcelJS.Worksheet;
  const village = String(sheet.getCell("B2").value);
  sheet.getCell("C2").value = 500;
  await office.open(`/income?town=${town}&month=2012-04`);
  await office.page.getByLabel(new RegExp(`^${village} 501 `)).fill("600");
  await office.page.getByRole("button", { name: "保存本月收入" }).click();
  await expect(office.done()).toBeVisible();

  await upload(clerk, await fileOf(book, "莲花镇4月.xlsx"));
  await expect(row(clerk, village)).toContainText("冲突");
  await expect(row(clerk, village)).toContainText(/下载模板之后，区专班.*已改过这里/);
  await row(clerk, village).getByRole("checkbox").check();
  await clerk.page.getByLabel("更正原因").fill("以村里台账为准");
  await clerk.page.getByRole("button", { name: "导入选中的行" }).click();
  await expect(clerk.done()).toBeVisible();
  await clerk.open(`/income?town=${town}&month=2012-04`);
  await expect(clerk.page.getByLabel(new RegExp(`^${village} 501 `))).toHaveValue("500");

  await clerk.open("/intake?kind=income&month=2012-05");
  await upload(clerk, await fileOf(book, "莲花镇4月.xlsx"));
  await expect(clerk.page.locator("main [role=alert]")).toContainText("这份文件是 2012-04 的，您选的是 2012-05");
});
