import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { auditEvents } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { apportionIncome } from "#lib/income/commands/receipts.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { ownBook, previewed, send } from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { answerPaste } from "../commands/answers.ts";
import { type Pasted, readPaste } from "./paste.ts";

// What a pasted text means, as the clerk of 莲花镇 pastes it into the grid of a month with nothing in it.

const world = await openWorld();
let clerk: Ctx;
let grid: Awaited<ReturnType<typeof incomeGrid>>;
const month = "2016-05";

beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"));
  grid = await incomeGrid(clerk, (await world.town("莲花镇")).id, month);
});

const villageId = (name: string) => grid.villages.find((village) => village.name === name)?.id as number;
const accountId = (code: string) => grid.accounts.find((account) => account.code === code)?.id as number;
const at = (village: string, code: string) => ({ villageId: villageId(village), accountId: accountId(code) });
const read = (text: string, more: Partial<Pasted> = {}) =>
  readPaste(clerk, { townId: grid.town.id, month, text, from: at("澳溪", "501"), answers: {}, ...more });
/** The cells by village and account code, in the words of the grid. */
async function cells(text: string, more: Partial<Pasted> = {}) {
  const name = (id: number) => grid.villages.find((village) => village.id === id)?.name;
  const code = (id: number) => grid.accounts.find((account) => account.id === id)?.code;
  return (await read(text, more)).cells.map(
    (cell) => `${name(cell.villageId)} ${code(cell.accountId)} ${cell.text}`,
  );
}
const asked = async (text: string, more: Partial<Pasted> = {}) =>
  (await read(text, more)).asked.map((question) => question.says.key.slice("intake.ask.".length));

describe("a block without headings fills the grid from the cell it was pasted into", () => {
  test("rows × columns, in the order of the grid", async () => {
    const [first, second] = grid.villages.slice(grid.villages.findIndex(({ name }) => name === "澳溪"));
    expect(await cells("100\t200\r\n300\t400\r\n")).toEqual([
      `${first?.name} 501 100`,
      `${first?.name} 511 200`,
      `${second?.name} 501 300`,
      `${second?.name} 511 400`,
    ]);
  });
  test("what reaches beyond it is named, not dropped", async () => {
    const last = grid.villages.at(-1)?.name as string;
    const edge = grid.accounts.at(-1)?.code as string;
    const placed = await read("100\t200\n300\t400\n", { from: at(last, edge) });
    expect([placed.cells.length, placed.left]).toEqual([1, ["200", "300", "400"]]);
  });
  test("an amount that looks like an account's code is an amount", async () => {
    expect(await cells("澳溪\t501")).toEqual(["澳溪 501 501"]);
    expect(await cells("501\t600")).toEqual(["澳溪 501 501", "澳溪 511 600"]);
  });
  test("empty cells and a dash leave what is there; a bad amount stays as it is, with its reason", async () => {
    expect(await cells("\t200\n")).toEqual(["澳溪 511 200"]);
    expect((await read("十元\n-\n")).cells).toMatchObject([
      { text: "十元", amountFen: null, problem: { key: "sheets.error.notAnAmount" } },
    ]);
    expect((await read("1234.567\n500\n")).cells[0]).toMatchObject({
      text: "1234.567",
      problem: { key: "sheets.error.finerThanAFen" },
    });
  });
});

test("quoted cells keep their tabs, quotes and line breaks; any line end ends a row", async () => {
  const { left } = await read('村\t501\r\n"别\t处"\t5\r"say ""x"""\t6\n"two\nlines"\t7');
  expect(left).toEqual(["别\t处 5", 'say "x" 6', "two\nlines 7"]);
});

test("every amount of any block is placed or named, and none twice", async () => {
  const cell = fc.integer({ min: 1, max: 999 }).map((amount) => `${amount}.50`);
  const block = fc.array(fc.array(cell, { minLength: 1, maxLength: 14 }), { minLength: 1, maxLength: 6 });
  const from = fc.record({
    village: fc.constantFrom(...grid.villages),
    account: fc.constantFrom(...grid.accounts),
  });
  await fc.assert(
    fc.asyncProperty(block, from, async (rows, { village, account }) => {
      const text = `单位：元\n${rows.map((row) => row.join("\t")).join("\n")}\n`;
      const placed = await read(text, { from: { villageId: village.id, accountId: account.id } });
      expect(placed.cells.length + placed.left.length).toBe(rows.flat().length);
      expect(new Set(placed.cells.map((each) => `${each.villageId}.${each.accountId}`)).size).toBe(
        placed.cells.length,
      );
    }),
    { numRuns: 40 },
  );
});

describe("names and headings are followed wherever they stand", () => {
  test("under a title, totals left out, a running number no amount", async () => {
    const text =
      "莲花镇5月村级收入\t\t\t\n序号\t村(居)\t522 补助收入\t经营收入（元）\n1\t西坑村\t7\t1,234.5\n2\t白交祠村委会\t\t12.5万\n合计\t\t7\t126,234.5\n";
    expect((await cells(text)).toSorted()).toEqual(["白交祠 501 125000", "西坑 501 1234.50", "西坑 522 7"]);
  });
  test("by code, by official name, through invisible signs", async () => {
    expect(await cells("350212105206\t500")).toEqual(["军营 501 500"]);
    expect(await cells("后埔村村委会\t100\n莲花村村委会\t200\n")).toEqual(["后埔村 501 100", "莲花 501 200"]);
    expect(await cells("村(居)\t经营收入\n澳\u200b溪\t\u200b100\n云埔\t\u202d200\u202c\n")).toEqual([
      "澳溪 501 100",
      "云埔 501 200",
    ]);
  });
  test("an unknown village and an unknown column are named with their amounts", async () => {
    expect((await read("村\t501\t利润\n军营\t500\t600\n别处\t700\t\n")).left).toEqual([
      "军营 600",
      "别处 700",
    ]);
  });
  test("money that is never income is refused amount by amount, with the reason", async () => {
    const placed = await read("村\t501\t专项应付款\n军营\t500\t900\n");
    expect(placed.cells).toHaveLength(1);
    expect(placed.refused).toMatchObject([
      { village: "军营", account: "241", text: "900", why: { key: "refused.income.neverIncome" } },
    ]);
  });
  test("a village that comes twice is said, its second amounts are not taken", async () => {
    const placed = await read("村(居)\t经营收入\n澳溪\t100\n云埔\t500\n澳溪\t200\n");
    expect(placed.cells.map((cell) => cell.text)).toEqual(["100", "500"]);
    expect(placed.refused).toMatchObject([
      { village: "澳溪", text: "200", why: { key: "intake.says.twice", values: { line: 2 } } },
    ]);
  });
});

describe("what the amounts are in", () => {
  test.each([
    ["村(居)\t经营收入（万元）\n澳溪\t1.25\n云埔\t10\n", ["澳溪 501 12500", "云埔 501 100000"]],
    ["单位：万元\n村(居)\t经营收入\n澳溪\t1.25\n", ["澳溪 501 12500"]],
    ["单位：\t万元\n村(居)\t经营收入\n澳溪\t1.25\n", ["澳溪 501 12500"]],
    ["村(居)\t经营收入（千元）\n澳溪\t12.5\n", ["澳溪 501 12500"]],
    ["单位：万元\n澳溪\t1.25\n", ["澳溪 501 12500"]],
    [
      "村(居)\t经营收入\t投资收益\n澳溪\t ￥1,234.50 \t ￥ -   \n云埔\t￥-5.00\t(5.00)\n",
      ["澳溪 501 1234.50", "澳溪 561 0", "云埔 501 -5", "云埔 561 -5"],
    ],
  ])("%j", async (text, placed) => expect((await cells(text)).toSorted()).toEqual(placed.toSorted()));

  test("nowhere, and all of them small: asked, and read as it is answered", async () => {
    const text = "村(居)\t经营收入\n澳溪\t1.25\n云埔\t10\n";
    const [question] = (await read(text)).asked;
    expect(question).toMatchObject({
      says: { key: "intake.ask.noUnit", values: { cells: "B2 1.25、B3 10" } },
      choices: [{ value: "yuan" }, { value: "qian" }, { value: "wan" }],
    });
    expect(await cells(text, { answers: { [question?.key as string]: "wan" } })).toEqual([
      "澳溪 501 12500",
      "云埔 501 100000",
    ]);
    expect(await asked("1.25\n10\n")).toEqual(["noUnit"]);
    expect(await asked("1.25万\n10元\n")).toEqual([]);
  });
});

test("the month's column is taken and not the cumulative one; a cumulative one alone is asked", async () => {
  expect(await cells("村\t经营收入（本月）\t经营收入（累计）\n澳溪\t10000\t120000\n")).toEqual([
    "澳溪 501 10000",
  ]);
  expect(await cells("村\t经营收入（累计）\t经营收入（本月）\n澳溪\t120000\t10000\n")).toEqual([
    "澳溪 501 10000",
  ]);
  expect(await asked("村\t经营收入（本年累计）\n澳溪\t120000\n")).toEqual(["column"]);
  expect(await cells("村\t经营收入（本年累计）\n澳溪\t120000\n")).toEqual([]);
  expect(await asked("莲花镇2016年4月收入\t\n村\t经营收入\n澳溪\t12000\n")).toEqual(["line"]);
  expect(await asked("新民镇2016年5月收入\t\n村\t经营收入\n澳溪\t12000\n")).toEqual(["line"]);
  expect(await asked("莲花镇2016年5月收入\t\n村\t经营收入\n澳溪\t12000\n")).toEqual([]);
});

test("reading writes nothing, and another town's grid is not theirs to read for", async () => {
  const events = (await world.db.select().from(auditEvents)).length;
  await read("澳溪\t100");
  expect((await world.db.select().from(auditEvents)).length).toBe(events);
  await expect(read("澳溪\t100", { townId: (await world.town("新民镇")).id })).rejects.toThrow("Not found");
  await expect(
    readPaste(world.as(await world.actor("admin")), {
      townId: grid.town.id,
      month,
      text: "1",
      from: null,
      answers: {},
    }),
  ).rejects.toThrow();
});

describe("a cell that several postings make up", () => {
  const several = "2016-04";
  const of = (text: string) => read(text, { month: several });
  beforeAll(async () => {
    const rows = [2_000_00, 3_000_00].map((amountFen) => ({ ...at("澳溪", "501"), amountFen }));
    await postIncome(clerk, { townId: grid.town.id, month: several, rows });
  });
  test("is named as such, with the others filled in around it", async () => {
    const placed = await of("澳溪\t4000\n云埔\t600\n");
    expect([placed.cells.length, placed.left, placed.refused]).toEqual([1, [], []]);
    expect(placed.several).toMatchObject([
      { village: "澳溪", account: "501", text: "4000", ...at("澳溪", "501") },
    ]);
  });
  test("pasted as it stands it says nothing new", async () => {
    expect(await of("澳溪\t5000\n")).toMatchObject({ cells: [], several: [], left: [], refused: [] });
  });
});

test("what portions of receipts add to a cell is not filled in once more where the pasted amount counts it in", async () => {
  const receipt = {
    amountFen: 24_000_00,
    accountId: accountId("561"),
    receivedOn: "2016-03-10",
    fromMonth: "2016-03",
    months: 2,
    oneOff: false,
  };
  await apportionIncome(clerk, {
    townId: grid.town.id,
    ...receipt,
    split: "none",
    villageId: villageId("云埔"),
    voucher: "",
    note: "",
  });
  const placed = await read("村(居)\t投资收益（元）\n云埔\t12000\n澳溪\t300\n", { month: "2016-03" });
  expect(placed.cells.map((cell) => cell.text)).toEqual(["300"]);
  expect(placed.notes).toMatchObject([
    { key: "intake.note.sharedIn", values: { count: 1, places: "云埔 561" } },
  ]);
});

describe("what stands above a block without headings", () => {
  test.each([
    ["莲花镇2016年4月收入\n澳溪\t12000\n", ["line"]],
    ["新民镇收入\n澳溪\t12000\n", ["line"]],
    ["收入1-5月累计\n12000\n13000\n", ["line"]],
    ["莲花镇2016年5月收入\n澳溪\t12000\n", []],
    ["利润\t分红\n12000\t13000\n", ["head"]],
    ["村名\t利润\n澳溪\t12000\n", []],
    ["单位：万元\t单位：元\n澳溪\t12\n", ["units"]],
  ])("%j asks %j", async (text, questions) => expect(await asked(text)).toEqual(questions));
  test("nothing of it is placed where it is of another month, all of it where it is not", async () => {
    const text = "莲花镇2016年4月收入\n澳溪\t12000\n";
    const [question] = (await read(text)).asked;
    const of = (answer: string) => cells(text, { answers: { [question?.key as string]: answer } });
    expect([await of("stop"), await of("take")]).toEqual([[], ["澳溪 501 12000"]]);
  });
  test("a title that tells nothing of month, town or unit is said", async () => {
    for (const text of ["村级收入汇总\n澳溪\t12000\n", "村级收入汇总\n村(居)\t经营收入\n澳溪\t12000\n"])
      expect(await read(text)).toMatchObject({
        asked: [],
        cells: [{ text: "12000" }],
        notes: [{ key: "intake.note.titles", values: { texts: "村级收入汇总" } }],
      });
    expect((await read("莲花镇收入\n澳溪\t12000\n")).notes).toEqual([]);
  });
});

describe("a name that nobody has", () => {
  test("offers the nearest and is read as it is answered, with headings, without, and alone", async () => {
    for (const text of [
      "村(居)\t经营收入（元）\n军营大队\t5000\n澳溪\t600\n",
      "澳溪\t600\n军营大队\t5000\n",
      "军营大队\t5000\n",
    ]) {
      const { asked: open, cells: before } = await read(text);
      expect(open.map(({ says }) => [says.key, says.values.name])).toEqual([["intake.ask.name", "军营大队"]]);
      expect(before.every((cell) => cell.villageId !== villageId("军营"))).toBe(true);
      expect(
        await cells(text, { answers: { [open[0]?.key as string]: String(villageId("军营")) } }),
      ).toContain("军营 501 5000");
    }
  });
  test("in another town it is said to be there", async () => {
    expect((await read("澳溪\t600\n西山\t5000\n")).refused).toMatchObject([
      { village: "西山", text: "5000", why: { key: "intake.says.elsewhere" } },
    ]);
  });
});

test("what is answered about a paste is remembered for the town, in its files too, and stands in the trail", async () => {
  const text = "村(居)\t经营收入（本年累计）\n军营大队\t5000\n";
  const given = { townId: grid.town.id, month, text, from: at("澳溪", "501") };
  const open = (await read(text)).asked;
  expect(open.map(({ says }) => says.key)).toEqual(["intake.ask.column"]);
  const column = { [open[0]?.key as string]: "take" };
  await answerPaste(clerk, { ...given, answers: column });
  const [name] = (await read(text)).asked;
  const answers = { ...column, [name?.key as string]: String(villageId("军营")) };
  expect(await answerPaste(clerk, { ...given, answers })).toEqual({ answered: 2 });
  const placed = await read(text);
  expect([placed.asked, placed.cells]).toMatchObject([[], [{ villageId: villageId("军营"), text: "5000" }]]);
  expect(await world.lastEvent()).toMatchObject({
    verb: "intake.answer",
    payload: { after: { answers: [{ asked: "intake.ask.column" }, { asked: "intake.ask.name" }] } },
  });
  expect(await read(text)).toMatchObject({ asked: [], cells: [{ villageId: villageId("军营") }] });
  const file = await ownBook("收入", [
    ["村(居)", "经营收入（本年累计）"],
    ["军营大队", 5000],
  ]);
  const { open: still, rows } = await previewed(
    clerk,
    await send(clerk, { kind: "income", townId: grid.town.id, month }, file),
  );
  expect([still, rows.map((row) => row.label)]).toEqual([[], ["军营"]]);
});
