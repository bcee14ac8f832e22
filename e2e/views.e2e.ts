import { agree, expect, type Person, test } from "./app.ts";

const views = ["/board/heat?year=2015", "/board/gantt", "/board/phases", "/board/ranking?year=2016"];
const table = (person: Person) => person.page.getByRole("table").first();
const numberIn = (text: string | null) => Number(/\d+/.exec(text ?? "")?.[0]);

test.describe("月度热力表", () => {
  test("a leader sees every village in every month, picks those behind, and opens the postings of a cell", async ({
    signIn,
  }) => {
    const leader = await signIn("leader");
    await leader.open("/board?year=2015");
    await leader.page.getByRole("link", { name: "月度热力表" }).click();
    await expect(leader.heading()).toHaveText("同安区 2015 年月度热力表");
    await expect(table(leader).locator("tbody tr:not(.subtotal)")).toHaveCount(136);
    await expect(table(leader).locator("tr.subtotal")).toHaveCount(8);

    const behind = leader.page.getByRole("link", { name: /低于序时/ });
    const count = numberIn((await behind.textContent())?.replace(/▽\s*0\.5/, "") ?? "");
    await behind.click();
    await expect(leader.page).toHaveURL(/class=behind/);
    await expect(table(leader).locator("tbody tr:not(.subtotal)")).toHaveCount(count);
    await leader.page.getByLabel("镇街").selectOption("莲花镇");
    await expect(leader.page).toHaveURL(/node=350212105000/);
    await expect(leader.page).toHaveURL(/class=behind/);
    const row = table(leader).locator("tbody tr:not(.subtotal)").first();
    await expect(row.locator("td").nth(12)).toContainText("▽"); // its sum to date; the cells have the colour of their own amount
    await row.locator("td").nth(11).getByRole("link").click();
    await expect(leader.page).toHaveURL(
      /\/income\/postings\?node=350212105\d{3}&from=2015-12&to=2015-12&countedBy=strict/,
    );
  });

  test("its total is the board's, and a month nobody has to report yet is empty", async ({ signIn }) => {
    const leader = await signIn("leader");
    await agree(async (timeout) => {
      await leader.open("/board?year=2016");
      const income = await leader.page.locator(".kpi-number").nth(1).locator("a").textContent();
      await leader.open("/board/heat?year=2016");
      await expect(table(leader).locator("tfoot td").nth(12)).toHaveText(income ?? "", { timeout });
    });
    await leader.open("/board/heat?year=2016&asOf=2016-06-30");
    await expect(leader.page.getByRole("note").filter({ hasText: "历史快照" })).toBeVisible();
    await expect(table(leader).locator("tbody tr:not(.subtotal)").first().locator("td").nth(6)).toHaveText(
      "",
    );
  });

  test("header and village stay while the table scrolls", async ({ signIn }) => {
    const leader = await signIn("leader", { viewport: { width: 360, height: 740 } });
    await leader.open("/board/heat?year=2015");
    const [box, village, month] = [
      leader.page.locator(".heat-box"),
      table(leader).getByRole("rowheader", { name: "同新" }),
      table(leader).locator("thead th").nth(1),
    ];
    const before = await village.boundingBox();
    await box.evaluate((element) => element.scrollTo({ left: 400 }));
    expect((await village.boundingBox())?.x).toBe(before?.x);
    const head = await month.boundingBox();
    await box.evaluate((element) => element.scrollTo({ top: 900 }));
    expect((await month.boundingBox())?.y).toBe(head?.y);
  });
});

test("甘特图 shows the plan against what happened, by town and by phase, and its days as a table", async ({
  signIn,
}) => {
  const leader = await signIn("leader");
  await leader.open("/board/gantt");
  const bars = leader.page.getByRole("img", { name: /现处/ });
  const count = await bars.count();
  await expect(leader.page.getByRole("status").filter({ hasText: `${count} 项` })).toBeVisible();
  await expect(bars.first()).toHaveAccessibleName(/：滞后，现处.+；计划 \d{4}-\d\d-\d\d 至 \d{4}-\d\d-\d\d/);
  await leader.page.getByText("查看表格").click();
  await expect(leader.page.getByRole("table", { name: "日期明细" }).locator("tbody tr")).toHaveCount(count);

  await leader.page.getByRole("link", { name: "按阶段" }).click();
  await expect(leader.page.getByRole("rowheader", { name: /^立项审批/ })).toBeVisible();
  await leader.page.getByLabel("灯色").selectOption({ label: "■ 滞后" });
  await expect(leader.page).toHaveURL(/by=phase.*light=red|light=red.*by=phase/);
  await expect(bars.first()).toBeVisible();
  for (const bar of await bars.all()) await expect(bar).toHaveAccessibleName(/滞后/);
  await leader.page.locator(".gantt tbody th a").first().click();
  await expect(leader.page).toHaveURL(/\/projects\/\d+/);
});

test("项目墙 has a column a phase, worst first, as many cards as the board counts", async ({ signIn }) => {
  const leader = await signIn("leader");
  await agree(async (timeout) => {
    await leader.open("/board?year=2016");
    const projects = numberIn(await leader.page.locator(".kpi-number").nth(3).locator("a").textContent());
    await leader.open("/board/phases");
    await expect(leader.page.locator(".wall-card")).toHaveCount(projects, { timeout });
  });
  const building = leader.page.getByRole("region", { name: /^开工建设/ });
  const lights = await building.locator(".wall-card .light").allTextContents();
  expect(lights.slice(0, 2)).toEqual(["■ 滞后", "■ 滞后"]);
  await expect(leader.page.getByText("同 区-")).not.toHaveCount(0);
  await leader.page.getByLabel("层级").selectOption({ label: "区级" });
  await expect(leader.page.locator(".wall-card")).toHaveCount(17);
});

test.describe("镇街排名", () => {
  test("says its rule, names what is missing, and compares with last month", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board/ranking?year=2016&approvedOnly=false");
    await expect(leader.page.getByRole("list").filter({ hasText: "先比达标率" })).toContainText("不排名次");
    await expect(table(leader).getByRole("row", { name: /大同街道/ })).toContainText("1");
    await expect(table(leader).getByRole("row", { name: /汀溪镇/ })).toContainText("↑ 升 7 位");
    const late = table(leader).getByRole("row", { name: /莲花镇/ });
    await expect(late).toContainText("不排名");
    await expect(late).toContainText("未报 8 村");
    await late.getByRole("link", { name: "水洋" }).click();
    await expect(leader.page).toHaveURL(/\/villages\/\d+/);
  });

  test("a town sees what goes into its place, and no other town", async ({ signIn }) => {
    const clerk = await signIn("lianhua");
    await clerk.open("/board/ranking?year=2016");
    await expect(clerk.page.getByText("本账号只能查看本镇街")).toBeVisible();
    await expect(table(clerk).locator("tbody tr")).toHaveCount(1);
    await clerk.open("/board/ranking?node=350212000000");
    await expect(clerk.page.getByText("不在您的管辖范围")).toBeVisible();
  });
});

// axe looks at a town's: the same parts as the district's sixteen hundred cells, in a tenth of the time.
const ofTown = (path: string) => `${path}${path.includes("?") ? "&" : "?"}node=350212109000`;

for (const locale of ["zh-CN", "en-GB"]) {
  test(`the views fit a phone and a desk, and axe finds nothing, in ${locale}`, async ({ signIn }) => {
    const desk = await signIn("leader", { locale });
    for (const path of views) {
      await desk.open(path);
      await desk.expectFits();
      await expect(desk.page.locator("main")).not.toContainText(
        /\b(heat|gantt|phaseWall|ranking|viewHead)\.\w/,
      );
      if (locale === "en-GB")
        await expect(desk.page.getByRole("navigation", { name: "Views of the board" })).toBeVisible();
      await desk.open(ofTown(path));
      await desk.expectAccessible();
    }
    const phone = await signIn("leader", {
      locale,
      viewport: { width: 360, height: 740 },
      hasTouch: true,
      isMobile: true,
    });
    for (const path of views) {
      await phone.open(path);
      await phone.expectFits();
      await phone.open(ofTown(path));
      await phone.expectAccessible();
    }
  });
}

test("without JavaScript the views are whole, and their filters work", async ({ signIn }) => {
  const leader = await signIn("leader", { javaScriptEnabled: false });
  await leader.open("/board/gantt");
  await expect(leader.page.getByRole("img", { name: /现处/ }).first()).toBeVisible();
  await leader.page.getByLabel("灯色").selectOption({ label: "▲ 预警" });
  await leader.page.getByRole("button", { name: "查询" }).click();
  await expect(leader.page.getByRole("img", { name: /：预警/ }).first()).toBeVisible();
  await leader.page.getByRole("link", { name: "项目墙" }).click();
  await expect(leader.page.locator(".wall-card").first()).toBeVisible();
});
