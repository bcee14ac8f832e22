import { plainText } from "#lib/money.ts";

export type SheetAccount = { id: number; code: string; name: string; nameEn: string };
export type Sheet = {
  villages: { id: number; code: string; name: string }[];
  accounts: SheetAccount[];
  /** Accounts that may not be entered as income; a column of one is refused whole. */
  never: SheetAccount[];
};

/** Where pasted text lands, and what has no place. Nothing of it is dropped without being named. */
export type Placement = {
  cells: { villageId: number; accountId: number; text: string }[];
  /** Amounts of never-income accounts. */
  refused: { account: SheetAccount; village: string; text: string }[];
  /** What belongs to no village or account here. */
  left: string[];
};

/**
 * Rows × columns from a spreadsheet onto the grid. A header row with account codes or names and a column of village names or codes
 * are followed wherever they stand; without them the block fills the grid from the cell it was pasted into. Empty cells and totals
 * leave what is there.
 */
export function placePaste(clipboard: string, sheet: Sheet, from: { villageId: number; accountId: number }): Placement {
  const rows = rowsOf(clipboard);
  const headAt = rows.slice(0, 4).findIndex((row) => isHead(row, sheet));
  const body = rows.slice(headAt + 1);
  const nameAt = Math.max(...rows.map((row) => row.length)) > 1 || headAt >= 0 ? columnOfNames(body, sheet) : -1;
  const columns = headAt >= 0 ? columnsByHead(rows[headAt] ?? [], nameAt, sheet) : columnsFrom(from.accountId, nameAt, body, sheet);
  const startRow = sheet.villages.findIndex((village) => village.id === from.villageId);
  const placed: Placement = { cells: [], refused: [], left: [] };
  for (const [index, row] of body.entries()) {
    const name = nameAt >= 0 ? (row[nameAt] ?? "") : "";
    if (row.slice(0, Math.max(1, nameAt + 1)).some(isTotal) || row.every(isBlank)) continue;
    const village = nameAt >= 0 ? villageOf(name, sheet) : sheet.villages[startRow + index];
    for (const [at, text] of row.entries()) {
      if (at === nameAt || isBlank(text)) continue;
      const column = columns[at];
      if (column === "label") continue;
      if (!village || !column) placed.left.push([name, text].filter(Boolean).join(" "));
      else if (sheet.never.includes(column)) placed.refused.push({ account: column, village: village.name, text });
      else placed.cells.push({ villageId: village.id, accountId: column.id, text });
    }
  }
  return placed;
}

/** Does the row name accounts? Codes alone could be amounts: there must be a word among them, or two of them, and no other number. */
function isHead(row: string[], sheet: Sheet): boolean {
  const named = row.filter((text) => accountOf(text, sheet));
  const words = row.filter((text) => /\p{L}/u.test(text));
  const amounts = row.filter((text) => !accountOf(text, sheet) && /^[\d,.]+$/.test(plainText(text)));
  return named.length > 0 && (words.length > 0 || named.length > 1) && amounts.length === 0;
}

type Column = SheetAccount | "label" | undefined;

/** A heading that names no account may say what it likes (序号, 备注): its column is left alone, its amounts are named as left over. */
const columnsByHead = (head: string[], nameAt: number, sheet: Sheet): Column[] =>
  head.map((text, at) => (at < nameAt || isTotal(text) ? "label" : accountOf(text, sheet)));

function columnsFrom(accountId: number, nameAt: number, body: string[][], sheet: Sheet): Column[] {
  const first = sheet.accounts.findIndex((account) => account.id === accountId);
  const width = Math.max(0, ...body.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => (at <= nameAt ? "label" : sheet.accounts[first + at - nameAt - 1]));
}

function columnOfNames(body: string[][], sheet: Sheet): number {
  const width = Math.max(0, ...body.map((row) => row.length));
  const hits = Array.from({ length: width }, (_, at) => body.filter((row) => villageOf(row[at] ?? "", sheet)).length);
  const most = Math.max(0, ...hits);
  return most === 0 ? -1 : hits.indexOf(most);
}

const kinds = /(社区居委会|社区居民委员会|村民委员会|村委会|居委会|社区|村|居)$/;
const bare = (name: string) => plainText(name).replace(kinds, "");

function villageOf(text: string, sheet: Sheet) {
  const name = bare(text);
  return name === "" ? undefined : sheet.villages.find((village) => village.code === name || bare(village.name) === name);
}

/** "501", "经营收入", "501 经营收入（元）" and the English name all mean account 501. */
function accountOf(text: string, sheet: Sheet): SheetAccount | undefined {
  const head = plainText(text)
    .replace(/[（(].*$/, "")
    .toLowerCase();
  if (head === "") return undefined;
  return [...sheet.accounts, ...sheet.never].find(({ code, name, nameEn }) => {
    const english = plainText(nameEn).toLowerCase();
    return [code, name, code + name, english, code + english].includes(head);
  });
}

const isTotal = (text: string) => /^(合计|小计|总计|total|subtotal)$/i.test(plainText(text));
/** Spreadsheets show an accounting zero as a dash. */
const isBlank = (text: string) => /^[-—–]?$/.test(plainText(text));

/** Tab-separated text as spreadsheets copy it: a cell with a tab, a quote or a line break stands in quotes. */
export function rowsOf(clipboard: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\r|\n|$)/gy;
  for (let match = pattern.exec(clipboard); match && match.index < clipboard.length; match = pattern.exec(clipboard)) {
    row.push((match[1]?.replaceAll('""', '"') ?? match[2] ?? "").trim());
    if (match[3] === "\t" && pattern.lastIndex < clipboard.length) continue;
    if (match[3] === "\t") row.push("");
    rows.push(row);
    row = [];
  }
  return rows;
}
