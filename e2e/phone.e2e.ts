import { type Account, expect, type Person, test } from "./app.ts";

// A phone of 360 × 740 px: what somebody came for stands in the first screen, and a thumb hits what it aims
// at.

const phone = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

/** Whose page it is, and the first figure or field on it. */
const pages: [Account, string, string][] = [
  ["leader", "/board", ".kpi-number >> nth=0"],
  ["leader", "/villages", "main tbody tr >> nth=0"],
  ["leader", "/projects", "main tbody tr >> nth=0"],
  ["lianhua", "/", "main li a.button >> nth=0"],
  ["lianhua", "/income", "main input[inputmode]:visible >> nth=0"],
  ["office", "/filing", "td[aria-current=true] >> nth=0"],
];

/** It lies whole in the first screen, and nothing lies over it. */
async function expectInFirstScreen({ page }: Person, path: string, selector: string) {
  const seen = await page.locator(selector).evaluate((element) => {
    const { left, top, bottom } = element.getBoundingClientRect();
    const over = document.elementFromPoint(left + 12, (top + bottom) / 2);
    return { left, top, bottom, isOnTop: over !== null && element.contains(over) };
  });
  expect(seen.bottom, `${path} begins below the first screen`).toBeLessThanOrEqual(740);
  expect(seen.top, path).toBeGreaterThan(0);
  expect(seen.left, path).toBeGreaterThanOrEqual(0);
  expect(seen.isOnTop, `${path} begins below something else`).toBe(true);
}

/** What can be pressed above the figures is at least 44 px high. */
async function expectThumbs({ page }: Person, path: string) {
  const small = await page
    .locator("main header :is(a.chip, .button, summary), .views > a, .filters-fold > label")
    .evaluateAll((all) =>
      all.flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        return height > 0 && (height < 44 || width < 44) ? [`${each.textContent} ${width} × ${height}`] : [];
      }),
    );
  expect(small, path).toEqual([]);
}

for (const locale of ["zh-CN", "en-GB"]) {
  test(`the first figure or field stands in the first screen, in ${locale}`, async ({ signIn }) => {
    for (const [account, path, first] of pages) {
      const person = await signIn(account, { ...phone, locale });
      await person.open(path);
      await person.page.waitForLoadState("networkidle"); // what its script adds stands there
      await expectInFirstScreen(person, path, first);
      await expectThumbs(person, path);
      await person.expectFits();
    }
  });
}

test("villages below the line and reds come before the map, and the filing table opens at the month that is judged", async ({
  signIn,
}) => {
  const leader = await signIn("leader", phone);
  await leader.open("/board");
  const top = async (name: string) =>
    (await leader.page.getByRole("heading", { name, exact: true }).boundingBox())?.y ?? 0;
  const [below, reds, map] = [
    await top("未达标的村（居）"),
    await top("红灯优先"),
    await top("村（居）收入档次"),
  ];
  expect(below).toBeLessThan(map);
  expect(reds).toBeLessThan(map);

  // Without a script too; and it is not held there.
  const office = await signIn("office", { ...phone, javaScriptEnabled: false });
  for (const month of ["2016-06", "2016-12"]) {
    await office.open(`/filing?month=${month}`);
    const box = await office.page.locator("thead [aria-current=true]").boundingBox();
    expect(box?.x, month).toBeGreaterThan(60);
    expect((box?.x ?? 0) + (box?.width ?? 0), month).toBeLessThanOrEqual(360);
  }
});

test("what a page can do besides stands behind one button, and how it is seen behind one line", async ({
  signIn,
}) => {
  const clerk = await signIn("lianhua", { ...phone, javaScriptEnabled: false });
  await clerk.open("/income");
  await expect(clerk.page.getByRole("link", { name: "登记一笔" })).toBeHidden();
  await clerk.besides("登记一笔");
  await expect(clerk.page).toHaveURL(/\/income\/new/);
  await clerk.open("/villages");
  await expect(clerk.page.getByLabel("查找")).toBeHidden();
  await clerk.page.getByText("筛选", { exact: true }).click();
  await clerk.page.getByLabel("查找").fill("bjc");
  await clerk.page.getByRole("button", { name: "查询" }).click();
  await expect(clerk.page.getByRole("rowheader", { name: "白交祠" })).toBeVisible();
  await expect(clerk.page.locator(".filters-fold > label")).toHaveText("筛选1");
  await clerk.view().click();
  await clerk.page.getByLabel("数据", { exact: true }).selectOption("含未审核");
  await clerk.page.getByRole("button", { name: "查看" }).click();
  await expect(clerk.view()).toContainText("含未审核");
  await expect(clerk.page).toHaveURL(/search=bjc/);
});
