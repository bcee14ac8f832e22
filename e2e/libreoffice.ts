import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "csv-parse/sync";

// node e2e/libreoffice.ts ORIGIN: fetches every export as a workbook and as CSV, lets LibreOffice open both
// and write what it understood, and compares row by row with what the product wrote. Needs `soffice` (apt-get
// install libreoffice-calc-nogui) and a demonstration server at ORIGIN.
const origin = process.argv[2] ?? "http://localhost:3210";
const folder = mkdtempSync(join(tmpdir(), "guatu-libreoffice-"));
// UTF-8, quotes, every sheet into a file of its own, cells as they are held rather than as they are shown.
const allSheets = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1";
const readAsText = "Text - txt - csv (StarCalc):44,34,76,1,,0,true,false";

async function session(): Promise<string> {
  const body = new URLSearchParams({ username: "auditor", password: "guatu-demo" });
  const answer = await fetch(`${origin}/login`, {
    method: "POST",
    body,
    redirect: "manual",
    headers: { origin },
  });
  const cookie = answer.headers.getSetCookie().find((each) => each.startsWith("guatu_session="));
  if (!cookie) throw new Error(`Could not sign in at ${origin}: ${answer.status}`);
  return cookie.split(";")[0] ?? "";
}

async function fetched(file: string, cookie: string): Promise<Buffer> {
  const answer = await fetch(`${origin}/api/v1/export/${file}?lang=zh-CN&approvedOnly=false&upTo=100`, {
    headers: { cookie, connection: "close" },
  }); // LibreOffice takes longer than the server keeps a connection
  if (!answer.ok) throw new Error(`${file}: ${answer.status} ${await answer.text()}`);
  return Buffer.from(await answer.arrayBuffer());
}

/** What LibreOffice reads in `file`, sheet by sheet. */
function opened(file: string, ...more: string[]): Map<string, string[][]> {
  const out = mkdtempSync(join(folder, "out-"));
  execFileSync(
    "soffice",
    [
      "--headless",
      `-env:UserInstallation=file://${folder}/profile`,
      ...more,
      "--convert-to",
      allSheets,
      "--outdir",
      out,
      file,
    ],
    {
      stdio: ["ignore", "ignore", "inherit"],
      timeout: 180_000,
    },
  );
  return new Map(
    readdirSync(out).map((name) => [
      name.replace(/^.*?-([^-]*)\.csv$/, "$1"),
      parse(readFileSync(join(out, name)), { bom: true, relax_column_count: true }) as string[][],
    ]),
  );
}

/** A cell of a workbook holds 32,767 signs: what is longer ends in a note that says how long it was. */
function isClipped(whole: string, cell: string): boolean {
  const [, begin, signs] = /^(.*)……（共 (\d+) 字，单元格放不下，全文见 CSV）$/s.exec(cell) ?? [];
  return (
    begin !== undefined && cell.length === 32_767 && whole.startsWith(begin) && whole.length === Number(signs)
  );
}

const same = (a: string, b: string) =>
  a === b ||
  isClipped(a, b) ||
  (a !== "" && b !== "" && Number(a) === Number(b)) ||
  a.replace(/\r\n/g, "\n") === b.replace(/\r\n/g, "\n");
const plain = (cell: string) => cell.replace(/^'/, "");

/** Differences between what was written and what was read, cell by cell. */
function differences(written: string[][], read: string[][]): string[] {
  if (written.length !== read.length) return [`${written.length} rows were written, ${read.length} read`];
  return written.flatMap((row, at) =>
    row.flatMap((cell, column) =>
      same(plain(cell), plain(read[at]?.[column] ?? ""))
        ? []
        : [`row ${at + 1}, ${written[0]?.[column]}: ${cell} → ${read[at]?.[column]}`],
    ),
  );
}

const cookie = await session();
let failures = 0;
let compared = 0;
for (const kind of ["projects", "income", "funding", "exceptions", "monthly", "audit"]) {
  const csv = await fetched(`${kind}.csv`, cookie);
  const written = parse(csv, { bom: true }) as string[][];
  for (const format of ["xlsx", "csv"]) {
    const file = join(folder, `${kind}.${format}`);
    writeFileSync(file, format === "csv" ? csv : await fetched(`${kind}.xlsx`, cookie));
    const sheets = opened(file, ...(format === "csv" ? [`--infilter=${readAsText}`] : []));
    const data = format === "csv" ? [...sheets.values()][0] : sheets.get("明细");
    const found = differences(written, data ?? []);
    const totals = format === "xlsx" ? totalsApart(kind, sheets.get("封面") ?? [], written) : [];
    const balance = format === "xlsx" ? notEqual(sheets.get("平衡校验") ?? []) : [];
    const wrong = [...found, ...totals, ...balance];
    failures += wrong.length;
    compared += written.length > 1 && wrong.length === 0 ? 1 : 0;
    const verdict = wrong.length === 0 ? "as written" : wrong.slice(0, 10).join("\n  ");
    process.stdout.write(`${kind}.${format}: ${written.length - 1} rows, ${verdict}\n`);
  }
}
rmSync(folder, { recursive: true, force: true });
// Six kinds, each in two formats, none of them empty.
process.stdout.write(`LibreOffice: ${compared} passed, ${12 - compared} failed\n`);
process.exit(failures === 0 && compared === 12 ? 0 : 1);

/** Lines of the balance sheet, as LibreOffice reads them, that do not say 相等 or whose numbers are not. */
function notEqual(balance: string[][]): string[] {
  const lines = balance.filter((row) =>
    ["相等", "不相等"].includes(row.at(-1) || row.findLast((cell) => cell !== "") || ""),
  );
  const wrong = lines.filter(
    (row) => !row.includes("相等") || new Set(row.slice(1, row.indexOf("相等") - 1).map(Number)).size !== 1,
  );
  return lines.length === 0
    ? ["there is no balance sheet"]
    : wrong.map((row) => `not equal: ${row.join(" | ")}`);
}

/**
 * Where the cover that LibreOffice reads differs from what the rows add up to. Funding by stage; of the
 * others the number of rows.
 */
function totalsApart(kind: string, cover: string[][], written: string[][]): string[] {
  const [heading = [], ...rows] = written;
  const value = (label: string) => cover.find(([name]) => name === label)?.[1];
  const counted = Number(value("行数")) === rows.length ? [] : [`the cover says ${value("行数")} rows`];
  const [stage, amount] = [heading.indexOf("环节"), heading.indexOf("金额 (元)")];
  if (kind !== "funding" || stage < 0 || amount < 0) return counted;
  const apart = ["计划", "下达", "拨付", "到账", "支出"].flatMap((name) => {
    const fen = rows
      .filter((row) => row[stage] === name)
      .reduce((sum, row) => sum + Math.round(Number(row[amount]) * 100), 0);
    const said = Math.round(Number(value(`合计：${name} (元)`)) * 100);
    return said === fen ? [] : [`${name}: the cover says ${said} fen, the rows ${fen}`];
  });
  return [...counted, ...apart];
}
