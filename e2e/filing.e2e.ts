import { demonstration } from "../playwright.config.ts";
import { expect, type Person, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

// A month's way through the office, in 新民镇. It closes months and moves the approved board, so it has a server
// of its own.

const xinmin = "350212106000";
const month = `/filing/${xinmin}/2016-12`;
const operatingFen = async (person: Person, origin: string, approvedOnly: boolean): Promise<number> => {
  const answer = await person.page.request.get(
    `${origin}/api/v1/board?node=${xinmin}&year=2016&approvedOnly=${approvedOnly}`,
  );
  return (await answer.json()).totals.operatingFen;
};
const press = (person: Person, name: string) =>
  person.page.locator("main").getByRole("button", { name, exact: true }).click();

test("a month comes back with a remark on a row, is put right and answered, filed, approved and locked; the approved board moves only then", async ({
  stranger,
}) => {
  const server = await ownServer(Number(new URL(demonstration).port) + 8);
  const at = async (account: string) => {
    const person = await stranger({ baseURL: server.origin });
    await person.signIn(account, undefined, server.origin);
    return person;
  };
  try {
    const [clerk, office, leader] = [await at("xinmin"), await at("office"), await at("leader")];
    const before = await operatingFen(leader, server.origin, true);

    // The desk says what came back and why, and leads to it.
    await clerk.open("/");
    await expect(clerk.page.locator("main")).toContainText("12 月收入比往月高出不少");
    await clerk.page.getByRole("link", { name: "逐条回复（2 条）" }).click();
    await clerk.page.waitForURL(`**${month}`);
    await clerk.expectAccessible();
    for (const words of ["有两笔一次性租金，凭证已附", "已更正进度"]) {
      await clerk.page.getByLabel("处理情况").fill(words);
      await press(clerk, "回复");
      await expect(clerk.page.locator("#remarks")).toContainText(`✓ ${words}`);
    }

    // It is not all there: filing must be confirmed, and closes the month.
    await press(clerk, "提交月报");
    await expect(clerk.page.locator("main [role=alert]")).toContainText("尚未报齐：4 个村（居）没有收入");
    await clerk.submitMonth();
    await clerk.open("/income?month=2016-12");
    await expect(clerk.page.locator("main")).toContainText("本月已提交，等待审核");
    await expect(clerk.page.locator("main table").getByRole("textbox")).toHaveCount(0);

    // The office returns it once more, for one row.
    await office.open("/");
    await office.page.getByRole("link", { name: /^2016-12（\d 个镇街）/ }).click();
    await office.page.getByRole("link", { name: "看月报 新民镇 2016-12" }).click();
    await expect(office.page.locator("#compare")).toContainText("占年度目标");
    await office.page.getByRole("link", { name: "退回…" }).click();
    await office.page.getByLabel("退回原因").fill("还差一处");
    await office.page.getByLabel(/^土楼 · 未报/).fill("土楼收入没有报");
    await office.expectAccessible();
    await press(office, "退回月报");
    await expect(office.done()).toContainText("月报已退回");

    // The town enters what was missing, answers and files again: the approved board stands still.
    await clerk.open(`${month}`);
    await clerk.page.locator("#remarks").getByRole("link", { name: "土楼" }).click();
    const cell = clerk.page.getByLabel(/^土楼 501 /);
    await cell.fill("1,234.56");
    await clerk.page.locator("main form button.button-primary[type=submit]").last().click();
    await expect(clerk.done()).toBeVisible();
    await clerk.open(month);
    await clerk.page.getByLabel("处理情况").fill("已补报 1,234.56 元");
    await press(clerk, "回复");
    await expect(clerk.page.locator("#remarks")).toContainText("✓ 已补报 1,234.56 元");
    await clerk.submitMonth();
    expect(await operatingFen(leader, server.origin, true)).toBe(before);

    // Approved with others at once; then it counts, to the fen.
    const all = await operatingFen(leader, server.origin, false);
    await office.open("/filing?month=2016-12");
    await office.expectAccessible();
    await office.page.getByLabel(/^新民镇/).check();
    await office.page.getByLabel(/^祥平街道/).check();
    await expect(office.page.locator("#batch")).toContainText("已选 2 个：祥平街道、新民镇");
    await office.page.getByLabel("没有报齐的也审核通过").check();
    await office.page.getByLabel("没有报齐仍通过的理由").fill("已电话核实，下月补报");
    const asked = office.page.waitForEvent("dialog").then(async (dialog) => {
      await dialog.accept();
      return dialog.message();
    });
    await press(office, "审核通过所选");
    expect(await asked).toBe("审核通过以下 2 个镇街的月报？\n祥平街道、新民镇");
    await expect(office.done()).toContainText("已审核通过");
    expect(await operatingFen(leader, server.origin, true)).toBe(all);
    expect(all).toBeGreaterThan(before);

    // Months lock in their order: November first, of all towns, then this one.
    await office.open(month);
    office.page.once("dialog", (dialog) => dialog.accept());
    await press(office, "锁定");
    await expect(office.page.locator("main")).toContainText("新民镇 的 2016-11 尚未锁定");
    await office.open("/filing?month=2016-11");
    await expect(office.page.locator("#batch")).toContainText("已选 8 个");
    office.page.once("dialog", (dialog) => dialog.accept());
    await press(office, "锁定所选");
    await expect(office.done()).toContainText("已锁定");
    await office.open(month);
    office.page.once("dialog", (dialog) => dialog.accept());
    await press(office, "锁定");
    await expect(office.done()).toContainText("已锁定");
    await leader.open(month);
    await expect(leader.page.locator("main")).toContainText("■ 已锁定");
    await expect(leader.page.getByText("解锁…")).toHaveCount(0);

    // What the leader reads fits a phone, and is kept as it was on the day before.
    await leader.page.setViewportSize({ width: 360, height: 740 });
    await leader.expectFits();
    await leader.open("/filing?asOf=2016-12-29");
    await expect(leader.page.locator("main")).toContainText("未提交");
    await leader.expectFits();
  } finally {
    await server.remove();
  }
});

test("all without a flag go in one press: it says how many and which, and approves exactly these", async ({
  stranger,
}) => {
  const server = await ownServer(Number(new URL(demonstration).port) + 8);
  try {
    const office = await stranger({ baseURL: server.origin });
    await office.signIn("office", undefined, server.origin);
    // Two towns file November again, through the office: one has all of it, one lacks a report.
    for (const town of ["350212001000", xinmin]) {
      await office.open(`/filing/${town}/2016-11/return`);
      await office.page.getByLabel("退回原因").fill("核对一次");
      await press(office, "退回月报");
      await expect(office.done()).toContainText("月报已退回");
      if (town === xinmin) await office.page.getByLabel("尚未报齐，确认就这样提交").check();
      await press(office, "代镇街提交");
      await expect(office.done()).toContainText("月报已提交");
    }
    await office.open("/filing?month=2016-11");
    const batch = office.page.locator("#batch");
    await expect(batch).toContainText("报齐且没有提示 1 个：大同街道");
    await expect(batch).toContainText("留下 1 个，请逐个看过再审核：新民镇");
    const asked = office.page.waitForEvent("dialog").then(async (dialog) => {
      await dialog.accept();
      return dialog.message();
    });
    await batch.getByRole("button", { name: "没有提示的全部通过（1 个）" }).click();
    expect(await asked).toBe("审核通过 2016-11 以下 1 个镇街的月报？\n大同街道");
    await expect(office.done()).toContainText("已审核通过");
    const cell = (town: string) => office.page.locator(`.filing-matrix a[href^="/filing/${town}/2016-11"]`);
    await expect(cell("350212001000")).toContainText("已审核");
    await expect(cell(xinmin)).toContainText("已提交");
    await expect(batch).toContainText("留下 1 个，请逐个看过再审核：新民镇");
    await expect(batch.getByRole("button", { name: /^没有提示的全部通过/ })).toHaveCount(0);
  } finally {
    await server.remove();
  }
});
