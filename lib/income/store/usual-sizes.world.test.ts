import { beforeAll, expect, test } from "vitest";
import { auditEvents, incomePostings } from "#db/schema/index.ts";
import { RefusedFields } from "#lib/core/errors.ts";
import { openWorld } from "#lib/testing/world.ts";
import { postIncome, saveIncomeGrid } from "../commands/postings.ts";
import { PostOne, SaveIncomeGrid } from "../input.ts";
import { usualAmounts } from "../queries/usual-amounts.ts";
import { cellName } from "../rules/cells.ts";
import { accountsOf } from "./postings.ts";

// What is typed is held against the village's last twelve months (UX 37): 军营 has 10,000 yuan of operating
// income a month.

const world = await openWorld();
const clerk = world.as(await world.actor("town", "莲花镇"));
const town = await world.town("莲花镇");
const [usual, fresh] = [await world.village("军营"), await world.village("西坑")];
const code = new Map((await accountsOf(world.db, "2016-06")).map((account) => [account.code, account.id]));
const operating = code.get("501") ?? 0;

beforeAll(async () => {
  for (const month of ["2016-02", "2016-03", "2016-04", "2016-05"])
    await postIncome(clerk, {
      townId: town.id,
      month,
      rows: [{ villageId: usual.id, accountId: operating, amountFen: 10_000_00 }],
    });
});

const postings = async () =>
  (await world.db.select().from(incomePostings)).length + (await world.db.select().from(auditEvents)).length;
/**
 * What a form's command answers: nothing where it is done, else each field with its refusal; then nothing is
 * written.
 */
async function answer(command: () => Promise<unknown>) {
  const before = await postings();
  try {
    await command();
    return {};
  } catch (error) {
    expect(error).toBeInstanceOf(RefusedFields);
    expect(await postings()).toBe(before);
    return Object.fromEntries(
      Object.entries((error as RefusedFields).fields).map(([name, refusal]) => [name, refusal.code]),
    );
  }
}
const typed = (month: string, cells: Record<string, string>, more: object = {}) =>
  answer(() =>
    saveIncomeGrid(clerk, SaveIncomeGrid.parse({ townId: town.id, month, ...nested(cells), ...more })),
  );
const nested = (cells: Record<string, string>) => {
  const rows: Record<string, Record<string, string>> = {};
  for (const [name, text] of Object.entries(cells)) {
    const [, village = "", account = ""] = name.split(".");
    rows[village] = { ...rows[village], [account]: text };
  }
  return { cell: rows };
};
const single = (amountFen: string, more: object = {}) =>
  answer(() =>
    postIncome(
      clerk,
      PostOne.parse({
        townId: town.id,
        month: "2016-07",
        villageId: usual.id,
        accountId: operating,
        amountFen,
        ...more,
      }),
    ),
  );

test("typed cells out of all proportion are all named, and nothing is saved until they are ticked", async () => {
  const own = cellName(usual.id, operating);
  expect(await typed("2016-06", { [own]: "1000万", [cellName(fresh.id, operating)]: "9000" })).toEqual({
    [own]: "income.tenYears",
    sizesRight: "income.sizesAsked",
  });
  expect(await typed("2016-06", { [own]: "1" })).toEqual({
    [own]: "income.thousandth",
    sizesRight: "income.sizesAsked",
  });
  expect(
    await typed("2016-06", { [own]: "1", [cellName(fresh.id, operating)]: "9000" }, { sizesRight: "on" }),
  ).toEqual({});
});

test("in the first months of another regime an account is held against what it was called before", async () => {
  const of = new Map((await accountsOf(world.db, "2023-12")).map((account) => [account.code, account.id]));
  const now = new Map((await accountsOf(world.db, "2024-01")).map((account) => [account.code, account.id]));
  const later = world.as(await world.actor("town", "莲花镇"), "2024-02-15");
  const village = (await world.village("淡溪")).id;
  for (const month of ["2023-09", "2023-10", "2023-11", "2023-12"]) {
    // Rent and what villagers pay for land, which become one account, and interest beside a large year.
    const rows = [
      ["501", 6_000_00],
      ["511", 4_000_00],
      ["531", 20_00],
      ["561", 500_00],
    ] as const;
    await postIncome(later, {
      townId: town.id,
      month,
      rows: rows.map(([code, amountFen]) => ({
        villageId: village,
        accountId: of.get(code) ?? 0,
        amountFen,
      })),
    });
  }
  const usual = await usualAmounts(later, [village], "2024-01");
  expect(["501", "502", "504", "503"].map((code) => usual(village, now.get(code) ?? 0).typicalFen)).toEqual([
    10_000_00,
    500_00,
    20_00,
    null,
  ]);
  const post = (code: string, amountFen: string) =>
    answer(() =>
      postIncome(
        later,
        PostOne.parse({
          townId: town.id,
          month: "2024-01",
          villageId: village,
          accountId: now.get(code),
          amountFen,
        }),
      ),
    );
  expect(await post("501", "10")).toEqual({
    amountFen: "income.thousandth",
    sizesRight: "income.sizesAsked",
  });
  expect(await post("504", "20000")).toEqual({
    amountFen: "income.thousandTimes",
    sizesRight: "income.sizesAsked",
  });
  expect(await post("501", "9000")).toEqual({});
});

test("a single amount likewise; what is as usual, zero, and the first of a village are not asked about", async () => {
  expect(await single("500000")).toEqual({ amountFen: "income.tenYears", sizesRight: "income.sizesAsked" });
  expect(await single("12000")).toEqual({});
  expect(await single("0")).toEqual({});
  expect(await single("8000000", { villageId: (await world.village("白交祠")).id })).toEqual({});
  expect(await single("900000", { sizesRight: "on" })).toEqual({});
});
