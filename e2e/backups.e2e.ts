import { join } from "node:path";
import { expect, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

const port = Number(process.env.STORIES_PORT ?? 3210) + 9;

test("a server copies its database by itself; the administrator sees that it did, and makes one more", async ({
  stranger,
}) => {
  const server = await ownServer(port, undefined, (folder) => ({
    GUATU_BACKUPS: join(folder, "copies"),
    GUATU_BACKUPS_2: join(folder, "elsewhere"),
  }));
  try {
    const admin = await stranger();
    await admin.signIn("admin", "guatu-demo", server.origin);
    const rows = admin.page.locator("main tbody tr");
    await expect(async () => {
      await admin.open(`${server.origin}/admin/backups`);
      expect(await rows.count()).toBeGreaterThan(0);
      expect(await rows.first().textContent()).toContain("✓ 相符");
      expect(await rows.first().textContent()).toContain("✓ 有");
    }).toPass(); // the first is made while the server starts, and then laid into the second folder
    const before = await rows.count();
    await admin.page.getByRole("button", { name: "立即备份" }).click();
    await expect(admin.done()).toContainText("已备份并核对");
    expect(await rows.count()).toBeGreaterThan(before);
    await admin.expectAccessible();
    await admin.page.setViewportSize({ width: 360, height: 760 });
    await admin.expectFits();

    const { lastBackup } = await (await fetch(`${server.origin}/api/ready`)).json();
    expect(lastBackup).toMatchObject({ second: true, failed: null });
    expect(lastBackup.ageSeconds).toBeLessThan(600);

    const clerk = await stranger();
    await clerk.signIn("lianhua", "guatu-demo", server.origin);
    expect((await clerk.page.request.get(`${server.origin}/admin/backups`)).status()).toBe(403);
  } finally {
    await server.remove();
  }
});
