import { describe, expect, test } from "vitest";
import { asOf, type Ctx, withView } from "#lib/core/context.ts";
import { editVillage } from "#lib/divisions/commands/divisions.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { boardOf } from "./board.ts";
import { belowLineOf } from "./villages-below.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const leader = world.as(await world.actor("leader"));
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [baijiaoci, junying, xikeng, wulv] = await Promise.all(
  ["白交祠", "军营", "西坑", "梧侣"].map(world.village),
);
const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));
const earn = (
  townId: number,
  village: { id: number } | undefined,
  month: string,
  amountFen: number,
  account = "501",
) =>
  postIncome(world.as(office.actor, `${month}-28`), {
    townId,
    month,
    rows: [{ villageId: village?.id ?? 0, accountId: code.get(account) ?? 0, amountFen }],
  });

await earn(lianhua.id, baijiaoci, "2016-10", 20_000_00);
await earn(lianhua.id, baijiaoci, "2016-11", 30_000_00);
await earn(lianhua.id, baijiaoci, "2016-12", 10_000_00); // 60,000: 40,000 are missing
await earn(lianhua.id, baijiaoci, "2016-12", 5_000_00, "531"); // other income, which counts by the total alone
await earn(lianhua.id, junying, "2016-12", 99_999_99); // a fen is missing
await earn(lianhua.id, xikeng, "2016-12", 100_000_00); // on the line is not below it
await earn(xinmin.id, wulv, "2016-12", 10_000_00); // 90,000 are missing
const project = await plantProject(world, { town: "莲花镇", villages: { 白交祠: 10_000 }, name: "高山茶园" });
await editVillage(clerk, {
  villageId: junying?.id ?? 0,
  version: 1,
  plan: "校舍出租，2 月签约",
  contact: "分管副镇长",
  contactPhone: "",
  key: undefined,
});

const belowOf = async (ctx: Ctx, node?: string) => belowLineOf(ctx, await boardOf(ctx, { year: 2016, node }));

describe("villages below the line", () => {
  test("are named with what is missing to the fen, the largest gap first; one on the line is not among them", async () => {
    const below = await belowOf(leader);
    expect(
      below?.villages.map(({ name, town, operatingFen, gapFen }) => ({ name, town, operatingFen, gapFen })),
    ).toEqual([
      { name: "梧侣", town: "新民镇", operatingFen: 10_000_00, gapFen: 90_000_00 },
      { name: "白交祠", town: "莲花镇", operatingFen: 60_000_00, gapFen: 40_000_00 },
      { name: "军营", town: "莲花镇", operatingFen: 99_999_99, gapFen: 1 },
    ]);
    expect(below?.gapFen).toBe(130_000_01);
    expect(below?.gapFen).toBe((await boardOf(leader, { year: 2016 })).totals.gapFen);
  });
  test("say where they are going, what is done and who answers: the village's own post, else its project's", async () => {
    const below = await belowOf(leader);
    const [none, high, near] = below?.villages ?? [];
    expect(high?.months.map(({ month, operatingFen }) => [month, operatingFen])).toEqual([
      ["2016-07", null],
      ["2016-08", null],
      ["2016-09", null],
      ["2016-10", 20_000_00],
      ["2016-11", 30_000_00],
      ["2016-12", 10_000_00],
    ]);
    expect(below?.villages.map(({ trend }) => trend)).toEqual([null, "down", null]);
    expect(high?.works.map(({ id, name }) => ({ id, name }))).toEqual([{ id: project.id, name: "高山茶园" }]);
    expect([none, high, near].map((each) => [each?.owner, each?.plan])).toEqual([
      ["", ""],
      ["分管副镇长", ""],
      ["分管副镇长", "校舍出租，2 月签约"],
    ]);
  });
  test("without data are a line of their own, and never among those with a gap", async () => {
    const below = await belowOf(clerk);
    expect(below?.villages.map(({ name }) => name)).toEqual(["白交祠", "军营"]);
    expect(below?.noData).toHaveLength(19 - 3);
    expect(below?.noData.every(({ town, waiting }) => town === "莲花镇" && !waiting)).toBe(true);
  });
  test("are those of the node, of the rows and of the basis that are looked through", async () => {
    expect((await belowOf(leader, xinmin.code))?.villages.map(({ name }) => name)).toEqual(["梧侣"]);
    const approved = await belowOf(withView(leader, { approvedOnly: true }));
    expect(approved?.villages).toEqual([]);
    // What waits for approval is another thing than what nobody has reported.
    const waiting = approved?.noData.filter((village) => village.waiting);
    expect(waiting?.map(({ name }) => name).toSorted()).toEqual(
      ["军营", "梧侣", "白交祠", "西坑"].toSorted(),
    );
    expect(approved?.noData).toHaveLength(136);
    const total = await belowOf(withView(leader, { basis: "total" }));
    expect(total?.villages.map(({ name, gapFen }) => [name, gapFen])).toEqual([
      ["梧侣", 90_000_00],
      ["白交祠", 35_000_00],
      ["军营", 1],
    ]);
  });
  test("on a past day are those of that day, with the words of that day", async () => {
    const then = await belowOf(asOf(leader, "2016-11-30"));
    expect(then?.villages.map(({ name, gapFen }) => [name, gapFen])).toEqual([["白交祠", 50_000_00]]);
    expect(then?.noData).toHaveLength(135);
  });
});
