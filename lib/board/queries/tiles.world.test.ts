import { describe, expect, test } from "vitest";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { MapFilter } from "../input.ts";
import { boardOf } from "./board.ts";
import { tileMapOf } from "./tiles.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const [lianhua, xinmin] = [await world.town("莲花镇"), await world.town("新民镇")];
const [baijiaoci, junying, xikeng, danxi, wulv] = await Promise.all(
  ["白交祠", "军营", "西坑", "淡溪", "梧侣"].map(world.village),
);
const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));
const earn = (
  townId: number,
  village: { id: number } | undefined,
  month: string,
  yuan: number,
  account = "501",
) =>
  postIncome(office, {
    townId,
    month,
    rows: [{ villageId: village?.id ?? 0, accountId: code.get(account) ?? 0, amountFen: yuan * 100 }],
  });

await earn(lianhua.id, baijiaoci, "2015-11", 40_000);
await earn(lianhua.id, baijiaoci, "2016-11", 90_000);
await earn(lianhua.id, baijiaoci, "2016-12", 30_000); // 120,000 against 40,000
await earn(lianhua.id, junying, "2015-12", 50_000);
await earn(lianhua.id, junying, "2016-12", 45_000);
await earn(lianhua.id, xikeng, "2015-06", 60_000); // nothing reported in 2016
await earn(xinmin.id, wulv, "2016-03", 1_000_000);
await plantProject(world, { town: "莲花镇", villages: { 白交祠: 10_000 }, name: "白交祠项目" });

const mapOf = async (query: Record<string, string>, ctx = office) => {
  const board = await boardOf(ctx, { year: 2016 });
  const map = await tileMapOf(ctx, board, MapFilter.parse(query));
  return {
    ...map,
    tile: (village: { id: number } | undefined) => map.tiles.find((each) => each.id === village?.id),
  };
};

describe("the tile map", () => {
  test("ties the article's clusters together, leaders first, and says of each village which side it is on", async () => {
    const { clusters, tile } = await mapOf({});
    expect(
      clusters.map(({ members }) => members.map((member) => `${member.leads ? "↗" : "↘"}${member.name}`)),
    ).toEqual([
      ["↗梧侣", "↘西山"],
      ["↗军营", "↗白交祠", "↘淡溪", "↘西坑"],
      ["↗顶村", "↘堤内"],
    ]);
    expect([baijiaoci, danxi].map((each) => tile(each)?.cluster?.leads)).toEqual([true, false]);
  });
  test("says growth against the same months of the year before, only when asked", async () => {
    expect((await mapOf({})).tile(baijiaoci)?.growth).toBeNull();
    const { tile } = await mapOf({ tiles: "growth" });
    expect(tile(baijiaoci)?.growth).toEqual({
      class: "fast",
      now: { operatingFen: 120_000_00, months: 2 },
      before: { operatingFen: 40_000_00, months: 1 },
    });
    expect([junying, xikeng, wulv, danxi].map((each) => tile(each)?.growth?.class)).toEqual([
      "falls",
      "noData",
      "noBase",
      "noData",
    ]);
  });
  test("marks who reached the target in the month, and says the gap in bands", async () => {
    const { tile } = await mapOf({ tiles: "gap" });
    expect(tile(baijiaoci)?.change).toEqual({ target: "reached", light: null });
    expect([baijiaoci, junying, xikeng].map((each) => tile(each)?.gap)).toEqual([
      "met",
      "farthest",
      "noData",
    ]);
  });
  test("dims what a filter leaves out, and leaves nothing out of the map", async () => {
    const by = async (query: Record<string, string>) => {
      const { picking, picked, tiles } = await mapOf(query);
      return { picking, picked, tiles: tiles.length };
    };
    expect(await by({})).toEqual({ picking: false, picked: 136, tiles: 136 });
    expect(await by({ tier: "met" })).toEqual({ picking: true, picked: 1, tiles: 136 });
    expect(await by({ light: "none" })).toEqual({ picking: true, picked: 135, tiles: 136 });
    const { clusters } = await mapOf({});
    expect(await by({ cluster: String(clusters[1]?.id) })).toEqual({ picking: true, picked: 4, tiles: 136 });
  });
  test("shows a town no village of another town", async () => {
    const { tiles, clusters } = await mapOf({}, world.as(await world.actor("town", "莲花镇")));
    expect(tiles).toHaveLength(19);
    expect(clusters.map((each) => each.members.length)).toEqual([4]);
  });
});
