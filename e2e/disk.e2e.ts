import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { expect, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

// RELIABILITY R14: a disk that takes nothing more stops writing, not reading. The server may write no file
// beyond its first byte: the system refuses what SQLite writes, as a failing disk does.

const port = 4386;
const mayWrite = (pid: number, isOpen: boolean) =>
  execFileSync("prlimit", ["--pid", String(pid), `--fsize=${isOpen ? "unlimited" : "1"}:`]);

test("a failing disk closes the forms, and everything else goes on; when it takes writes again, so do the forms, without a restart", async ({
  stranger,
}) => {
  const own = await ownServer(port);
  const ready = async () => (await fetch(`${own.origin}/api/ready`)).status;
  try {
    const clerk = await stranger();
    await clerk.signIn("lianhua", undefined, own.origin);
    await clerk.open(`${own.origin}/income?month=2012-06`);
    const cell = clerk.page.getByLabel(/^白交祠 501 /);
    const save = clerk.page.locator("main").getByRole("button", { name: "保存本月收入" });
    await cell.fill("1234.56");

    const plain = await stranger({ javaScriptEnabled: false });
    await plain.signIn("xinmin", undefined, own.origin);
    await plain.open(`${own.origin}/income/new`);
    await plain.page.locator("[name=villageId]").selectOption({ index: 1 });
    await plain.page.locator("[name=accountId]").selectOption({ index: 1 });
    await plain.page.locator("[name=amountFen]").fill("10480");
    await plain.page.locator("[name=note]").fill("无脚本也不丢");

    mayWrite(own.pid(), false);
    await expect.poll(ready, { timeout: 30_000 }).toBe(503);
    // Who had begun to type before loses nothing, and reads that nothing was saved.
    await save.click();
    await expect(clerk.page.getByRole("alert").filter({ hasText: "未保存" }).first()).toBeVisible();
    await expect(cell).toHaveValue("1234.56");

    await plain.page.locator("main form button.button-primary").click();
    await expect(plain.page.getByRole("alert").filter({ hasText: "未保存" })).toBeVisible();
    await expect(plain.page.locator("[name=note]")).toHaveValue("无脚本也不丢");

    // Whoever opens a page now reads so before typing; what is there can be read.
    const later = await clerk.page.context().newPage();
    await later.goto(`${own.origin}/income?month=2012-07`);
    await expect(later.getByRole("alert").filter({ hasText: "暂时不能保存" })).toBeVisible();
    await expect(later.getByLabel(/^白交祠 501 /)).toBeDisabled();
    await expect(later.locator("main").getByRole("button", { name: "保存本月收入" })).toBeDisabled();
    for (const path of ["/board", "/villages", "/api/v1/board", "/wall?node=350212105000", "/projects"])
      expect((await later.request.get(`${own.origin}${path}`)).status(), path).toBe(200);

    // A file leaves without a number; an Excel file, which is packed on the disk, says that CSV can be had.
    const csv = await later.request.get(`${own.origin}/api/v1/export/income.csv?month=2016-06&lang=en`);
    expect([csv.status(), csv.headers()["x-guatu-export"]]).toEqual([200, "unrecorded"]);
    const sha256 = createHash("sha256")
      .update(await csv.body())
      .digest("hex");
    const xlsx = await later.request.get(`${own.origin}/api/v1/export/income.xlsx?month=2016-06`);
    expect([xlsx.status(), (await xlsx.json()).code]).toEqual([409, "export.onlyCsv"]);

    const stuck = await stranger();
    await stuck.page.goto(`${own.origin}/login`);
    await stuck.page.locator("#username").fill("leader");
    await stuck.page.locator("#password").fill("guatu-demo");
    await stuck.page.locator("#password").press("Enter");
    await expect(stuck.page.getByText("未保存")).toBeVisible();
    await later.getByRole("button", { name: "退出" }).first().click();
    await expect(later).toHaveURL(/\/login/);

    mayWrite(own.pid(), true);
    await expect.poll(ready, { timeout: 30_000 }).toBe(200);
    await clerk.signIn("lianhua", undefined, own.origin);
    await clerk.open(`${own.origin}/income?month=2012-06`);
    await expect(clerk.page.getByText("暂时不能保存")).toHaveCount(0);
    await expect(cell, "what was typed waits as a draft").toHaveValue("1234.56");
    await save.click();
    await expect(clerk.done()).toBeVisible();
    // What had left stands in the trail by now, with its checksum.
    const listed = async () => (await clerk.page.request.get(`${own.origin}/exports`)).text();
    await expect.poll(listed, { timeout: 60_000 }).toMatch(/href="\/exports\/\d+"/);
    await clerk.open(`${own.origin}/exports`);
    await clerk.page.locator("main tbody a").first().click();
    await expect(clerk.page.getByRole("main")).toContainText(sha256);
  } finally {
    await own.remove();
  }
});
