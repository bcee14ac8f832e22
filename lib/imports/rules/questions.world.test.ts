import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "#lib/core/context.ts";
import { saveIncomeGrid } from "#lib/income/commands/postings.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { chinese, choosing, english, ownBook, type Place, previewed, send } from "#lib/testing/intake.ts";
import { openWorld } from "#lib/testing/world.ts";
import { answerIntake } from "../commands/answers.ts";
import { confirmIntake } from "../commands/imports.ts";
import { readPaste } from "../queries/paste.ts";

// What a file leaves open is asked; nothing of it is taken before all is answered; what holds for its form is
// not asked again.

const world = await openWorld();
let clerk: Ctx;
let office: Ctx;
let townId: number;

beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"));
  office = world.as(await world.actor("office"));
  townId = (await world.town("莲花镇")).id;
});

const inMonth = (month: string): Place => ({ kind: "income", townId, month });
const sheet = (month: number) => [
  [`莲花镇2016年${month}月村级收入`],
  ["村(居)", "经营收入（本年累计）", "投资收益"],
  ["军营", 120_000, 1.5],
  ["西坑", 110_000, 2],
];
const asked = (open: readonly { says: { key: string } }[]) =>
  open.map(({ says }) => says.key.replace("intake.ask.", ""));
async function stands(month: string, village: string, code: string) {
  const grid = await incomeGrid(office, townId, month);
  const account = grid.accounts.find((each) => each.code === code)?.id;
  return (
    grid.villages.find((each) => each.name === village)?.cells.find((cell) => cell.accountId === account)
      ?.amountFen ?? null
  );
}

test("nothing of a file is taken before all that it leaves open is answered, whoever sends the form", async () => {
  const id = await send(clerk, inMonth("2016-03"), await ownBook("收入", sheet(3)));
  const first = await previewed(clerk, id);
  expect(asked(first.open)).toEqual(["column", "noUnit"]);
  await expect(confirmIntake(clerk, { intakeId: id, ...choosing(first.seen) })).rejects.toMatchObject({
    code: "intake.unanswered",
  });
  const [column, unit] = first.open.map(({ key }) => key);
  await expect(answerIntake(clerk, { intakeId: id, answer: {} }, [chinese, english])).rejects.toMatchObject({
    code: "intake.unanswered",
  });
  await answerIntake(clerk, { intakeId: id, answer: { [column as string]: "leave", other: "x" } }, [
    chinese,
    english,
  ]);
  const second = await previewed(clerk, id);
  expect(asked(second.open)).toEqual(["noUnit"]);
  await expect(confirmIntake(clerk, { intakeId: id, ...choosing(second.seen) })).rejects.toMatchObject({
    code: "intake.unanswered",
  });
  await answerIntake(clerk, { intakeId: id, answer: { [unit as string]: "wan" } }, [chinese, english]);
  expect(await world.lastEvent()).toMatchObject({
    verb: "intake.answer",
    subjectId: id,
    payload: { after: { answers: [{ asked: "intake.ask.noUnit", answer: "wan" }] } },
  });
  const { open, rows, seen } = await previewed(clerk, id);
  expect([open, rows.map((row) => row.cells.map((cell) => [cell.field, cell.given]))]).toEqual([
    [],
    [[["561", 15_000_00]], [["561", 20_000_00]]],
  ]);
  await confirmIntake(clerk, { intakeId: id, ...choosing(seen) });
  expect([await stands("2016-03", "军营", "561"), await stands("2016-03", "军营", "501")]).toEqual([
    15_000_00,
    null,
  ]);
});

test("the next file of that form asks nothing, another town's still does, and an answer can be changed", async () => {
  const id = await send(clerk, inMonth("2016-04"), await ownBook("收入", sheet(4)));
  const { open, asked: all, rows } = await previewed(clerk, id);
  expect([asked(open), asked(all)]).toEqual([[], ["column", "noUnit"]]);
  expect(rows[0]?.cells.map((cell) => cell.given)).toEqual([15_000_00]);
  const xinmin = await world.town("新民镇");
  const other = sheet(4).map((row) =>
    row.map((cell) =>
      cell === "军营" ? "西山" : cell === "西坑" ? "乌涂" : String(cell).replace("莲花", "新民"),
    ),
  );
  const theirs = world.as(await world.actor("town", "新民镇"));
  const second = await send(
    theirs,
    { ...inMonth("2016-04"), townId: xinmin.id },
    await ownBook("收入", other),
  );
  expect(asked((await previewed(theirs, second)).open)).toEqual(["column", "noUnit"]);
  await answerIntake(clerk, { intakeId: id, answer: { [all[1]?.key as string]: "yuan" } }, [
    chinese,
    english,
  ]);
  expect((await previewed(clerk, id)).rows[0]?.cells.map((cell) => cell.given)).toEqual([1_50]);
});

test("a file of another month or town is asked about each time; read as neither, none of it is read", async () => {
  const id = await send(
    clerk,
    inMonth("2016-05"),
    await ownBook("收入", [["新民镇2016年4月收入（元）"], ["村(居)", "经营收入"], ["军营", 5000]]),
  );
  const { open } = await previewed(clerk, id);
  expect([asked(open), open[0]?.says.values.text]).toEqual([["line"], "新民镇2016年4月收入(元)"]);
  await answerIntake(clerk, { intakeId: id, answer: { [open[0]?.key as string]: "stop" } }, [
    chinese,
    english,
  ]);
  const after = await previewed(clerk, id);
  expect([after.open, after.rows]).toEqual([[], []]);
});

test("a name that nobody has is matched by hand, once for the town; a village of another town is said to be there", async () => {
  const rows = [
    ["村(居)", "经营收入（元）"],
    ["军营大队", 5000],
    ["西山", 6000],
    ["不知道哪里", 7000],
  ];
  const id = await send(clerk, inMonth("2016-06"), await ownBook("收入", rows));
  const first = await previewed(clerk, id);
  expect([asked(first.open), first.open[0]?.says.values.name]).toEqual([["name"], "军营大队"]);
  expect(first.rows.map((row) => row.problem?.key)).toEqual([
    "intake.says.foreignVillage",
    "intake.says.elsewhere",
    "intake.says.foreignVillage",
  ]);
  const village = await world.village("军营");
  await answerIntake(
    clerk,
    { intakeId: id, answer: { [first.open[0]?.key as string]: String(village.id) } },
    [chinese, english],
  );
  const second = await previewed(clerk, id);
  expect([second.open, second.rows[0]]).toMatchObject([[], { label: "军营", class: "new", id: village.id }]);
  const next = await previewed(clerk, await send(clerk, inMonth("2016-07"), await ownBook("收入", rows)));
  expect([next.open, next.rows[0]?.label]).toEqual([[], "军营"]);
});

test("an amount out of all proportion to the village's last twelve months is asked, in files and pastes, and left out where it is wrong", async () => {
  const accountId = (await incomeGrid(office, townId, "2016-08")).accounts.find(({ code }) => code === "501")
    ?.id as number;
  const villageId = (await world.village("白交祠")).id;
  for (const month of ["2016-08", "2016-09", "2016-10"])
    await saveIncomeGrid(office, {
      townId,
      month,
      cells: [{ villageId, accountId, amountFen: 10_000_00, readFen: null }],
    });
  const of = (amount: number) => [
    ["村(居)", "经营收入（元）"],
    ["白交祠", amount],
    ["军营", 5000],
  ];
  for (const wrong of [10_000_000, 10, 300_001]) {
    const id = await send(clerk, inMonth("2016-11"), await ownBook("收入", of(wrong)));
    const { open } = await previewed(clerk, id);
    expect([wrong, asked(open)]).toEqual([wrong, ["size"]]);
    const key = open[0]?.key as string;
    await answerIntake(clerk, { intakeId: id, answer: { [key]: "leave" } }, [chinese, english]);
    const left = await previewed(clerk, id);
    expect([left.open, left.rows.map((row) => row.class)]).toEqual([[], ["error", "new"]]);
    await answerIntake(clerk, { intakeId: id, answer: { [key]: "right" } }, [chinese, english]);
    expect((await previewed(clerk, id)).rows.map((row) => row.class)).toEqual(["new", "new"]);
    const from = { villageId, accountId };
    const pasted = await readPaste(clerk, {
      townId,
      month: "2016-11",
      text: `单位：元\n白交祠\t${wrong}\n`,
      from,
      answers: {},
    });
    expect(asked(pasted.asked)).toEqual(["size"]);
    const size = pasted.asked[0]?.key as string;
    const answered = async (answer: string) =>
      (
        await readPaste(clerk, {
          townId,
          month: "2016-11",
          text: `单位：元\n白交祠\t${wrong}\n`,
          from,
          answers: { [size]: answer },
        })
      ).cells;
    expect([await answered("right"), await answered("leave")]).toMatchObject([
      [{ amountFen: wrong * 100, sizeRight: true }],
      [],
    ]);
  }
  // While nothing says what 10 is in, it is held against nothing: it may be 10 万元.
  const bare = [
    ["村(居)", "经营收入"],
    ["白交祠", 10],
  ];
  const id = await send(clerk, inMonth("2016-11"), await ownBook("收入", bare));
  const [unit, ...others] = (await previewed(clerk, id)).open;
  expect([asked(unit ? [unit] : []), others]).toEqual([["noUnit"], []]);
  const paste = (answers: Record<string, string>) =>
    readPaste(clerk, {
      townId,
      month: "2016-11",
      text: "白交祠\t10\n",
      from: { villageId, accountId },
      answers,
    });
  const first = (await paste({})).asked;
  expect(asked(first)).toEqual(["noUnit"]);
  const key = first[0]?.key as string;
  expect([
    asked((await paste({ [key]: "wan" })).asked),
    asked((await paste({ [key]: "yuan" })).asked),
  ]).toEqual([[], ["size"]]);
  await answerIntake(clerk, { intakeId: id, answer: { [unit?.key as string]: "yuan" } }, [chinese, english]);
  expect(asked((await previewed(clerk, id)).open)).toEqual(["size"]);
  const fair = await previewed(
    clerk,
    await send(clerk, inMonth("2016-11"), await ownBook("收入", of(12_000))),
  );
  expect(fair.open).toEqual([]);
});
