import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { eq } from "drizzle-orm";
import { encode } from "uqr";
import { createTranslator } from "use-intl/core";
import { beforeAll, describe, expect, test } from "vitest";
import { auditEvents, projects, settings } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { figuresOnPaper, verifyHead, verifyTrail } from "#lib/audit/queries/trail.ts";
import { verifyUrl } from "#lib/audit/rules/paper-head.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { asOf, type Ctx } from "#lib/core/context.ts";
import { Forbidden, NotFound } from "#lib/core/errors.ts";
import { formatFen } from "#lib/core/money.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { type PdfPage, readPdf } from "#lib/testing/pdf.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import en from "#messages/en.json";
import zh from "#messages/zh-CN.json";
import {
  type PrintContext,
  type PrintedPaper,
  printBoard,
  printProject,
  printVillage,
} from "./commands/prints.ts";
import { fontFiles } from "./formats/fonts.ts";
import { BoardPrint } from "./input.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const leader = world.as(await world.actor("leader"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const lianhua = await world.town("莲花镇");
const [baijiaoci, junying, xikeng] = await Promise.all(["白交祠", "军营", "西坑"].map(world.village));

const press = (language: "zh-CN" | "en" = "zh-CN"): PrintContext => {
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
const ask = (given: Record<string, unknown> = {}) =>
  BoardPrint.parse({ year: 2016, approvedOnly: "false", ...given });
const pdfOf = async ({ body }: PrintedPaper) => readPdf(await buffer(body));
const printed = async (
  given: Record<string, unknown> = {},
  ctx: Ctx = leader,
  language: "zh-CN" | "en" = "zh-CN",
) => {
  const paper = await printBoard(ctx, ask(given), press(language));
  return { paper, ...(await pdfOf(paper)) };
};
const saying = (page: PdfPage, part: string | RegExp) =>
  page.texts.filter(({ text }) => (typeof part === "string" ? text.includes(part) : part.test(text)));
const all = (pages: PdfPage[]) => pages.flatMap((page) => page.texts.map(({ text }) => text));
const codeOfVillage = /^350212\d{6}$/;

const names = ["梧侣商贸中心", "高山茶园", "光伏电站", "冷链仓", "停车场", "民宿群", "文创街", "加工坊"];

beforeAll(async () => {
  const account = new Map((await accountsOf(world.db, "2016-12")).map((each) => [each.code, each.id]));
  const earn = (ctx: Ctx, village: { id: number } | undefined, month: string, amountFen: number) =>
    postIncome(ctx, {
      townId: lianhua.id,
      month,
      rows: [{ villageId: village?.id ?? 0, accountId: account.get("501") ?? 0, amountFen }],
    });
  await earn(world.as(clerk.actor, "2016-11-05"), baijiaoci, "2016-10", 60_000_00);
  await earn(clerk, baijiaoci, "2016-11", 63_456_78);
  await earn(clerk, junying, "2016-11", 99_999_99);
  await earn(clerk, xikeng, "2016-11", 100_000_00);
  for (const name of names) await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 }, name });
  const shared = await plantProject(world, {
    town: "莲花镇",
    villages: { 白交祠: 6_000, 淡溪: 4_000 },
    name: "跨村联建厂房",
  });
  await plantProject(world, {
    town: "莲花镇",
    villages: { 白交祠: 6_000, 淡溪: 4_000 },
    name: "跨村联建厂房",
    level: "key",
    sameAsId: shared.id,
  });
  await postFunding(office, {
    projectId: shared.id,
    stage: "plan",
    source: "district",
    amountFen: 1_234_567_89,
    onDay: "2016-02-01",
    documentNo: "",
    note: "",
    explanation: "",
  });
});

describe("the wall chart on A3", () => {
  test("has every village of the district once, on landscape sheets, in Chinese that can be searched and copied", async () => {
    const { pages, fonts } = await printed();
    const codes = all(pages).filter((text) => codeOfVillage.test(text));
    expect(codes).toHaveLength(136);
    expect(new Set(codes).size).toBe(136);
    for (const page of pages) expect([Math.round(page.width), Math.round(page.height)]).toEqual([420, 297]);
    expect(all(pages)).toContain("白交祠");
    expect(all(pages).join("")).not.toContain("\ufffd");
    expect(fonts.map(({ name, embedded }) => [name.replace(/^.*\+/, ""), embedded]).toSorted()).toEqual([
      ["NotoSansSC-Bold", true],
      ["NotoSansSC-Regular", true],
    ]);
  });

  test("says on every sheet what it is: heads of columns, legend, unit, basis, data date, completeness, page, signatures, head of the trail", async () => {
    const { pages, paper } = await printed();
    expect(pages.length).toBeGreaterThan(2);
    for (const [at, page] of pages.entries()) {
      for (const once of [
        "同安区 2016 年村级集体经济挂图作战图",
        "单位：万元，",
        "口径：经营性收入",
        "数据日期：2016-12-31",
        "制表人",
        "审核人",
        "负责人",
        "日期",
      ]) {
        expect([at, once, saying(page, once).length]).toEqual([at, once, once === "日期" ? 2 : 1]);
      }
      for (const head of [
        "村（居）",
        "收入",
        "目标",
        "差额",
        "档次",
        "项目",
        "灯",
        "阶段",
        "实际 / 序时",
        "责任人",
        "完成时限",
      ])
        expect([at, head, page.texts.filter(({ text }) => text === head).length]).toEqual([at, head, 1]);
      for (const light of ["正常", "预警", "滞后", "未报", "暂停"])
        expect(saying(page, light).length).toBeGreaterThan(0);
      expect(saying(page, "2016-12 收入：已报 0/136，已审 0/136")).toHaveLength(1);
      expect(saying(page, `第 ${at + 1} / ${pages.length} 页`)).toHaveLength(1);
      expect(saying(page, `审计序号 ${paper.number} · 校验码 ${paper.hash.slice(0, 12)}`)).toHaveLength(1);
      expect(saying(page, "演示数据")).toHaveLength(0);
    }
  });

  test("cuts no row: what belongs to a village with many projects is on one sheet, and nothing reaches the margin", async () => {
    const { pages } = await printed();
    const own = pages.filter((page) => saying(page, junying?.code ?? "").length > 0);
    expect(own).toHaveLength(1);
    for (const name of names) expect([name, saying(own[0] as PdfPage, name).length]).toEqual([name, 1]);
    for (const page of pages) {
      const foot = saying(page, "图例")[0]?.y ?? 0;
      for (const { text, x, y } of page.texts) {
        expect([text, x >= 9.9 && x <= 410 && y >= 10 && y <= 287.5]).toEqual([text, true]);
        if (codeOfVillage.test(text)) expect(y).toBeLessThan(foot - 1);
      }
    }
  });

  test("shows the totals of the board to the fen, and its rows add up to them", async () => {
    const { pages } = await printed({ unit: "yuan" });
    const board = await boardOf(leader, { year: 2016 });
    expect(board.totals.operatingFen).toBe(60_000_00 + 63_456_78 + 99_999_99 + 100_000_00);
    const total = all(pages).indexOf("同安区合计");
    expect(all(pages).slice(total, total + 5)).toEqual([
      "同安区合计",
      "小计 达标 2/136",
      "323,456.77",
      "13,600,000.00",
      "0.01",
    ]);
    const codes = pages.flatMap((page) =>
      page.texts.filter(({ text }) => codeOfVillage.test(text)).map((code) => ({ page, code })),
    );
    const amounts = codes.map(
      ({ page, code }) =>
        page.texts.find(
          ({ text, y, x }) => Math.abs(y - code.y) < 1 && x > code.x && /^[\d,.−—]+$/.test(text),
        )?.text ?? "",
    );
    const fen = amounts.map((text) =>
      text === "—" ? 0 : Math.round(Number(text.replaceAll(",", "")) * 100),
    );
    expect(amounts.filter((text) => text !== "—")).toHaveLength(3);
    expect(fen.reduce((sum, each) => sum + each, 0)).toBe(board.totals.operatingFen);
    expect(saying(pages[0] as PdfPage, `经营性收入 ${formatFen(board.totals.operatingFen)} 元`)).toHaveLength(
      1,
    );
  });

  test("no rounding says that a village has met its target: 99,999.99 is not 10.0", async () => {
    const { pages } = await printed();
    const [code] = pages.flatMap((page) => saying(page, junying?.code ?? "").map((text) => ({ page, text })));
    const row = code?.page.texts.filter(({ y }) => Math.abs(y - code.text.y) < 1).map(({ text }) => text);
    expect(row).toContain("¥99,999.99");
    expect(row).toContain("¥0.01");
    expect(row).toContain("接近");
    expect(row).toContain(">99%");
  });

  test("tells of a shared project in full where its largest share is, by name elsewhere, and of one on both lists once", async () => {
    const { pages } = await printed();
    const lines = all(pages).filter((text) => text.startsWith("跨村联建厂房"));
    expect(lines.map((line) => line.replace(/区-\d+/, "区")).toSorted()).toEqual([
      "跨村联建厂房 · 区 · 40%",
      "跨村联建厂房 · 区 · 60%",
      "跨村联建厂房 · 区 · 60%", // it counts as red: before the register too
    ]);
    expect(all(pages).filter((text) => text === "全项见 白交祠")).toHaveLength(1);
  });
});

describe("other sizes", () => {
  test("A0 on A3: nine sheets that together say everything, each with its place and marks for the neighbours", async () => {
    const { pages, paper } = await printed({ size: "A0" });
    expect(pages).toHaveLength(9);
    expect(new Set(all(pages).filter((text) => codeOfVillage.test(text))).size).toBe(136);
    for (const [at, page] of pages.entries()) {
      expect([Math.round(page.width), Math.round(page.height)]).toEqual([420, 297]);
      expect(saying(page, `第 ${Math.floor(at / 3) + 1}/3 行 · 第 ${(at % 3) + 1}/3 列`)).toHaveLength(1);
    }
    expect((await world.lastEvent()).payload.after).toMatchObject({ size: "A0", paper: "A3" });
    expect(paper.name.ascii).toBe(
      `guatu-board-350212000000-20161231-A0-${String(paper.number).padStart(6, "0")}.pdf`,
    );
  });
  test("A0 in one piece is one sheet of 1189 × 841, set larger than A3", async () => {
    const [whole, small] = [await printed({ size: "A0", paper: "A0" }), await printed()];
    expect(whole.pages.map((page) => [Math.round(page.width), Math.round(page.height)])).toEqual([
      [1189, 841],
    ]);
    const sizeOf = (pages: PdfPage[]) => pages.flatMap((page) => saying(page, "白交祠"))[0]?.size ?? 0;
    expect(sizeOf(whole.pages)).toBeGreaterThan(1.4 * sizeOf(small.pages));
  });
  test("A4 keeps every village by name, and a town's chart is its own villages alone", async () => {
    const { pages } = await printed({ size: "A4" });
    for (const village of ["白交祠", "军营", "梧侣"]) expect(all(pages)).toContain(village);
    const town = await printed({ node: lianhua.code }, clerk);
    expect(all(town.pages).filter((text) => codeOfVillage.test(text) && text !== lianhua.code)).toHaveLength(
      19,
    );
    expect(town.pages[0]?.texts[0]?.text).toBe("同安区莲花镇 2016 年村级集体经济挂图作战图");
  });
  test("in English no Chinese words but names", async () => {
    const { pages } = await printed({}, leader, "en");
    expect(saying(pages[0] as PdfPage, "Operating income of the villages")).toHaveLength(1);
    expect(saying(pages[0] as PdfPage, /单位|正常|未报|合计/)).toHaveLength(0);
  });
});

describe("one sheet of A4", () => {
  test("a village's card: its figures to the fen, its projects, its plan", async () => {
    const { pages } = await pdfOf(
      await printVillage(clerk, junying?.id ?? 0, { year: 2016, asOf: undefined, unit: "yuan" }, press()),
    );
    expect(pages).toHaveLength(1);
    expect([Math.round(pages[0]?.width ?? 0), Math.round(pages[0]?.height ?? 0)]).toEqual([210, 297]);
    for (const part of [
      "军营 2016 年一村一策卡",
      "99,999.99",
      "0.01",
      "未达标",
      "梧侣商贸中心",
      "暂未填写本村的发展打算",
      "制表人",
    ])
      expect([part, saying(pages[0] as PdfPage, part).length > 0]).toEqual([part, true]);
    for (const { text, y } of pages[0]?.texts ?? []) expect([text, y < 290]).toEqual([text, true]);
  });
  test("a project's sheet: its light with the sentence, its phases, its money; a key project shows that of its twin", async () => {
    const [key] = await world.db.select({ id: projects.id }).from(projects).where(eq(projects.level, "key"));
    const { pages } = await pdfOf(
      await printProject(leader, key?.id ?? 0, { asOf: undefined, unit: "yuan" }, press()),
    );
    expect(pages).toHaveLength(1);
    for (const part of [
      "跨村联建厂房",
      "1,234,567.89",
      "资金记在 村-",
      "谋划入库",
      "移交管护",
      "暂无月报",
      "批示与要求",
      "分管副镇长",
    ])
      expect([part, saying(pages[0] as PdfPage, part).length > 0]).toEqual([part, true]);
  });
});

describe("what is printed is remembered, and can be verified", () => {
  test("one audit event with what, when and how it adds up; its number and hash are the head on the paper", async () => {
    const before = (await world.db.select({ n: count() }).from(auditEvents))[0]?.n ?? 0;
    const { paper } = await printed();
    const event = await world.lastEvent();
    expect((await world.db.select({ n: count() }).from(auditEvents))[0]?.n).toBe(before + 1);
    expect(event).toMatchObject({
      verb: "print.run",
      subjectType: "print",
      seq: paper.number,
      hash: paper.hash,
      actorName: leader.actor.name,
    });
    expect(event.payload.after).toMatchObject({
      kind: "board",
      scope: { code: "350212000000" },
      asOf: "2016-12-31",
      size: "A3",
      totals: { operatingFen: 323_456_77 },
    });
    expect((await verifyTrail(world.db, [{ seq: paper.number, hash: paper.hash }])).broken).toBeNull();
  });

  test("the same figures give the same hash, others another", async () => {
    const hash = async (given = {}) => {
      await printed(given);
      return (await world.lastEvent()).payload.after.sha256;
    };
    const first = await hash();
    expect(await hash()).toBe(first);
    expect(await hash({ asOf: "2016-11-06" })).not.toBe(first);
  });

  test("the head stands for the figures beside it, line by line, and tells them to whoever may print them", async () => {
    const { paper } = await printed({ unit: "yuan" });
    const { payload } = await world.lastEvent();
    const { lines, sha256 } = payload.after.figures as { lines: string[]; sha256: string };
    expect(lines).toContain(`${baijiaoci?.code} | 白交祠 | 123456.78 | 100000.00`);
    expect(lines[1]).toBe("350212000000 | 同安区 | 136 | 2 | 133 | 323456.77 | 13600000.00 | 0.01");
    expect(lines.filter((line) => /^350212\d{6} \| [^|]+ \| [^|]+ \| [^|]+$/.test(line))).toHaveLength(136);
    expect(lines.filter((line) => line.includes("跨村联建厂房"))).toHaveLength(1); // a physical project has one line
    expect(createHash("sha256").update(lines.join("\n")).digest("hex")).toBe(sha256);
    const head = { seq: paper.number, head: paper.hash.slice(0, 12) };
    expect(await verifyHead(world.db, head)).toMatchObject({ print: { digest: sha256.slice(0, 12) } });
    expect(await figuresOnPaper(leader, head)).toEqual(lines);
    for (const ctx of [clerk, world.as(await world.actor("admin"))])
      expect(await figuresOnPaper(ctx, head)).toBeNull();
    expect(await figuresOnPaper(leader, { ...head, head: "0123456789ab" })).toBeNull();
  });

  test("a past day is printed as it was known then, and remembered as of now", async () => {
    const then = await boardOf(asOf(leader, "2016-11-06"), { year: 2016 });
    const { pages } = await printed({ asOf: "2016-11-06", unit: "yuan" });
    const event = await world.lastEvent();
    expect(then.totals.operatingFen).toBe(60_000_00);
    expect(saying(pages[0] as PdfPage, "经营性收入 60,000.00 元")).toHaveLength(1);
    expect(saying(pages[0] as PdfPage, "数据日期：2016-11-06")).toHaveLength(1);
    expect(event).toMatchObject({ at: leader.now.toISOString(), actorName: leader.actor.name });
    expect(event.payload.after).toMatchObject({ asOf: "2016-11-06", totals: { operatingFen: 60_000_00 } });
  });

  test("the QR leads to where the head is verified: yes to the own one, no to a forged or foreign one, and no figures", async () => {
    const { paper } = await printed({ asOf: "2016-11-06", size: "A4" });
    const url = new URL(verifyUrl({ origin: "https://guatu.example", seq: paper.number, hash: paper.hash }));
    expect(url.href).toBe(`https://guatu.example/verify?seq=${paper.number}&head=${paper.hash.slice(0, 12)}`);
    const head = url.searchParams.get("head") ?? "";
    expect(await verifyHead(world.db, { seq: paper.number, head })).toEqual({
      seq: paper.number,
      at: leader.now.toISOString(),
      print: {
        kind: "board",
        asOf: "2016-11-06",
        size: "A4",
        digest: (await world.lastEvent()).payload.after.figures.sha256.slice(0, 12),
      },
    });
    const forged = `${head.slice(0, 11)}${head.endsWith("0") ? "1" : "0"}`;
    expect(await verifyHead(world.db, { seq: paper.number, head: forged })).toBeNull();
    expect(await verifyHead(world.db, { seq: paper.number - 1, head })).toBeNull();
    expect(await verifyHead(world.db, { seq: 2_000_000_000, head })).toBeNull();
    const [first] = await world.db.select().from(auditEvents).where(eq(auditEvents.seq, 1));
    expect(await verifyHead(world.db, { seq: 1, head: first?.hash.slice(0, 12) ?? "" })).toMatchObject({
      seq: 1,
      print: null,
    });
  });

  test("the squares on every sheet are the QR of that address", async () => {
    const { paper, pages } = await printed();
    const url = verifyUrl({ origin: "https://guatu.example", seq: paper.number, hash: paper.hash });
    const { size, data } = encode(url, { ecc: "M", border: 0 });
    const side = 17 / size;
    for (const page of pages) {
      const squares = page.rects.filter(
        ({ width, height }) => Math.abs(width - side * 1.02) < 0.01 && Math.abs(height - side * 1.02) < 0.01,
      );
      const [left, top] = [Math.min(...squares.map(({ x }) => x)), Math.min(...squares.map(({ y }) => y))];
      const dark = new Set(
        squares.map(({ x, y }) => `${Math.round((y - top) / side)} ${Math.round((x - left) / side)}`),
      );
      const wanted = data.flatMap((row, y) => row.flatMap((is, x) => (is ? [`${y} ${x}`] : [])));
      expect([...dark].toSorted()).toEqual(wanted.toSorted());
    }
  });

  test("a demonstration says so on every sheet", async () => {
    await world.db.transaction((tx) =>
      tx.update(settings).set({ value: "yes" }).where(eq(settings.key, "demonstration")),
    );
    for (const { pages } of [await printed(), await printed({ size: "A1" })]) {
      for (const page of pages) expect(saying(page, "演示数据").length).toBeGreaterThan(0);
    }
    await world.db.transaction((tx) =>
      tx.update(settings).set({ value: "no" }).where(eq(settings.key, "demonstration")),
    );
  });
});

describe("whose it is to print", () => {
  test("a town prints its own, nobody prints what they may not see, and nothing of it is remembered", async () => {
    const wulv = await world.village("梧侣");
    const before = (await world.lastEvent()).seq;
    await expect(printBoard(clerk, ask({ node: world.district.code }), press())).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(
      printVillage(clerk, wulv.id, { year: 2016, asOf: undefined, unit: "wan" }, press()),
    ).rejects.toBeInstanceOf(NotFound);
    await expect(printBoard(world.as(await world.actor("admin")), ask(), press())).rejects.toBeInstanceOf(
      Forbidden,
    );
    await expect(printBoard(leader, ask({ node: baijiaoci?.code }), press())).rejects.toBeInstanceOf(
      NotFound,
    );
    expect((await world.lastEvent()).seq).toBe(before);
  });
  test("the operator prints without a browser, and the trail says who it was", async () => {
    const { paper } = await printed(
      {},
      { ...world.as(world.operator), actor: { ...world.operator, scope: world.district } },
    );
    expect(await world.lastEvent()).toMatchObject({
      seq: paper.number,
      actorRole: "operator",
      verb: "print.run",
    });
  });
});

test("without its font the print says which file is missing and how to get it", () => {
  expect(() => fontFiles("/nowhere")).toThrow(/NotoSansSC_400Regular\.ttf is missing: run npm install/);
});
