import { buffer } from "node:stream/consumers";
import { createTranslator } from "use-intl/core";
import { beforeAll, describe, expect, test } from "vitest";
import { type IncomeBasis, incomeBases } from "#db/schema/income.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { heatOf } from "#lib/board/queries/heat.ts";
import { rankingOf } from "#lib/board/queries/ranking.ts";
import { tileMapOf } from "#lib/board/queries/tiles.ts";
import { wallOf } from "#lib/board/queries/wall.ts";
import { type Ctx, withView } from "#lib/core/context.ts";
import { formatFen } from "#lib/core/money.ts";
import { incomeExtract } from "#lib/exports/queries/income-extract.ts";
import { approveMonth } from "#lib/filing/commands/office.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { printBoard, printVillage } from "#lib/paper/commands/prints.ts";
import { BoardPrint, VillagePrint } from "#lib/paper/input.ts";
import { readPdf } from "#lib/testing/pdf.ts";
import { openWorld } from "#lib/testing/world.ts";
import zh from "#messages/zh-CN.json";
import { postIncome } from "./commands/postings.ts";
import { VillageFilter } from "./input.ts";
import { postingsOf } from "./queries/income-ledger.ts";
import { villageCard } from "./queries/village-card.ts";
import { villagesOf } from "./queries/village-register.ts";
import { accountsOf } from "./store/postings.ts";

// The line of ¥100,000.00, asked of everything that shows income: seven villages of 莲花镇 stand at it, above
// it, without a report, or below nothing, each by another basis. What must come out is written by hand.

const world = await openWorld();
const [office, leader] = [world.as(await world.actor("office")), world.as(await world.actor("leader"))];
const town = await world.town("莲花镇");

type Books = [account: string, amountFen: number, oneOff?: boolean][];
type Stand = { books: Books; incomeFen: Record<IncomeBasis, number> | null };
const alike = (fen: number): Record<IncomeBasis, number> => ({
  strict: fen,
  recurring: fen,
  netReturn: fen,
  total: fen,
});
const villages: Record<string, Stand> = {
  军营: { books: [["501", 99_999_99]], incomeFen: alike(99_999_99) },
  西坑: { books: [["501", 100_000_00]], incomeFen: alike(100_000_00) },
  淡溪: { books: [], incomeFen: null },
  白交祠: { books: [["561", -5_000_00]], incomeFen: alike(-5_000_00) },
  蔗内: {
    books: [
      ["501", 120_000_00],
      ["502", 20_000_01],
    ],
    incomeFen: { ...alike(120_000_00), netReturn: 99_999_99 },
  },
  罗溪: {
    books: [
      ["501", 60_000_00],
      ["522", 40_000_00],
    ],
    incomeFen: { ...alike(60_000_00), total: 100_000_00 },
  },
  尾林: {
    books: [
      ["501", 99_999_99],
      ["501", 1, true],
    ],
    incomeFen: { ...alike(100_000_00), recurring: 99_999_99 },
  },
};
const metBy: Record<IncomeBasis, string[]> = {
  strict: ["蔗内", "西坑", "尾林"],
  recurring: ["蔗内", "西坑"],
  netReturn: ["西坑", "尾林"],
  total: ["蔗内", "西坑", "罗溪", "尾林"],
};
const tierOf: Record<string, Record<IncomeBasis, string>> = {
  军营: { strict: "near", recurring: "near", netReturn: "near", total: "near" },
  西坑: { strict: "met", recurring: "met", netReturn: "met", total: "met" },
  淡溪: { strict: "noData", recurring: "noData", netReturn: "noData", total: "noData" },
  白交祠: { strict: "none", recurring: "none", netReturn: "none", total: "none" },
  蔗内: { strict: "met", recurring: "met", netReturn: "near", total: "met" },
  罗溪: { strict: "near", recurring: "near", netReturn: "near", total: "met" },
  尾林: { strict: "met", recurring: "near", netReturn: "met", total: "met" },
};
// Summed by hand: 99,999.99 + 100,000.00 − 5,000.00 + 120,000.00 + 60,000.00 + 100,000.00, and what each
// basis changes of it.
const sumBy: Record<IncomeBasis, number> = {
  strict: 474_999_99,
  recurring: 474_999_98,
  netReturn: 454_999_98,
  total: 514_999_99,
};
const gapBy: Record<IncomeBasis, number> = {
  strict: 145_000_01,
  recurring: 145_000_02,
  netReturn: 145_000_02,
  total: 105_000_01,
};
const names = Object.keys(villages);
const ids = new Map<string, number>();
const codes = new Map<string, string>();

beforeAll(async () => {
  const account = new Map((await accountsOf(world.db, "2016-12")).map((each) => [each.code, each.id]));
  for (const [name, { books }] of Object.entries(villages)) {
    const village = await world.village(name);
    ids.set(name, village.id);
    codes.set(name, village.code);
    const rows = books.map(([code, amountFen, oneOff = false]) => ({
      villageId: village.id,
      accountId: account.get(code) ?? 0,
      amountFen,
      oneOff,
    }));
    if (rows.length > 0) await postIncome(office, { townId: town.id, month: "2016-12", rows });
  }
});

const press = {
  words: createTranslator({ locale: "zh-CN", messages: zh, timeZone: "Asia/Shanghai" }) as never,
  language: "zh-CN",
  origin: "https://guatu.example",
};
const ours = <R extends { name: string }>(rows: readonly R[]) =>
  rows
    .filter((row) => names.includes(row.name))
    .toSorted((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
const expected = (basis: IncomeBasis) =>
  names.map((name) => {
    const fen = villages[name]?.incomeFen?.[basis] ?? null;
    return { name, operatingFen: fen, met: metBy[basis].includes(name), tier: tierOf[name]?.[basis] };
  });

/** Everything that shows income, through one view. */
function everywhere(basis: IncomeBasis, look: (ctx: Ctx) => Ctx) {
  const ctx = look(leader);

  test("board, ranking, tile map and wall", async () => {
    const board = await boardOf(ctx, { node: town.code, year: 2016 });
    expect(board.totals).toMatchObject({
      villages: 19,
      noData: 13,
      met: metBy[basis].length,
      notMet: 6 - metBy[basis].length,
      operatingFen: sumBy[basis],
      gapFen: gapBy[basis],
      targetFen: 19 * 100_000_00,
    });
    expect(board.curve.at(-1)).toMatchObject({ cumulativeFen: sumBy[basis] });
    const pick = ({ name, operatingFen, met, tier }: (typeof board.tiles)[number]) => ({
      name,
      operatingFen,
      met,
      tier,
    });
    expect(ours(board.tiles).map(pick)).toEqual(expected(basis));
    const map = await tileMapOf(ctx, board, { tiles: "gap" });
    expect(ours(map.tiles).map((tile) => pick(tile as never))).toEqual(expected(basis));
    expect(ours(map.tiles).map((tile) => tile.gap)[2]).toBe("noData");
    const ranking = await rankingOf(ctx, { year: 2016 });
    expect(ranking.rows.find((row) => row.division.id === town.id)).toMatchObject({
      met: metBy[basis].length,
      gapFen: gapBy[basis],
      place: null,
    });
    const wall = await wallOf(ctx, await world.district);
    const scene = wall.towns.find((each) => each.division.id === town.id);
    expect(ours(scene?.tiles ?? []).map(pick)).toEqual(expected(basis));
    expect(scene).toMatchObject({ met: metBy[basis].length, noData: 13 });
  });

  test("register, its filters, and each village's card", async () => {
    const node = (await villageCard(ctx, ids.get("军营") ?? 0, 2016)).path.at(-2) as typeof town;
    const ask = async (given: object) => villagesOf(ctx, { ...VillageFilter.parse(given), node, year: 2016 });
    const all = await ask({});
    expect(
      ours(all.rows).map(({ name, operatingFen, met, tier }) => ({ name, operatingFen, met, tier })),
    ).toEqual(expected(basis));
    expect(all.total).toMatchObject({
      met: metBy[basis].length,
      withData: 6,
      operatingFen: sumBy[basis],
      gapFen: gapBy[basis],
    });
    expect((await ask({ met: "yes" })).rows.map((row) => row.name).toSorted()).toEqual(
      metBy[basis].toSorted(),
    );
    expect((await ask({ met: "no" })).rows).toHaveLength(6 - metBy[basis].length);
    expect((await ask({ tier: "noData" })).rows).toHaveLength(13);
    const near = names.filter((name) => tierOf[name]?.[basis] === "near");
    expect((await ask({ tier: "near" })).rows.map((row) => row.name).toSorted()).toEqual(near.toSorted());
    for (const { name, operatingFen, met, tier } of expected(basis)) {
      const card = await villageCard(ctx, ids.get(name) ?? 0, 2016);
      expect(card, name).toMatchObject({ operatingFen, met, tier });
      expect(card.gapFen, name).toBe(operatingFen === null ? null : Math.max(0, 100_000_00 - operatingFen));
    }
  });

  test("the card's three other figures stay what they are, whichever basis is looked through", async () => {
    const card = await villageCard(ctx, ids.get("罗溪") ?? 0, 2016);
    expect(card.figures).toEqual({ operatingFen: 60_000_00, oneOffFen: 0, otherFen: 40_000_00, costFen: 0 });
    expect(card.selfGeneratedBp).toBe(6_000);
  });

  test("heat map: the sum at the end of the year, a loss and a missing month in classes of their own", async () => {
    const heat = await heatOf(ctx, { node: town.code, year: 2016 });
    const rows = ours(heat.groups.flatMap((group) => group.rows));
    expect(rows.map((row) => row.cells.at(-1)?.amountFen ?? null)).toEqual(
      expected(basis).map((each) => each.operatingFen),
    );
    const december = new Map(rows.map((row) => [row.name, row.cells.at(-1)?.class]));
    expect([december.get("西坑"), december.get("军营"), december.get("白交祠")]).toEqual([
      "onPace",
      "behind",
      "zero",
    ]);
    expect(["noData", "future"]).toContain(december.get("淡溪"));
    expect(heat.total.cells.at(-1)?.cumulativeFen).toBe(sumBy[basis]);
  });

  test("each figure leads to postings that sum to it: of a village, of the town, of the month", async () => {
    const sum = async (code: string, of: object = { from: "2016-01", to: "2016-12" }) => {
      const { path } = await villageCard(ctx, ids.get("军营") ?? 0, 2016);
      const node = path.find((each) => each.code === code) ?? {
        ...(await world.village(names.find((name) => codes.get(name) === code) ?? "")),
      };
      return (await postingsOf(ctx, { ...of, node, countedBy: basis })).sumFen;
    };
    for (const { name, operatingFen } of expected(basis))
      expect(await sum(codes.get(name) ?? ""), name).toBe(operatingFen ?? 0);
    expect(await sum(town.code)).toBe(sumBy[basis]);
    expect(await sum(world.district.code, { from: "2016-12", to: "2016-12" })).toBe(sumBy[basis]);
  });

  test("printed, the line is never rounded away", async () => {
    const approvedOnly = String(ctx.db.view.approvedOnly ?? false);
    const ask = { year: 2016, approvedOnly, basis, unit: "wan" };
    const sheet = readPdf(
      await buffer((await printBoard(leader, BoardPrint.parse({ ...ask, node: town.code }), press)).body),
    );
    const besides = (code: string) => {
      const page = sheet.pages.find((each) => each.texts.some(({ text }) => text === code));
      const at = page?.texts.find(({ text }) => text === code);
      return page?.texts.filter(({ y }) => Math.abs(y - (at?.y ?? 0)) < 1).map(({ text }) => text) ?? [];
    };
    for (const { name, operatingFen } of expected(basis)) {
      const shown = operatingFen === null ? "—" : formatFen(operatingFen, "wan", 100_000_00);
      expect(besides(codes.get(name) ?? ""), name).toContain(shown);
    }
    expect(besides(codes.get("军营") ?? "")).toContain("¥99,999.99");
    const card = readPdf(
      await buffer((await printVillage(leader, ids.get("军营") ?? 0, VillagePrint.parse(ask), press)).body),
    );
    const texts = card.pages.flatMap((page) => page.texts.map(({ text }) => text));
    expect(texts).toContain("¥99,999.99");
    expect(texts).toContain("0.01");
    // The target, its history and the pace of December are 10.0; no income is.
    expect(texts.filter((text) => text === "10.0")).toHaveLength(4);
  });
}

describe.each(incomeBases)("by the basis %s, of everything recorded", (basis) => {
  everywhere(basis, (ctx) => withView(ctx, { basis }));
});

test("the export has each posting once, and its totals are those of the board", async () => {
  const extract = await incomeExtract(leader, { node: town.code, year: 2016 } as never, "zh-CN");
  const rows = [];
  for await (const stretch of extract.stretches()) rows.push(...stretch);
  expect(rows).toHaveLength(9);
  const totals = extract.add([], rows);
  expect(Object.fromEntries(totals.map((each) => [each.key, each.value]))).toEqual({
    incomeFen: 474_999_99,
    operatingFen: 474_999_99,
    oneOffFen: 1,
    otherFen: 40_000_00,
    costFen: 20_000_01,
  });
});

describe("of what is approved", () => {
  test("nothing before the office has approved: every village is without data, none at zero", async () => {
    const board = await boardOf(withView(leader, { approvedOnly: true }), { node: town.code, year: 2016 });
    expect(board.totals).toMatchObject({ met: 0, notMet: 0, noData: 19, operatingFen: 0 });
    expect(board.tiles.every((tile) => tile.operatingFen === null && tile.tier === "noData")).toBe(true);
  });
  describe("after its approval all of it", () => {
    beforeAll(async () => {
      const clerk = world.as(await world.actor("town", "莲花镇"));
      await submitMonth(clerk, { townId: town.id, month: "2016-12", version: 0, confirmed: true });
      await approveMonth(office, {
        month: "2016-12",
        towns: [{ townId: town.id, version: 1 }],
        confirmed: true,
        reason: "其余无收入",
      });
    });
    describe.each(["strict", "netReturn"] as const)("by the basis %s", (basis) => {
      everywhere(basis, (ctx) => withView(ctx, { basis, approvedOnly: true }));
    });
  });
});
