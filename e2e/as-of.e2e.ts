import { parse } from "csv-parse/sync";
import { expect, test } from "./app.ts";

// Any past day: the board, its pages and files as they had been recorded by then, and two days side by side.

const day = "2016-06-30";

test("a leader looks at the end of June, follows its numbers, and comes back to today", async ({
  signIn,
}) => {
  const leader = await signIn("leader");
  const { page } = leader;
  await leader.open("/board?approvedOnly=false");
  await expect(page.getByRole("note").filter({ hasText: "历史快照" })).toHaveCount(0);
  await leader.view().click();
  await page.getByLabel("查看日期").fill(day);
  await page.getByRole("button", { name: "查看", exact: true }).click();
  await expect(page).toHaveURL(new RegExp(`asOf=${day}`));
  const ribbon = page.getByRole("note").filter({ hasText: "历史快照" });
  await expect(ribbon).toContainText(day);
  // 52 of the 71 village projects had been entered by then (the demonstration's diary), and 106 villages were
  // short of the line.
  await expect(page.getByText("村级 52 · 区级 17")).toBeVisible();
  await leader.expectAccessible();
  await page.getByRole("link", { name: "30", exact: true }).first().click();
  await expect(page).toHaveURL(/\/villages\?.*asOf=2016-06-30/);
  await expect(page.getByText("30/30").first()).toBeVisible();
  await page.getByRole("rowheader").getByRole("link").nth(1).click();
  await expect(page).toHaveURL(/\/villages\/\d+\?.*asOf=2016-06-30/);
  await expect(page.getByRole("note").filter({ hasText: "历史快照" })).toBeVisible();
  await page.getByRole("link", { name: "回到今天" }).click();
  await expect(page).not.toHaveURL(/asOf/);
  await expect(page.getByRole("note").filter({ hasText: "历史快照" })).toHaveCount(0);
});

// One of each kind: a register, a ledger, a form that is only read.
const axed = new Set(["/villages", "/funding", "/income"]);

test("editing is off on a past day, on every register", async ({ signIn }) => {
  const office = await signIn("office");
  const { page } = office;
  await office.open("/projects");
  await expect(page.getByRole("link", { name: "新建项目" })).toBeVisible();
  for (const path of [
    "/projects",
    "/villages",
    "/funding",
    "/funding/postings",
    "/income/postings",
    "/income",
    "/exports",
    "/board",
  ]) {
    await office.open(`${path}?asOf=${day}`);
    await expect(page.getByRole("note").filter({ hasText: "历史快照" }), path).toContainText(day);
    await expect(
      page.getByRole("main").getByRole("link", { name: /新建|登记|编辑|填报/, includeHidden: true }),
      path,
    ).toHaveCount(0);
    await office.expectFits();
    if (axed.has(path)) await office.expectAccessible();
  }
  await office.open(`/projects?asOf=${day}`);
  await page.getByRole("table").getByRole("link").nth(11).click();
  await expect(page.getByRole("note").filter({ hasText: "历史快照" })).toBeVisible();
  await expect(
    page.getByRole("main").getByRole("link", { name: /暂停|终止|调整计划|编辑|填报/, includeHidden: true }),
  ).toHaveCount(0);
  await office.expectAccessible();
});

test("a day that is none, or is still to come, is today", async ({ signIn }) => {
  const leader = await signIn("leader");
  for (const asOf of ["2017-01-01", "2016-02-30", "x"]) {
    await leader.open(`/board?asOf=${asOf}`);
    await expect(leader.page.getByRole("note").filter({ hasText: "历史快照" })).toHaveCount(0);
  }
});

test("board, API and file of a past day agree to the fen, and differ from today's", async ({ signIn }) => {
  const auditor = await signIn("auditor");
  const { page } = auditor;
  const board = async (asOf: string) =>
    (await (await page.request.get(`/api/v1/board?year=2016&asOf=${asOf}`)).json()).totals;
  const [then, now] = [await board(day), await board("2016-12-31")];
  expect(then.operatingFen).toBeLessThan(now.operatingFen);
  await auditor.open(`/exports?kind=funding&year=2016&asOf=${day}`);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: /CSV/ }).click(),
  ]);
  expect(download.suggestedFilename()).toContain("20160630");
  const answer = await page.request.get(`/api/v1/funding?year=2016&asOf=${day}`);
  expect((await answer.json()).totalFen).toEqual(then.fundingByStageFen);
  const file = await page.request.get(`/api/v1/export/funding.csv?year=2016&asOf=${day}&lang=en`);
  const rows: Record<string, string>[] = parse(await file.text(), { columns: true, bom: true });
  const allotted = rows
    .filter((row) => row.Stage === "Allotted")
    .reduce((sum, row) => sum + Math.round(Number(row["Amount (¥)"]) * 100), 0);
  expect(allotted).toBe(then.fundingByStageFen.allot);
});

test("yesterday's board against last month's: what changed, who did it, when", async ({ signIn }) => {
  const leader = await signIn("leader");
  const { page } = leader;
  await leader.open("/board/compare?approvedOnly=false");
  await leader.view().click();
  await page.getByRole("link", { name: "上月底", exact: true }).click();
  const row = page.getByRole("row", { name: /达标村（居）/ });
  await expect(row).toContainText("111");
  await expect(row).toContainText("136");
  await expect(row).toContainText("+25");
  const crossed = page.getByRole("region", { name: "村（居）达标变化" });
  await expect(crossed.getByRole("row")).toHaveCount(26);
  await expect(crossed.getByRole("row", { name: /康浔/ })).toContainText("大同街道经办");
  await expect(page.getByRole("region", { name: "灯色变化" })).toContainText(
    "无人操作，2016-12-06 起随日期推移",
  );
  await leader.expectAccessible();
  await leader.open("/board/compare?approvedOnly=false");
  await leader.view().click();
  await page.getByLabel("从", { exact: true }).fill("2016-12-31");
  await page.getByRole("button", { name: "对比", exact: true }).click();
  await expect(page.getByText("这两天之间没有登记任何数据")).toBeVisible();
});

test("without JavaScript, on a phone, in English", async ({ signIn }) => {
  const leader = await signIn("leader", {
    javaScriptEnabled: false,
    viewport: { width: 360, height: 740 },
    locale: "en-US",
  });
  const { page } = leader;
  await leader.open("/board");
  await leader.view().click();
  await page.getByLabel("As of").fill(day);
  await page.getByRole("button", { name: "Show" }).click();
  await expect(page.getByRole("note").filter({ hasText: "Historical view" })).toContainText(day);
  await leader.expectFits();
  await leader.open("/board/compare");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("two days compared");
  await leader.expectFits();
});
