import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Refused } from "#lib/core/errors.ts";
import { hostile } from "#lib/testing/hostile.ts";
import { workbook, workbookParts, zip } from "#lib/testing/zip.ts";
import { textSheet } from "./csv.ts";
import { sheetLimits } from "./limits.ts";
import { readSheets } from "./read.ts";
import { findTable } from "./sheet-table.ts";
import { kindOf } from "./sniff.ts";
import { workbookSheets } from "./xlsx.ts";

const outcome = (bytes: Uint8Array, limits = {}) =>
  readSheets({ name: "收入.xlsx", bytes }, { limits }).then(
    () => "read",
    (problem) => (problem instanceof Refused ? problem.code : `threw ${problem}`),
  );

describe("a file that was made to do harm is refused by name", () => {
  test.each(hostile.map(({ name, file, code }) => [name, code, file] as const))(
    "%s: %s",
    async (_, code, file) => {
      expect(await outcome(file())).toBe(`sheets.${code}`);
    },
  );
});

describe("each limit is what refuses", () => {
  const row = (n: number, ...columns: string[]) =>
    `<row r="${n}">${columns.map((column) => `<c r="${column}${n}"><v>1</v></c>`).join("")}</row>`;
  const three = `<sheetData>${row(1, "A", "B")}${row(2, "A")}${row(3, "C")}</sheetData>`;
  test.each([
    ["rows", 3, 2, "tooManyRows"],
    ["columns", 3, 2, "tooManyColumns"],
    // Three rows, four cells and their rows count alike.
    ["cells", 7, 6, "tooManyCells"],
    ["parts", 7, 6, "unsafe"],
    ["sheets", 1, 0, "tooManySheets"],
  ] as const)("%s: %d pass, not with %d", async (limit, passes, refuses, code) => {
    expect(await outcome(workbook(three), { [limit]: passes })).toBe("read");
    expect(await outcome(workbook(three), { [limit]: refuses })).toBe(`sheets.${code}`);
  });
  test("the size of the file", async () => {
    const bytes = workbook(three);
    expect(await outcome(bytes, { fileBytes: bytes.length })).toBe("read");
    expect(await outcome(bytes, { fileBytes: bytes.length - 1 })).toBe("sheets.tooLarge");
  });
  test("the size unpacked", async () => {
    const unpacked = workbookParts(three).reduce(
      (sum, { content }) => sum + Buffer.byteLength(content as string),
      0,
    );
    expect(await outcome(workbook(three), { unpackedBytes: unpacked })).toBe("read");
    expect(await outcome(workbook(three), { unpackedBytes: unpacked - 1 })).toBe("sheets.tooMuch");
  });
  test("time: a reader that takes too long is ended", async () => {
    expect(await outcome(workbook(three), { milliseconds: 0 })).toBe("sheets.tooSlow");
  });
  test("memory: a reader that takes too much ends alone", async () => {
    // 14 million characters, each text another: as text alone it fills what the reader may have here.
    const text = (at: string) => `<c r="${at}" t="inlineStr"><is><t>${at.padEnd(90, "x")}</t></is></c>`;
    const rows = Array.from(
      { length: 20_000 },
      (_, n) =>
        `<row r="${n + 1}">${[..."ABCDEFGH"].map((column) => text(`${column}${n + 1}`)).join("")}</row>`,
    );
    const full = `<sheetData>${rows.join("")}</sheetData>`;
    expect(await outcome(workbook(full), { heapMegabytes: 16 })).toBe("sheets.tooMuch");
  });
});

test("names that mean something to the language are words like any other, and formulas stay behind", async () => {
  const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`;
  const xml = `<sheetData><row r="1">${cell("A1", "__proto__")}${cell("B1", "constructor")}${cell("C1", "村")}${cell("D1", "金额")}</row>
    <row r="2">${cell("A2", "x")}${cell("B2", "y")}${cell("C2", "toString")}<c r="D2"><f>WEBSERVICE("http://localhost/"&amp;A1)</f><v>7</v></c></row></sheetData>`;
  const [sheet] = await readSheets({ name: "x", bytes: workbook(xml) });
  const table =
    sheet &&
    findTable(sheet, [
      { key: "village", names: ["村"] },
      { key: "amount", names: ["金额"] },
    ]);
  expect(table?.extra).toEqual([
    { column: 0, at: "收入!A1", text: "__proto__" },
    { column: 1, at: "收入!B1", text: "constructor" },
  ]);
  expect(table?.rows[0]?.cells.get("village")?.value).toBe("toString");
  expect(table?.rows[0]?.cells.get("amount")).toEqual({
    kind: "number",
    value: 7,
    shown: "7",
    formula: true,
  });
  expect(JSON.stringify(sheet)).not.toContain("WEBSERVICE");
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe("whatever the bytes, the answer is sheets or a refusal", () => {
  /** The reader itself, without its thread, so that many can be tried. */
  const calm = async (bytes: Uint8Array) => {
    try {
      const sheets =
        kindOf(bytes) === "text"
          ? [textSheet("x.csv", bytes, sheetLimits)]
          : await workbookSheets(bytes, sheetLimits);
      for (const sheet of sheets) for (let row = 0; row < sheet.rows; row++) sheet.row(row);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
    }
  };
  const runs = { numRuns: 500 };
  test("random bytes, and such that begin like a file of some kind", async () => {
    const starts = [
      [],
      [0x50, 0x4b, 3, 4],
      [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
      [0xff, 0xfe],
      [0xef, 0xbb, 0xbf],
    ];
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 4_000 }), (start, rest) =>
        calm(Uint8Array.from([...start, ...rest])),
      ),
      runs,
    );
  });
  const good = workbook(
    '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2" s="2"><v>42000</v></c><c r="B2" s="1"><f>1/2</f><v>0.5</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>',
  );
  test("a workbook with bytes changed, cut out and put in", async () => {
    const edit = fc.record({
      at: fc.nat(good.length),
      remove: fc.nat(40),
      insert: fc.uint8Array({ maxLength: 20 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) =>
        calm(
          edits.reduce(
            (bytes, { at, remove, insert }) =>
              Uint8Array.from([...bytes.subarray(0, at), ...insert, ...bytes.subarray(at + remove)]),
            good,
          ),
        ),
      ),
      runs,
    );
  });
  test("a workbook whose parts are packed well and written badly", async () => {
    const parts = workbookParts('<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>');
    const piece = fc.constantFrom(
      "<",
      ">",
      "</row>",
      "<c r='B2' t='e'>",
      "<sheetData>",
      '"',
      "&#xD800;",
      "&#99999999;",
      "_x0000_",
      "<f t='shared' si='9'/>",
      "<v>1e999</v>",
      "]]>",
      "<!--",
      "村",
    );
    await fc.assert(
      fc.asyncProperty(
        fc.nat(parts.length - 1),
        fc.nat(2_000),
        piece,
        fc.nat(30),
        (which, at, text, remove) =>
          calm(
            zip(
              parts.map((part, n) => {
                const content = part.content as string;
                const place = at % (content.length + 1);
                return n === which
                  ? { ...part, content: content.slice(0, place) + text + content.slice(place + remove) }
                  : part;
              }),
            ),
          ),
      ),
      runs,
    );
  });
});
