import { Refused } from "#lib/core/errors.ts";
import { formatsOf, struckStyles } from "./formats.ts";
import type { SheetLimits } from "./limits.ts";
import {
  hiddenColumns,
  lookAt,
  rowsAndMerges,
  type SheetLook,
  type Styles,
  withoutBlanks,
} from "./sheet-part.ts";
import { tagsIn, valuesOf } from "./xml-tags.ts";
import { type Entry, unpacked } from "./zip-directory.ts";

// The parts of a workbook that are read, looked through before any parser sees them. Charts, pictures,
// comments, macros, links to other files and whatever else a workbook carries are not even unpacked.
const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name);
const isWorkbook = (name: string) => /^xl\/workbook[^/]*\.xml$/i.test(name);
const isRead = (name: string) =>
  isWorkbook(name) ||
  /^(\[content_types\]\.xml|_rels\/\.rels|xl\/_rels\/workbook[^/]*\.rels|xl\/(sharedstrings|styles)[^/]*\.xml)$/i.test(
    name,
  );

/** A text in a workbook is at least two elements; those that are formatted piece by piece are more. */
const signsPerText = 6;

export type Parts = {
  /** By name: sheets cut down to their rows and merged cells, the workbook to its list of sheets. */
  contents: Map<string, Uint8Array>;
  /** What was seen in each sheet, in the order of the workbook's list. */
  looks: SheetLook[];
};

/**
 * The parts to read.
 * @throws {Refused} `sheets.tooMuch`, `sheets.tooManySheets`, `sheets.tooManyRows`, `sheets.tooManyColumns`,
 * `sheets.tooManyCells`, `sheets.unsafe`, `sheets.damaged`
 */
export function partsOf(entries: readonly Entry[], limits: SheetLimits): Parts {
  const contents = new Map<string, Uint8Array>();
  const looks = new Map<string, SheetLook>();
  let styles: Styles = { formats: [], struck: [] };
  let leftBytes = limits.unpackedBytes;
  let leftCells = limits.cells;
  const opened = (entry: Entry) => {
    const content = unpacked(entry, leftBytes, limits.unpackedTimes);
    leftBytes -= content.length;
    requirePlainXml(content);
    return content;
  };
  for (const entry of entries.filter(({ name }) => isRead(name))) {
    const content = opened(entry);
    if (signs(content) > limits.texts * signsPerText) throw new Refused("sheets.tooMuch");
    contents.set(entry.name, content);
    if (/^xl\/styles/i.test(entry.name)) styles = stylesOf(content.toString("latin1"));
  }
  const [name, workbook] = [...contents].find(([each]) => isWorkbook(each)) ?? [];
  const relations = name && contents.get(name.replace(/[^/]+$/, "_rels/$&.rels"));
  if (!workbook || !relations) throw new Refused("sheets.damaged");
  // Where a sheet's part lies is the relations' to say: most programs put it into xl/worksheets, and need
  // not.
  const list = listOfSheets(workbook, relations, limits);
  const listed = new Set(list.parts);
  const parts = entries.filter((each) => (listed.has(each.name) || isSheet(each.name)) && !isRead(each.name));
  if (parts.length > limits.sheets) throw new Refused("sheets.tooManySheets", { limit: limits.sheets });
  for (const entry of parts) {
    const xml = opened(entry).toString("latin1");
    const rows = withoutBlanks(rowsAndMerges(xml));
    const look = lookAt(rows, styles, limits);
    look.unseen.columns = hiddenColumns(xml, limits.columns);
    leftCells -= look.cells;
    if (leftCells < 0) throw new Refused("sheets.tooManyCells", { limit: limits.cells });
    looks.set(entry.name, look);
    contents.set(entry.name, Buffer.from(rows, "latin1"));
  }
  contents.set(name, list.xml);
  return { contents, looks: list.parts.map((part) => looks.get(part) ?? nothing()) };
}

const stylesOf = (xml: string): Styles => ({ formats: formatsOf(xml), struck: struckStyles(xml) });
const nothing = (): SheetLook => ({
  cells: 0,
  formats: new Map(),
  unseen: { rows: [], columns: [], struck: [] },
});

/**
 * XML in UTF-8 that declares nothing: a document type is where entities that grow or fetch are made, and no
 * workbook has one.
 */
function requirePlainXml(content: Buffer): void {
  if (content.includes(0)) throw new Refused("sheets.unsafe");
  for (let at = content.indexOf("<!"); at >= 0; at = content.indexOf("<!", at + 2)) {
    const opens = content.toString("latin1", at, at + 9);
    if (!opens.startsWith("<!--") && opens !== "<![CDATA[") throw new Refused("sheets.unsafe");
  }
}

function signs(content: Buffer): number {
  let count = 0;
  for (let at = content.indexOf(60); at >= 0; at = content.indexOf(60, at + 1)) count++;
  return count;
}

/**
 * The sheets of a workbook, each with a part of its own: one part that is listed a thousand times would be
 * read a thousand times.
 */
function listOfSheets(
  workbook: Uint8Array,
  relations: Uint8Array,
  limits: SheetLimits,
): { xml: Uint8Array; parts: string[] } {
  const targets = new Map<string, string>();
  for (const tag of tagsIn(Buffer.from(relations).toString("latin1"), "Relationship")) {
    const target = valuesOf(tag.inside, "Target").at(-1) ?? "";
    // A chart can fill a sheet of its own; it holds no cells.
    if (valuesOf(tag.inside, "Type").some((type) => type.endsWith("/worksheet")))
      targets.set(
        valuesOf(tag.inside, "Id").at(-1) ?? "",
        target.startsWith("/") ? target.slice(1) : `xl/${target}`,
      );
  }
  const xml = Buffer.from(workbook).toString("latin1");
  const kept: string[] = [];
  const parts: string[] = [];
  for (const tag of tagsIn(xml, "sheet")) {
    const part = targets.get(valuesOf(tag.inside, "id").at(-1) ?? "");
    if (part === undefined) continue;
    if (parts.includes(part)) throw new Refused("sheets.unsafe");
    parts.push(part);
    const written = xml.slice(tag.from, tag.to);
    kept.push(written, written.endsWith("/>") ? "" : `</${/^<([^\s/>]+)/.exec(written)?.[1]}>`);
  }
  if (parts.length === 0) throw new Refused("sheets.damaged");
  if (parts.length > limits.sheets) throw new Refused("sheets.tooManySheets", { limit: limits.sheets });
  const from1904 = [...tagsIn(xml, "workbookPr")].some((tag) =>
    /^(1|true)$/.test(valuesOf(tag.inside, "date1904").at(-1) ?? ""),
  );
  const list = `<workbook><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${kept.join("")}</sheets></workbook>`;
  return { xml: Buffer.from(list, "latin1"), parts };
}
