import { Refused } from "../errors.ts";
import { type Entry, unpacked } from "./directory.ts";
import type { SheetLimits } from "./limits.ts";
import { cellsWithin, rowsAndMerges } from "./sheet-part.ts";
import { tagsIn, valuesOf } from "./tags.ts";

// The parts of a workbook that are read, looked through before any parser sees them. Charts, pictures, comments, macros, links to other
// files and whatever else a workbook carries are not even unpacked.
const isSheet = (name: string) => /^xl\/worksheets\/[^/]+\.xml$/i.test(name);
const isWorkbook = (name: string) => /^xl\/workbook[^/]*\.xml$/i.test(name);
const isRead = (name: string) =>
  isSheet(name) ||
  isWorkbook(name) ||
  /^(\[content_types\]\.xml|_rels\/\.rels|xl\/_rels\/workbook[^/]*\.rels|xl\/(sharedstrings|styles)[^/]*\.xml)$/i.test(name);

/** A text in a workbook is at least two elements; those that are formatted piece by piece are more. */
const signsPerText = 6;

/**
 * The parts to read, by name: sheets cut down to their rows and merged cells, the workbook to its list of sheets.
 * @throws {Refused} `sheets.tooMuch`, `sheets.tooManySheets`, `sheets.tooManyRows`, `sheets.tooManyColumns`, `sheets.tooManyCells`,
 * `sheets.unsafe`, `sheets.damaged`
 */
export function partsOf(entries: readonly Entry[], limits: SheetLimits): Map<string, Uint8Array> {
  const wanted = entries.filter(({ name }) => isRead(name));
  if (wanted.filter(({ name }) => isSheet(name)).length > limits.sheets) throw new Refused("sheets.tooManySheets", { limit: limits.sheets });
  const parts = new Map<string, Uint8Array>();
  let leftBytes = limits.unpackedBytes;
  let leftCells = limits.cells;
  for (const entry of wanted) {
    const content = unpacked(entry, leftBytes, limits.unpackedTimes);
    leftBytes -= content.length;
    requirePlainXml(content);
    if (!isSheet(entry.name)) {
      if (signs(content) > limits.texts * signsPerText) throw new Refused("sheets.tooMuch");
      parts.set(entry.name, content);
      continue;
    }
    const rows = rowsAndMerges(content.toString("latin1"));
    leftCells -= cellsWithin(rows, limits);
    if (leftCells < 0) throw new Refused("sheets.tooManyCells", { limit: limits.cells });
    parts.set(entry.name, Buffer.from(rows, "latin1"));
  }
  for (const [name, content] of parts)
    if (isWorkbook(name)) parts.set(name, listOfSheets(content, parts.get(name.replace(/[^/]+$/, "_rels/$&.rels")), limits));
  return parts;
}

/** XML in UTF-8 that declares nothing: a document type is where entities that grow or fetch are made, and no workbook has one. */
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

/** The sheets of a workbook, each with a part of its own: one part that is listed a thousand times would be read a thousand times. */
function listOfSheets(workbook: Uint8Array, relations: Uint8Array | undefined, limits: SheetLimits): Uint8Array {
  if (!relations) throw new Refused("sheets.damaged");
  const targets = new Map<string, string>();
  for (const tag of tagsIn(Buffer.from(relations).toString("latin1"), "Relationship")) {
    // A chart can fill a sheet of its own; it holds no cells.
    if (valuesOf(tag, "Type").some((type) => type.endsWith("/worksheet")))
      targets.set(valuesOf(tag, "Id").at(-1) ?? "", valuesOf(tag, "Target").at(-1) ?? "");
  }
  const xml = Buffer.from(workbook).toString("latin1");
  const kept: string[] = [];
  const taken = new Set<string>();
  for (const tag of tagsIn(xml, "sheet")) {
    const target = targets.get(valuesOf(tag, "id").at(-1) ?? "");
    if (target === undefined) continue;
    if (taken.has(target)) throw new Refused("sheets.unsafe");
    taken.add(target);
    kept.push(xml.slice(tag.from, tag.to));
    if (!xml.slice(tag.from, tag.to).endsWith("/>")) kept.push(`</${/^<([^\s/>]+)/.exec(kept.at(-1) ?? "")?.[1]}>`);
  }
  if (kept.length === 0) throw new Refused("sheets.damaged");
  if (taken.size > limits.sheets) throw new Refused("sheets.tooManySheets", { limit: limits.sheets });
  const from1904 = [...tagsIn(xml, "workbookPr")].some((tag) => /^(1|true)$/.test(valuesOf(tag, "date1904").at(-1) ?? ""));
  return Buffer.from(`<workbook><workbookPr date1904="${from1904 ? 1 : 0}"/><sheets>${kept.join("")}</sheets></workbook>`, "latin1");
}
