import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type Person, test } from "./app.ts";

// Funding's afternoon in 汀溪镇; other stories leave its money alone.

/** The form of a project of 汀溪镇 that has money, and its name. */
async function openForm(person: Person, nth: number) {
  await person.open("/funding/new");
  const option = person.page.locator("select[name=project] optgroup[label=汀溪镇] option").nth(nth);
  const id = await option.getAttribute("value");
  await person.open(`/funding/new?project=${id}`);
  return id ?? "";
}

async function fill(
  person: Person,
  given: {
    stage: string;
    source: string;
    amountFen: string;
    documentNo?: string;
    note?: string;
    explanation?: string;
  },
) {
  await person.page.locator("select[name=stage]").selectOption(given.stage);
  await person.page.locator("select[name=source]").selectOption(given.source);
  await person.page.locator("input[name=amountFen]").fill(given.amountFen);
  for (const name of ["documentNo", "note", "explanation"] as const) {
    if (given[name] !== undefined) await person.page.locator(`[name=${name}]`).fill(given[name]);
  }
}
const submit = (person: Person, label: string) =>
  person.page.locator("main").getByRole("button", { name: label, exact: true }).click();
/** A cell of what the project's form says has been posted so far. */
const soFar = (person: Person, source: string, column: number) =>
  person.page.locator("table tbody tr", { hasText: source }).locator("td").nth(column);

test("money is posted, refused with its numbers, explained, and taken back; totals and ledger follow", async ({
  signIn,
}) => {
  const office = await signIn("office");
  const project = await openForm(office, 0);
  await fill(office, { stage: "plan", source: "loan", amountFen: "1万", note: "贴息贷款" });
  await submit(office, "登记");
  await expect(office.done()).toBeVisible();
  await expect(soFar(office, "贷款", 0)).toHaveText("10,000.00");

  await fill(office, {
    stage: "allot",
    source: "loan",
    amountFen: "10000.01",
    documentNo: "农信〔2016〕9号",
  });
  await submit(office, "登记");
  const alert = office.page.locator("main [role=alert]");
  await expect(alert).toContainText("下达累计将为 10,000.01 元");
  await expect(alert).toContainText("超出 0.01 元");
  await expect(office.page.locator("input[name=documentNo]")).toHaveValue("农信〔2016〕9号");
  await office.page.locator("[name=explanation]").fill("利息随贷款一并下达");
  await submit(office, "登记");
  await expect(soFar(office, "贷款", 1)).toContainText("10,000.01");

  await office.open(`/funding/exceptions?project=${project}&state=explained`);
  await expect(office.page.locator("tbody tr", { hasText: "环节次序不符" })).toContainText(
    "利息随贷款一并下达",
  );
  await office.open(`/funding?project=${project}&by=source&approvedOnly=false`);
  await office.page
    .locator("table.sticky-first tbody tr", { hasText: "贷款" })
    .locator("td")
    .nth(1)
    .getByRole("link")
    .click();
  await expect(office.page.locator("tbody tr")).toHaveCount(1);
  await office.page.locator("tbody tr a").first().click();
  await office.page.locator("[name=reason]").fill("利息单列");
  await submit(office, "红冲 10,000.01 元");
  await expect(office.done()).toBeVisible();
  await office.open(`/funding/new?project=${project}`);
  await expect(soFar(office, "贷款", 1)).toHaveText("0");
});

test("a clerk posts without JavaScript, and a refusal keeps what was typed", async ({ signIn }) => {
  const office = await signIn("office", { javaScriptEnabled: false });
  await openForm(office, 1);
  await fill(office, { stage: "spend", source: "loan", amountFen: "500", documentNo: "合同 2016-77" });
  await submit(office, "登记");
  await expect(office.page.locator("main [role=alert]").first()).toContainText("支出累计将为 500.00 元");
  await expect(office.page.locator("input[name=amountFen]")).toHaveValue("500");
  await fill(office, { stage: "plan", source: "loan", amountFen: "500" });
  await submit(office, "登记");
  await expect(soFar(office, "贷款", 0)).toHaveText("500.00");
});

test("the office gives an exception to the town, the town explains it and it leaves the list; new money brings it back", async ({
  signIn,
}) => {
  const office = await signIn("office");
  const clerk = await signIn("lianhua");
  await clerk.open("/");
  await expect(clerk.page.locator("section", { hasText: "资金异常" }).locator("li")).not.toHaveCount(0);
  // An invoice that stands in two projects of 莲花镇.
  await office.open("/funding/exceptions?kind=sameDocument");
  const row = (person: Person) => person.page.locator("tbody tr", { hasText: "莲花异地联建厂房" });
  await row(office).getByRole("link").first().click();
  await office.page.locator("select[name=ownerId]").selectOption({ label: "莲花镇经办 · 镇村财办" });
  await office.page.locator("input[name=dueOn]").fill("2017-01-12");
  await submit(office, "指定");
  await expect(office.done()).toBeVisible();
  await office.expectAccessible();

  await clerk.open("/funding/exceptions?owner=me&kind=sameDocument");
  await expect(row(clerk)).toContainText("2017-01-12 前办结");
  await row(clerk).getByRole("link").first().click();
  const other = await clerk.page
    .locator("table a[href^='/projects/']", { hasText: "云埔" })
    .getAttribute("href");
  const paper = (await clerk.page.locator("table tbody tr").first().locator("td").nth(6).textContent()) ?? "";
  await clerk.page.locator("[name=explanation]").fill("监理合同由两个项目合签");
  await submit(clerk, "提交说明");
  await expect(clerk.done()).toBeVisible();
  await expect(row(clerk).filter({ hasText: "凭证号重复" })).toHaveCount(0);
  await clerk.open("/funding/exceptions?state=explained&kind=sameDocument");
  await expect(row(clerk)).toContainText("监理合同由两个项目合签");

  // The invoice a third time, in the other project: the explanation was of two uses.
  await clerk.open(`/funding/new?project=${other?.split("/").at(-1)}`);
  await fill(clerk, {
    stage: "spend",
    source: "village",
    amountFen: "100",
    documentNo: paper,
    explanation: "监理费尾款",
  });
  await submit(clerk, "登记");
  await expect(clerk.done()).toBeVisible();
  await office.open("/funding/exceptions?kind=sameDocument");
  await expect(row(office)).toContainText("此前的说明不再有效");
});

test("the auditor drills from total to posting, exports, finds the cover and the trail", async ({
  signIn,
}) => {
  const auditor = await signIn("auditor");
  await auditor.open("/funding?year=2015");
  await expect(auditor.heading()).toHaveText("同安区资金");
  const total = await auditor.page.locator("tfoot td").nth(1).locator("span").getAttribute("title");
  await auditor.open("/exports?kind=funding&year=2015&stage=allot");
  await expect(auditor.page.locator("dl", { hasText: "下达" })).toContainText((total ?? "").replace("¥", ""));
  const download = auditor.page.waitForEvent("download");
  await auditor.page.getByRole("link", { name: "下载 CSV" }).click();
  const file = await (await download).path();
  const sha256 = createHash("sha256").update(readFileSync(file)).digest("hex");
  await auditor.open("/exports");
  await auditor.page
    .locator("tbody tr", { hasText: sha256.slice(0, 12) })
    .getByRole("link")
    .first()
    .click();
  await expect(auditor.page.locator("main")).toContainText(sha256);
  await expect(auditor.page.locator("main")).toContainText("演示数据");
  await auditor.open("/audit?verb=export.run&verify=1");
  await expect(auditor.page.locator("main [role=status]")).toContainText("校验完整");
  await expect(auditor.page.locator("tbody tr").first()).toContainText("funding.csv");
});

const pages = [
  "/funding",
  "/funding/exceptions",
  "/funding?by=project&list=key",
  "/funding/postings?stage=plan",
  "/exports?kind=income",
  "/audit",
];
const readers = [
  { who: "in English", options: { locale: "en-US" }, heading: /[Ff]unding|Exports|Audit/ },
  {
    who: "on a phone",
    options: { locale: "zh-CN", viewport: { width: 360, height: 740 } },
    heading: /资金|导出|审计/,
  },
];

for (const { who, options, heading } of readers) {
  test(`${who} the auditor's pages fit, and axe finds nothing`, async ({ signIn }) => {
    test.slow();
    const auditor = await signIn("auditor", options);
    for (const path of pages) {
      await auditor.open(path);
      await expect(auditor.heading()).toHaveText(heading);
      await auditor.expectFits();
      await auditor.expectAccessible();
    }
  });

  test(`${who} the office's form and posting fit, and axe finds nothing`, async ({ signIn }) => {
    test.slow();
    const office = await signIn("office", options);
    await openForm(office, 2);
    await office.expectFits();
    await office.expectAccessible();
    await office.open("/funding/postings");
    await office.page.locator("tbody tr a").first().click();
    await expect(office.page).toHaveURL(/postings\/\d+$/);
    await office.expectFits();
    await office.expectAccessible();
  });
}
