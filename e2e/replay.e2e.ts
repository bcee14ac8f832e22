import Database from "better-sqlite3";
import { expect, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

// RELIABILITY R13, through the pages: a built server loads its modules otherwise than a test of a command
// does.

test("what people did through the pages is what the log says, row by row; what was done past them is named", async ({
  stranger,
}) => {
  const own = await ownServer(4387);
  try {
    const clerk = await stranger();
    await clerk.signIn("lianhua", undefined, own.origin);
    await clerk.open(`${own.origin}/income?month=2012-05`);
    await clerk.page.getByLabel(/^白交祠 501 /).fill("1234.56");
    await clerk.page.locator("main").getByRole("button", { name: "保存本月收入" }).click();
    await expect(clerk.done()).toBeVisible();
    await clerk.open(`${own.origin}/account`);
    await clerk.page.getByLabel("用途").fill("季度汇总");
    await clerk.page.getByRole("button", { name: "新建令牌" }).click();
    await expect(clerk.done()).toBeVisible();

    const leader = await stranger();
    await leader.signIn("leader", undefined, own.origin);
    await leader.open(`${own.origin}/projects/1`);
    await leader.page.locator("textarea").last().fill("请说明进度");
    await leader.page
      .locator("form", { has: leader.page.locator("textarea") })
      .last()
      .getByRole("button")
      .first()
      .click();
    await expect(leader.done()).toBeVisible();

    const untouched = await own.command("audit", "verify", "--json");
    expect(JSON.parse(untouched.said).figures.differences).toEqual([]);
    expect(untouched.code).toBe(0);

    const past = new Database(own.file);
    past.prepare("UPDATE person SET role = 'admin' WHERE username = 'lianhua'").run();
    past.close();
    const changed = await own.command("audit", "verify", "--json");
    expect(JSON.parse(changed.said).figures.differences).toMatchObject([
      { table: "person", column: "role", expected: "town", found: "admin" },
    ]);
    expect(changed.code).toBe(1);
  } finally {
    await own.remove();
  }
});
