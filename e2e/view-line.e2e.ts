import { expect, test } from "./app.ts";

// One line above the figures says how they are seen, and the month before is one click away.

test("a month back and forth on board, months, villages, funding and receipts", async ({ signIn }) => {
  const leader = await signIn("leader");
  const { page } = leader;
  const steps = page.getByRole("navigation", { name: "月份" });
  const ribbon = page.getByRole("note").filter({ hasText: "历史快照" });
  for (const path of ["/board", "/board/heat", "/villages", "/funding", "/income/receipts"]) {
    await leader.open(path);
    await steps.getByRole("link", { name: "2016-11" }).click();
    // The day by which November's reports were due.
    await expect(ribbon, path).toContainText("2016-12-05");
    await expect(leader.view(), path).toContainText("2016-12-05");
    await expect(steps.getByRole("link", { name: "2016-10" }), path).toBeVisible();
    await steps.getByRole("link", { name: /2016-12/ }).click();
    await expect(ribbon, path).toHaveCount(0);
    await expect(page, path).not.toHaveURL(/asOf/);
  }
  // Across the year's end: December 2015 is that of 2015, with its completeness.
  await leader.open("/board?asOf=2016-02-05");
  await steps.getByRole("link", { name: "2015-12" }).click();
  await expect(leader.heading()).toHaveText("同安区 2015 年挂图作战");
  await expect(page.locator(".head-beside")).toContainText("12 月 已报 136/136");
});

test("the line says day, basis, rows and unit, and follows what is chosen in its panel", async ({
  signIn,
}) => {
  const leader = await signIn("leader");
  const { page } = leader;
  await leader.open("/board/ranking");
  await expect(leader.view()).toHaveText("截至 2016-12-31 · 严格 · 只含已审核 · 万元");
  await leader.view().click();
  await page.getByLabel("口径").selectOption("总收入");
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await expect(leader.view()).toHaveText("截至 2016-12-31 · 总收入 · 只含已审核 · 万元");
  await leader.view().click();
  await leader.expectAccessible();
  await page.locator(".view-panel").getByRole("button", { name: "元", exact: true }).click();
  await expect(leader.view()).toHaveText("截至 2016-12-31 · 总收入 · 只含已审核 · 元");
  await leader.view().click();
  await page.locator(".view-panel").getByRole("link", { name: "2015" }).click();
  await expect(leader.view()).toHaveText("截至 2016-01-05 · 总收入 · 只含已审核 · 元");
  await expect(page.locator(".view-panel")).not.toHaveAttribute("open"); // another view, a panel that is closed
});

test("heads of the board's views are one line high on a desk", async ({ signIn }) => {
  for (const locale of ["zh-CN"]) {
    const leader = await signIn("leader", { locale });
    for (const path of [
      "/board",
      "/board/heat",
      "/board/gantt",
      "/board/phases",
      "/board/ranking",
      "/board/map",
      "/board/compare",
      "/villages",
      "/projects",
      "/funding",
    ]) {
      await leader.open(path);
      const line = await leader.page.locator(".head-line").boundingBox();
      expect(line?.height, `${path} in ${locale}`).toBeLessThan(48);
      const head = await leader.page.locator("main header").first().boundingBox();
      expect(head?.height, `${path} in ${locale}`).toBeLessThan(60);
    }
  }
});
