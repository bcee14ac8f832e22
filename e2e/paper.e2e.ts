import { readPdf } from "../lib/testing/pdf.ts";
import { expect, type Person, test } from "./app.ts";

/** Follows a print link as a browser that saves PDFs would, and reads what came. */
async function printed(person: Person, link: ReturnType<Person["page"]["getByRole"]>, language = "zh-CN") {
  const href = (await link.getAttribute("href")) ?? "";
  const response = await person.page.request.get(href, { headers: { "accept-language": language } });
  expect(response.headers()).toMatchObject({
    "content-type": "application/pdf",
    "cache-control": "no-store",
  });
  expect(response.headers()["content-disposition"]).toMatch(/^inline; filename="guatu-/);
  expect(response.headers()["content-security-policy"], "the browser's own viewer may show it").toContain(
    "object-src 'self'",
  );
  const pdf = readPdf(await response.body());
  const said = pdf.pages[0]?.texts.map(({ text }) => text).join("\n") ?? "";
  const [, seq = "", head = ""] =
    /(?:审计序号|Audit no\.) (\d+) · (?:校验码|checksum) ([0-9a-f]{12})/.exec(said) ?? [];
  return { pdf, said, seq, head };
}

const verdict = (person: Person) => person.page.getByRole("status");

test("a leader prints the board's A3 chart as of a past day, and a phone without an account verifies its head", async ({
  signIn,
  stranger,
}) => {
  const leader = await signIn("leader");
  await leader.open("/board?year=2016&asOf=2016-11-30");
  const income = await leader.page.locator(".kpi-number").nth(1).locator("a").textContent();
  await leader.page.locator("summary", { hasText: "打印" }).click();
  const { pdf, said, seq, head } = await printed(
    leader,
    leader.page.getByRole("link", { name: "A3", exact: true }),
  );
  expect(pdf.pages.length).toBeGreaterThan(1);
  expect(said).toContain("同安区 2016 年村级集体经济挂图作战图");
  expect(said).toContain("数据日期：2016-11-30");
  expect(said).toContain(`经营性收入 ${income} 万元`);
  expect(said).toContain("演示数据");

  const phone = await stranger({ viewport: { width: 360, height: 740 } });
  await phone.open(`/verify?seq=${seq}&head=${head}`);
  await expect(phone.heading()).toHaveText("核验打印件");
  await expect(verdict(phone)).toContainText("相符");
  await expect(verdict(phone)).toContainText("挂图，数据日期 2016-11-30，幅面 A3");
  await expect(verdict(phone)).toContainText("纸面数字的校验码");
  await expect(verdict(phone)).not.toContainText("白交祠");
  await phone.expectFits();
  await phone.expectAccessible();

  // Whoever may see the figures compares the paper with them line by line.
  await leader.open(`/verify?seq=${seq}&head=${head}`);
  await expect(verdict(leader).getByRole("row", { name: /白交祠/ })).not.toHaveCount(0);
  await expect(verdict(leader).getByRole("columnheader", { name: "收入" })).not.toHaveCount(0);
  await leader.expectFits();
  await leader.expectAccessible();

  const forged = head.startsWith("0") ? `1${head.slice(1)}` : `0${head.slice(1)}`;
  await phone.page.getByLabel("校验码前 12 位").fill(forged);
  await phone.page.getByRole("button", { name: "核验" }).click();
  await expect(verdict(phone)).toContainText("不符");
  await expect(verdict(phone)).not.toContainText("挂图");
  await phone.expectAccessible();

  await phone.open("/verify?seq=1%20or%201&head=zz");
  await expect(phone.page.locator("main").getByRole("alert")).toContainText("请对照纸面检查");
  await expect(verdict(phone)).toHaveCount(0);
});

test("the trail names the print, who made it and of which day", async ({ signIn }) => {
  const leader = await signIn("leader");
  await leader.open("/board?year=2016");
  await leader.page.locator("summary", { hasText: "打印" }).click();
  const { pdf, seq } = await printed(leader, leader.page.getByRole("link", { name: "A0 · A3 拼接" }));
  expect(pdf.pages).toHaveLength(9);
  const auditor = await signIn("auditor");
  await auditor.open("/audit?subjectType=print");
  const row = auditor.page.getByRole("row").filter({ hasText: seq }).first();
  await expect(row).toContainText("打印挂图");
  await expect(row).toContainText("同安区 A0");
});

test("a village's card and a project's sheet come on one page each, on the day that is shown", async ({
  signIn,
}) => {
  const clerk = await signIn("lianhua");
  await clerk.open("/villages?node=350212105000");
  await clerk.page.getByRole("link", { name: "白交祠" }).first().click();
  await expect(clerk.heading()).toContainText("白交祠");
  const card = await printed(clerk, clerk.page.getByRole("link", { name: "打印 PDF" }));
  expect(card.pdf.pages).toHaveLength(1);
  expect(card.said).toContain("白交祠 2016 年一村一策卡");
  await clerk.page.locator("a[href^='/projects/']").first().click();
  await expect(clerk.page).toHaveURL(/\/projects\/\d+/);
  const name = (await clerk.heading().textContent()) ?? "";
  await clerk.open(`${clerk.page.url()}?asOf=2016-10-31`);
  await clerk.page.locator(".menu > summary", { hasText: "更多" }).click();
  const sheet = await printed(clerk, clerk.page.getByRole("link", { name: "打印 PDF" }));
  expect(sheet.pdf.pages).toHaveLength(1);
  expect(name).toContain(sheet.said.split("\n")[0] ?? "—");
  expect(sheet.said).toContain("2016-10-31");
});

test("without an account a print asks to sign in first, and a town gets no paper of another", async ({
  stranger,
  signIn,
}) => {
  const nobody = await stranger();
  await nobody.open("/print/board?size=A3");
  await expect(nobody.page).toHaveURL(/\/login\?next=%2Fprint%2Fboard%3Fsize%3DA3/);
  const clerk = await signIn("lianhua");
  expect((await clerk.page.request.get("/print/board?node=350212106000")).status()).toBe(404);
  expect((await clerk.page.request.get("/print/board?size=A9")).status()).toBe(400);
  expect((await clerk.page.request.get("/print/poster?node=350212106000")).status()).toBe(404);
  expect(
    readPdf(await (await clerk.page.request.get("/print/poster?size=A0")).body()).pages.map((page) =>
      Math.round(page.width),
    ),
  ).toEqual([1189]);
  // Nothing is printed, and remembered, for a program that only looks ahead.
  expect((await clerk.page.request.head("/print/board")).status()).toBe(503);
  expect(
    (
      await clerk.page.request.get("/print/board", { headers: { "sec-purpose": "prefetch;prerender" } })
    ).status(),
  ).toBe(503);
});

test("in English, without JavaScript: the menu opens, the chart and the verification read in English", async ({
  signIn,
}) => {
  const leader = await signIn("leader", { locale: "en-GB", javaScriptEnabled: false });
  await leader.open("/board?year=2016");
  await leader.page.locator("summary", { hasText: "Print" }).click();
  const { said, seq, head } = await printed(
    leader,
    leader.page.getByRole("link", { name: "A4", exact: true }),
    "en-GB",
  );
  expect(said).toContain("Operating income of the villages");
  await leader.open("/verify");
  await leader.page.getByLabel("Audit number").fill(seq);
  await leader.page.getByLabel("First 12 characters of the checksum").fill(` ${head.toUpperCase()} `);
  await leader.page.getByRole("button", { name: "Verify" }).click();
  await expect(verdict(leader)).toContainText("Match: this checksum");
  await expect(verdict(leader)).toContainText("battle map, data as of 2016-12-31, size A4");
});
