import { monitorEventLoopDelay } from "node:perf_hooks";
import { setImmediate as turn } from "node:timers/promises";
import { readXlsx, writeXlsx } from "hucre/xlsx";
import { readSheets } from "#lib/spreadsheets/read.ts";
import { findTable, unitIn } from "#lib/spreadsheets/sheet-table.ts";
import { readAmount, readDay, readText } from "#lib/spreadsheets/values.ts";
import { compare } from "./pairs.ts";
import type { Result } from "./results.ts";

const rows = 5_000;
const wanted = [
  { key: "code", names: ["编码"], required: true },
  { key: "village", names: ["村"], required: true },
  { key: "on", names: ["日期"], required: true },
  ...Array.from({ length: 12 }, (_, n) => ({ key: `account${n + 1}`, names: [`科目${n + 1}`] })),
];

/** A filled template: a title, a heading, 5,000 rows of two texts, a day and twelve amounts. */
function workbook(): Promise<Uint8Array> {
  const heading = ["编码", "村", "日期", ...Array.from({ length: 12 }, (_, n) => `科目${n + 1}（元）`)];
  const body = Array.from({ length: rows }, (_, n) => [
    String(350212105200 + n),
    `第${n}村`,
    42_000 + (n % 365),
    ...Array.from({ length: 12 }, (_, at) => (n * 7919 + at * 104_729) / 100),
  ]);
  const columns = heading.map((_, at) => ({ numFmt: at < 2 ? "@" : at === 2 ? "yyyy-mm-dd" : "#,##0.00" }));
  return writeXlsx({ sheets: [{ name: "收入", columns, rows: [["收入登记表"], heading, ...body] }] });
}

/**
 * What a preview does with a file before it asks the database: read it, find the table, read every cell as
 * what it should be.
 */
async function preview(bytes: Uint8Array): Promise<number> {
  const [sheet] = await readSheets({ name: "收入.xlsx", bytes });
  const table = sheet && findTable(sheet, wanted);
  if (!table) throw new Error("The table was not found");
  let cells = 0;
  for (const [index, row] of table.rows.entries()) {
    if (index % 250 === 0) await turn(); // the server has others to answer
    for (const [key, cell] of row.cells) {
      const said =
        key === "on"
          ? readDay(cell)
          : key.startsWith("account")
            ? readAmount(cell, unitIn(table, key))
            : readText(cell);
      if ("reason" in said) throw new Error(`${key} in row ${row.number}: ${said.reason}`);
      cells++;
    }
  }
  if (cells !== rows * wanted.length) throw new Error(`${cells} cells were read`);
  return cells;
}

/**
 * P7: the reading half of a preview against the library alone in the server's own thread, and how long the
 * server is held up meanwhile.
 */
export async function sheetReading(): Promise<Result[]> {
  const bytes = await workbook();
  const { floorMs, oursMs, ratio } = await compare(
    { floor: () => readXlsx(bytes), ours: () => preview(bytes) },
    20,
  );
  const held = async (work: () => Promise<unknown>) => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    for (let round = 0; round < 10; round++) await work();
    delay.disable();
    return delay.percentile(99) / 1e6;
  };
  const floorDelay = await held(() => readXlsx(bytes));
  const oursDelay = await held(() => preview(bytes));
  const what = "reading a 5,000-row workbook for a preview";
  return [
    {
      id: "P7",
      what: `${what} (in a thread, looked through, every cell read as what it should be)`,
      floor: "reading it by the spreadsheet library in the server's thread",
      floorText: `${floorMs.toFixed(0)} ms`,
      oursText: `${oursMs.toFixed(0)} ms`,
      ratio,
      reach: 3,
    },
    {
      id: "P7",
      what: `${what}: event-loop delay of the server, p99`,
      floor: "the same by the library in the server's thread",
      floorText: `${floorDelay.toFixed(0)} ms`,
      oursText: `${oursDelay.toFixed(0)} ms`,
      ratio: oursDelay,
      reach: 200,
      unit: "ms",
    },
  ];
}
