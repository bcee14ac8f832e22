import { parse } from "csv-parse/sync";
import { expect, type Person, test } from "./app.ts";

// The main job, end to end, in 新民镇: what a town saves is on the leaders' board with unapproved rows at once
// and in the auditor's export to the fen; the board of approved rows waits for the office.

const town = "350212106000";
const boardOf = async (person: Person, approvedOnly = false) =>
  (
    await (
      await person.page.request.get(`/api/v1/board?node=${town}&year=2016&approvedOnly=${approvedOnly}`)
    ).json()
  ).totals;

/** Σ of the operating accounts in the auditor's CSV, in fen. */
async function exportedFen(auditor: Person): Promise<number> {
  const answer = await auditor.page.request.get(
    `/api/v1/export/income.csv?node=${town}&year=2016&approvedOnly=false`,
  );
  const rows: Record<string, string>[] = parse(await answer.text(), { columns: true, bom: true });
  return rows
    .filter((row) => row.计入 === "经营性收入")
    .map((row) => BigInt((row["金额 (元)"] ?? "").replace(".", "")))
    .reduce((sum, fen) => sum + Number(fen), 0);
}

test("what a town saves is on the leaders' board of all rows at once and in the auditor's export to the fen", async ({
  signIn,
}) => {
  const [clerk, leader, auditor] = [await signIn("xinmin"), await signIn("leader"), await signIn("auditor")];
  const [before, approved] = [await boardOf(leader), await boardOf(leader, true)];
  expect(await exportedFen(auditor)).toBe(before.operatingFen);

  await clerk.postIncome("1,234.56", { month: "2016-12", village: "土楼", account: "501" });

  const after = await boardOf(leader);
  expect(after.operatingFen - before.operatingFen).toBe(123_456);
  expect(await exportedFen(auditor)).toBe(after.operatingFen);
  expect((await boardOf(leader, true)).operatingFen, "the office has approved nothing").toBe(
    approved.operatingFen,
  );
  await leader.open(`/board?node=${town}&year=2016&approvedOnly=false`);
  const shown = (after.operatingFen / 1_000_000).toLocaleString("en", {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  await expect(leader.page.getByRole("main")).toContainText(shown);
});

test("each account comes to its own day's work, in both languages and at both widths", async ({ signIn }) => {
  const starts = {
    lianhua: "/",
    office: "/board",
    leader: "/board",
    auditor: "/",
    admin: "/admin/people",
  } as const; // the auditor is first told what changed of accounts
  for (const [account, path] of Object.entries(starts)) {
    for (const [locale, width] of [
      ["zh-CN", 1440],
      ["en", 360],
    ] as const) {
      const person = await signIn(account as keyof typeof starts, {
        locale,
        viewport: { width, height: 800 },
      });
      await person.open("/");
      await person.page.waitForURL((url) => url.pathname === path);
      await expect(person.page.locator("html")).toHaveAttribute("lang", locale);
      await person.expectFits();
      await person.page.context().close();
    }
  }
});

test("a link opened while nobody is signed in comes back to its page after signing in", async ({
  stranger,
}) => {
  const person = await stranger();
  await person.open("/villages?tier=met&sort=-income");
  await person.page.waitForURL(/\/login\?next=/);
  await person.page.locator("#username").fill("leader");
  await person.page.locator("#password").fill("guatu-demo");
  await person.page.locator("#password").press("Enter");
  await person.page.waitForURL(/\/villages\?tier=met/);
});

test("the administrator sees no figures", async ({ signIn }) => {
  const admin = await signIn("admin");
  for (const path of [
    "/board",
    "/villages",
    "/projects",
    "/income",
    "/funding",
    "/exports",
    "/audit",
    "/facts",
  ]) {
    const answer = await admin.page.goto(path);
    expect(answer?.status(), path).toBe(403);
  }
});
