import { Secret, TOTP } from "otpauth";
import { founded } from "../playwright.config.ts";
import { expect, type Person, test } from "./app.ts";

// A real, empty district from its first hour on, on a server of its own (e2e/serve.ts founds it with the
// administrator `first`).

const origin = founded;

async function enter(person: Person, username: string, password: string) {
  await person.open(`${origin}/login`);
  await person.page.locator("#username").fill(username);
  await person.page.locator("#password").fill(password);
  await person.page.locator("#password").press("Enter");
}

async function choosePassword(person: Person, given: string, own: string) {
  await person.page.waitForURL(/\/account\/password/);
  await person.page.locator("[name=currentPassword]").fill(given);
  await person.page.locator("[name=password]").fill(own);
  await person.page.locator("[name=passwordAgain]").fill(own);
  await person.page.locator("[name=passwordAgain]").press("Enter");
  await person.page.waitForURL((url) => !url.pathname.startsWith("/account/password"));
}

test("the first administrator changes the given password, sets up a second factor, opens an account and shuts it again", async ({
  stranger,
}) => {
  const admin = await stranger();
  await enter(admin, "first", "given-Once-2016");
  await choosePassword(admin, "given-Once-2016", "my-Own-Words-77");
  await admin.page.waitForURL(/\/account\/second-factor/);
  const secret = ((await admin.page.locator("code").textContent()) ?? "").replaceAll(/\s/g, "");
  await admin.page.locator("[name=code]").fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
  await admin.page.locator("[name=code]").press("Enter");
  await admin.page.waitForURL((url) => !url.pathname.includes("second-factor"));

  await admin.open(`${origin}/admin/people/new`);
  await expect(admin.page.getByText("演示数据")).toHaveCount(0);
  await admin.page.locator("[name=username]").fill("zhuanban");
  await admin.page.locator("[name=name]").fill("区专班一");
  await admin.page.locator("[name=role]").selectOption("office");
  const district = await admin.page
    .locator("[name=scopeId] option", { hasText: "同安区" })
    .first()
    .getAttribute("value");
  await admin.page.locator("[name=scopeId]").selectOption(district);
  await admin.page.locator("[name=password]").fill("handed-Over-2016");
  await admin.page.locator("main form button.button-primary[type=submit]").last().click();
  await admin.page.waitForURL(/\/admin\/people(\?|\/\d+|$)/);

  const office = await stranger();
  await enter(office, "zhuanban", "handed-Over-2016");
  await office.page.waitForURL(/\/account\/password/);
  await office.open(`${origin}/print/board`); // paper too only for whoever owes nothing
  await expect(office.page).toHaveURL(/\/account\/password\?next=%2Fprint%2Fboard$/);
  await office.open(`${origin}/account/password`);
  await choosePassword(office, "handed-Over-2016", "office-Words-88");
  await office.page.waitForURL(/\/board/);
  await expect(office.heading()).toContainText("同安区");
  await expect(office.page.getByText("演示数据")).toHaveCount(0);
  for (const path of ["/villages", "/projects", "/income", "/funding", "/exports", "/facts"]) {
    const answer = await office.page.goto(origin + path);
    expect(answer?.status(), path).toBe(200);
    await office.expectAccessible();
  }

  await admin.open(`${origin}/admin/people`);
  await admin.page
    .getByRole("link", { name: /zhuanban|区专班一/ })
    .first()
    .click();
  await admin.page.waitForURL(/\/admin\/people\/\d+/);
  await admin.page.getByRole("button", { name: "停用 zhuanban" }).click();
  await expect(admin.page.getByText("账号已停用").first()).toBeVisible();
  await expect(async () => {
    await office.open(`${origin}/board`);
    expect(office.page.url()).toContain("/login");
  }).toPass();
});

test("a token is shown once: the page that the router asks for twice has it twice, and for moments only", async ({
  signIn,
}) => {
  const { page, open } = await signIn("auditor");
  await open("/account");
  await page.getByLabel("用途").fill("核对");
  const made = page.waitForResponse((answer) => answer.request().method() === "POST");
  await page.getByRole("button", { name: "新建令牌" }).click();
  const handover = (await (await made).headerValue("set-cookie"))?.split(";")[0];
  const token = (await page.getByRole("status").locator("code").textContent()) ?? "";
  const session = (await page.context().cookies()).find(({ name }) => name === "guatu_session")?.value;
  const ask = (path: string) =>
    page.request.get(path, { headers: { cookie: `guatu_session=${session}; ${handover}` } });
  for (const answer of [await ask("/account?done=created"), await ask("/account?done=created")]) {
    expect(await answer.text()).toContain(token);
    expect(answer.headers()["set-cookie"]).toMatch(
      /^guatu_handover=.+; Path=\/account; .*Max-Age=5; HttpOnly; SameSite=strict$/,
    );
  }
  expect(await (await ask("/account")).text()).not.toContain(token);
});

test("ten wrong guesses close an account's door for a while, whatever the page says it plainly", async ({
  stranger,
}) => {
  const guesser = await stranger();
  for (let guess = 0; guess < 10; guess++) {
    await enter(guesser, "nobody", `wrong-${guess}`);
    await expect(guesser.page.getByRole("alert").first()).toBeVisible();
  }
  await enter(guesser, "nobody", "wrong-again");
  await expect(guesser.page.getByRole("alert").first()).toContainText("15");
});

test("an account that one administrator asked for is shut until the other confirms it, and the auditor is told", async ({
  signIn,
  stranger,
}) => {
  const newcomer = await stranger();
  const knock = async () => {
    await newcomer.open("/login");
    await newcomer.page.locator("#username").fill("audit2");
    await newcomer.page.locator("#password").fill("guatu-demo");
    await newcomer.page.locator("#password").press("Enter");
  };
  await knock();
  await expect(newcomer.page.getByText("须由另一名管理员确认")).toBeVisible();

  const asking = await signIn("admin");
  await asking.open("/admin/people");
  await asking.page.getByRole("link", { name: "区审计二科 (audit2)" }).click();
  await expect(asking.page.getByText("须由另一名管理员确认：安全管理员")).toBeVisible();
  await asking.expectFits();
  await asking.expectAccessible();

  const second = await signIn("security", { javaScriptEnabled: false });
  await second.open(new URL(asking.page.url()).pathname);
  await second.page.getByRole("button", { name: "确认 audit2 可以登录" }).click();
  await expect(second.page.getByText("已确认，可以登录")).toBeVisible();
  await knock();
  await newcomer.page.waitForURL((url) => !url.pathname.startsWith("/login"));

  const auditor = await signIn("auditor");
  await auditor.open("/");
  await expect(auditor.page.getByRole("link", { name: "确认账号 · audit2" })).toBeVisible();
  await auditor.expectAccessible();
});
