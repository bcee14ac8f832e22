import { expect, test } from "vitest";
import { asOf } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { childrenOf } from "#lib/divisions/queries/divisions.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { openWorld } from "#lib/testing/world.ts";
import { rankingOf } from "./ranking.ts";

const world = await openWorld();
const officer = await world.actor("office");
const office = (on: Day = "2016-12-31") => world.as(officer, on);
const [tingxi, xike, lianhua] = [
  await world.town("汀溪镇"),
  await world.town("西柯镇"),
  await world.town("莲花镇"),
];
const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));

/** Every village of the town earns an amount, by its place in the list of villages. */
async function earn(
  on: Day,
  town: { id: number },
  month: string,
  amountFen: (at: number) => number,
  account = "501",
  villages = 99,
) {
  const rows = (await childrenOf(world.db, town)).slice(0, villages);
  await postIncome(office(on), {
    townId: town.id,
    month,
    rows: rows.map(({ id }, at) => ({
      villageId: id,
      accountId: code.get(account) ?? 0,
      amountFen: amountFen(at),
    })),
  });
}

// November, reported by the day it was due: 西柯 all 17 of 17, 汀溪 11 of 13. December: 汀溪 all, 西柯 falls back by
// one.
await earn("2016-12-02", xike, "2016-11", () => 100_000_00);
await earn("2016-12-05", tingxi, "2016-11", (at) => (at < 2 ? 10_000_00 : 100_000_00));
await earn("2016-12-31", tingxi, "2016-12", () => 90_000_00);
await earn("2016-12-31", xike, "2016-12", (at) => (at === 0 ? -50_000_00 : 1_00), "561");
await earn("2016-12-31", lianhua, "2016-12", () => 100_000_00, "501", 17); // two of its 19 villages have not reported

const row = (ranking: Awaited<ReturnType<typeof rankingOf>>, name: string) =>
  ranking.rows.find((each) => each.division.shortName === name);

test("places go by the rule and stand against those of the month before, as they stood when its reports were due", async () => {
  const ranking = await rankingOf(office(), {});
  expect([ranking.month, ranking.before]).toEqual(["2016-12", { month: "2016-11", on: "2016-12-05" }]);
  expect(
    ranking.rows
      .slice(0, 2)
      .map(({ division, place, placeBefore, met, gapFen }) => [
        division.shortName,
        place,
        placeBefore,
        met,
        gapFen,
      ]),
  ).toEqual([
    ["汀溪镇", 1, 2, 13, 0],
    ["西柯镇", 2, 1, 16, 50_000_00],
  ]);
});

test("who has not reported completely has no place, and the villages that are missing are named", async () => {
  const ranking = await rankingOf(office(), {});
  const last = (await childrenOf(world.db, lianhua)).slice(17).map((village) => village.shortName);
  expect(row(ranking, "莲花镇")).toMatchObject({ place: null, placeBefore: null, posted: 17, met: 17 });
  expect(row(ranking, "莲花镇")?.missing.map(({ name }) => name)).toEqual(last);
  expect(row(ranking, "新民镇")?.missing).toHaveLength(18);
  expect(row(ranking, "汀溪镇")?.missing).toEqual([]);
  expect(row(ranking, "凤南农场")).toMatchObject({ place: null, villages: 0, missing: [] });
});

test("the past is ranked as it was known: on 5 December November's places, before it nobody had one", async () => {
  const then = await rankingOf(asOf(office(), "2016-12-05"), {});
  expect([then.month, row(then, "西柯镇")?.place, row(then, "汀溪镇")?.place]).toEqual(["2016-11", 1, 2]);
  const earlier = await rankingOf(asOf(office(), "2016-12-04"), {});
  expect([row(earlier, "西柯镇")?.place, row(earlier, "汀溪镇")?.place]).toEqual([1, null]);
});

test("January is compared with nothing", async () => {
  expect((await rankingOf(office("2016-01-31"), {})).before).toBeNull();
});

test("a town is not ranked within itself: it stands alone with what it has and what is missing", async () => {
  const own = await rankingOf(world.as(await world.actor("town", "莲花镇")), {});
  expect(
    own.rows.map(({ division, place, posted, missing }) => [
      division.shortName,
      place,
      posted,
      missing.length,
    ]),
  ).toEqual([["莲花镇", null, 17, 2]]);
  expect(own.before).toBeNull();
});
