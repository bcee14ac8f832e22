import { parse } from "csv-parse/sync";
import ExcelJS from "exceljs";
import { readPdf } from "../lib/testing/pdf.ts";
import { demonstration } from "../playwright.config.ts";
import { expect, type Person, test } from "./app.ts";

// One town's year, in which no story writes: screen, API, wall, paper, XLSX and CSV say the same, to the fen
// where they show fen.

const town = "350212109000"; // 汀溪镇
const asked = `node=${town}&year=2016`;

/** 207,012,345 fen as people read it: 2,070,123.45 */
const yuan = (fen: number) =>
  `${Math.trunc(fen / 100).toLocaleString("en")}.${String(fen % 100).padStart(2, "0")}`;
/** The same in 万元 with one decimal, rounded once. */
const wan = (fen: number) =>
  (Math.round(fen / 100_000) / 10).toLocaleString("en", { minimumFractionDigits: 1 });
const fenOf = (text: unknown) => Math.round(Number(text) * 100);

type Row = Record<string, unknown>;

async function csv(person: Person, kind: string): Promise<Row[]> {
  const answer = await person.page.request.get(`/api/v1/export/${kind}.csv?${asked}&lang=zh-CN`);
  return parse(await answer.text(), { columns: true, bom: true });
}

/** The sheet with the data: its rows under their headings. */
async function xlsx(person: Person, kind: string): Promise<Row[]> {
  const answer = await person.page.request.get(`/api/v1/export/${kind}.xlsx?${asked}&lang=zh-CN`);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await answer.body()) as unknown as ArrayBuffer);
  const rows: unknown[][] = [];
  book.worksheets[1]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)));
  const at = rows.findIndex((row) => row.some((cell) => String(cell).startsWith("金额")));
  const heads = (rows[at] ?? []).map(String);
  return rows
    .slice(at + 1)
    .map((row) => Object.fromEntries(heads.map((head, column) => [head, row[column]])));
}

const sum = (rows: Row[], where: (row: Row) => boolean) =>
  rows.filter(where).reduce((fen, row) => fen + fenOf(row["金额 (元)"]), 0);
const operating = (row: Row) => row.计入 === "经营性收入";
const allotted = (row: Row) => row.环节 === "下达" && row.资金来源 === "区级";

test("screen, API, wall, paper, XLSX and CSV show the same totals", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  const { page } = auditor;
  const board = await (await page.request.get(`/api/v1/board?${asked}`)).json();
  const [incomeFen, districtFen]: number[] = [
    board.totals.operatingFen,
    board.totals.fundingBySourceFen.district.allot,
  ];
  expect(incomeFen).toBeGreaterThan(100_000_00);
  expect(districtFen).toBeGreaterThan(100_000_00);

  await page.context().addCookies([{ name: "unit", value: "yuan", url: demonstration }]);
  await auditor.open(`/board?${asked}`);
  await expect(page.getByRole("main")).toContainText(yuan(incomeFen ?? 0));
  await expect(page.getByRole("main")).toContainText(yuan(districtFen ?? 0));

  for (const read of [csv, xlsx]) {
    expect(sum(await read(auditor, "income"), operating), read.name).toBe(incomeFen);
    expect(sum(await read(auditor, "funding"), allotted), read.name).toBe(districtFen);
  }

  const paper = readPdf(await (await page.request.get(`/print/board?${asked}&unit=yuan&lang=zh-CN`)).body());
  const words = paper.pages.flatMap((each) => each.texts.map((piece) => piece.text)).join(" ");
  expect(words).toContain(yuan(incomeFen ?? 0));

  await auditor.open(`/wall?node=${town}`);
  await expect(page.locator("body")).toContainText(wan(incomeFen ?? 0));
  await expect(page.locator("body")).toContainText(wan(districtFen ?? 0));
});
