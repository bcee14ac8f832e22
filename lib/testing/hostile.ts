import { deflateRawSync } from "node:zlib";
import { workbook, workbookParts, type ZipPart, zip } from "./zip.ts";

// Files that were made to do harm, each with the code under `refused.sheets` with which it must come back.

const many = (count: number, each: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => each(n + 1)).join("");
const sheet = (rows: string) => workbook(`<sheetData>${rows}</sheetData>`);
const replaced = (name: string, change: Partial<ZipPart>) =>
  zip(workbookParts().map((part) => (part.name === name ? { ...part, ...change } : part)));
const and = (...more: ZipPart[]) => zip([...workbookParts(), ...more]);
const sheetName = "xl/worksheets/sheet1.xml";
/** Noise that packs badly, so that nothing but its own check can notice what stands between it. */
const noise = (n: number) => ((n * 2_654_435_761) % 4_294_967_296).toString(36);

export const hostile: { name: string; file: () => Uint8Array; code: string }[] = [
  { name: "a bomb that states its size", file: () => sheet(" ".repeat(30_000_000)), code: "tooMuch" },
  {
    name: "a bomb that states four gigabytes",
    file: () => replaced(sheetName, { says: { bytes: 0xfffffff0 } }),
    code: "tooMuch",
  },
  {
    name: "a bomb that states a thousand bytes",
    file: () =>
      replaced(sheetName, { packed: deflateRawSync(Buffer.alloc(200_000_000, 32)), says: { bytes: 1000 } }),
    code: "unsafe",
  },
  {
    name: "a bomb that states nothing",
    file: () =>
      replaced(sheetName, { packed: deflateRawSync(Buffer.alloc(200_000_000, 32)), says: { bytes: 0 } }),
    code: "unsafe",
  },
  {
    name: "twenty bombs that are each small enough",
    file: () =>
      and(
        ...Array.from({ length: 19 }, (_, n) => ({
          name: `xl/worksheets/sheet${n + 2}.xml`,
          content: " ".repeat(4_000_000),
        })),
      ),
    code: "tooMuch",
  },
  {
    name: "a million rows",
    file: () => sheet(many(1_000_000, (n) => `<row r="${n}"/>`)),
    code: "tooManyRows",
  },
  {
    name: "a million rows that are not numbered",
    file: () => sheet(many(1_000_000, (n) => `<row ht="${noise(n)}"/>`)),
    code: "tooManyRows",
  },
  {
    name: "a million cells in a row",
    file: () => sheet(`<row>${many(1_000_000, (n) => `<c><v>${noise(n)}</v></c>`)}</row>`),
    code: "tooManyColumns",
  },
  {
    name: "a cell at the far corner",
    file: () => sheet('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    code: "tooManyRows",
  },
  {
    name: "a cell far to the right",
    file: () => sheet('<row r="1"><c r="XFD1"><v>1</v></c></row>'),
    code: "tooManyColumns",
  },
  {
    name: "a cell whose second address is far below",
    file: () => sheet('<row r="1"><c r="A1" r="A1048576"><v>1</v></c></row>'),
    code: "tooManyRows",
  },
  {
    name: "a cell that hides its address behind a >",
    file: () => sheet('<row r="1"><c t=">" r="A1048576"><v>1</v></c></row>'),
    code: "tooManyRows",
  },
  {
    name: "a cell in row 1e6",
    file: () => sheet('<row r="1"><c r="A1e6"><v>1</v></c></row>'),
    code: "damaged",
  },
  {
    name: "half a million cells",
    file: () =>
      sheet(many(5_000, (n) => `<row r="${n}">${many(100, (at) => `<c><v>${noise(n * at)}</v></c>`)}</row>`)),
    code: "tooManyCells",
  },
  {
    name: "merged cells without end",
    file: () =>
      workbook(
        `<sheetData/><mergeCells>${many(300_000, (n) => `<mergeCell ref="A${n}:B${n}"/>`)}</mergeCells>`,
      ),
    code: "tooMuch",
  },
  {
    name: "entities that grow",
    file: () =>
      workbook(undefined, {
        "xl/sharedStrings.xml": `<!DOCTYPE sst [<!ENTITY a "aaaaaaaaaa">${many(9, (n) => `<!ENTITY a${n} "${`&a${n - 1 || ""};`.repeat(10)}">`)}]><sst><si><t>&a9;</t></si></sst>`,
      }),
    code: "unsafe",
  },
  {
    name: "an entity that reads a file",
    file: () =>
      workbook(undefined, {
        "xl/workbook.xml": '<!doctype x [<!ENTITY f SYSTEM "file:///etc/passwd">]><workbook/>',
      }),
    code: "unsafe",
  },
  {
    name: "a document type in UTF-16",
    file: () =>
      zip(
        workbookParts().map((part) =>
          part.name === sheetName
            ? {
                ...part,
                content: Buffer.from('<!DOCTYPE x SYSTEM "http://localhost/x"><worksheet/>', "utf16le"),
              }
            : part,
        ),
      ),
    code: "unsafe",
  },
  {
    name: "an entry that leads out of its folder",
    file: () => and({ name: "xl/../../../etc/cron.d/x", content: "x" }),
    code: "unsafe",
  },
  {
    name: "an entry at the root of the disk",
    file: () => and({ name: "/etc/passwd", content: "x" }),
    code: "unsafe",
  },
  {
    name: "an entry on a Windows drive",
    file: () => and({ name: "C:\\x.xml", content: "x" }),
    code: "unsafe",
  },
  {
    name: "five thousand entries",
    file: () =>
      and(...Array.from({ length: 5_000 }, (_, n) => ({ name: `xl/media/${n}.png`, content: "x" }))),
    code: "unsafe",
  },
  {
    name: "the same entry twice",
    file: () => and({ name: sheetName, content: "<worksheet/>" }),
    code: "unsafe",
  },
  {
    name: "the same entry twice, in capitals",
    file: () => and({ name: sheetName.toUpperCase(), content: "<worksheet/>" }),
    code: "unsafe",
  },
  {
    name: "entries that share their bytes",
    file: () => and({ name: "xl/worksheets/sheet2.xml", content: "x", says: { at: 0 } }),
    code: "unsafe",
  },
  { name: "more entries than there are", file: () => zip(workbookParts(), { count: 60 }), code: "damaged" },
  {
    name: "a directory that is not there",
    file: () => zip(workbookParts(), { directoryAt: 0x7fffffff }),
    code: "damaged",
  },
  {
    name: "an archive that names a larger directory and has none",
    file: () => zip(workbookParts(), { count: 0xffff }),
    code: "damaged",
  },
  {
    name: "an unknown way of packing",
    file: () => replaced(sheetName, { says: { method: 12 } }),
    code: "unsafe",
  },
  {
    name: "a part that is not what its sum says",
    file: () => replaced(sheetName, { says: { crc: 1 } }),
    code: "damaged",
  },
  {
    name: "an archive with a password",
    file: () => replaced(sheetName, { says: { flags: 1 } }),
    code: "encrypted",
  },
  { name: "an archive cut off", file: () => workbook().subarray(0, 900), code: "damaged" },
  {
    name: "three hundred thousand texts",
    file: () =>
      workbook(undefined, {
        "xl/sharedStrings.xml": `<sst count="1000000000" uniqueCount="1000000000">${many(300_000, (n) => `<si><t>${noise(n)}</t></si>`)}</sst>`,
      }),
    code: "tooMuch",
  },
  {
    name: "a text of eight million letters",
    file: () =>
      workbook('<sheetData><row><c t="s"><v>0</v></c></row></sheetData>', {
        "xl/sharedStrings.xml": `<sst><si><t>${many(1_200_000, noise)}</t></si></sst>`,
      }),
    code: "tooMuch",
  },
  {
    name: "one long text in every cell",
    file: () =>
      workbook(`<sheetData>${many(20_000, (n) => `<row r="${n}"><c t="s"><v>0</v></c></row>`)}</sheetData>`, {
        "xl/sharedStrings.xml": `<sst><si><t>${"长".repeat(32_000)}</t></si></sst>`,
      }),
    code: "tooMuch",
  },
  {
    name: "a million styles",
    file: () =>
      workbook(undefined, {
        "xl/styles.xml": `<styleSheet><cellXfs>${many(1_000_000, (n) => `<xf numFmtId="${n}"/>`)}</cellXfs></styleSheet>`,
      }),
    code: "tooMuch",
  },
  {
    name: "one sheet listed a thousand times",
    file: () =>
      workbook("<sheetData/>", {
        "xl/workbook.xml": `<workbook><sheets>${many(1_000, (n) => `<sheet name="${n}" sheetId="${n}" r:id="rId1"/>`)}</sheets></workbook>`,
      }),
    code: "unsafe",
  },
  {
    name: "thirty sheets",
    file: () =>
      and(
        ...Array.from({ length: 29 }, (_, n) => ({
          name: `xl/worksheets/sheet${n + 2}.xml`,
          content: "<worksheet/>",
        })),
      ),
    code: "tooManySheets",
  },
  {
    name: "elements without end",
    file: () => workbook(undefined, { "xl/workbook.xml": "<a>".repeat(300_000) }),
    code: "damaged",
  },
  {
    name: "nested elements in the texts",
    file: () =>
      workbook(undefined, {
        "xl/sharedStrings.xml": `<sst>${"<si>".repeat(200_000)}${"</si>".repeat(200_000)}</sst>`,
      }),
    code: "tooMuch",
  },
  { name: "a tag without end", file: () => sheet(`<row r="${many(900_000, noise)}`), code: "damaged" },
  {
    name: "a CSV of a million lines",
    file: () => Buffer.from("1,2\n".repeat(1_000_000)),
    code: "tooManyRows",
  },
  {
    name: "a CSV of eight million commas",
    file: () => Buffer.from(",".repeat(7_900_000)),
    code: "tooManyColumns",
  },
  {
    name: "a CSV of eight million commas behind a quote",
    file: () => Buffer.from(`a"${",".repeat(7_900_000)}`),
    code: "tooManyColumns",
  },
  {
    name: "a CSV with a quote that is never closed",
    file: () => Buffer.from(`a,"${"b,".repeat(3_900_000)}`),
    code: "tooMuch",
  },
  { name: "a CSV that is one cell", file: () => Buffer.from("b".repeat(7_900_000)), code: "tooMuch" },
];
