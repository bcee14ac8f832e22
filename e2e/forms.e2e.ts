import { expect, type Person, test } from "./app.ts";

// 新民镇 in 2013, and people, comments and links of these stories' own.

const cell = (person: Person, village: string, account: string) =>
  person.page.getByLabel(new RegExp(`^${village} ${account} `));
const button = (person: Person, name: string | RegExp) =>
  person.page.locator("main").getByRole("button", { name, exact: typeof name === "string" });
const save = (person: Person) => button(person, /^(保存本月收入|以我填写的为准)/).click();
const counts = (person: Person, text: string) =>
  expect(person.page.getByRole("status").filter({ hasText: text })).toBeVisible();
const restored = (person: Person) => person.page.getByRole("status").filter({ hasText: "的草稿" });
/** Types, and goes away from it without saving. */
async function leave(person: Person, to = "/account") {
  await expect(person.page.getByText(/草稿已保存/)).toBeVisible();
  person.page.once("dialog", (dialog) => dialog.accept());
  await person.open(to);
}

test("a draft of the grid holds its own cells alone: what a colleague posted meanwhile stays, and the same cell asks whose value stands", async ({
  signIn,
}) => {
  const [one, two] = [await signIn("xinmin"), await signIn("xinmin")];
  for (const person of [one, two]) await person.open("/income?month=2010-06");
  await cell(one, "西山", "522").fill("111");
  await cell(one, "西山", "501").fill("5");
  await leave(one);
  await cell(two, "梧侣", "522").fill("50000");
  await cell(two, "西山", "501").fill("700.5");
  await save(two);
  await expect(two.done()).toBeVisible();

  await one.open("/income?month=2010-06");
  await expect(restored(one)).toContainText("草稿中有 1 处");
  await expect(cell(one, "梧侣", "522")).toHaveValue("50000.00");
  await expect(cell(one, "西山", "522")).toHaveValue("111");
  await expect(cell(one, "西山", "501")).toHaveValue("5");
  await expect(one.page.locator("main")).toContainText("对方的值：700.50");
  await save(one); // nobody chose: the server does not choose either
  await expect(one.page.locator("main [role=alert]")).toContainText("先保存");
  await expect(one.page.locator("main")).toContainText("对方的值：700.50");
  await button(one, "用对方的").click();
  await expect(cell(one, "西山", "501")).toHaveValue("700.50");
  await counts(one, "新填 1 格，更正 0 格");
  await save(one);
  await expect(one.done()).toBeVisible();
  await expect(restored(one)).toHaveCount(0);
  await two.open("/income?month=2010-06");
  await expect(cell(two, "梧侣", "522")).toHaveValue("50000.00");
  await expect(cell(two, "西山", "522")).toHaveValue("111.00");
  await expect(cell(two, "西山", "501")).toHaveValue("700.50");
});

test("the grid is saved three times without reloading: each time as if opened anew, with what others saved", async ({
  signIn,
}) => {
  const [one, two] = [await signIn("xinmin"), await signIn("xinmin")];
  for (const person of [one, two]) await person.open("/income?month=2010-05");
  await cell(two, "溪林", "501").fill("31");
  await save(two);
  await expect(two.done()).toBeVisible();
  for (const [account, typed, stands] of [
    ["501", "1071", "1071.00"],
    ["522", "2029.9", "2029.90"],
    ["531", "12.5万", "125000.00"],
  ] as const) {
    await cell(one, "西山", account).fill(typed);
    await save(one);
    await expect(cell(one, "西山", account)).toHaveValue(stands);
    await expect(cell(one, "溪林", "501")).toHaveValue("31.00");
    await expect(button(one, "保存本月收入")).toBeEnabled();
    await counts(one, "可直接输入");
    await expect(one.done()).toBeVisible();
  }
  // What is refused takes the green note away, and everything that is wrong is said at once.
  await cell(one, "西山", "511").fill("-501");
  await cell(one, "梧侣", "501").fill("1234.567");
  await counts(one, "有误 2 格");
  await save(one);
  await expect(one.page.locator("main [role=alert]")).toContainText("有 2 处需要修改");
  await expect(one.page.locator("main [role=alert]")).toContainText("两位小数");
  await expect(one.done()).toHaveCount(0);
  // Another month is another form.
  one.page.once("dialog", (dialog) => dialog.accept());
  await one.page.getByRole("link", { name: "2010-04" }).click();
  await expect(one.heading()).toContainText("4月");
  await expect(cell(one, "西山", "501")).toHaveValue("");
  await one.page.getByRole("link", { name: "2010-05" }).click();
  await expect(cell(one, "西山", "511")).toHaveValue("-501");
  await expect(cell(one, "西山", "501")).toHaveValue("1071.00");
});

test("of two who edit a village, what one did not touch takes the other's value; a draft meets it too; signing in again asks nothing", async ({
  signIn,
}) => {
  const [one, two] = [await signIn("xinmin"), await signIn("xinmin")];
  await one.open("/villages?search=梧侣");
  const path = `${(await one.page.getByRole("link", { name: "梧侣" }).first().getAttribute("href"))?.split("?")[0]}/edit`;
  const field = (person: Person, name: string) => person.page.locator(`main [name=${name}]`);
  for (const person of [one, two]) await person.open(path);
  await field(one, "plan").fill("建标准厂房");
  await field(two, "contact").fill("村主任");
  await button(two, "保存").click();
  await expect(two.done()).toBeVisible();
  await button(one, "保存").click();
  await expect(one.page.locator("main [role=alert]")).toContainText("先保存");
  await expect(field(one, "contact")).toHaveValue("村主任");
  await expect(field(one, "plan")).toHaveValue("建标准厂房");
  await button(one, "保存").click();
  await expect(one.done()).toBeVisible();

  await one.open(path);
  await field(one, "plan").fill("出租仓库");
  await field(one, "contactPhone").fill("0592");
  await leave(one);
  await two.open(path);
  await field(two, "plan").fill("建冷库");
  await button(two, "保存").click();
  await expect(two.done()).toBeVisible();
  await one.open(path);
  await expect(restored(one)).toContainText("草稿中有 1 处");
  await expect(one.page.locator("main")).toContainText("对方的值：建冷库");
  await expect(field(one, "contactPhone")).toHaveValue("0592");
  await button(one, "用我填的").click();
  await one.page.context().clearCookies();
  await button(one, "保存").click();
  await one.page.getByRole("link", { name: "重新登录" }).click(); // an unanswered question would be dismissed, and stay here
  await one.page.locator("#username").fill("xinmin");
  await one.page.locator("#password").fill("guatu-demo");
  await one.page.locator("#password").press("Enter");
  await one.page.waitForURL(/\/edit/);
  await expect(field(one, "plan")).toHaveValue("出租仓库");
  await button(one, "保存").click();
  await expect(one.done()).toBeVisible();
  await expect(one.page.locator("main")).toContainText("出租仓库");
  await expect(one.page.locator("main")).toContainText("村主任");
});

/**
 * Fills, presses and sees it done, three times on one page: the button lives, the fields are as new, what was
 * refused before is gone.
 */
async function thrice(
  person: Person,
  form: {
    fields: (nth: number) => [name: string, value: string][];
    press: string;
    seen: (nth: number) => string;
    keeps?: boolean;
  },
) {
  for (const nth of [1, 2, 3]) {
    const fields = form.fields(nth);
    for (const [name, value] of fields) {
      const field = person.page.locator(`main [name=${name}]`).first();
      if ((await field.evaluate((element) => element.tagName)) === "SELECT") await field.selectOption(value);
      else await field.fill(value);
    }
    await button(person, form.press).click();
    await expect(person.page.locator("main")).toContainText(form.seen(nth));
    await expect(button(person, form.press)).toBeEnabled();
    const [first, typed] = fields.at(-1) ?? ["", ""];
    await expect(person.page.locator(`main [name=${first}]`).first()).toHaveValue(form.keeps ? typed : "");
  }
}

test("every form that stays on its page is used three times without reloading", async ({ signIn }) => {
  const [admin, leader, office] = [await signIn("admin"), await signIn("leader"), await signIn("office")];
  await admin.open("/admin/people");
  await admin.page.getByRole("link", { name: "xinmin" }).click();
  await thrice(admin, {
    fields: (nth) => [["post", `镇村财办 ${nth}`]],
    press: "保存",
    seen: (nth) => `镇村财办 ${nth}`,
    keeps: true,
  });
  await leader.open("/account");
  await thrice(leader, {
    fields: (nth) => [["name", `核对 ${nth}`]],
    press: "新建令牌",
    seen: (nth) => `核对 ${nth}`,
  });

  await leader.open("/villages?search=溪林");
  await leader.page.getByRole("link", { name: "溪林" }).first().click();
  await thrice(leader, {
    fields: (nth) => [["text", `到村看过 ${nth} 次`]],
    press: "保存点评",
    seen: (nth) => `到村看过 ${nth} 次`,
  });

  await office.open("/screens");
  await thrice(office, {
    fields: (nth) => [["name", `三楼 ${nth}`]],
    press: "新增大屏",
    seen: (nth) => `三楼 ${nth}`,
  });
  await office.open("/funding/exceptions");
  await office.page.locator("main tbody tr th a, main tbody tr td a").first().click();
  await thrice(office, {
    fields: (nth) => [["dueOn", `2017-01-1${nth}`]],
    press: "指定",
    seen: (nth) => `2017-01-1${nth}`,
    keeps: true,
  });
  await office.open("/funding/new");
  const project = await office.page
    .locator("select[name=project] optgroup[label=汀溪镇] option")
    .nth(3)
    .getAttribute("value");
  await office.open(`/funding/new?project=${project}`);
  await thrice(office, {
    fields: (nth) => [
      ["stage", "plan"],
      ["source", "loan"],
      ["note", `贷款 ${nth}`],
      ["amountFen", `${nth}000`],
    ],
    press: "登记",
    seen: (nth) => ["", "1,000.00", "3,000.00", "6,000.00"][nth] ?? "",
  });
});
