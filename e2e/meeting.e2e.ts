import { expect, type Person, test } from "./app.ts";

// Towns of their own, so that these stories run beside others: 莲花镇 and 新民镇 each hold a meeting.

/** 31 December calls for 66.67 %. */
async function makeProject(clerk: Person, name: string, village: string): Promise<string> {
  await clerk.open("/projects/new");
  await clerk.fill({
    name,
    owner: "分管副镇长",
    createdOn: "2016-12-01",
    "villages.0.villageId": village,
    "villages.0.share": "100",
    "plan.identified.on": "2016-12-01",
    "plan.building.on": "2016-12-21",
    "plan.building.done": "50",
    "plan.operating.on": "2017-01-20",
  });
  await clerk.page.locator("main form button.button-primary").click();
  await clerk.page.waitForURL(/\/projects\/\d+\?done=created/);
  return new URL(clerk.page.url()).pathname;
}

async function report(clerk: Person, project: string, progress: string) {
  await clerk.open(`${project}/report?month=2016-12`);
  await clerk.fill({ progress, delayReason: "weather" });
  await clerk.page.locator("main form button.button-primary").click();
  await clerk.page.waitForURL(/done=saved/);
}

const item = (person: Person, name: string) =>
  person.page.getByRole("navigation", { name: "议程" }).getByRole("link", { name });
const box = (person: Person) => person.page.locator("textarea[name=text]");
const screen = (person: Person) => person.page.getByRole("region").first();

/** Keys work once the page's scripts run. */
const press = (person: Person, key: string, url: RegExp) =>
  expect(async () => {
    await person.page.keyboard.press(key);
    await expect(person.page).toHaveURL(url, { timeout: 2_000 });
  }).toPass();

test("a leader holds a meeting: figures stand still, a comment is typed on the spot, the minutes print, the town reads what was said", async ({
  signIn,
}) => {
  test.slow();
  const clerk = await signIn("lianhua");
  const project = await makeProject(clerk, "会议甲育苗棚", "军营");
  await report(clerk, project, "20");

  const leader = await signIn("leader");
  await leader.open("/board?node=350212105000");
  await leader.page.getByRole("link", { name: "会议", exact: true }).click();
  await expect(leader.page.getByLabel("会议名称")).toHaveValue("莲花镇 2016年12月研究点评");
  await leader.expectAccessible();
  await leader.page.getByRole("button", { name: "开始会议" }).click();
  await leader.page.waitForURL(/\/board\/meetings\/\d+$/);
  const meeting = new URL(leader.page.url()).pathname;
  await expect(leader.heading()).toHaveText("莲花镇 2016 年挂图作战");
  await expect(leader.page.getByText("数据锁定于")).toBeVisible();
  await expect(leader.page.getByText("演示数据")).toBeVisible();
  await leader.expectAccessible();

  // Reds first; a presenter sends PageDown.
  await press(leader, "PageDown", /item=1$/);
  await expect(screen(leader)).toContainText("■ 滞后");
  await press(leader, "End", /item=\d+$/);
  await press(leader, "Home", /item=0$/);
  await item(leader, "会议甲育苗棚").click();
  await expect(leader.heading()).toContainText("会议甲育苗棚");
  await expect(screen(leader)).toContainText("按计划应完成 66.67%，实际 20%，落后 46.67 个百分点");
  await expect(screen(leader)).toContainText("分管副镇长");
  await expect(screen(leader)).toContainText("2017-01-20");
  const here = leader.page.url();
  await leader.expectAccessible();

  // The town reports meanwhile: the board moves, the meeting does not.
  await report(clerk, project, "60");
  const board = await signIn("leader");
  await board.open("/projects?q=huiyijia");
  await expect(board.page.getByRole("row").filter({ hasText: "会议甲育苗棚" })).toContainText("60%");
  await leader.page.reload();
  await expect(screen(leader)).toContainText("实际 20%");
  await expect(screen(leader)).not.toContainText("60%");

  // Keys belong to the box while one types in it; what is typed waits there, also after moving on.
  await box(leader).pressSequentially("一周内 full");
  await leader.page.keyboard.press("ArrowLeft");
  await leader.page.keyboard.press("Home");
  expect(leader.page.url()).toBe(here);
  await leader.page.keyboard.press("Escape");
  await press(leader, "Home", /item=0$/);
  await item(leader, "会议甲育苗棚").click();
  await expect(box(leader)).toHaveValue("一周内 full");
  await box(leader).fill("一周内到现场，月底前开工");
  await box(leader).press("Control+Enter");
  await expect(leader.done()).toBeVisible();
  expect(leader.page.url()).toContain(here);
  await expect(screen(leader)).toContainText("一周内到现场，月底前开工");
  await expect(box(leader)).toHaveValue("");
  await expect(item(leader, "会议甲育苗棚（滞后），已点评 1 条")).toBeVisible();

  // Minutes: frozen figures, what was said, the trail's head; then the conclusion ends it.
  await leader.page.getByRole("link", { name: "纪要" }).click();
  await leader.page.waitForURL(`**${meeting}/minutes`);
  const minutes = leader.page.getByRole("article");
  await expect(minutes).toContainText("实际 20%");
  await expect(minutes).toContainText("一周内到现场，月底前开工");
  await expect(minutes).toContainText(/第 \d+ 条 · [0-9a-f]{12}/);
  await leader.fill({ conclusion: "育苗棚每周一报" });
  await leader.page.getByRole("button", { name: "结束会议并定稿" }).click();
  await expect(leader.done()).toBeVisible();
  await expect(minutes).toContainText("育苗棚每周一报");
  await leader.expectAccessible();
  await leader.page.emulateMedia({ media: "print" });
  await expect(minutes.getByText("主持人签字")).toBeVisible();
  await expect(leader.page.getByRole("button", { name: "打印" })).toBeHidden();
  await leader.page.emulateMedia({ media: "screen" });
  await leader.open(here);
  await expect(leader.page.getByText("会议已于")).toBeVisible();
  await expect(box(leader)).toHaveCount(0);
  await press(leader, "Escape", /\/board\/meetings\?node=350212105000/);
  await expect(leader.page.getByRole("row").filter({ hasText: "育苗棚每周一报" })).toBeVisible();
  await leader.expectAccessible();

  await clerk.open(project);
  const comments = clerk.page.locator("#comments");
  await expect(comments).toContainText("一周内到现场，月底前开工");
  await expect(comments).toContainText("区领导");
  await expect(comments.getByRole("textbox")).toHaveCount(0);
  await comments.getByRole("link", { name: "莲花镇 2016年12月研究点评" }).click();
  await expect(clerk.page.getByRole("article")).toContainText("育苗棚每周一报");
  await expect(clerk.page.getByRole("button", { name: "结束会议并定稿" })).toHaveCount(0);
});

test("without JavaScript, on a phone: started, stepped by links, commented, ended; another town finds nothing", async ({
  signIn,
}) => {
  const office = await signIn("office", { javaScriptEnabled: false, viewport: { width: 360, height: 740 } });
  await office.open("/board/meetings?node=350212106000");
  await office.expectFits();
  await office.page.getByRole("button", { name: "开始会议" }).click();
  await expect(office.heading()).toHaveText("新民镇 2016 年挂图作战");
  await office.expectFits();
  await office.page.getByRole("link", { name: "下一项" }).click();
  await expect(office.page).toHaveURL(/item=1$/);
  await expect(box(office)).toBeVisible();
  await office.expectFits();
  for (const link of await office.page.locator(".presenter-foot a:visible").all()) {
    const size = await link.boundingBox();
    expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  const name = await office.heading().textContent();
  await office.page.getByRole("button", { name: "保存点评" }).click();
  await expect(office.page.getByRole("main")).toContainText("此项必填");
  await box(office).fill("请镇长牵头");
  await office.page.getByRole("button", { name: "保存点评" }).click();
  await expect(office.done()).toBeVisible();
  await expect(office.heading()).toHaveText(name ?? "");
  await office.page.getByRole("link", { name: "纪要" }).click();
  await expect(office.page.getByRole("article")).toContainText("请镇长牵头");
  await office.expectFits();
  const minutes = office.page.url();
  await office.fill({ conclusion: "按期销号" });
  await office.page.getByRole("button", { name: "结束会议并定稿" }).click();
  await expect(office.done()).toBeVisible();

  const clerk = await signIn("lianhua");
  await clerk.open(minutes);
  await expect(clerk.page.getByText("不在您的管辖范围")).toBeVisible();
  const auditor = await signIn("auditor", { locale: "en-GB" });
  await auditor.open(minutes);
  await expect(auditor.page.getByRole("article")).toContainText("Operating income 2016");
  await expect(auditor.page.locator("body")).not.toContainText("meeting.");
  await auditor.expectAccessible();
  await auditor.open(minutes.replace("/minutes", "?item=1"));
  await expect(auditor.page.getByRole("link", { name: "Next" })).toBeVisible();
  await expect(auditor.page.locator("body")).not.toContainText("meeting.");
  await auditor.expectAccessible();
});
