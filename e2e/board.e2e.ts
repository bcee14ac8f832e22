import { expect, type Person, test } from "./app.ts";

const tiles = (person: Person) => person.page.locator("a.tile");
const card = (person: Person, name: string) =>
  person.page
    .locator("section, figure, div.sheet")
    .filter({ has: person.page.getByRole("heading", { name, exact: true }) })
    .last();

test.describe("a leader at the board", () => {
  test("sees the district at a glance, every village a tile, and each number opens its rows", async ({
    signIn,
  }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    await expect(leader.heading()).toHaveText("同安区 2016 年挂图作战");
    await expect(tiles(leader)).toHaveCount(136);
    await expect(leader.view()).toHaveText("截至 2016-12-31 · 严格 · 只含已审核 · 万元");
    await expect(leader.page.getByLabel("口径")).toHaveValue("strict");
    await expect(leader.page.getByLabel("数据", { exact: true })).toHaveValue("true"); // 只含已审核

    const met = leader.page.locator(".kpi-number a").first();
    const number = Number(await met.textContent());
    await met.click();
    await expect(leader.page).toHaveURL(/\/villages\?node=350212000000&year=2016&met=yes/);
    await leader.page.goBack();

    await leader.open("/board?year=2016&asOf=2016-12-30"); // a day into which no other story writes between the two looks
    const red = leader.page.locator(".kpi a", { hasText: "■ 滞后" });
    const count = /\d+/.exec((await red.textContent()) ?? "")?.[0];
    await red.click();
    await expect(leader.page.getByText(`共 ${count} 条`)).toBeVisible();
    expect(number).toBeGreaterThan(0);
  });

  test("drills from the district to a town and a village, and comes back by the breadcrumb with the year kept", async ({
    signIn,
  }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2015");
    await leader.page.locator("#towns").getByRole("link", { name: "莲花镇" }).click();
    await expect(leader.heading()).toHaveText("莲花镇 2015 年挂图作战");
    await expect(tiles(leader)).toHaveCount(19);
    await leader.page.getByRole("navigation", { name: "位置" }).getByRole("link", { name: "同安区" }).click();
    await expect(leader.heading()).toHaveText("同安区 2015 年挂图作战");
    await tiles(leader).filter({ hasText: "白交祠" }).click();
    await expect(leader.page).toHaveURL(/\/villages\/\d+\?year=2015/);
  });

  test("hears what a tile says by pointer and by keyboard, and colours the map by light", async ({
    signIn,
  }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2015");
    const sentence = leader.page.locator(".tile-say");
    await tiles(leader).filter({ hasText: "▽" }).first().hover();
    await expect(sentence).toContainText(/2015 年经营性收入 .+ 万元，距目标差 .+ 万元/);
    await tiles(leader).first().focus();
    await leader.page.keyboard.press("ArrowRight");
    await expect(tiles(leader).nth(1)).toBeFocused();
    await expect(sentence).toContainText((await tiles(leader).nth(1).locator("b").textContent()) ?? "");
    await leader.page.getByRole("link", { name: "按灯色" }).click();
    await expect(leader.page).toHaveURL(/tiles=light/);
    await expect(leader.page.getByRole("heading", { name: "村（居）项目灯色" })).toBeVisible();
  });

  test("opens the table of a chart, whose last month is the figure above", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    const chart = card(leader, "累计经营性收入");
    await expect(chart.locator("svg.recharts-surface")).toBeVisible();
    await chart.getByText("查看表格").click();
    await expect(chart.getByRole("table")).toBeVisible();
    const above = await leader.page.locator(".kpi-number").nth(1).locator("a").textContent();
    await expect(chart.getByRole("row").last()).toContainText(above ?? "");
  });

  test("finds a village by its initials with Ctrl+K", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2016");
    await expect(leader.page.locator("svg.recharts-surface").first()).toBeVisible(); // the page's scripts run
    await leader.page.keyboard.press("Control+k");
    await leader.page.getByRole("dialog").getByRole("combobox").fill("bjc");
    await leader.page
      .getByRole("option", { name: /白交祠/ })
      .first()
      .click();
    await expect(leader.page).toHaveURL(/\/villages\/\d+/);
  });

  test("a village of another town is said to be outside of one's area, with nothing else of it", async ({
    signIn,
  }) => {
    const clerk = await signIn("lianhua");
    await clerk.open("/");
    await clerk.page.getByRole("button", { name: "Ctrl K" }).click();
    await clerk.page.getByRole("combobox").fill("wulü");
    await expect(clerk.page.getByRole("dialog")).toContainText("梧侣（新民镇）不在您的管辖范围");
    await expect(clerk.page.getByRole("option")).toHaveCount(0);
    const answer = await clerk.page.request.get("/find?q=wul%C3%BC");
    expect(await answer.json()).toEqual({ found: [], outside: ["梧侣（新民镇）不在您的管辖范围"] });
  });

  test("has nothing that axe would mind", async ({ signIn }) => {
    const leader = await signIn("leader");
    for (const path of [
      "/board?year=2016",
      "/board?year=2015&tiles=light",
      "/board?year=2015&node=350212105000",
    ]) {
      await leader.open(path);
      await expect(leader.page.locator("svg.recharts-surface").first()).toBeVisible();
      await leader.expectAccessible();
    }
    // Links within a sentence, two choices of language, marks on tinted cells.
    for (const path of ["/villages/72", "/account", "/board/heat"]) {
      await leader.open(path);
      await leader.expectAccessible();
    }
  });
});

test("without JavaScript the board is whole: figures, tiles as links, tables instead of charts", async ({
  signIn,
}) => {
  const leader = await signIn("leader", { javaScriptEnabled: false });
  await leader.open("/board?year=2016");
  await expect(tiles(leader)).toHaveCount(136);
  await expect(card(leader, "累计经营性收入").getByRole("table")).toBeVisible();
  await leader.page.getByRole("link", { name: "按灯色" }).click();
  await expect(leader.page.getByRole("heading", { name: "村（居）项目灯色" })).toBeVisible();
  await tiles(leader).first().click();
  await expect(leader.page).toHaveURL(/\/villages\/\d+/);
});

test("the board reads in English", async ({ signIn }) => {
  const leader = await signIn("leader", { locale: "en-GB" });
  await leader.open("/board?year=2015");
  await expect(leader.heading()).toHaveText("Tong'an Qu 同安区 battle map 2015");
  await expect(leader.page.getByRole("heading", { name: "Towns ranked" })).toBeVisible();
  await expect(leader.page.getByRole("heading", { name: "Red lights first" })).toBeVisible();
  await expect(leader.page.getByRole("link", { name: "Lianhua Zhen 莲花镇" }).first()).toBeVisible();
  await expect(leader.page.locator(".kpi-number").nth(1)).toHaveText(/^¥\d+\.\d{3} m$/);
  await expect(leader.page.locator("main")).not.toContainText(/10k|万/);
  await expect(leader.page.locator("body")).not.toContainText("board.");
});

test("on a phone the board is one column, and a first tap tells before a second opens", async ({
  signIn,
}) => {
  const leader = await signIn("leader", {
    viewport: { width: 360, height: 740 },
    hasTouch: true,
    isMobile: true,
  });
  await leader.open("/board?year=2015");
  await leader.expectFits();
  const tile = tiles(leader).filter({ hasText: "▽" }).first();
  await tile.tap();
  await expect(leader.page.locator(".tile-say")).toContainText("距目标差");
  await expect(leader.page).toHaveURL(/\/board/);
  await leader.page.locator(".tile-say").getByRole("link").tap();
  await expect(leader.page).toHaveURL(/\/villages\/\d+/);
});

test("a town's people see the board of their town, and no other", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  await clerk.open("/board?year=2016");
  await expect(clerk.heading()).toHaveText("莲花镇 2016 年挂图作战");
  await expect(tiles(clerk)).toHaveCount(19);
  await clerk.open("/board?node=350212106000");
  await expect(clerk.page.getByText("不在您的管辖范围")).toBeVisible();
});
