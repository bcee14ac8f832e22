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
  person.page.locator("tbody tr", {
    has: person.page.getByRole("rowheader", { name: new RegExp(`^${village}`) }),
  });

test("a town fills in its template, sees each cell as what it is, takes over what is right, and the same file again changes nothing", async ({
  signIn,
}) => {
  const clerk = await signIn("xinmin");
  await clerk.open("/intake?kind=income&month=2013-05");
  await clerk.expectAccessible();
  const book = await template(clerk, income);
  const sheet = book.worksheets[0] as ExcelJS.Worksheet;
  const at = (village: string) => {
    const found = Array.from({ length: sheet.rowCount }, (_, line) => line + 1).find(
      (line) => sheet.getCell(line, 2).value === village,
    );
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
  await expect(clerk.page.getByLabel(/^西山 501 /)).toHaveValue("12500.00");
  await expect(clerk.page.getByLabel(/^乌涂 501 /)).toHaveValue("");

  await clerk.open("/intake?kind=income&month=2013-05");
  await upload(clerk, await fileOf(book, "新民镇5月.xlsx"));
  await expect(row(clerk, "西山")).toContainText("相同");
  await expect(row(clerk, "乌涂")).toContainText("新增");
  await clerk.open("/intake");
  await expect(clerk.page.locator("tbody tr").first()).toContainText("待确认");
});

test("a file in thousands with a word that nobody knows is asked once; the next one of that form asks nothing", async ({
  signIn,
}) => {
  const clerk = await signIn("xinmin");
  const own = async (month: number) => {
    const book = new ExcelJS.Workbook();
    book
      .addWorksheet("收入")
      .addRows([
        [`新民镇2013年${month}月村级收入`],
        ["单位：千元"],
        ["村(居)", "经营收入（房租）"],
        ["西山", 9.5],
        ["乌涂", 12],
      ]);
    return fileOf(book, `新民镇${month}月.xlsx`);
  };
  await clerk.open("/intake?kind=income&month=2013-07");
  await upload(clerk, await own(7));
  await expect(clerk.page.getByRole("heading", { name: "需要您回答（1 项）" })).toBeVisible();
  await expect(clerk.page.getByRole("button", { name: "导入选中的行" })).toHaveCount(0);
  await clerk.expectAccessible();
  const question = clerk.page.getByRole("group", {
    name: /B 列“经营收入\(房租\)”：这一列是 2013-07 当月的“501 经营收入”吗/,
  });
  await question.getByLabel("是，按 2013-07 当月的数读取").check();
  await clerk.page.getByRole("button", { name: "回答后继续" }).click();
  await expect(row(clerk, "西山")).toContainText("9,500.00");
  await clerk.page.getByRole("button", { name: "导入选中的行" }).click();
  await expect(clerk.done()).toBeVisible();

  await clerk.open("/intake?kind=income&month=2013-08");
  await upload(clerk, await own(8));
  await expect(row(clerk, "乌涂")).toContainText("12,000.00");
  await expect(clerk.page.getByText("已回答 1 项，可以改")).toBeVisible();
  await expect(clerk.page.getByText("已选 2 行")).toBeVisible();
});

test("what the office changed meanwhile is a conflict that names it; another month's file is refused in plain words", async ({
  signIn,
}) => {
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
  await expect(clerk.page.getByLabel(new RegExp(`^${village} 501 `))).toHaveValue("500.00");

  await clerk.open("/intake?kind=income&month=2012-05");
  await upload(clerk, await fileOf(book, "莲花镇4月.xlsx"));
  await expect(clerk.page.locator("main [role=alert]")).toContainText(
    "这份文件是 2012-04 的，您选的是 2012-05",
  );
});
