import { once } from "node:events";
import { connect } from "node:net";
import { expect, Person, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

// A wall in a meeting room: who opens it, what turns, what it does when something is saved, when its link is
// stopped, when the server goes away.

const which = (wall: Person) => wall.page.locator(".wall-which");
const cards = (wall: Person) => wall.page.locator(".wall-card");

/** The office makes a link for a screen and hands it over. */
async function makeScreen(office: Person, name: string): Promise<string> {
  await office.open("/screens");
  await office.page.locator("[name=name]").fill(name);
  await office.page.getByRole("button", { name: "新增大屏" }).click();
  await expect(office.done()).toBeVisible();
  await expect(office.page.getByRole("img", { name: "大屏链接二维码" })).toBeVisible();
  await expect(office.page.locator("[name=name]"), "the form is ready for another").toHaveValue("");
  const link = (await office.page.locator("code").textContent()) ?? "";
  expect(link).toMatch(/\/wall\?screen=[\w-]{43}$/);
  return new URL(link).pathname + new URL(link).search;
}

/** A town's clerk reports a month's progress. */
async function report(clerk: Person, project: string, progress: string) {
  await clerk.open(`/projects?q=${encodeURIComponent(project)}`);
  await clerk.page.getByRole("row").filter({ hasText: project }).getByRole("link").first().click();
  await clerk.page.waitForURL(/\/projects\/\d+/);
  await clerk.open(`${new URL(clerk.page.url()).pathname}/report?month=2016-12`);
  await clerk.page.locator("[name=progress]").fill(progress);
  await clerk.page.locator("[name=delayReason]").selectOption("land");
  await clerk.page.locator("main form button.button-primary").click();
  await clerk.page.waitForURL(/done=saved/);
}

/** Steps to the scene of a name. */
async function turnTo(wall: Person, name: string) {
  for (let turns = 0; turns < 20 && !(await which(wall).textContent())?.includes(name); turns++)
    await wall.page.keyboard.press("ArrowRight");
  await expect(which(wall)).toContainText(name);
}

test("a screen opens by its link, shows what a town saves within moments, and goes out when it is stopped", async ({
  signIn,
  stranger,
}) => {
  const office = await signIn("office");
  const link = await makeScreen(office, "故事会议室");
  await office.open("/screens");
  await expect(office.page.locator("code"), "the link is shown once").toHaveCount(0);
  await office.expectAccessible();

  const wall = await stranger({ viewport: { width: 1920, height: 1080 } });
  await wall.open(link);
  await expect(wall.page, "the token is out of the address").toHaveURL(/\/wall$/);
  await expect(wall.heading()).toHaveText("同安区 2016 年挂图作战");
  await expect(wall.page.locator(".wall-link-live")).toHaveText("● 实时");
  const cookie = (await wall.page.context().cookies()).find((each) => each.name === "guatu_screen");
  expect(cookie).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/wall" });
  expect(
    (await wall.page.request.get("/wall/data?node=350200000000")).status(),
    "nothing above its area",
  ).toBe(404);
  for (const path of ["/board", "/projects", "/screens"])
    expect((await wall.page.request.get(path)).url(), path).toContain("/login");
  await office.open("/screens");
  await expect(office.page.getByRole("row").filter({ hasText: "故事会议室" })).not.toContainText("从未打开");

  // 汀溪's projects are this story's alone: whatever others make in their towns, its cards stay.
  await turnTo(wall, "汀溪镇");
  await wall.page.keyboard.press(" ");
  const clerk = await stranger();
  await clerk.signIn("tingxi");
  const behind = cards(wall)
    .filter({ hasText: /实际 \d+/ })
    .first();
  const project = (await behind.locator("b").first().textContent()) ?? "";
  const progress = 1 + Number(/实际 (\d+)/.exec((await behind.textContent()) ?? "")?.[1]);
  const marked = await wall.page.evaluateHandle(() =>
    document.documentElement.appendChild(document.createElement("i")),
  );
  await report(clerk, project, String(progress));
  const saved = Date.now();
  await expect
    .poll(() => cards(wall).filter({ hasText: project }).first().textContent(), { intervals: [50] })
    .toContain(`实际 ${progress}%`);
  test.info().annotations.push({
    type: "saved to shown",
    description: `${Date.now() - saved} ms after the clerk's page came back`,
  });
  expect(await marked.evaluate((mark) => mark.isConnected), "without a reload").toBe(true);

  office.page.on("dialog", (dialog) => dialog.accept());
  await office.page
    .getByRole("row")
    .filter({ hasText: "故事会议室" })
    .getByRole("button", { name: "停用" })
    .click();
  await expect(office.done()).toBeVisible();
  await expect(wall.heading()).toHaveText("此大屏已停用");
  await expect(cards(wall)).toHaveCount(0);
  for (const path of ["/wall/data", "/wall/events"])
    expect((await wall.page.request.get(path)).status(), path).toBe(401);
  await wall.expectAccessible();
  await wall.open(link);
  await expect(wall.heading()).toHaveText("此大屏已停用");
});

test("whoever reads boards opens the wall of their own area; nobody else does", async ({
  signIn,
  stranger,
}) => {
  const leader = await signIn("leader");
  await leader.open("/board");
  await leader.page.locator(".menu > summary", { hasText: "大屏" }).click();
  await leader.page.getByRole("link", { name: "大屏", exact: true }).click();
  await expect(leader.page).toHaveURL(/\/wall\?node=350212000000/);
  await expect(leader.heading()).toHaveText("同安区 2016 年挂图作战");
  await leader.open("/wall?node=350212105000&every=abc");
  await expect(leader.heading()).toHaveText("莲花镇 2016 年挂图作战");

  const clerk = await signIn("xinmin");
  await clerk.open("/wall");
  await expect(clerk.heading()).toHaveText("新民镇 2016 年挂图作战");
  expect((await clerk.page.request.get("/wall?node=350212105000")).status()).toBe(404);
  expect((await clerk.page.request.get("/wall/data?node=350212105000")).status()).toBe(404);
  expect((await clerk.page.request.get("/screens")).status()).toBe(403);

  const admin = await signIn("admin");
  for (const path of ["/wall", "/wall/data", "/wall/events"])
    expect((await admin.page.request.get(path)).status(), path).toBe(403);

  const nobody = await stranger();
  await nobody.open("/wall?every=30");
  await expect(nobody.page).toHaveURL(/\/login\?next=%2Fwall%3Fevery%3D30/);
  for (const path of ["/wall/data", "/wall/events"])
    expect((await nobody.page.request.get(path)).status(), path).toBe(401);
  await nobody.open(`/wall?screen=${"A".repeat(43)}`);
  await expect(nobody.heading()).toHaveText("此大屏已停用");
});

test("unchanged data costs no answer", async ({ signIn }) => {
  const leader = await signIn("leader");
  const ask = (tag: string) => leader.page.request.get("/wall/data", { headers: { "if-none-match": tag } });
  // Other stories save meanwhile: then the tag is another one, and the answer a whole one.
  await expect.poll(async () => (await ask((await ask("")).headers().etag ?? "")).status()).toBe(304);
});

test("the scenes turn by themselves, by key and by button; a pause is seen and lasts", async ({ signIn }) => {
  const wall = await signIn("leader", { viewport: { width: 1920, height: 1080 }, reducedMotion: "reduce" });
  await wall.page.clock.install();
  await wall.open("/wall?every=20");
  await expect(which(wall)).toHaveText(/^同安区全域 · 第 1\/\d+ 屏$/);
  await expect(wall.page.locator(".wall-link-live")).toBeVisible(); // the page's scripts run
  expect(
    await wall.page.evaluate(() => document.getAnimations().length),
    "nothing moves where motion is not wanted",
  ).toBe(0);

  await wall.page.clock.runFor(21_000);
  await expect(which(wall)).toContainText("第 2/");
  await wall.page.keyboard.press(" ");
  await expect(wall.page.locator(".wall-paused")).toHaveText("已暂停");
  await wall.page.clock.runFor(120_000);
  await expect(which(wall)).toContainText("第 2/");
  await wall.page.keyboard.press("ArrowRight");
  await expect(which(wall)).toContainText("第 3/");
  await wall.page.keyboard.press("Home");
  await wall.page.keyboard.press("ArrowLeft");
  await expect(which(wall), "before the first comes the last").toHaveText(/^资金 · 第 (\d+)\/\1 屏$/);
  await wall.page.getByRole("button", { name: "继续轮播" }).click();
  await expect(wall.page.locator(".wall-paused")).toHaveCount(0);
  await wall.page.getByRole("button", { name: "暂停轮播" }).press(" ");
  await expect(wall.page.locator(".wall-paused"), "a key on the button is one press").toBeVisible();

  await wall.page.keyboard.press("?");
  await expect(wall.page.getByRole("dialog", { name: "大屏快捷键" })).toBeVisible();
  await wall.expectAccessible();
  await wall.page.keyboard.press("Escape");
  await expect(wall.page.getByRole("dialog")).toHaveCount(0);
});

// From five metres a line of a fiftieth of the screen's height can be read: body text at least 2.2 %, the
// figures 6 %.
const sizes = [
  [1920, 1080],
  [3840, 1080],
  [3840, 2160],
  [1280, 720],
] as const;
for (const locale of ["zh-CN", "en"] as const)
  test(`every scene fits and can be read at every size (${locale})`, async ({ signIn }) => {
    const wall = await signIn("leader", { locale, reducedMotion: "reduce" });
    for (const [width, height] of sizes) {
      await wall.page.setViewportSize({ width, height });
      await wall.open("/wall");
      await expect(wall.page.locator(".wall-link-live")).toBeVisible();
      await wall.page.keyboard.press(" ");
      await expect(wall.page.locator(".wall-pane")).toHaveCount(width / height > 3 ? 2 : 1);
      // What other stories save may add a scene or take one away while these turn.
      for (;;) {
        const said = (await which(wall).textContent()) ?? "";
        const [scene = 0, scenes = 0] = /(\d+)\/(\d+)/.exec(said)?.slice(1).map(Number) ?? [];
        expect(scenes, said).toBeGreaterThan(10);
        expect(await wall.page.evaluate(faults), `${width}×${height}, ${said}`).toEqual([]);
        if (width === 1920 && (scene <= 2 || scene > scenes - 2)) await wall.expectAccessible();
        if (scene === scenes) break;
        await wall.page.keyboard.press("ArrowRight");
        await expect(which(wall)).not.toHaveText(said);
      }
    }
  });

/** What does not fit or is too small to be read, in the page's own words. */
function faults(): string[] {
  const found: string[] = [];
  const { scrollWidth, scrollHeight } = document.documentElement;
  if (scrollWidth > innerWidth || scrollHeight > innerHeight) found.push("the page scrolls");
  for (const element of document.querySelectorAll<HTMLElement>(".wall *")) {
    if (!element.checkVisibility() || element.closest("svg, dialog, .sr-only")) continue;
    const name = `${element.tagName} ${element.className} "${element.textContent?.slice(0, 30)}"`;
    const box = element.getBoundingClientRect();
    if (box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1 || box.top < -1)
      found.push(`${name} lies outside`);
    const { display, overflowY, fontSize } = getComputedStyle(element);
    if (display !== "inline" && element.clientWidth > 0) {
      if (element.scrollWidth > element.clientWidth + 1) found.push(`${name} is wider than its place`);
      const panel =
        overflowY !== "visible" ||
        element.matches(".wall-pane, .wall-beside, .wall-map, .wall-side, .wall-reds, section");
      // A font's own lines may be a hair higher than those that it is set in.
      if (panel && element.scrollHeight > element.clientHeight + innerHeight / 500)
        found.push(`${name} is higher than its place`);
    }
    const speaks = [...element.childNodes].some(
      (node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim(),
    );
    const share = Number.parseFloat(fontSize) / innerHeight;
    if (speaks && share < 0.0219) found.push(`${name} is ${(share * 100).toFixed(2)} % high`);
    if (element.matches(".wall-number") && share < 0.06)
      found.push(`${name} is only ${(share * 100).toFixed(2)} % high`);
  }
  return found;
}

test("without a script the wall shows its first scene with all its figures", async ({ signIn }) => {
  const wall = await signIn("leader", { javaScriptEnabled: false, viewport: { width: 1920, height: 1080 } });
  await wall.open("/wall");
  await expect(wall.page.locator(".wall-towns .wall-tile")).toHaveCount(136);
  await expect(wall.page.locator(".wall-number").first()).toBeVisible();
  await expect(wall.page.getByText("实时")).toHaveCount(0); // it hears nothing and does not say that it does
});

test("the last data stays while the server is away, says that it is old, and goes on by itself", async ({
  browser,
  contextOptions,
}) => {
  test.slow();
  const server = await ownServer(Number(process.env.STORIES_PORT ?? 3210) + 7);
  try {
    const person = async () =>
      new Person(await (await browser.newContext({ ...contextOptions, baseURL: server.origin })).newPage());
    const [wall, clerk] = [await person(), await person()];
    await wall.page.clock.install();
    await wall.signIn("leader");
    await wall.open("/wall");
    await expect(wall.page.locator(".wall-link-live")).toBeVisible();
    await turnTo(wall, "莲花镇");
    await wall.page.keyboard.press(" ");
    const before = await wall.page.locator(".wall-number").allTextContents();
    const mark = await wall.page.evaluateHandle(() =>
      document.documentElement.appendChild(document.createElement("i")),
    );

    const unused = connect(Number(new URL(server.origin).port));
    await once(unused, "connect");
    const stoppedMs = await server.stop();
    unused.destroy();
    expect(
      stoppedMs,
      "neither a stream without an end nor a connection without a request keeps a server from stopping",
    ).toBeLessThan(10_000);
    await expect(wall.page.locator(".wall-link-lost")).toHaveText("○ 正在重连");
    await expect(wall.page.locator(".wall-stale")).toHaveCount(0);
    await wall.page.clock.runFor(40_000);
    await expect(wall.page.locator(".wall-stale")).toHaveText(/^数据可能已过时，最后更新 \d\d:\d\d:\d\d$/);
    expect(await wall.page.locator(".wall-number").allTextContents()).toEqual(before);

    await server.start();
    await expect(async () => {
      await wall.page.clock.runFor(5_000);
      await expect(wall.page.locator(".wall-link-live")).toBeVisible({ timeout: 2_000 });
    }).toPass();
    await expect(wall.page.locator(".wall-stale")).toHaveCount(0);
    await clerk.signIn("lianhua");
    await report(clerk, "莲花异地联建厂房", "68");
    await expect(cards(wall).filter({ hasText: "实际 68%" })).toHaveCount(1);
    expect(await mark.evaluate((node) => node.isConnected), "without a reload").toBe(true);
    test.info().annotations.push({ type: "stopped", description: `${stoppedMs} ms` });
  } finally {
    for (const context of browser.contexts()) await context.close();
    await server.remove();
  }
});

test("where events do not pass it asks every few seconds, and a new build loads itself", async ({
  signIn,
}) => {
  const wall = await signIn("leader");
  let build = "";
  let asked = 0;
  await wall.page.route("**/wall/events*", (route) => route.fulfill({ status: 404, body: "" }));
  await wall.page.route("**/wall/data*", async (route) => {
    asked += 1;
    const answer = await route.fetch();
    const text = await answer.text();
    await route.fulfill({
      response: answer,
      body: build && text ? JSON.stringify({ ...JSON.parse(text), build }) : text,
    });
  });
  await wall.page.clock.install();
  await wall.open("/wall");
  await expect(wall.page.locator(".wall-link-polling")).toHaveText("◐ 每 5 秒更新");
  const before = asked;
  await wall.page.clock.runFor(11_000);
  await expect.poll(() => asked - before).toBeGreaterThanOrEqual(2);

  const loaded = wall.page.waitForEvent("load");
  build = "another";
  await wall.page.route("**/wall/data*", async (route) => {
    const answer = await route.fetch({ headers: { ...route.request().headers(), "if-none-match": "" } });
    await route.fulfill({ response: answer, body: JSON.stringify({ ...(await answer.json()), build }) });
  });
  await wall.page.clock.runFor(20_000);
  await loaded;
});
