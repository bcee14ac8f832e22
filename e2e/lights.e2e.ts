import { demonstration } from "../playwright.config.ts";
import { expect, type Person, test } from "./app.ts";

// Lights that explain themselves, the office that sets one by hand, and the rule that it publishes anew. The
// demonstration stands on 2016-12-31; each story makes a project of its own.

const save = (person: Person) => person.page.locator("main form button.button-primary").last().click();
const alertOf = (person: Person) => person.page.getByRole("main").getByRole("alert");
const main = (person: Person) => person.page.getByRole("main");

/** Pace: nothing on 1 December, all on 20 January; 60 % on 31 December. Reported with `percent`. */
async function makeProject(person: Person, name: string, percent: string): Promise<string> {
  await person.open("/projects/new");
  await person.fill({
    name,
    owner: "分管副镇长",
    createdOn: "2016-12-01",
    "villages.0.villageId": "军营",
    "villages.0.share": "100",
    "plan.identified.on": "2016-12-01",
    "plan.operating.on": "2017-01-20",
  });
  await save(person);
  await person.page.waitForURL(/done=created/);
  const path = new URL(person.page.url()).pathname;
  await person.report(path, "2016-12", { progress: percent, delayReason: "weather" });
  await person.open(path);
  return path;
}

test("a yellow light says which part is behind, by what numbers, what turns it green and by when", async ({
  signIn,
}) => {
  const clerk = await signIn("lianhua");
  await makeProject(clerk, "故事灯甲", "40");
  await expect(main(clerk)).toContainText("按计划应完成 60%，实际 40%，落后 20 个百分点");
  // January ends on the 31st, eleven days after the plan: 100 % less ten points and one.
  await expect(main(clerk)).toContainText("到 2017-02-05 前完成 91%（2017-01 月报）");
  await expect(main(clerk)).toContainText("计划中没有开工节点");
  await expect(main(clerk)).toContainText("到 2016-12 底没有登记资金计划，资金灯不评定");
  await expect(clerk.page.getByRole("list", { name: "历月灯色 2016" }).getByRole("listitem")).toHaveText([
    /2016-12 预警/,
  ]);
  await clerk.expectAccessible();

  await clerk.open("/projects?q=gushidengjia");
  await expect(clerk.page.getByRole("row").filter({ hasText: "故事灯甲" })).toContainText(
    "2017-02-05 前完成 91%",
  );
  await expect(clerk.page.getByRole("link", { name: "人工调整灯色", includeHidden: true })).toHaveCount(0);
});

test("the office sets a light by hand with reason and expiry; all see both, it is listed, and it is taken back", async ({
  signIn,
}) => {
  test.slow();
  const clerk = await signIn("lianhua");
  const path = await makeProject(clerk, "故事灯乙", "40");
  const office = await signIn("office");
  await office.open(path);
  await office.besides("人工调整灯色");
  await expect(office.heading()).toContainText("人工调整灯色：");
  await office.expectAccessible();
  await office.fill({ light: "green", expiresOn: "2017-04-01", reason: "台风停工三周，已批准顺延" });
  await save(office);
  await expect(alertOf(office)).toContainText("有效期最长三个月，最晚填 2017-03-31");
  await office.fill({ expiresOn: "2017-01-31" });
  await save(office);
  await office.page.waitForURL(/done=overridden/);

  await clerk.open(path);
  await expect(main(clerk)).toContainText(
    "人工调整（系统计算为预警），有效期至 2017-01-31：台风停工三周，已批准顺延",
  );
  await expect(main(clerk)).toContainText("系统计算：▲ 预警");
  await clerk.expectAccessible();
  const leader = await signIn("leader");
  await leader.open("/projects?q=gushidengyi");
  const row = leader.page.getByRole("row").filter({ hasText: "故事灯乙" });
  await expect(row).toContainText("● 正常");
  await expect(row.getByTitle(/有效期至 2017-01-31/)).toHaveText("人工");
  await leader.expectAccessible();
  await leader.open("/rules");
  await expect(leader.page.getByRole("row").filter({ hasText: "故事灯乙" })).toContainText("生效中");
  await leader.expectAccessible();
  await leader.expectFits();
  await leader.open(`${path}?asOf=2016-12-30`);
  await expect(leader.heading()).not.toContainText("故事灯乙"); // it was made today

  await office.open(path);
  await office.besides("撤销人工调整");
  await office.fill({ reason: "已恢复施工" });
  await save(office);
  await office.page.waitForURL(/done=cleared/);
  await expect(main(office)).toContainText("按计划应完成 60%，实际 40%");
  await office.open("/rules");
  await expect(office.page.getByRole("row").filter({ hasText: "故事灯乙" })).toContainText(
    "撤销：已恢复施工",
  );
});

test("the office looks at what another rule would change before it publishes it, without JavaScript", async ({
  signIn,
}) => {
  test.slow();
  const leader = await signIn("leader");
  await leader.open("/rules");
  await expect(main(leader)).toContainText(
    "落后不足 10 个百分点为正常，落后 10 至 30 个百分点为预警，超过 30 个百分点为滞后",
  );
  await expect(leader.page.getByRole("link", { name: "修订亮灯规则" })).toHaveCount(0);

  const office = await signIn("office", { javaScriptEnabled: false });
  await office.open("/rules");
  await office.page.getByRole("link", { name: "修订亮灯规则" }).click();
  await office.fill({ progressYellow: "40" });
  await office.page.getByRole("button", { name: "预览影响" }).click();
  await expect(alertOf(office)).toContainText("滞后线不能低于预警线");
  await expect(office.page.locator("[name=progressYellow]")).toHaveValue("40");
  await office.fill({ progressYellow: "5", progressRed: "15" });
  await office.page.getByRole("button", { name: "预览影响" }).click();
  await expect(main(office)).toContainText("如果今天（2016-12-31）就按新规则");
  await expect(main(office)).toContainText(/[1-9]\d* 个项目的灯色会改变/);
  await expect(main(office)).toContainText("▲ 预警 → ■ 滞后");
  await office.fill({ effectiveOn: "2016-12-31", source: "区专班会议纪要〔2016〕12号" });
  await save(office);
  await expect(alertOf(office)).toContainText("生效日期须晚于今天（2016-12-31）");
  await office.fill({ effectiveOn: "2017-02-01" });
  await save(office);
  await office.page.waitForURL(/done=ruleSet/);
  await expect(main(office)).toContainText("待生效规则");
  await expect(main(office)).toContainText("区专班会议纪要〔2016〕12号");

  const auditor = await signIn("auditor");
  await auditor.open("/audit");
  await expect(auditor.page.getByRole("row").filter({ hasText: "修订亮灯规则" })).toContainText("2017-02-01");
  await leader.open("/rules");
  await leader.expectAccessible();
  const scripted = await signIn("office");
  await scripted.open(
    "/rules/new?look=1&judgesFunds=on&progressYellow=5&progressRed=15&fundsYellow=10&fundsRed=30&startMonths=3&reportMonths=1",
  );
  await scripted.expectAccessible();
  await scripted.expectFits();
});

test("in English on a phone of 360 px lights, their strip and the rule fit and stay readable", async ({
  signIn,
}) => {
  const office = await signIn("office", { viewport: { width: 360, height: 780 } });
  await office.page.context().addCookies([{ name: "locale", value: "en", url: demonstration }]);
  await office.open("/projects?light=red");
  await office.page.getByRole("row").getByRole("rowheader").getByRole("link").first().click();
  await expect(main(office)).toContainText("Lights by month");
  await expect(main(office)).toContainText("To green:");
  await office.expectFits();
  await office.expectAccessible();
  for (const path of ["/rules", "/rules/new"]) {
    await office.open(path);
    await office.expectFits();
    await office.expectAccessible();
  }
});
