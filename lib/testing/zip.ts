import { crc32, deflateRawSync } from "node:zlib";

/** A file of an archive, and what to say about it that is not true. */
export type ZipPart = {
  name: string;
  content: string | Uint8Array;
  /** Packed already, for content too large to make. */
  packed?: Uint8Array;
  /** Stated in the directory and beside the part. */
  says?: { bytes?: number; packedBytes?: number; crc?: number; method?: number; flags?: number; at?: number };
};

/** An archive as a program would write it, except for what its parts say of themselves. */
export function zip(
  parts: readonly ZipPart[],
  says: { count?: number; directoryAt?: number } = {},
): Uint8Array {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, packed, says = {} } of parts) {
    const label = Buffer.from(name);
    const whole = Buffer.from(content as Uint8Array);
    const body = Buffer.from(packed ?? (says.method === 0 ? whole : deflateRawSync(whole)));
    const [local, entry] = [Buffer.alloc(30), Buffer.alloc(46)];
    local.writeUInt32LE(0x04034b50);
    entry.writeUInt32LE(0x02014b50);
    for (const [head, shift] of [
      [local, 0],
      [entry, 2],
    ] as const) {
      head.writeUInt16LE(20, 4 + shift);
      head.writeUInt16LE(says.flags ?? 0, 6 + shift);
      head.writeUInt16LE(says.method ?? 8, 8 + shift);
      head.writeUInt32LE(says.crc ?? crc32(whole), 14 + shift);
      head.writeUInt32LE(says.packedBytes ?? body.length, 18 + shift);
      head.writeUInt32LE(says.bytes ?? whole.length, 22 + shift);
      head.writeUInt16LE(label.length, 26 + shift);
    }
    entry.writeUInt32LE(says.at ?? offset, 42);
    bodies.push(local, label, body);
    directory.push(entry, label);
    offset += local.length + label.length + body.length;
  }
  const end = Buffer.alloc(22);
  const size = directory.reduce((sum, each) => sum + each.length, 0);
  end.writeUInt32LE(0x06054b50);
  end.writeUInt16LE(says.count ?? parts.length, 8);
  end.writeUInt16LE(says.count ?? parts.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(says.directoryAt ?? offset, 16);
  return Buffer.concat([...bodies, ...directory, end]);
}

const office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${office}/${type}" Target="${target}"/>`;
const relations = (...each: string[]) =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${each.join("")}</Relationships>`;

/** The parts of the smallest workbook there is, its sheet's content and any other part replaced by name. */
export function workbookParts(sheetXml = "<sheetData/>", others: Record<string, string> = {}): ZipPart[] {
  const parts: Record<string, string> = {
    "[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`,
    "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.xml")),
    "xl/workbook.xml": `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="收入" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations(
      relation("rId1", "worksheet", "worksheets/sheet1.xml"),
      relation("rId2", "sharedStrings", "sharedStrings.xml"),
      relation("rId3", "styles", "styles.xml"),
    ),
    "xl/sharedStrings.xml": `<sst xmlns="${main}"><si><t>村</t></si><si><t>金额</t></si></sst>`,
    "xl/styles.xml": `<styleSheet xmlns="${main}"><cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="14"/></cellXfs></styleSheet>`,
    "xl/worksheets/sheet1.xml": `<worksheet xmlns="${main}" xmlns:r="${office}">${sheetXml}</worksheet>`,
    ...others,
  };
  return Object.entries(parts).map(([name, content]) => ({ name, content }));
}
/** The smallest workbook with this in its sheet. */
export const workbook = (sheetXml?: string, others?: Record<string, string>): Uint8Array =>
  zip(workbookParts(sheetXml, others));
