import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import type { Ctx } from "#lib/core/context.ts";
import type { ReadSheet } from "#lib/spreadsheets/cells.ts";
import { readSheets } from "#lib/spreadsheets/read.ts";
import { chinese, english } from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { dryRun } from "./queries/dry-run.ts";
import { readPaste } from "./queries/paste.ts";

// Files and pastes as they arrive, each with one kind of trouble (samples/README.md), against their right
// values, written by hand.

const world = await openWorld();
const folder = join(import.meta.dirname, "samples");
const languages = [chinese, english];
let [clerk, office]: [Ctx, Ctx] = [] as never;
const towns: Record<string, number> = {};

beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"));
  office = world.as(await world.actor("office"));
  for (const name of ["莲花镇", "新民镇"]) towns[name] = (await world.town(name)).id;
});

const sheets = new Map<string, Promise<ReadSheet[]>>();
function sheetsOf(file: string): Promise<ReadSheet[]> {
  const made =
    sheets.get(file) ?? readSheets({ name: file, bytes: new Uint8Array(readFileSync(join(folder, file))) });
  sheets.set(file, made);
  return made;
}

async function read(file: string, { town = "莲花镇", kind = "income" as const, answers = {} } = {}) {
  const ctx = town === "莲花镇" ? clerk : office;
  const { preview, content } = await dryRun(
    ctx,
    { kind, townId: towns[town] ?? null, month: "2016-12", answers },
    await sheetsOf(file),
    languages,
  );
  const rows = preview.rows.filter((row) => row.class === "new");
  return {
    /** "尾林 501 12500": yuan. */
    would: rows.flatMap((row) =>
      row.cells
        .filter((cell) => cell.class === "new")
        .map((cell) => `${row.label} ${cell.field} ${Number(cell.given) / 100}`),
    ),
    asked: preview.open.map(({ says }) => says.key.replace("intake.ask.", "")),
    open: preview.open,
    rows: preview.rows,
    wrong: preview.rows.flatMap((row) =>
      [row.problem, ...row.cells.map((cell) => cell.problem)].flatMap((problem) =>
        problem ? [`${row.label || row.line} ${problem.key.split(".").at(-1)}`] : [],
      ),
    ),
    notes: content.notes.map(({ key }) => key.replace("intake.note.", "")),
    content,
  };
}

describe("read to their right values, nothing asked", () => {
  test.each([
    [
      "H01-thousand-yuan-heading.xlsx",
      ["尾林 501 12500", "尾林 561 3000", "水洋 501 100000", "水洋 561 7000"],
    ],
    ["H02-thousand-yuan-title.xlsx", ["尾林 501 12500", "尾林 561 3000", "水洋 501 100000", "水洋 561 7000"]],
    ["H03-unit-after-comma.xlsx", ["尾林 501 12500", "尾林 561 3000", "水洋 501 100000", "水洋 561 7000"]],
    ["H04-unit-in-next-cell.xlsx", ["尾林 501 12500", "尾林 561 3000", "水洋 501 100000", "水洋 561 7000"]],
    ["H05-unit-without-colon.xlsx", ["尾林 501 12500", "尾林 561 3000", "水洋 501 100000", "水洋 561 7000"]],
    ["H06-unit-in-english.xlsx", ["尾林 501 12500", "尾林 561 3000", "水洋 501 100000", "水洋 561 7000"]],
    ["H07-million-yuan.xlsx", ["尾林 501 125000", "尾林 561 30000", "水洋 501 100000", "水洋 561 70000"]],
    ["H09-cumulative-before-month.xlsx", ["尾林 501 10000", "水洋 501 9000"]],
    ["H12-twelve-month-sheets.xlsx", ["尾林 501 12000", "尾林 561 120", "水洋 501 12001", "水洋 561 121"]],
    [
      "H18-remark-ends-in-total.xlsx",
      ["尾林 501 50000", "尾林 561 1", "水洋 501 60000", "水洋 561 2", "小坪 501 70000", "小坪 561 3"],
    ],
    ["H20-zip64-always.xlsx", ["尾林 501 10000", "尾林 561 5", "水洋 501 9000", "水洋 561 6"]],
    ["H21-one-styled-blank-far-below.xlsx", ["尾林 501 10000", "尾林 561 5", "水洋 501 9000", "水洋 561 6"]],
    ["H22-one-styled-blank-far-right.xlsx", ["尾林 501 10000", "尾林 561 5", "水洋 501 9000", "水洋 561 6"]],
    [
      "H24-tabs-with-thousands.txt",
      ["尾林 501 1234567.89", "尾林 561 1000", "水洋 501 2345678.9", "水洋 561 2000"],
    ],
    [
      "H25-mixed-line-ends.csv",
      ["尾林 501 10000", "尾林 561 5", "水洋 501 9000", "水洋 561 6", "小坪 501 8000", "小坪 561 7"],
    ],
  ])("%s", async (file, would) => {
    const found = await read(file);
    expect([found.would, found.asked, found.wrong]).toEqual([would, [], []]);
  });
  test("H23 with CR alone as line ends has nineteen villages", async () => {
    const { would, asked, wrong } = await read("H23-cr-line-ends.csv");
    expect([would.length, would[0], would.at(-1), asked, wrong]).toEqual([
      38,
      "尾林 501 1001",
      "后埔村 561 19",
      [],
      [],
    ]);
  });
  test("H33, whose sheet part lies elsewhere", async () =>
    expect((await read("H33-sheet-part-elsewhere.xlsx")).would.length).toBeGreaterThan(0));
  test("H26: all nineteen villages but 莲花(镇)", async () => {
    const { would, asked, wrong } = await read("H26-village-names-as-written.xlsx");
    expect(would.map((each) => each.split(" ")[0])).toEqual(
      "尾林 水洋 小坪 澳溪 云埔 云洋 窑市 溪东 美埔 上陵 内田 蔗内 罗溪 军营 淡溪 西坑 白交祠 后埔村".split(
        " ",
      ),
    );
    expect([asked, wrong]).toEqual([[], ["莲花(镇) foreignVillage"]]);
  });
  test("H29: communities by what they are called; what only may be one is asked", async () => {
    const { would, asked } = await read("H29-community-names.xlsx", { town: "新民镇" });
    const found = would.map((each) => each.split(" ")[0]);
    for (const name of ["梧侣", "后宅", "西山", "洋厝埔", "柑岭"]) expect(found).toContain(name);
    expect(new Set(asked)).toEqual(new Set(["name"]));
  });
});

describe("asked before any of it is taken", () => {
  test.each([
    ["H08-cumulative-only.xlsx", ["column", "column"]],
    ["H10-two-row-cumulative.xlsx", ["column", "column"]],
    ["H11-planned-amounts.xlsx", ["column", "column"]],
    ["H13-title-of-another-month.xlsx", ["line"]],
    ["H14-title-of-another-town.xlsx", ["line"]],
    ["H15-hidden-row.xlsx", ["hiddenRows"]],
    ["H16-struck-row.xlsx", ["struckRows"]],
    ["H19-amount-merged-over-two-villages.xlsx", ["merged"]],
  ])("%s", async (file, asked) => expect((await read(file)).asked).toEqual(asked));

  test("the sentences name the row, the cells and the villages", async () => {
    const said = async (file: string) => (await read(file)).open[0]?.says.values;
    expect(await said("H15-hidden-row.xlsx")).toEqual({ count: 1, places: "3 水洋" });
    expect(await said("H16-struck-row.xlsx")).toEqual({ count: 1, places: "3 水洋" });
    expect(await said("H19-amount-merged-over-two-villages.xlsx")).toMatchObject({
      at: "C2:C3",
      amount: "60000",
      names: "小坪、澳溪",
    });
    expect(await said("H13-title-of-another-month.xlsx")).toMatchObject({
      text: "莲花镇2016年11月村级收入表",
      month: "2016-12",
    });
    expect(await said("H08-cumulative-only.xlsx")).toMatchObject({
      letters: "C",
      heading: "经营收入(1-12月累计)",
      field: "501 经营收入",
    });
  });

  test("and read by the answer", async () => {
    const by = async (file: string, value: string) => {
      const { open } = await read(file);
      return (await read(file, { answers: Object.fromEntries(open.map(({ key }) => [key, value])) })).would;
    };
    expect(await by("H15-hidden-row.xlsx", "leave")).toEqual(["尾林 501 10000", "尾林 561 5"]);
    expect(await by("H15-hidden-row.xlsx", "take")).toEqual([
      "尾林 501 10000",
      "尾林 561 5",
      "水洋 501 9000",
      "水洋 561 6",
    ]);
    expect(await by("H19-amount-merged-over-two-villages.xlsx", "first")).toEqual([
      "小坪 501 60000",
      "小坪 561 1",
      "澳溪 561 2",
    ]);
    expect(await by("H19-amount-merged-over-two-villages.xlsx", "leave")).toEqual([
      "小坪 561 1",
      "澳溪 561 2",
    ]);
    expect(await by("H13-title-of-another-month.xlsx", "stop")).toEqual([]);
    expect((await by("H08-cumulative-only.xlsx", "take"))[0]).toBe("尾林 501 120000");
    expect(await by("H08-cumulative-only.xlsx", "leave")).toEqual([]);
  });
});

test("H17: a row longer than its heading is an error, and none of it is read", async () => {
  const { would, wrong } = await read("H17-rows-longer-than-heading.csv");
  expect([would, wrong]).toEqual([[], ["尾林 surplus", "水洋 surplus"]]);
});

test("H27, H28: accountants' forms of amounts are read, what is no amount is refused cell by cell", async () => {
  const { would, wrong } = await read("H27-amounts-as-written.xlsx");
  for (const cell of ["溪东 501 12345.67", "溪东 561 15000"]) expect(would).toContain(cell);
  expect(would).toContain("尾林 501 10000");
  expect(would).toContain("尾林 561 10000");
  expect(would).toContain("水洋 501 10000");
  expect(would).toContain("蔗内 561 3000");
  expect(would).toContain("上陵 501 3000");
  expect(would).toContain("罗溪 501 1234.5");
  expect(wrong).toContain("小坪 notAnAmount"); // 壹拾万元整, 约1000
  expect(wrong).toContain("内田 finerThanAFen"); // 12.345
  const csv = await read("H28-accounting-csv.csv");
  expect(csv.rows.map((row) => [row.label, ...row.cells.map((cell) => cell.given)])).toEqual([
    ["尾林", 1_234_00, 0],
    ["水洋", -1_234_00, -5_00],
    ["小坪", null, 500_00],
    ["澳溪", 600_00, 700_00],
  ]);
});

test("H32: a percentage of three decimals says how many there may be", async () => {
  const { content } = await read("H32-progress-forms.xlsx", { kind: "reports" as never });
  expect(content.rows.at(-1)?.cells.progress?.problem).toMatchObject({
    key: "sheets.error.finerThanABp",
    values: { text: "33.335" },
  });
});

describe("pastes from the cell 澳溪 × 501", () => {
  const paste = async (file: string, townId = towns.莲花镇 as number) => {
    const village = await world.village("澳溪");
    const placed = await readPaste(clerk, {
      townId,
      month: "2016-12",
      text: readFileSync(join(folder, file), "utf8"),
      from: { villageId: village.id, accountId: 1 },
      answers: {},
    });
    return { ...placed, amounts: placed.cells.map((cell) => Number(cell.amountFen) / 100) };
  };
  test.each([
    ["H34-paste-unit-in-heading.tsv", [12_500, 100_000]],
    ["H35-paste-village-twice.tsv", [100, 5]],
    ["H36-paste-official-name.tsv", [100, 200]],
    ["H37-paste-accounting.tsv", [1_234.5, 0, -5, -5]],
    ["H38-paste-invisible-signs.tsv", [100, 200]],
  ])("%s", async (file, amounts) => {
    const placed = await paste(file);
    expect([placed.amounts, placed.asked]).toEqual([amounts, []]);
    if (file.startsWith("H35"))
      expect(placed.refused).toMatchObject([
        { village: "澳溪", text: "200", why: { key: "intake.says.twice" } },
      ]);
    else expect([placed.refused, placed.left]).toEqual([[], []]);
  });
});
