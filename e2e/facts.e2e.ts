import { expect, test } from "./app.ts";

test("the facts stand as the source gives them, in both languages, and what is not published stays open", async ({
  signIn,
}) => {
  const auditor = await signIn("auditor");
  await auditor.open("/facts");
  await expect(auditor.heading()).toHaveText("资料卡");
  await expect(auditor.page.getByText("8,500 多万元")).toBeVisible();
  await expect(auditor.page.getByText("未公布，待填")).toHaveCount(12);
  await auditor.expectFits();
  await auditor.expectAccessible();

  const english = await signIn("auditor", { locale: "en" });
  await english.open("/facts");
  await expect(english.page.getByText("More than ¥85 million")).toBeVisible();
  await expect(english.page.getByText("Not published, to be filled in")).toHaveCount(12);
});

test("reorganised weak branches are shown to the office, and to a town as if there were none", async ({
  signIn,
}) => {
  const office = await signIn("office");
  await office.open("/facts");
  await expect(office.page.getByText("软弱涣散党组织转化")).toBeVisible();

  const town = await signIn("lianhua");
  await town.open("/facts");
  await expect(town.heading()).toHaveText("资料卡");
  await expect(town.page.getByText("软弱涣散党组织转化")).toHaveCount(0);
});
