import { expect, type Person, test } from "./app.ts";

const income = async (person: Person) =>
  (await person.page
    .locator(".kpi")
    .filter({ hasText: "经营性收入" })
    .locator(".kpi-number a")
    .textContent()) ?? "";

// In 2010 no other story writes.
test.describe("a board that is looked at again and again", () => {
  test("is the same until a town saves something, and shows it at the very next look, to everybody", async ({
    signIn,
  }) => {
    const [leader, auditor, clerk] = [
      await signIn("leader"),
      await signIn("auditor"),
      await signIn("lianhua"),
    ];
    await leader.open("/board?year=2010&approvedOnly=false");
    await auditor.open("/board?year=2010&approvedOnly=false");
    const before = await income(leader);
    await leader.page.reload();
    expect(await income(leader)).toBe(before);

    await clerk.open("/income?month=2010-06");
    await clerk.page.getByLabel(/^白交祠 501 /).fill("123456.78");
    await clerk.page.locator("main").getByRole("button", { name: "保存本月收入" }).click();
    await expect(clerk.done()).toBeVisible();

    await leader.page.reload();
    await auditor.page.reload();
    expect(await income(leader)).not.toBe(before);
    expect(await income(auditor)).toBe(await income(leader));
  });

  test("belongs to who asks: a town has its own, and who signed out has none", async ({
    signIn,
    stranger,
  }) => {
    const [leader, clerk] = [await stranger(), await signIn("lianhua")];
    await leader.signIn("leader");
    await leader.open("/board");
    await clerk.open("/board");
    await expect(leader.heading()).toContainText("同安区");
    await expect(clerk.heading()).toContainText("莲花镇");
    await expect(clerk.page.getByRole("banner")).toContainText("莲花镇经办");
    await leader.page.getByRole("button", { name: "退出" }).first().click();
    await leader.open("/board");
    await expect(leader.page).toHaveURL(/\/login\?next=%2Fboard/);
  });

  test("keeps each language and unit apart", async ({ signIn }) => {
    const leader = await signIn("leader");
    await leader.open("/board");
    const inTenThousands = await income(leader);
    await leader.page.getByRole("banner").getByRole("button", { name: "元", exact: true }).first().click();
    await expect.poll(() => income(leader)).not.toBe(inTenThousands);
    await leader.page.getByRole("banner").getByRole("button", { name: "EN" }).first().click();
    await expect(leader.heading()).toContainText("battle map", { ignoreCase: true });
    await leader.page.reload();
    await expect(leader.heading()).toContainText("battle map", { ignoreCase: true });
  });
});

test("what answers with kept pages gives nothing at its own address, to nobody", async ({
  signIn,
  stranger,
}) => {
  for (const person of [await stranger(), await signIn("leader")])
    for (const path of ["/cached/page", "/cached/board"])
      expect((await person.page.request.get(path, { timeout: 10_000, maxRedirects: 0 })).status(), path).toBe(
        404,
      );
});

test("a program with a token reads what is for programs, and no page, whoever's cookie comes along", async ({
  signIn,
}) => {
  const leader = await signIn("leader");
  await leader.open("/account");
  await leader.page.getByLabel("用途").fill("大屏汇总");
  await leader.page.getByRole("button", { name: "新建令牌" }).click();
  const token = await leader.page.getByRole("status").locator("code").textContent();
  const clerk = await signIn("lianhua");
  const ask = (path: string) =>
    clerk.page.request.get(path, { headers: { authorization: `Bearer ${token}` }, maxRedirects: 0 });
  expect((await (await ask("/api/v1/board")).json()).node.name).toBe("同安区");
  const page = await ask("/board");
  expect([page.status(), page.headers().location]).toEqual([307, "/login?next=%2Fboard"]);
  expect(await (await clerk.page.request.get("/board")).text()).toContain("莲花镇 2016");
});

test("a link is followed without leaving the page, and opens a tab of its own where that is asked for", async ({
  signIn,
}) => {
  const leader = await signIn("leader");
  await leader.open("/board");
  await leader.page.evaluate(() => Object.assign(window, { still: true }));
  await leader.page.locator("#towns").getByRole("link", { name: "莲花镇" }).click();
  await expect(leader.heading()).toContainText("莲花镇");
  expect(await leader.page.evaluate(() => "still" in window)).toBe(true);
  const [tab] = await Promise.all([
    leader.page.context().waitForEvent("page"),
    leader.page
      .getByRole("navigation", { name: "位置" })
      .getByRole("link", { name: "同安区" })
      .click({ modifiers: ["Control"] }),
  ]);
  await expect(tab.getByRole("heading", { level: 1 })).toContainText("同安区");
  await expect(leader.heading()).toContainText("莲花镇");
});
