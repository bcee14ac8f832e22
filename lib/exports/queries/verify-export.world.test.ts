import ExcelJS from "exceljs";
import { beforeAll, describe, expect, test } from "vitest";
import type { Translate } from "#lib/core/columns.ts";
import { Forbidden } from "#lib/core/errors.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import en from "#messages/en.json" with { type: "json" };
import zh from "#messages/zh-CN.json" with { type: "json" };
import type { ExportFormat } from "../input.ts";
import { type ExportedFile, runExport } from "../leaving.ts";
import { exportMade } from "./exports.ts";
import { type Verdict, verifyExport as verify } from "./verify-export.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"), "2016-11-30");
const auditor = world.as(await world.actor("auditor"), "2016-12-01");
const project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 }, name: '=1+1 "茶"' });
const plan = {
  projectId: project.id,
  stage: "plan",
  source: "district",
  documentNo: "",
  note: "第一笔",
  explanation: "",
} as const;

/** The product's words, by key alone: numbers in them do not matter here. */
const wordsOf =
  (language: string): Translate =>
  (key) => {
    const found = key
      .split(".")
      .reduce<unknown>(
        (at, part) => (at as Record<string, unknown> | undefined)?.[part],
        language === "en" ? en : zh,
      );
    return typeof found === "string" ? found : key;
  };

/** What is said of a file that the trail knows to have left whole. */
const verifyExport = async (...asked: Parameters<typeof verify>) =>
  (await verify(...asked)) as Verdict | null;

async function exported(format: ExportFormat, language = "zh-CN") {
  const file: ExportedFile = await runExport(
    auditor,
    { kind: "funding", filter: { year: 2016 } },
    format,
    wordsOf(language),
    language,
  );
  const bytes = Buffer.from(await new Response(file.body).arrayBuffer());
  return { name: file.name.ascii, bytes, cover: await exportMade(auditor, file.begun.number) };
}

/** The workbook with one cell written anew, by another program. */
async function rewritten(bytes: Buffer, sheet: number, change: (sheet: ExcelJS.Worksheet) => void) {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as unknown as ArrayBuffer);
  change(book.worksheets[sheet] as ExcelJS.Worksheet);
  return Buffer.from(await book.xlsx.writeBuffer());
}

beforeAll(async () => {
  await postFunding(office, { ...plan, amountFen: 123_456, onDay: "2016-03-01" });
  await postFunding(office, { ...plan, amountFen: 1, onDay: "2016-04-01", note: "  ＋1 " });
});

describe("an exported file that somebody holds", () => {
  test.each([
    ["csv", "zh-CN"],
    ["csv", "en"],
    ["xlsx", "zh-CN"],
    ["xlsx", "en"],
  ] as const)("as it left: .%s in %s, whatever its name", async (format, language) => {
    const { bytes, cover } = await exported(format, language);
    const verdict = await verifyExport(auditor, { name: `renamed.${format}`, bytes }, wordsOf);
    expect(verdict).toMatchObject({
      cover: { kind: "funding", number: cover.number },
      changed: [],
      reproduced: true,
      now: { same: true, rows: 2 },
    });
  });

  test("a workbook that another program only saved again is as it left", async () => {
    const { name, bytes } = await exported("xlsx");
    const saved = await rewritten(bytes, 1, () => undefined);
    expect((await verifyExport(auditor, { name, bytes: saved }, wordsOf))?.changed).toEqual([]);
  });

  test("one fen in a CSV file, a row more, a heading", async () => {
    const { name, bytes } = await exported("csv");
    const text = bytes.toString("utf8");
    for (const other of [text.replace("1234.56", "1234.57"), `${text}1\r\n`, text.replace("金额", "金 额")]) {
      expect(other).not.toBe(text);
      expect(await verifyExport(auditor, { name, bytes: Buffer.from(other) }, wordsOf)).toMatchObject({
        changed: ["data"],
        reproduced: true,
      });
    }
  });

  test("one fen in a workbook's data, its totals, its lines, a sheet more, a column more", async () => {
    const { name, bytes } = await exported("xlsx");
    const put =
      (row: number | "last", column: number, value: string | number) => (sheet: ExcelJS.Worksheet) => {
        sheet.getCell(row === "last" ? sheet.rowCount : row, column).value = value;
      };
    const cases: [
      what: string,
      changed: "data" | "cover",
      sheet: number,
      change: (sheet: ExcelJS.Worksheet) => void,
    ][] = [
      ["a fen", "data", 1, put(2, 9, 1234.57)],
      ["a heading", "data", 1, put(1, 9, "金额 (万元)")],
      ["a column", "data", 1, put(2, 30, "旁注")],
      ["a sheet", "data", 1, (sheet) => sheet.workbook.addWorksheet("多")],
      ["a total", "cover", 0, put("last", 2, 1)],
      ["a line", "cover", 0, put(4, 2, "全市")],
      ["the number", "cover", 0, put(3, 2, "别的")],
    ];
    for (const [what, changed, sheet, change] of cases) {
      const other = await rewritten(bytes, sheet, change);
      expect((await verifyExport(auditor, { name, bytes: other }, wordsOf))?.changed, what).toEqual([
        changed,
      ]);
    }
  });

  test("what is no export of this trail is not taken for one", async () => {
    expect(await verifyExport(auditor, { name: "x.csv", bytes: Buffer.from("a,b\r\n") }, wordsOf)).toBeNull();
  });

  test("data recorded since is told apart from a file that was changed", async () => {
    const held = await exported("csv");
    await postFunding(world.as(await world.actor("office"), "2016-12-02"), {
      ...plan,
      amountFen: 5,
      onDay: "2016-12-02",
    });
    const later = world.as(await world.actor("auditor"), "2016-12-03");
    expect(await verifyExport(later, held, wordsOf)).toMatchObject({
      changed: [],
      reproduced: true,
      now: { same: false, rows: 3 },
    });
  });

  test("who sees no figures verifies none", async () => {
    const { name, bytes } = await exported("csv");
    await expect(
      verifyExport(world.as(await world.actor("admin")), { name, bytes }, wordsOf),
    ).rejects.toThrow(Forbidden);
  });
});
