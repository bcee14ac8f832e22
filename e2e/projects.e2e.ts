import { expect, type Person, test } from "./app.ts";

// A town's afternoon with its projects. Every story makes a project of its own in 莲花镇; the demonstration
// stands on 2016-12-31.

const alertOf = (person: Person) => person.page.getByRole("main").getByRole("alert");
const save = (person: Person) => person.page.locator("main form button.button-primary").click();

/** Pace: nothing on 1 December, 50 % on the 21st, all on 20 January; 31 December calls for 66.67 %. */
async function makeProject(person: Person, name: string): Promise<string> {
  await person.open("/projects/new");
  await person.fill({
    name,
    owner: "分管副镇长",
    createdOn: "2016-12-01",
    "villages.0.villageId": "军营",
    "villages.0.share": "60",
    "villages.1.villageId": "白交祠",
    "villages.1.share": "40",
    "plan.identified.on": "2016-12-01",
    "plan.building.on": "2016-12-21",
    "plan.building.done": "50",
    "plan.operating.on": "2017-01-20",
  });
  await save(person);
  await person.page.waitForURL(/\/projects\/\d+\?done=created/);
  return new URL(person.page.url()).pathname;
}

test("a clerk enters a project, reports its month from the desk with the light in view, and the leader sees the same light", async ({
  signIn,
}) => {
  test.slow();
  const clerk = await signIn("lianhua");
  const path = await makeProject(clerk, "故事甲农产品仓");
  await expect(clerk.heading()).toContainText("故事甲农产品仓");
  await expect(clerk.page.getByRole("main")).toContainText("军营 60% · 白交祠 40%");
  await clerk.expectAccessible();

  await clerk.open("/");
  await clerk.page.getByRole("link", { name: "填报 故事甲农产品仓 2016-12" }).click();
  await clerk.page.waitForURL(/report\?month=2016-12/);
  await expect(clerk.page.getByRole("main")).toContainText("66.67%");
  await clerk.fill({ progress: "40" });
  await expect(
    clerk.page.getByText("按计划应完成 66.67%，实际 40%，落后 26.67 个百分点").first(),
  ).toBeVisible();
  await clerk.expectAccessible();

  // Warning without a reason, and a phase without its evidence, are refused; nothing typed is lost.
  await clerk.fill({ phase: "building" });
  await save(clerk);
  await expect(alertOf(clerk)).toContainText("进入新阶段需要填写依据");
  await expect(clerk.page.locator("[name=progress]")).toHaveValue("40");
  await clerk.fill({
    "evidence.approved.text": "同发改〔2016〕88号",
    "evidence.approved.on": "2016-12-05",
    "evidence.preparation.text": "施工合同 88",
    "evidence.preparation.on": "2016-12-12",
    "evidence.building.text": "开工照片 2 张",
    "evidence.building.on": "2016-12-20",
  });
  await save(clerk);
  await expect(alertOf(clerk)).toContainText("请选择原因");
  await clerk.fill({ delayReason: "weather" });
  await save(clerk);
  await expect(clerk.done()).toBeVisible();
  await clerk.page.getByText("✓ 已填").first().click();
  await expect(clerk.page.getByRole("link", { name: "更正 故事甲农产品仓 2016-12" })).toBeVisible();
  await clerk.expectAccessible();

  const leader = await signIn("leader");
  await leader.open("/projects?q=gushijia");
  const row = leader.page.getByRole("row").filter({ hasText: "故事甲农产品仓" });
  await expect(row).toContainText("▲ 预警");
  await expect(row).toContainText("落后 26.67 个百分点");
  await leader.expectAccessible();
  await row.getByRole("link").first().click();
  await leader.page.waitForURL(`**${path}`);
  await expect(leader.page.getByRole("main")).toContainText("同发改〔2016〕88号");
  await expect(leader.page.getByRole("link", { name: /填报/ })).toHaveCount(0);
  await leader.expectLight(path, "▲ 预警");
});

test("two report the same month: the second sees the first one's values, keeps what was typed and decides", async ({
  signIn,
}) => {
  const clerk = await signIn("lianhua");
  const path = await makeProject(clerk, "故事乙停车场");
  const office = await signIn("office");
  await office.open(`${path}/report?month=2016-12`);
  await office.fill({ progress: "62", note: "区里现场核实", delayReason: "land" });
  await clerk.open(`${path}/report?month=2016-12`);
  await clerk.fill({ progress: "61", delayReason: "land" });
  await save(clerk);
  await clerk.page.waitForURL(/done=saved/);
  await save(office);
  await expect(alertOf(office)).toContainText("先保存");
  await expect(office.page.getByRole("main")).toContainText("对方的值：61");
  await expect(office.page.locator("[name=progress]")).toHaveValue("62");
  await expect(office.page.locator("[name=note]")).toHaveValue("区里现场核实");
  await office.page.getByRole("button", { name: "以我填写的为准" }).click();
  await expect(office.done()).toBeVisible();
  await expect(office.page.getByRole("main")).toContainText("代填");
});

test("a lost connection loses nothing and saves once", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  const path = await makeProject(clerk, "故事丙茶园");
  await clerk.open(`${path}/report?month=2016-12`);
  await clerk.fill({ progress: "70", delayReason: "land", note: "网络中断时填写" });
  await clerk.page.context().setOffline(true);
  await save(clerk);
  await expect(alertOf(clerk)).toContainText("没有联网，未保存");
  await expect(clerk.page.locator("[name=note]")).toHaveValue("网络中断时填写");
  await clerk.page.context().setOffline(false);
  await clerk.page.locator("main form button.button-primary").dblclick();
  await clerk.page.waitForURL(/done=saved/);
  await clerk.open(path);
  await expect(clerk.page.getByRole("row").filter({ hasText: "网络中断时填写" })).toHaveCount(1);
  await expect(clerk.page.getByText("已更正")).toHaveCount(0);
});

test("a session that ended meanwhile returns to the form after signing in, with the draft", async ({
  signIn,
}) => {
  const clerk = await signIn("lianhua");
  const path = await makeProject(clerk, "故事丁厂房");
  await clerk.open(`${path}/report?month=2016-12`);
  await clerk.fill({ progress: "71.5", delayReason: "land", note: "会话过期前填写" });
  await clerk.page.context().clearCookies();
  await save(clerk);
  await expect(alertOf(clerk)).toContainText("登录已过期");
  await clerk.page.getByRole("link", { name: "重新登录" }).click();
  await clerk.page.locator("#username").fill("lianhua");
  await clerk.page.locator("#password").fill("guatu-demo");
  await clerk.page.locator("#password").press("Enter");
  await clerk.page.waitForURL(/report\?month=2016-12/);
  await expect(clerk.page.locator("[name=note]")).toHaveValue("会话过期前填写");
  await expect(clerk.page.locator("[name=progress]")).toHaveValue("71.5");
  await save(clerk);
  await clerk.page.waitForURL(/done=saved/);
});

test("without JavaScript: preview, refusal that keeps what was typed, evidence, saving", async ({
  signIn,
}) => {
  const path = await makeProject(await signIn("lianhua"), "故事戊民宿");
  const clerk = await signIn("lianhua", { javaScriptEnabled: false });
  await clerk.open(`${path}/report?month=2016-12`);
  await clerk.fill({ progress: "30", delayReason: "land", note: "没有脚本" });
  await clerk.page.getByRole("button", { name: "预览灯色" }).click();
  await expect(clerk.page.getByRole("main")).toContainText("■ 滞后");
  await expect(clerk.page.locator("[name=note]")).toHaveValue("没有脚本");
  await clerk.fill({ phase: "approved" });
  await save(clerk);
  await expect(alertOf(clerk)).toContainText("进入新阶段需要填写依据");
  await expect(clerk.page.locator("[name=progress]")).toHaveValue("30");
  await clerk.fill({ "evidence.approved.text": "同发改〔2016〕99号", "evidence.approved.on": "2016-12-05" });
  await save(clerk);
  await expect(clerk.done()).toBeVisible();
  await clerk.open(path);
  await expect(clerk.page.getByRole("main")).toContainText("同发改〔2016〕99号");
  await clerk.open("/projects?q=故事戊&light=red");
  await expect(clerk.page.getByRole("row").filter({ hasText: "故事戊民宿" })).toHaveCount(1);
});

test("an edit is kept field by field, and a plan revision beside the first", async ({ signIn }) => {
  const clerk = await signIn("lianhua");
  const path = await makeProject(clerk, "故事己市场");
  await clerk.open(`${path}/edit`);
  await clerk.expectAccessible();
  await clerk.fill({ owner: "镇长" });
  await save(clerk);
  await expect(clerk.done()).toBeVisible();
  await expect(clerk.page.getByRole("listitem").filter({ hasText: "修改项目" })).toContainText(
    /责任人分管副镇长→镇长/,
  );
  await clerk.open(`${path}/plan`);
  await clerk.expectAccessible();
  await clerk.fill({ "plan.operating.on": "2017-03-20", reason: "雨季顺延" });
  await save(clerk);
  await expect(clerk.page.getByRole("main")).toContainText("计划已调整 1 次，最近：雨季顺延");
  await expect(clerk.page.getByRole("link", { name: "暂停", includeHidden: true })).toHaveCount(0); // the office's to do
});

test("the office pauses a project, resumes it, ends it and takes the ending back", async ({ signIn }) => {
  test.slow();
  const path = await makeProject(await signIn("lianhua"), "故事壬物业楼");
  const office = await signIn("office");
  await office.open(path);
  await office.besides("暂停");
  await office.page.waitForURL(/to=pause/);
  await office.expectAccessible();
  await office.fill({ approval: "区专班纪要 9 号", reason: "等待规划" });
  await save(office);
  await expect(office.page.getByRole("main")).toContainText("▨ 暂停");
  await office.besides("恢复");
  await office.page.waitForURL(/to=resume/);
  await office.fill({ reason: "规划已批" });
  await save(office);
  await expect(office.done()).toBeVisible();
  await office.besides("终止");
  await office.page.waitForURL(/to=end/);
  await expect(office.heading()).toContainText("故事壬物业楼");
  await office.fill({ reason: "误操作演练" });
  await save(office);
  await expect(office.page.getByRole("main")).toContainText("✕ 已终止");
  await office.besides("撤销终止");
  await office.page.waitForURL(/to=resume/);
  await office.fill({ reason: "撤销" });
  await save(office);
  await expect(office.page.getByRole("main")).not.toContainText("✕ 已终止");
});

test("in English on a phone of 360 px every page fits and a report is made with the thumb", async ({
  signIn,
}) => {
  test.slow();
  const clerk = await signIn("lianhua", {
    viewport: { width: 360, height: 740 },
    locale: "en-US",
    hasTouch: true,
    isMobile: true,
  });
  const path = await makeProject(clerk, "故事庚冷库");
  for (const page of [
    "/",
    "/projects",
    path,
    `${path}/edit`,
    `${path}/plan`,
    `${path}/report?month=2016-12`,
  ]) {
    await clerk.open(page);
    await clerk.expectFits();
    await clerk.expectAccessible();
  }
  await expect(clerk.page.locator("[name=progress]")).toHaveAttribute("inputmode", "decimal");
  const box = await clerk.page.locator("[name=progress]").boundingBox();
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await clerk.fill({ progress: "80", delayReason: "land" });
  await expect(clerk.page.getByText("66.67% planned, 80% done: 13.33 points ahead").first()).toBeVisible();
  await save(clerk);
  await expect(clerk.done()).toContainText("Saved");
});

test("the register is found by Chinese, pinyin, initials and a village, told apart when empty, and kept in the URL", async ({
  signIn,
}) => {
  const clerk = await signIn("lianhua");
  await makeProject(clerk, "故事辛观景台");
  for (const words of ["观景台", "guanjingtai", "gjt"]) {
    await clerk.open(`/projects?q=${words}`);
    await expect(clerk.page.getByRole("row").filter({ hasText: "故事辛观景台" })).toHaveCount(1);
  }
  await clerk.page.locator("main form.filters [name=q]").fill("没有这个项目");
  await clerk.page.getByRole("button", { name: "查询" }).click();
  await expect(clerk.page.getByText("没有符合条件的记录")).toBeVisible();
  await clerk.page.goBack();
  await expect(clerk.page.getByRole("row").filter({ hasText: "故事辛观景台" })).toHaveCount(1);
  const elsewhere = await clerk.open("/projects?node=350212106000");
  expect(elsewhere?.status()).toBe(404);
});
