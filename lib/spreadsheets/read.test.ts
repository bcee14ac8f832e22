import ExcelJS from "exceljs";
import { describe, expect, test } from "vitest";
import { Refused } from "#lib/core/errors.ts";
import { workbook, workbookParts, zip } from "#lib/testing/zip.ts";
import type { Cell } from "./cells.ts";
import { readSheets } from "./read.ts";

const read = (bytes: Uint8Array, name = "收入.xlsx") => readSheets({ name, bytes });
const refusal = (bytes: Uint8Array, options = {}) =>
  readSheets({ name: "收入.xlsx", bytes }, options).then(
    () => "read",
    (problem) => (problem instanceof Refused ? problem.code : `threw ${problem}`),
  );
const text = (value: string): Cell => ({ kind: "text", value, shown: value });
const number = (value: number): Cell => ({ kind: "number", value, shown: String(value) });

async function byExcelJs(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  fill(book);
  return new Uint8Array(await book.xlsx.writeBuffer());
}

describe("a workbook", () => {
  test("cells are what they are and show what they show", async () => {
    const bytes = await byExcelJs((book) => {
      const sheet = book.addWorksheet("收入");
      sheet.mergeCells("A1:C1");
      sheet.getCell("A1").value = "标题";
      sheet.getCell("A2").value = 12.5;
      sheet.getCell("B2").value = true;
      sheet.getCell("C2").value = new Date(Date.UTC(2026, 0, 5));
      sheet.getCell("C2").numFmt = 'yyyy"年"m"月"d"日"';
      sheet.getCell("D2").value = 0.5;
      sheet.getCell("D2").numFmt = "0%";
      sheet.getCell("E2").value = 1234.5;
      sheet.getCell("E2").numFmt = "#,##0.00";
      sheet.getCell("A3").value = { formula: "A2*2", result: 25 };
      sheet.getCell("B3").value = { formula: "A2*2" } as ExcelJS.CellFormulaValue;
      sheet.getCell("C3").value = { formula: "1/0", result: { error: "#DIV/0!" } };
      sheet.getCell("D3").value = { richText: [{ text: "白" }, { font: { bold: true }, text: "交祠" }] };
      sheet.getCell("E3").value = "=1+1";
      // A border is no content.
      sheet.getCell("F9").border = { top: { style: "thin" } };
    });
    expect(await read(bytes)).toEqual([
      {
        name: "收入",
        hidden: false,
        date1904: false,
        merges: [{ top: 0, left: 0, bottom: 0, right: 2 }],
        rows: [
          [text("标题")],
          [
            number(12.5),
            { kind: "yesNo", value: true, shown: "TRUE" },
            { kind: "day", value: 46_027, shown: "2026年1月5日" },
            { kind: "percent", value: 0.5, shown: "50%" },
            number(1234.5),
          ],
          [
            { ...number(25), formula: true },
            { kind: "uncalculated", value: "", shown: "", formula: true },
            { kind: "error", value: "#DIV/0!", shown: "#DIV/0!", formula: true },
            text("白交祠"),
            text("=1+1"),
          ],
        ],
      },
    ]);
  });

  test("sheets keep their order; hidden ones say so; a sheet that is a chart is left out", async () => {
    const bytes = await byExcelJs((book) => {
      book.addWorksheet("二").addRow(["x"]);
      book.addWorksheet("藏", { state: "hidden" }).addRow(["y"]);
      book.addWorksheet("深", { state: "veryHidden" }).addRow(["z"]);
      book.addWorksheet("空");
    });
    const sheets = await read(bytes);
    expect(sheets.map(({ name, hidden, rows }) => [name, hidden, rows.length])).toEqual([
      ["二", false, 1],
      ["藏", true, 1],
      ["深", true, 1],
      ["空", false, 0],
    ]);
    const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    const charted = workbook('<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>', {
      "xl/workbook.xml":
        '<workbook><sheets><sheet name="图" sheetId="1" r:id="rId9"/><sheet name="表" sheetId="2" r:id="rId1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId9" Type="${office}/chartsheet" Target="chartsheets/sheet1.xml"/><Relationship Id="rId1" Type="${office}/worksheet" Target="/xl/worksheets/sheet1.xml"/></Relationships>`,
    });
    expect((await read(charted)).map(({ name }) => name)).toEqual(["表"]);
  });

  test("days that count from 1904 keep their number, and the sheet says so", async () => {
    const bytes = workbook('<sheetData><row r="1"><c r="A1" s="2"><v>44565</v></c></row></sheetData>', {
      "xl/workbook.xml":
        '<workbook><workbookPr date1904="1"/><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    });
    expect((await read(bytes))[0]).toMatchObject({
      date1904: true,
      rows: [[{ kind: "day", value: 44_565, shown: "2026-01-05" }]],
    });
  });

  test("addresses may be left out, elements may have a prefix, and what is written last in a row is not what comes last", async () => {
    const plain = workbook(
      '<sheetData><row><c t="inlineStr"><is><t>甲</t></is></c><c><v>2</v></c></row><row r="4"><c r="B4"><v>3</v></c></row></sheetData>',
    );
    expect((await read(plain))[0]?.rows).toEqual([[text("甲"), number(2)], [], [], [null, number(3)]]);
    const prefixed = workbook(
      '<x:sheetData><x:row r="1"><x:c r="B1"><x:v>2</x:v></x:c></x:row></x:sheetData>',
    );
    expect((await read(prefixed))[0]?.rows).toEqual([[null, number(2)]]);
  });

  test("rows come in order and progress counts them", async () => {
    const rows = Array.from(
      { length: 1_000 },
      (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c></row>`,
    ).join("");
    const seen: number[] = [];
    const [sheet] = await readSheets(
      { name: "x", bytes: workbook(`<sheetData>${rows}</sheetData>`) },
      { onProgress: (done) => seen.push(done) },
    );
    expect(sheet?.rows.map((row) => row[0]?.value)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
    expect(seen.length).toBeGreaterThan(1);
    expect(seen.at(-1)).toBe(1_000);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });
});

describe("a text of rows", () => {
  const rows = [
    [text("村"), text("金额")],
    [text("白交祠村"), text("1,234.5")],
    [],
    [text("=1+1"), null, text("x")],
  ];
  const csv = '村,金额\r\n白交祠村,"1,234.5"\r\n\r\n=1+1,,x\r\n';
  const inGbk = Buffer.from([0xb4, 0xe5, 0x2c, 0xbd, 0xf0, 0xb6, 0xee, 0x0d, 0x0a]); // 村,金额 as Chinese Excel saves it
  test.each([
    ["UTF-8", Buffer.from(csv)],
    ["UTF-8 with its mark", Buffer.from(`\ufeff${csv}`)],
    ["UTF-16", Buffer.from(`\ufeff${csv}`, "utf16le")],
    ["semicolons", Buffer.from('村;金额\n白交祠村;"1,234.5"\n\n=1+1;;x')],
    ["tabs", Buffer.from("村\t金额\n白交祠村\t1,234.5\n\n=1+1\t\tx")],
    ["Excel's own hint", Buffer.from('sep=;\r\n村;金额\r\n白交祠村;"1,234.5"\r\n\r\n=1+1;;x')],
  ])("in %s", async (_, bytes) => {
    const [sheet, ...more] = await read(bytes, "C:\\报表\\收入.2026.csv");
    expect(more).toEqual([]);
    expect(sheet).toEqual({
      name: "收入.2026",
      hidden: false,
      date1904: false,
      merges: [],
      rows,
      separated: true,
    });
  });
  test("in GBK", async () => expect((await read(inGbk))[0]?.rows).toEqual([[text("村"), text("金额")]]));
});

describe("what is no sheet is refused by what it is, not by what it is called", () => {
  const old = Buffer.from("d0cf11e0a1b11ae1", "hex");
  const with16 = (name: string) =>
    Buffer.concat([old, Buffer.alloc(600), Buffer.from(name, "utf16le"), Buffer.alloc(600)]);
  test.each([
    ["nothing", Buffer.alloc(0), "empty"],
    [".xls", with16("Workbook"), "oldFormat"],
    [".et and older .xls", with16("Book"), "oldFormat"],
    ["a workbook with a password", with16("EncryptedPackage"), "encrypted"],
    [".doc", with16("WordDocument"), "notASheet"],
    [
      "Excel 2003 in XML",
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'),
      "oldFormat",
    ],
    [
      "a web page that is called .xls",
      Buffer.from("<html><table><tr><td>1</td></tr></table></html>"),
      "webPage",
    ],
    [
      ".ods",
      zip([
        { name: "mimetype", content: "application/vnd.oasis.opendocument.spreadsheet", says: { method: 0 } },
      ]),
      "otherFormat",
    ],
    [".xlsb", zip([{ name: "xl/workbook.bin", content: "x" }]), "otherFormat"],
    [".docx", zip([{ name: "word/document.xml", content: "<x/>" }]), "notASheet"],
    ["an archive of anything", zip([]), "notASheet"],
    ["a picture", Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"), "notASheet"],
    ["a photograph", Buffer.from("ffd8ffe000104a464946", "hex"), "notASheet"],
    [".pdf", Buffer.from("%PDF-1.7\n"), "notASheet"],
    ["bytes that are no text", Buffer.from([0x31, 0x2c, 0xff, 0xff, 0x0a]), "encoding"],
    ["a CSV with a quote that is never closed", Buffer.from('a,"b\n1,2\n'), "damaged"],
    [
      "a workbook without its list of sheets",
      zip(workbookParts().filter(({ name }) => !name.endsWith("workbook.xml.rels"))),
      "damaged",
    ],
    [
      "a workbook whose sheet is missing",
      zip(workbookParts().filter(({ name }) => !name.includes("sheet1"))),
      "damaged",
    ],
    ["a sheet that breaks off", workbook('<sheetData><row r="1"><c r="A1"><v>1</v></c></row>'), "damaged"],
  ] as const)("%s", async (_, bytes, code) => expect(await refusal(bytes)).toBe(`sheets.${code}`));
});

describe("reading can be cancelled", () => {
  const rows = Array.from(
    { length: 20_000 },
    (_, n) => `<row r="${n + 1}"><c r="A${n + 1}"><v>${n}</v></c></row>`,
  ).join("");
  const bytes = workbook(`<sheetData>${rows}</sheetData>`);
  test("before it begins and while it runs", async () => {
    expect(await refusal(bytes, { signal: AbortSignal.abort() })).toBe("sheets.cancelled");
    const stop = new AbortController();
    expect(await refusal(bytes, { signal: stop.signal, onProgress: () => stop.abort() })).toBe(
      "sheets.cancelled",
    );
  });
  test("while it waits for its turn, and the others go on", async () => {
    const stop = new AbortController();
    const all = [bytes, bytes, bytes, bytes].map((each, n) =>
      refusal(each, n === 2 ? { signal: stop.signal } : {}),
    );
    stop.abort();
    expect(await Promise.all(all)).toEqual(["read", "read", "sheets.cancelled", "read"]);
  });
});
