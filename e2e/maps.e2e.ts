import { expect, type Person, test } from "./app.ts";

// The tile map's colours, filters and ties; then an office brings places of its own. Coordinates are
// invented: round numbers within the district's bounds, where no real village lies.

const tiles = (person: Person) => person.page.locator("a.tile");
const tile = (person: Person, name: string) =>
  tiles(person).filter({ has: person.page.locator("b", { hasText: new RegExp(`^${name}$`) }) });
const shape = (person: Person, name: string) =>
  person.page.locator("a.shape").and(person.page.getByRole("link", { name, exact: true }));

test.describe("a leader at the tile map", () => {
  test("switches what the colours tell, and the address keeps it", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    for (const [name, heading, tiles] of [
      ["按灯色", "村（居）项目灯色", "light"],
      ["按增长", "村（居）收入同比增长", "growth"],
      ["按差额", "村（居）距目标差额", "gap"],
    ] as const) {
      await leader.page.getByRole("navigation", { name: "着色" }).getByRole("link", { name }).click();
      await expect(leader.page.getByRole("heading", { name: heading })).toBeVisible();
      await expect(leader.page).toHaveURL(new RegExp(`tiles=${tiles}`));
      await leader.expectAccessible();
    }
    await leader.open("/board?year=2016&tiles=growth");
    await expect(leader.page.getByText("2016 年 1–12 月累计经营性收入与上年同期相比")).toBeVisible();
    const grown = tiles(leader)
      .filter({ hasText: /[+−]\d+%/ })
      .first();
    await grown.hover();
    await expect(leader.page.locator(".tile-say")).toContainText(
      /同比 [+−]\d+%（今年 \d+ 个月 .+ 万元，上年同期 \d+ 个月 .+ 万元）/,
    );
  });

  test("picks villages out: the others stay, dimmed, and can still be opened", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    await leader.page.getByText("筛选村（居）").click();
    await leader.page.locator("select[name=cluster]").selectOption({ label: "白交祠、军营—西坑、淡溪" });
    await expect(leader.page.getByText("4 / 136 村（居）")).toBeVisible();
    await expect(leader.page).toHaveURL(/cluster=\d+/);
    await expect(tiles(leader)).toHaveCount(136);
    await expect(leader.page.locator("a.tile-dim")).toHaveCount(132);
    await expect(tile(leader, "白交祠")).not.toHaveClass(/tile-dim/);
    await leader.expectAccessible();
    await leader.page.locator("select[name=light]").selectOption({ label: "无项目" });
    await expect(leader.page.getByText("白交祠、军营—西坑、淡溪 · 无项目")).toBeVisible();
    await leader.page.locator("a.tile-dim").first().focus();
    await expect(leader.page.locator(".tile-say")).toContainText("不符合筛选条件");
    await leader.page.getByRole("link", { name: "重置" }).click();
    await expect(leader.page.locator("a.tile-dim")).toHaveCount(0);
    await expect(leader.page).toHaveURL(/year=2016/);
  });

  test("sees who leads whom: by lines, by signs, in words and in a list", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    const ties = leader.page.locator(".tile-ties g");
    await expect(ties).toHaveCount(6); // 1 + 2 × 2 + 1
    await expect(tile(leader, "梧侣")).toContainText("↗强");
    await tile(leader, "西坑").focus();
    await expect(leader.page.locator(".tile-say")).toContainText("组团弱村");
    await expect(leader.page.locator(".tile-ties g[data-on]")).toHaveCount(4);
    await expect(leader.page.locator("a.tile[data-tied]")).toHaveCount(4);
    await expect(leader.page.locator(".tile-clusters li").first()).toContainText("梧侣→带动西山");
    await leader.page.getByRole("link", { name: "隐藏连线" }).click();
    await expect(ties).toHaveCount(0);
    await expect(leader.page).toHaveURL(/ties=off/);
    await leader.page.getByRole("link", { name: "只看组团 梧侣—西山" }).click();
    await expect(leader.page.getByText("2 / 136 村（居）")).toBeVisible();
  });

  test("sees on the tiles what changed since last month, as the list beside them says", async ({
    signIn,
  }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    const reached = /\d+/.exec(
      (await leader.page.getByText(/● \d+ 个村（居）达标/).textContent()) ?? "",
    )?.[0];
    expect(Number(reached)).toBeGreaterThan(0);
    await expect(
      tiles(leader).filter({ has: leader.page.locator(".tile-pins", { hasText: "▲" }) }),
    ).toHaveCount(Number(reached));
  });

  test("without JavaScript filters by the button, and the signs and the list are there", async ({
    signIn,
  }) => {
    const leader = await signIn("leader", { javaScriptEnabled: false });
    await leader.open("/board?year=2016&tiles=gap");
    await leader.page.getByText("筛选村（居）").click();
    await leader.page.getByLabel("板块").selectOption({ label: "集体经济" });
    await leader.page.getByRole("button", { name: "查询" }).click();
    await expect(leader.page).toHaveURL(/tiles=gap.*sector=economy/);
    await expect(leader.page.getByText(/\d+ \/ 136 村（居）/)).toBeVisible();
    await expect(tile(leader, "梧侣")).toContainText("↗强");
  });
});

const feature = (properties: object, geometry: object) => ({ type: "Feature", properties, geometry });
const point = (longitude: number, latitude: number) => ({
  type: "Point",
  coordinates: [longitude, latitude],
});
const square = (west: number, south: number) => ({
  type: "Polygon",
  coordinates: [[[west, south], [west + 0.08, south], [west + 0.08, south + 0.08], [west, south + 0.08], [west, south]]], // biome-ignore format: one ring a line
});
const invented = [
  feature({ code: "350212105208" }, square(118.0, 24.7)),
  feature({ town: "莲花镇", name: "军营村" }, square(118.08, 24.7)),
  feature({ code: "350212006003" }, point(118.25, 24.72)), // 梧侣's code in the edition of 2023
];

async function bring(person: Person, features: object[] | string, datum = "wgs84") {
  const text =
    typeof features === "string" ? features : JSON.stringify({ type: "FeatureCollection", features });
  await person.page
    .locator("[name=file]")
    .setInputFiles({ name: "虚构村界.geojson", mimeType: "application/geo+json", buffer: Buffer.from(text) });
  await person.page.locator("[name=datum]").selectOption(datum);
  await person.page.getByRole("button", { name: /导入位置|Import locations/ }).click();
}
const refusal = (person: Person) => person.page.getByRole("main").getByRole("alert");

test("an office brings a file of places: a bad one is refused by its feature, a good one is a map beside the tiles", async ({
  signIn,
}) => {
  test.slow();
  const office = await signIn("office");
  await office.open("/board/map?year=2016");
  await expect(office.page.getByRole("heading", { name: "尚未导入村（居）的位置" })).toBeVisible();
  await office.expectAccessible();
  await office.page.getByRole("main").getByRole("link", { name: "导入位置" }).first().click();
  await office.page.waitForURL(/\/board\/map\/import/);
  await office.expectAccessible();

  await bring(office, [...invented, feature({ code: "350212105999", name: "无此村" }, point(118.1, 24.8))]);
  await expect(refusal(office)).toContainText("第 4 个要素（350212105999 无此村）找不到对应的村（居）");
  await bring(office, [...invented.slice(0, 2), feature({ code: "350212105209" }, point(24.7, 118.1))]);
  await expect(refusal(office)).toContainText(
    "第 3 个要素（350212105209）的坐标 24.7, 118.1 不在 73–136°E、3–54°N 之内",
  );
  await bring(office, '{"type":"FeatureCollection",\n"features":[}');
  await expect(refusal(office)).toContainText("第 2 行第 13 列");

  await bring(office, invented);
  await expect(office.done()).toContainText("地图已导入");
  await expect(office.page.getByText("136 个村（居）中 3 个有位置：点 1 个，面 2 个")).toBeVisible();
  await expect(office.page.getByText("没有位置的村（居） 133 个")).toBeVisible();
  await expect(office.page.locator("a.shape")).toHaveCount(3);
  await expect(tiles(office)).toHaveCount(136);
  await expect(office.page.getByText("取得审图号")).toBeVisible();
  await office.expectAccessible();

  // The same switch colours both, the same filter dims both, and a shape says what its tile says.
  await office.page.getByRole("link", { name: "按差额" }).click();
  await expect(office.page).toHaveURL(/\/board\/map\?.*tiles=gap/);
  const look = async (link: ReturnType<typeof shape>) =>
    /gap-\w+/.exec((await link.getAttribute("class")) ?? "")?.[0];
  await expect.poll(() => look(shape(office, "军营"))).toBeTruthy();
  expect(await look(shape(office, "军营"))).toBe(await look(tile(office, "军营")));
  await shape(office, "军营").focus();
  await expect(office.page.locator(".tile-say")).toContainText(/军营：2016 年经营性收入/);
  await office.page.keyboard.press("Enter");
  await office.page.waitForURL(/\/villages\/\d+/);

  // A town's people see their part of it and cannot bring any; the evening before there was none.
  const clerk = await signIn("lianhua");
  await clerk.open("/board/map?year=2016");
  await expect(clerk.page.locator("a.shape")).toHaveCount(2);
  await expect(clerk.page.getByRole("link", { name: "导入位置" })).toHaveCount(0);
  expect((await clerk.page.goto("/board/map/import"))?.status()).toBe(403);
  const leader = await signIn("leader", { locale: "en-GB" });
  await leader.open("/board/map?year=2016&asOf=2016-12-30");
  await expect(leader.page.getByText("No village locations had been imported by 2016-12-30")).toBeVisible();
  await leader.open("/board/map?year=2016&tiles=light");
  await expect(leader.page.getByText("3 of 136 villages located: 1 point, 2 outlines")).toBeVisible();
  await expect(leader.page.getByRole("main")).not.toContainText(/tileMap\.|map\./);
  await leader.expectAccessible();
});

test("on a phone the map scrolls in itself, and without JavaScript a file is brought all the same", async ({
  signIn,
}) => {
  const office = await signIn("office", { viewport: { width: 360, height: 740 }, javaScriptEnabled: false });
  await office.open("/board/map/import");
  await office.expectFits();
  await bring(office, [feature({ code: "350212105208" }, { type: "LineString", coordinates: [] })]);
  await expect(refusal(office)).toContainText("第 1 个要素（350212105208）的几何类型是 LineString");
  await bring(office, [feature({ code: "350212105209" }, square(118.16, 24.7))], "gcj02");
  await office.page.waitForURL(/\/board\/map\?.*done=mapImported/);
  await expect(shape(office, "西坑")).toHaveCount(1);
  await office.expectFits();
});
