import { crc32 } from "node:zlib";
import { sheetLimits } from "./limits.ts";
import { sheetsIn } from "./xlsx.ts";

const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="/${type}" Target="${target}"/>`;

/**
 * Reads a sheet that is made up, so that the engine has compiled what reads the next: half of what a file
 * takes in a new thread is spent on that.
 */
export async function warmUp(): Promise<void> {
  const rows = Array.from({ length: 400 }, (_, n) => {
    const at = n + 1;
    return `<row r="${at}"><c r="A${at}" t="s"><v>0</v></c>${[..."BCDEFGHIJK"].map((letter) => `<c r="${letter}${at}" s="${n % 3}"><v>${n * 1.25}</v></c>`).join("")}</row>`;
  });
  const parts = {
    "[Content_Types].xml": "<Types/>",
    "_rels/.rels": `<Relationships>${relation("rId1", "officeDocument", "xl/workbook.xml")}</Relationships>`,
    "xl/workbook.xml": '<workbook><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": `<Relationships>${relation("rId1", "worksheet", "worksheets/sheet1.xml")}${relation("rId2", "sharedStrings", "sharedStrings.xml")}${relation("rId3", "styles", "styles.xml")}</Relationships>`,
    "xl/sharedStrings.xml": "<sst><si><t>村</t></si></sst>",
    "xl/styles.xml":
      '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>',
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData>${rows.join("")}</sheetData></worksheet>`,
  };
  const entries = Object.entries(parts).map(([name, xml]) => {
    const packed = Buffer.from(xml);
    return { name, packed, method: 0, bytes: packed.length, crc: crc32(packed) };
  });
  for (const sheet of await sheetsIn(entries, sheetLimits))
    for (let row = 0; row < sheet.rows; row++) sheet.row(row);
}
