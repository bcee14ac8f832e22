import { describe, expect, test } from "vitest";
import { Forbidden } from "#lib/core/errors.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { findAnything, villagesOutside } from "./search.ts";

const world = await openWorld();
const leader = world.as(await world.actor("leader"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const tea = await plantProject(world, { town: "莲花镇", villages: { 军营: 10000 }, name: "高山茶园" });
await plantProject(world, { town: "新民镇", villages: { 梧侣: 10000 }, name: "梧侣商贸中心" });
const names = async (words: string, ctx = leader) =>
  (await findAnything(ctx, words)).map((each) => each.name);

describe("a village or project is found by what people type", () => {
  test.each([
    ["Chinese", "白交祠", ["白交祠"]],
    ["full pinyin", "baijiaoci", ["白交祠"]],
    ["initials, in capitals too", "BJC", ["白交祠"]],
    ["today's code", "350212105208", ["白交祠"]],
    ["a project's name", "茶园", ["高山茶园"]],
    ["a project's pinyin", "gaoshanchayuan", ["高山茶园"]],
    ["a project's number", tea.number, ["高山茶园"]],
    ["the village, with its project", "军营", ["军营", "高山茶园"]],
    ["blanks around", " 白交祠 ", ["白交祠"]],
    ["blanks between", "白 交 祠", ["白交祠"]],
    ["pinyin in parts", "baijiao ci", ["白交祠"]],
    ["pinyin with tones", "bái jiāo cí", ["白交祠"]],
    ["full-width letters", "ｂｊｃ", ["白交祠"]],
    ["traditional characters", "軍營", ["军营", "高山茶园"]],
    ["the town's initials and one character", "wx 垵", ["垵炉"]],
    ["the town and the village", "莲花 jy", ["军营", "高山茶园"]],
    ["ü as keyboards of phones have it", "lücuo", ["吕厝"]],
    ["ü as v", "lvcuo", ["吕厝"]],
    ["ü as u", "lucuo", ["吕厝"]],
    ["ü with a tone", "lǚ cuò", ["吕厝"]],
    ["nothing", "  ", []],
    ["what is not there", "不存在", []],
    ["a sign of patterns", "%", []],
  ])("%s", async (_, words, found) => {
    expect(await names(words)).toEqual(found);
  });
});

test("what begins with the words comes first, and never more than twelve", async () => {
  for (const typed of ["wulv", "wulü", "wulu", "wú lǚ", "ＷＵＬＶ"])
    expect((await names(typed))[0], typed).toBe("梧侣");
  expect(await names("3502121")).toHaveLength(12);
});

test("a town's people find nothing of another town", async () => {
  expect(await names("梧侣", clerk)).toEqual([]);
  expect(await findAnything(clerk, "gscy")).toEqual([
    { kind: "project", id: tea.id, name: "高山茶园", place: `${tea.number} · 莲花镇` },
  ]);
});

test("a village of another town is named with its town and nothing else", async () => {
  expect(await findAnything(clerk, "梧侣")).toEqual([]);
  expect(await villagesOutside(clerk, "wulu")).toEqual([{ village: "梧侣", town: "新民镇" }]);
  expect(await villagesOutside(clerk, "商贸中心")).toEqual([]);
  expect(await villagesOutside(leader, "梧侣")).toEqual([]);
  expect(await villagesOutside(clerk, " ")).toEqual([]);
});

test("the administrator finds no figures' places", async () => {
  await expect(findAnything(world.as(await world.actor("admin")), "白交祠")).rejects.toBeInstanceOf(
    Forbidden,
  );
});
