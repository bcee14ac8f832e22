import { expect, test } from "vitest";
import { asOf } from "#lib/core/context.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { openWorld } from "#lib/testing/world.ts";
import { boardOf } from "./board.ts";
import { twoTownsOf } from "./two-towns.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const [lianhua, xinmin, farm] = [
  await world.town("莲花镇"),
  await world.town("新民镇"),
  await world.town("大同街道"),
];
const [baijiaoci, wulv] = await Promise.all(["白交祠", "梧侣"].map(world.village));
const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));
const earn = (townId: number, village: { id: number } | undefined, month: string, amountFen: number) =>
  postIncome(world.as(office.actor, `${month}-28`), {
    townId,
    month,
    rows: [{ villageId: village?.id ?? 0, accountId: code.get("501") ?? 0, amountFen }],
  });
await earn(lianhua.id, baijiaoci, "2016-11", 60_000_00);
await earn(xinmin.id, wulv, "2016-12", 250_000_00);

test("two towns stand beside each other with the figures of the district's board, in the order they were asked for", async () => {
  const { sides, node } = await twoTownsOf(office, { a: xinmin.code, b: lianhua.code });
  expect(node.id).toBe(world.district.id);
  const { rows } = await boardOf(office, {});
  const rowOf = (id: number) => rows.find((row) => row.division.id === id);
  expect(sides?.map(({ below: _, ...row }) => row)).toEqual([rowOf(xinmin.id), rowOf(lianhua.id)]);
  expect(sides?.map(({ met, operatingFen, gapFen }) => [met, operatingFen, gapFen])).toEqual([
    [1, 250_000_00, 0],
    [0, 60_000_00, 40_000_00],
  ]);
  expect(sides?.map(({ below }) => below.map(({ name, gapFen }) => [name, gapFen]))).toEqual([
    [],
    [["白交祠", 40_000_00]],
  ]);
});

test("a town asked for by itself stands beside another; without any the first two by code do", async () => {
  expect(
    (await twoTownsOf(office, { node: xinmin.code })).sides?.map(({ division }) => division.shortName),
  ).toEqual(["新民镇", "大同街道"]);
  const { sides, choices } = await twoTownsOf(office, {});
  expect(choices).toHaveLength(8); // the three farms have no village
  expect(sides?.map(({ division }) => division.id)).toEqual(choices.slice(0, 2).map(({ id }) => id));
  expect(sides?.[0].division.id).toBe(farm.id);
});

test("both are of the same past day, and who sees one town alone has nothing to compare", async () => {
  const then = await twoTownsOf(asOf(office, "2016-11-30"), { a: lianhua.code, b: xinmin.code });
  expect(then.sides?.map(({ operatingFen }) => operatingFen)).toEqual([60_000_00, 0]);
  expect((await twoTownsOf(clerk, { a: lianhua.code, b: xinmin.code })).sides).toBeNull();
});
