import { beforeAll, expect, test } from "vitest";
import type { Ctx } from "#lib/core/context.ts";
import { saveIncomeGrid } from "#lib/income/commands/postings.ts";
import { incomeGrid } from "#lib/income/queries/grid.ts";
import { incomeTotals } from "#lib/income/queries/totals.ts";
import { openWorld } from "#lib/testing/world.ts";
import { readPaste } from "./queries/paste.ts";

// What is pasted under bare codes goes to the accounts of the month's regime (DOMAIN §3): the first edition
// took 511 of 2024, a cost, for operating income, and 502, investment income, for a subsidy.

const world = await openWorld();
const town = await world.town("莲花镇");
const village = await world.village("军营");
let clerk: Ctx;
beforeAll(async () => {
  clerk = world.as(await world.actor("town", "莲花镇"), "2024-02-15");
});

/** Pastes a table into the grid of a month and saves it. */
async function paste(month: string, text: string) {
  const grid = await incomeGrid(clerk, town.id, month);
  const [first] = grid.accounts;
  const block = { townId: town.id, month, text, from: { villageId: village.id, accountId: first?.id ?? 0 } };
  // Unit and then size are asked of amounts as small as these, and answered here: what counts is where they
  // go.
  const firsts = async (answers: Record<string, string>) =>
    Object.fromEntries(
      (await readPaste(clerk, { ...block, answers })).asked.map(({ key, choices }) => [
        key,
        choices[0]?.value ?? "",
      ]),
    );
  const units = await firsts({});
  const answers = { ...units, ...(await firsts(units)) };
  const { cells, refused, left, asked: open } = await readPaste(clerk, { ...block, answers });
  expect(open).toEqual([]);
  const changed = cells.map(({ villageId, accountId, amountFen }) => ({
    villageId,
    accountId,
    amountFen,
    readFen: null,
  }));
  await saveIncomeGrid(clerk, { townId: town.id, month, cells: changed });
  const after = await incomeGrid(clerk, town.id, month);
  const own = after.villages.find((each) => each.id === village.id);
  const kindOf = new Map(after.accounts.map((account) => [account.id, account]));
  const landed = (own?.cells ?? []).flatMap((cell) => {
    const account = kindOf.get(cell.accountId);
    return cell.amountFen === null || !account ? [] : [[account.code, account.kind, cell.amountFen / 100]];
  });
  return { landed, refused, left };
}

test("a cost of 2024 is no operating income, and investment income is", async () => {
  await paste("2024-01", "村名\t501\t511\n军营村\t1000\t99000");
  const cost = await incomeTotals(world.db, village, 2024);
  expect([cost.operatingFen, cost.costFen, cost.met]).toEqual([1_000_00, 99_000_00, 0]);
  await paste("2024-02", "村名\t501\t502\n军营村\t1000\t50000");
  expect((await incomeTotals(world.db, village, 2024)).operatingFen).toBe(1_000_00 + 51_000_00);
});

test("each account once, to its kind, in 2016 and in 2024", async () => {
  const byCode = (codes: readonly string[]) =>
    `村名\t${codes.join("\t")}\n军营村\t${codes.map((_, at) => at + 1).join("\t")}`;
  const earlier = await paste(
    "2016-12",
    byCode(["501", "502", "511", "521", "522", "531", "541", "551", "561", "241", "311001", "311002"]),
  );
  expect(earlier.landed).toEqual([
    ["501", "operating", 1],
    ["511", "operating", 3],
    ["561", "operating", 9],
    ["522", "subsidy", 5],
    ["531", "other", 6],
    ["521", "subsidy", 4],
    ["502", "cost", 2],
    ["541", "administration", 7],
    ["551", "otherCost", 8],
  ]);
  expect(earlier.refused.map(({ why }) => why.values.account)).toEqual([
    "311001 征地补偿费",
    "311002 捐赠资产",
    "241 专项应付款",
  ]);
  const later = await paste("2023-12", byCode(["501", "511", "522"]));
  expect(later.landed.map(([, kind]) => kind)).toEqual(["operating", "operating", "subsidy"]);
  clerk = { ...clerk, now: new Date("2024-04-15T01:00:00Z") };
  const now = await paste(
    "2024-03",
    byCode(["501", "502", "503", "504", "511", "512", "513", "514", "515", "521", "241", "311"]),
  );
  expect(now.landed).toEqual([
    ["501", "operating", 1],
    ["502", "operating", 2],
    ["503", "subsidy", 3],
    ["504", "other", 4],
    ["511", "cost", 5],
    ["512", "tax", 6],
    ["513", "administration", 7],
    ["514", "welfare", 8],
    ["515", "otherCost", 9],
    ["521", "incomeTax", 10],
  ]);
  expect(now.refused.map(({ why }) => why.values.account)).toEqual(["311 公积公益金", "241 专项应付款"]);
});
