import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "./app.ts";
import { forgetNewer, newerIn } from "./floor.ts";
import { newerInStyles } from "./floor-styles.ts";

// Chromium 87 is the floor: what the offices have, and what no built file may leave behind (decision 0031).

const built = ".next/static";
const files = (ending: string) =>
  readdirSync(built, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending));
const added = [...readFileSync("public/old-browsers.js", "utf8").matchAll(/add\([\w.]+, "(\w+)"/g)].map(
  ([, name = ""]) => name,
);
// The framework adds these itself (at, hasOwn, canParse), or asks whether they are there before it uses them.
const asked = ["at", "hasOwn", "canParse", "checkVisibility", "startViewTransition", "from", "reportError"];

test("no built file asks for more than Chromium 87 has", () => {
  const known = new Set([...added, ...asked]);
  expect(known).toContain("groupBy");
  // What would be found: a built-in, and syntax.
  expect(newerIn("const a = b.union(c), d = b.toSpliced(1)", known)).toEqual(["toSpliced"]);
  expect(newerIn("class A { static { x() } }", known)).toEqual(["StaticBlock"]);
  const scripts = files(".js").filter(
    (name) => !readFileSync(`${built}/${name}`, "utf8").includes("core-js"),
  );
  expect(scripts.length).toBeGreaterThan(20);
  const newer = scripts.flatMap((name) =>
    newerIn(readFileSync(`${built}/${name}`, "utf8"), known).map((what) => `${name}: ${what}`),
  );
  expect(newer).toEqual([]);
});

// What is newer in the styles and may stay, for its loss does no harm.
const harmless: Record<string, RegExp> = {
  "a rule that names it stands alone, beside the same one of ::-webkit-file-upload-button":
    /^::file-selector-button in \S*$/,
  "paper of the schedule and of the heat map comes upright, with narrower columns":
    /^:has in body:has\(\.(gantt|heat)-box\)$/,
  "without script a chart's table is opened by hand, and buttons that need script stand there":
    /^@media \(scripting:none\)$/,
  "of Safari's fields alone": /^lh in ::-webkit-date-and-time-value$/,
  "the schedule begins at its left edge instead of at today": /^scroll-initial-target in \.gantt-start$/,
};

test("no built style asks for more than Chromium 87 has", () => {
  for (const [css, found] of [
    [".a:is(b, c) { color: red }", [":is in .a:is(b, c)"]],
    [
      ".a, .b::file-selector-button { color: red }",
      ["::file-selector-button in .a, .b::file-selector-button"],
    ],
    ["a:not(b, c) { color: red }", [":not(list) in a:not(b, c)"]],
    ["@layer base { a { color: red } }", ["@layer"]],
    ["a { b & { color: red } }", ["nested b &", "& in b &"]],
    ["@media (width >= 40rem) { a { color: red } }", ["@media (width >= 40rem)"]],
    ["a { height: 100dvh }", ["dvh in a"]],
    ["a { height: 100vh; height: 100dvh }", []],
    ["a { height: 100dvh; height: 100vh }", ["dvh in a"]],
    ["a { color: color-mix(in oklab, red, blue) }", ["color-mix() in a"]],
    ["@supports (color: color-mix(in lab, red, red)) { a { color: color-mix(in oklab, red, blue) } }", []],
    ["a { translate: 1px }", ["translate in a"]],
    [
      "a { -webkit-print-color-adjust: exact; print-color-adjust: exact; inset: 0 auto; gap: 1px; content: '2dvh' }",
      [],
    ],
  ] as const)
    expect(newerInStyles(css), css).toEqual(found);
  const styles = files(".css");
  expect(styles.length).toBeGreaterThan(5);
  const newer = styles.flatMap((name) =>
    newerInStyles(readFileSync(`${built}/${name}`, "utf8")).map((what) => [name, what] as const),
  );
  const left = newer.filter(([, what]) => !Object.values(harmless).some((each) => each.test(what)));
  expect(left.map(([name, what]) => `${name}: ${what}`)).toEqual([]);
  // What no style asks for any more needs no excuse.
  for (const [why, each] of Object.entries(harmless))
    expect(
      newer.some(([, what]) => each.test(what)),
      why,
    ).toBe(true);
});

test("what came after Chromium 87 is not missed: signing in, desk, paste, receipt, board, map and wall", async ({
  stranger,
}) => {
  const clerk = await stranger();
  await clerk.page.context().addInitScript(forgetNewer);
  await clerk.signIn("lianhua");
  await expect(clerk.heading()).toContainText("莲花镇");
  await clerk.open("/income?month=2013-05");
  await clerk.page.getByLabel(/^澳溪 501/).evaluate((field) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", "100\t200\n");
    field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
  });
  await expect(clerk.page.getByLabel(/^澳溪 501/)).toHaveValue(/^100/);
  await clerk.open("/income/receipts/new?month=2013-05");
  await clerk.page.getByLabel("收款金额").fill("99.99");
  await clerk.page.getByLabel("科目").selectOption({ label: "501 经营收入" });
  await clerk.page.getByLabel("月数").fill("2");
  await clerk.page.getByLabel("归属村（居）", { exact: true }).selectOption({ label: "澳溪" });
  await expect(clerk.page.locator("main form").last()).toContainText("2 笔立即入账，共 99.99 元");

  const leader = await stranger();
  await leader.page.context().addInitScript(forgetNewer);
  await leader.signIn("leader");
  await leader.open("/board");
  await leader.page.locator("a.tile").first().focus();
  await leader.page.keyboard.press("ArrowRight");
  await expect(leader.page.locator("a.tile").nth(1)).toBeFocused();
  await leader.open("/board/map");
  await expect(leader.heading()).toBeVisible();
  await leader.open("/wall");
  await expect(leader.page.locator("body")).toContainText("同安区");
});

test("below the floor a page says what to install, in both languages", async ({ stranger }) => {
  const visitor = await stranger();
  await visitor.page.addInitScript(() => {
    CSS.supports = () => false;
  });
  await visitor.open("/login");
  await expect(visitor.page).toHaveURL(/unsupported\.html$/);
  await expect(visitor.heading().first()).toContainText("浏览器版本过低");
  await expect(visitor.page.locator("body")).toContainText("Chrome 109");
  await expect(visitor.page.locator("[lang=en]").first()).toBeVisible();
  await visitor.expectFits();
});
