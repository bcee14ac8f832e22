import { buffer } from "node:stream/consumers";
import { createTranslator } from "use-intl/core";
import { beforeAll, describe, expect, test } from "vitest";
import { boardOf } from "#lib/board/queries/board.ts";
import type { Ctx } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";
import { editVillage } from "#lib/divisions/commands/divisions.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { type PdfPage, readPdf } from "#lib/testing/pdf.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import en from "#messages/en.json";
import zh from "#messages/zh-CN.json";
import { type PrintContext, printPoster } from "../commands/prints.ts";
import { PosterPrint } from "../input.ts";
import { sharedOut } from "./poster.ts";

const world = await openWorld();
const clerk = world.as(await world.actor("town", "莲花镇"));
const office = world.as(await world.actor("office"));
const leader = world.as(await world.actor("leader"));
const lianhua = await world.town("莲花镇");
const xinmin = await world.town("新民镇");
const [baijiaoci, junying, xikeng, wulv] = await Promise.all(
  ["白交祠", "军营", "西坑", "梧侣"].map(world.village),
);

const press = (language: "zh-CN" | "en"): PrintContext => {
  const t = createTranslator({
    locale: language,
    messages: language === "en" ? en : zh,
    timeZone: "Asia/Shanghai",
  });
  return {
    words: (key, values) => t(key as Parameters<typeof t>[0], values),
    language,
    origin: "https://guatu.example",
  };
};
async function printed(
  given: Record<string, unknown> = {},
  { ctx = leader, language = "zh-CN" as "zh-CN" | "en" } = {},
) {
  const paper = await printPoster(
    ctx,
    PosterPrint.parse({ year: 2016, approvedOnly: "false", ...given }),
    press(language),
  );
  return { paper, ...readPdf(await buffer(paper.body)) };
}
const page = async (...given: Parameters<typeof printed>) => (await printed(...given)).pages[0] as PdfPage;
const words = ({ texts }: PdfPage) => texts.map(({ text }) => text);
const sizes = ({ texts }: PdfPage) => texts.map(({ size }) => Math.round(size * 10) / 10);

beforeAll(async () => {
  const account = new Map((await accountsOf(world.db, "2016-12")).map((each) => [each.code, each.id]));
  const earn = (
    ctx: Ctx,
    townId: number,
    village: { id: number } | undefined,
    month: string,
    amountFen: number,
  ) =>
    postIncome(ctx, {
      townId,
      month,
      rows: [{ villageId: village?.id ?? 0, accountId: account.get("501") ?? 0, amountFen }],
    });
  await earn(clerk, lianhua.id, baijiaoci, "2016-11", 76_563_00);
  await earn(clerk, lianhua.id, junying, "2016-11", 99_779_79); // 220.21 are missing
  await earn(clerk, lianhua.id, xikeng, "2016-11", 100_000_00);
  await earn(office, xinmin.id, wulv, "2016-11", 1_910_000_00);
  await plantProject(world, { town: "莲花镇", villages: { 白交祠: 10_000 }, name: "高山茶园" });
  const words = { plan: "校舍出租，2 月签约", contact: "分管副镇长", contactPhone: "", key: undefined };
  await editVillage(clerk, { villageId: junying?.id ?? 0, version: 1, ...words });
});

describe("the poster", () => {
  test.each([
    ["A3", 420, 297, 14],
    ["A0", 1189, 841, 24],
  ] as const)(
    "is one sheet of %s, and nothing on it is set smaller than is read from where it hangs",
    async (size, width, height, least) => {
      for (const language of ["zh-CN", "en"] as const) {
        for (const node of [undefined, lianhua.code]) {
          const { pages } = await printed({ size, node }, { language });
          expect(pages.map((each) => [Math.round(each.width), Math.round(each.height)])).toEqual([
            [width, height],
          ]);
          expect(Math.min(...sizes(pages[0] as PdfPage))).toBeGreaterThanOrEqual(least);
        }
      }
    },
  );
  test("names who is below the line with the gap to the fen, who answers and what is done; one on the line is not named there", async () => {
    const said = words(await page());
    expect(said).toContain("差 23,437 元");
    expect(said).toContain("差 220.21 元");
    const at = said.indexOf("未达标的村（居）");
    expect(said.slice(at, at + 13)).toEqual([
      "未达标的村（居）",
      "2 个",
      "白交祠",
      "莲花镇",
      "差 23,437 元",
      "分管副镇长",
      "高山茶园",
      "军营",
      "莲花镇",
      "差 220.21 元",
      "分管副镇长",
      "校舍出租，2 月签约",
      expect.stringMatching(/^未报 132 个，不计差额：/),
    ]);
  });
  test("shows the board's figures, its completeness, basis and day, and the head by which it is verified", async () => {
    const { paper, pages } = await printed();
    const { totals } = await boardOf(leader, { year: 2016 });
    expect([totals.met, totals.villages, totals.gapFen]).toEqual([2, 136, 23_657_21]);
    const said = words(pages[0] as PdfPage);
    for (const each of [
      "同安区 2016 年富民强村挂图作战",
      "截至 2016-12-31 · 口径：严格 · 含未审核",
      "2016-12 收入：已报 0/136，已审 0/136",
      "2",
      "/ 136",
      "差额合计 23,657.21 元",
      "37.6 / 1,360.0 万元",
      "3%",
    ])
      expect(said).toContain(each);
    const head = `审计序号 ${paper.number} · 校验码 ${paper.hash.slice(0, 12)}`;
    expect(said.filter((each) => each.startsWith(head))).toHaveLength(1);
    expect((await world.lastEvent()).payload.after).toMatchObject({
      kind: "poster",
      size: "A3",
      totals: { villages: 136, met: 2, below: 2 },
    });
  });
  test("has a tile for every village of the node: its name and what it earned, and no rounding that claims the line is reached", async () => {
    const { texts } = await page();
    const left = texts.filter(({ x }) => x < 248).map(({ text }) => text);
    expect(left.filter((text) => text === "—")).toHaveLength(132);
    for (const each of ["白交祠", "7.7", "军营", "<10.0", "西坑", "10.0", "梧侣", "191.0"])
      expect(left).toContain(each);
    const town = await page({ node: lianhua.code }, { ctx: clerk });
    expect(words(town)).toContain("莲花镇");
    expect(words(town)).not.toContain("梧侣");
  });
  test("stays on its sheet: no text reaches the margin, and none is cut off in a figure", async () => {
    for (const language of ["zh-CN", "en"] as const) {
      for (const { text, x, y } of (await page({}, { language })).texts) {
        expect([text, x >= 7.9 && x <= 412 && y >= 8 && y <= 289.1]).toEqual([text, true]);
        if (/\d…$/.test(text)) expect(text).toMatch(/转绿|To green/);
      }
    }
  });
  test("is nobody's outside their scope, and no village's", async () => {
    await expect(printed({ node: xinmin.code }, { ctx: clerk })).rejects.toThrow(NotFound);
    await expect(printed({ node: junying?.code })).rejects.toThrow(NotFound);
  });
});

test("two lists share the places of a sheet: neither takes more than it needs, the second has a third where both want more", () => {
  expect(sharedOut([9, 7], 16)).toEqual([9, 7]);
  expect(sharedOut([30, 40], 16)).toEqual([11, 5]);
  expect(sharedOut([2, 40], 16)).toEqual([2, 14]);
  expect(sharedOut([40, 1], 16)).toEqual([15, 1]);
});
