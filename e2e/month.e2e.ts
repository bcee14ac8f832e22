import { demonstration } from "../playwright.config.ts";
import { expect, type Person, test } from "./app.ts";
import { ownServer } from "./own-server.ts";

// The days around a deadline, on a server whose clock is moved: in the demonstration 莲花镇 has not handed
// December in, 大同街道 has, and five towns have it open or back on 6 January.

/** The heading of a page, without opening it. */
async function headingOf(person: Person, path: string): Promise<string> {
  const answer = await person.page.request.get(path);
  expect(answer.status(), path).toBe(200);
  const [, heading = ""] = /<h1[^>]*>(.*?)<\/h1>/s.exec(await answer.text()) ?? [];
  return heading.replace(/<[^>]+>/g, "");
}
const textOf = async (person: Person, path: string) =>
  (await (await person.page.request.get(path)).text()).replace(/<[^>]+>/g, "");

/** Pages that are about a month, and those that are about a year. */
const ofMonth = ["/", "/income", "/intake"];
const ofYear = ["/villages", "/filing", "/board", "/board/heat"];

test("before and after a deadline every page opens on the month that is at work", async ({ stranger }) => {
  const server = await ownServer(Number(new URL(demonstration).port) + 6, "2017-01-03");
  const at = async (account: string) => {
    const person = await stranger({ baseURL: server.origin });
    await person.signIn(account, undefined, server.origin);
    return person;
  };
  const expectMonth = async (person: Person, year: string, month: string) => {
    for (const path of ofMonth)
      expect(await headingOf(person, path), path).toMatch(new RegExp(`${year}(-| 年 ?|年)${month}`));
  };
  const expectYear = async (person: Person, year: string) => {
    for (const path of ofYear) expect(await headingOf(person, path), path).toContain(year);
  };
  const comeBackOn = async (day: string) => {
    await server.stop();
    await server.start(day);
  };
  try {
    // 3 January: a clerk who clicks anywhere enters December; what is no month, or none yet, is not another
    // one.
    let [clerk, office] = [await at("lianhua"), await at("office")];
    await expectMonth(clerk, "2016", "12");
    await expectYear(clerk, "2016");
    await expectYear(office, "2016");
    await clerk.open("/");
    await clerk.page
      .getByRole("navigation", { name: "菜单" })
      .getByRole("link", { name: "收入", exact: true })
      .click();
    await expect(clerk.page.locator("input[type=month]")).toHaveValue("2016-12");
    const month = clerk.page.getByRole("navigation", { name: "月份" });
    await month.getByRole("link", { name: /2017-01/ }).click();
    await expect(clerk.page.locator("input[type=month]")).toHaveValue("2017-01");
    await month.getByRole("link", { name: /2016-12/ }).click();
    await expect(clerk.page.locator("input[type=month]")).toHaveValue("2016-12");
    await clerk.expectAccessible();
    for (const asked of ["2016-13", "2017-02", "nonsense"])
      for (const path of ["/", "/income", "/income/new", "/intake"])
        expect((await clerk.page.request.get(`${path}?month=${asked}`)).status(), `${path} ${asked}`).toBe(
          404,
        );
    expect(await textOf(office, "/funding")).toContain("12 月");
    expect(await textOf(office, "/filing")).toContain("2016-12");

    // 6 January: it is overdue, and says so in the headline.
    await comeBackOn("2017-01-06");
    [clerk, office] = [await at("lianhua"), await at("office")];
    await expectMonth(clerk, "2016", "12");
    await expectYear(clerk, "2016");
    await expectYear(office, "2016");
    expect(await textOf(clerk, "/")).toContain("已过截止日 1 天");

    // 10 February: December is still the first in 莲花; 大同 has filed it, so headline and rows are about
    // January.
    await comeBackOn("2017-02-10");
    const filed = await at("datong");
    [clerk, office] = [await at("lianhua"), await at("office")];
    await expectMonth(clerk, "2016", "12");
    await expectYear(clerk, "2016");
    await expectMonth(filed, "2017", "0?1");
    await expectYear(filed, "2017");
    await filed.open("/");
    await expect(filed.page.locator("main")).toContainText("已过截止日 5 天");
    const rows = filed.page.locator("main li a.button");
    const links = await rows.evaluateAll((all) => all.map((each) => each.getAttribute("href") ?? ""));
    expect(links.length).toBeGreaterThan(10);
    expect(links.filter((href) => href.includes("month=") && !href.includes("month=2017-01"))).toEqual([]);
    await expectYear(office, "2017");
    expect(await textOf(office, "/filing")).toContain("往月没有办完");

    // A past month's desk shows that month's lights: what was reported is not silent.
    await filed.open("/?month=2016-12");
    await expect(
      filed.page.locator("main li").filter({ hasText: "已报" }).filter({ hasText: "○ 未报" }),
    ).toHaveCount(0);
  } finally {
    await server.remove();
  }
});
