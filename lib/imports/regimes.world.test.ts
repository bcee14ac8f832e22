import { eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { accounts, incomePostings } from "#db/schema/index.ts";
import { incomeTotals } from "#lib/income/queries/totals.ts";
import { chinese, choosing, english, ownBook, previewed, send } from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { answerIntake } from "./commands/answers.ts";
import { confirmIntake } from "./commands/imports.ts";
import { readPaste } from "./queries/paste.ts";

// A bare code in a heading is an account of the month's regime: 511 is contract fees in 2016 and a cost in
// 2024 (DOMAIN §3).

const world = await openWorld();
const town = await world.town("莲花镇");
const clerk = world.as(await world.actor("town", "莲花镇"), "2024-02-15");

test.each([
  [
    "2016-12",
    ["501", "511", "561", "522", "531", "521", "502", "541", "551"],
    [
      "经营收入",
      "发包及上交收入",
      "投资收益",
      "补助收入",
      "其他收入",
      "农业税附加返还收入",
      "经营支出",
      "管理费用",
      "其他支出",
    ],
    { operatingFen: 111_00, otherFen: 111_000_00, costFen: 11_000_000_00 },
  ],
  [
    "2024-01",
    ["501", "502", "503", "504", "511", "512", "513", "514", "515", "521"],
    [
      "经营收入",
      "投资收益",
      "补助收入",
      "其他收入",
      "经营支出",
      "税金及附加",
      "管理费用",
      "公益支出",
      "其他支出",
      "所得税费用",
    ],
    { operatingFen: 11_00, otherFen: 1_100_00, costFen: 1_010_000_00 },
  ],
])(
  "a file of %s with bare codes above its columns goes to each account once, as its month names it",
  async (month, codes, names, sums) => {
    const village = await world.village("军营");
    // 1, 10, 100 … yuan from the first account on, so that a sum says which accounts it is of.
    const book = await ownBook("Sheet1", [
      ["村名", ...codes],
      ["军营村", ...codes.map((_, at) => 10 ** at)],
    ]);
    const intake = await send(clerk, { kind: "income", townId: town.id, month }, book);
    const { seen } = await previewed(clerk, intake);
    await confirmIntake(clerk, { intakeId: intake, ...choosing(seen) });
    const posted = await world.db
      .select({
        name: accounts.name,
        code: accounts.code,
        amountFen: incomePostings.amountFen,
        month: incomePostings.month,
      })
      .from(incomePostings)
      .innerJoin(accounts, eq(accounts.id, incomePostings.accountId));
    const ofMonth = new Map(
      posted.filter((posting) => posting.month === month).map((posting) => [posting.name, posting.amountFen]),
    );
    expect(ofMonth).toEqual(new Map(names.map((name, at) => [name, 10 ** at * 100])));
    expect(await incomeTotals(world.db, village, Number(month.slice(0, 4)))).toMatchObject(sums);
  },
);

test("a sheet that mixes the charts of two regimes is asked what its bare codes mean", async () => {
  const book = await ownBook("Sheet1", [
    ["村名", "501", "511", "513 管理费用"],
    ["军营村", 1000, 2000, 3000],
  ]);
  const ofMonth = { kind: "income", townId: town.id, month: "2016-11" } as const;
  const { open, rows } = await previewed(clerk, await send(clerk, ofMonth, book));
  expect(
    open.map(({ says, choices }) => [says.key, says.values.field, choices.map(({ value }) => value)]),
  ).toEqual([
    ["intake.ask.regime", "511 发包及上交收入", ["take", "leave"]],
    ["intake.ask.foreign", "513 管理费用", ["541", "leave"]],
  ]);
  expect(rows[0]?.cells.map((cell) => cell.field)).toEqual(["501"]);
});

test("a column that only the other chart has is asked about by itself too, and read as it is answered, once for the town", async () => {
  const rows = [
    ["村名", "501 经营收入", "502 投资收益（万元）", "管理费用"],
    ["军营村", 1000, 2.5, 300],
  ];
  const ofMonth = (month: string) => ({ kind: "income", townId: town.id, month }) as const;
  const id = await send(clerk, ofMonth("2016-09"), await ownBook("Sheet1", rows));
  const { open } = await previewed(clerk, id);
  expect(
    open.map(({ says, choices }) => [says.key, says.values.field, choices.map(({ value }) => value)]),
  ).toEqual([["intake.ask.foreign", "502 投资收益", ["511", "561", "leave"]]]);
  await answerIntake(clerk, { intakeId: id, answer: { [open[0]?.key as string]: "561" } }, [
    chinese,
    english,
  ]);
  const given = async (of: number) =>
    (await previewed(clerk, of)).rows[0]?.cells.map(({ field, given }) => [field, given]).toSorted();
  const expected = [
    ["501", 1000_00],
    ["541", 300_00],
    ["561", 25_000_00],
  ];
  expect(await given(id)).toEqual(expected);
  const next = await send(clerk, ofMonth("2016-08"), await ownBook("Sheet1", rows));
  expect([(await previewed(clerk, next)).open, await given(next)]).toEqual([[], expected]);
  await answerIntake(clerk, { intakeId: next, answer: { [open[0]?.key as string]: "leave" } }, [
    chinese,
    english,
  ]);
  const left = await previewed(clerk, next);
  expect([left.open, left.notes.includes("leftOut"), left.rows[0]?.cells.length]).toEqual([[], true, 2]);
});

test("a pasted heading that mixes both charts is never filled in by place: each column of the other is asked about", async () => {
  const paste = (month: string, text: string) =>
    readPaste(clerk, { townId: town.id, month, text, from: null, answers: {} });
  const placedIn = async (month: string, text: string) => {
    const { cells, left, asked } = await paste(month, text);
    const all = await world.db.select({ id: accounts.id, name: accounts.name }).from(accounts);
    return {
      cells: cells.map(({ accountId, text: amount }) => [
        all.find(({ id }) => id === accountId)?.name,
        amount,
      ]),
      left,
      asked: asked.length,
    };
  };
  // 522 is a subsidy of 2004: by its place it would have been 502, investment income of 2024.
  expect(await placedIn("2024-01", "村名\t501\t522\n军营村\t1000\t99000")).toEqual({
    cells: [["经营收入", "1000"]],
    left: [],
    asked: 1,
  });
  const mixed = await placedIn("2024-01", "村名\t501\t522\t511\n军营村\t1000\t99000\t500");
  expect(mixed.cells).toEqual([["经营收入", "1000"]]);
  expect(mixed.asked).toBe(2);
  expect(await placedIn("2016-12", "村名\t501\t504\n军营村\t1000\t99000")).toMatchObject({
    cells: [["经营收入", "1000"]],
    asked: 1,
  });
});
