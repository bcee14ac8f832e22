import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { auditEvents, filingMonths, incomePostings, incomeTargets, incomeYears } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { Conflict, Forbidden, NotFound, type Refused, RefusedFields } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { openWorld } from "#lib/testing/world.ts";
import { incomeGrid } from "../queries/grid.ts";
import { incomeTotals, tilesOf } from "../queries/totals.ts";
import { cellName } from "../rules/cells.ts";
import { accountsOf } from "../store/postings.ts";
import { postIncome, reverseIncome, saveIncomeGrid, setTarget } from "./postings.ts";

const world = await openWorld();
const clerk = await world.actor("town", "莲花镇");
const ctx = world.as(clerk);
const office = world.as(await world.actor("office"));
const town = await world.town("莲花镇");
const code = new Map((await accountsOf(world.db, "2016-12")).map((account) => [account.code, account.id]));
const account = (wanted: string) => code.get(wanted) ?? 0;
const villages = (await incomeGrid(ctx, town.id, "2016-12")).villages.map((village) => village.id);
let free = 0;
/** A village that no test posted for yet. */
const village = () => villages[free++] ?? 0;

const post = (villageId: number, amountFen: number, more: object = {}, month = "2016-12") =>
  postIncome(ctx, {
    townId: town.id,
    month,
    rows: [{ villageId, accountId: account("501"), amountFen, ...more }],
  });
const save = (cells: [number, number | null, number | null][], more: object = {}) =>
  saveIncomeGrid(ctx, {
    townId: town.id,
    month: "2016-12",
    cells: cells.map(([villageId, amountFen, readFen]) => ({
      villageId,
      accountId: account("501"),
      amountFen,
      readFen,
    })),
    ...more,
  });
const yearOf = async (villageId: number) =>
  (
    await world.db
      .select()
      .from(incomeYears)
      .where(and(eq(incomeYears.divisionId, villageId), eq(incomeYears.year, 2016)))
  )[0];
const ledgerOf = (villageId: number) =>
  world.db.select().from(incomePostings).where(eq(incomePostings.villageId, villageId));
const size = async (table: typeof incomePostings | typeof auditEvents | typeof incomeTargets) =>
  (await world.db.select({ rows: count() }).from(table))[0]?.rows ?? 0;
const refusal = (code: string) => expect.objectContaining({ code });

/** Runs what must fail and checks that nothing at all was written. */
async function leavesNothing(attempt: () => Promise<unknown>, failure: unknown) {
  const before = [await size(incomePostings), await size(auditEvents), await size(incomeTargets)];
  if (typeof failure === "function") await expect(attempt()).rejects.toBeInstanceOf(failure);
  else await expect(attempt()).rejects.toEqual(failure);
  expect([await size(incomePostings), await size(auditEvents), await size(incomeTargets)]).toEqual(before);
}

describe("posting", () => {
  test("an amount stands in the ledger, in the village's year, in its town's and its county's, with one audit event", async () => {
    const id = village();
    const [townBefore, countyBefore, events] = [
      await incomeTotals(world.db, town, 2016),
      await incomeTotals(world.db, world.district, 2016),
      await size(auditEvents),
    ];
    await post(id, 99_999_99);
    expect(await yearOf(id)).toMatchObject({
      operatingFen: 99_999_99,
      targetFen: 100_000_00,
      gapFen: 1,
      withData: 1,
      met: 0,
    });
    await post(id, 1);
    expect(await yearOf(id)).toMatchObject({ operatingFen: 100_000_00, gapFen: 0, withData: 1, met: 1 });
    for (const [node, before] of [
      [town, townBefore],
      [world.district, countyBefore],
    ] as const) {
      expect(await incomeTotals(world.db, node, 2016)).toEqual({
        ...before,
        operatingFen: before.operatingFen + 100_000_00,
        withData: before.withData + 1,
        noData: before.noData - 1,
        met: before.met + 1,
      });
    }
    expect(await size(auditEvents)).toBe(events + 2);
    expect(await world.lastEvent()).toMatchObject({
      verb: "income.post",
      actorName: clerk.name,
      divisionCode: town.code,
    });
    expect(await ledgerOf(id)).toMatchObject([
      {
        amountFen: 99_999_99,
        month: "2016-12",
        byProxy: true,
        personId: clerk.id,
        provenance: "real",
        reversesId: null,
      },
      { amountFen: 1 },
    ]);
  });

  test("an explicit zero is a report of zero; nothing posted is no data", async () => {
    const [zero, none] = [village(), village()];
    await post(zero, 0);
    const tiles = new Map((await tilesOf(world.db, town, 2016)).map((tile) => [tile.id, tile]));
    expect(tiles.get(zero)).toMatchObject({ operatingFen: 0, tier: "none", gapFen: 100_000_00 });
    expect(tiles.get(none)).toMatchObject({ operatingFen: null, tier: "noData", gapFen: 0 });
  });

  test("a subsidy reports the month and adds nothing to operating income", async () => {
    const id = village();
    await postIncome(ctx, {
      townId: town.id,
      month: "2016-12",
      rows: [{ villageId: id, accountId: account("522"), amountFen: 500 }],
    });
    expect(await yearOf(id)).toMatchObject({ operatingFen: 0, otherFen: 500, withData: 1, met: 0 });
  });

  test.each(["311001", "311002", "241"])(
    "account %s is never income: refused with the reason and where it belongs",
    async (never) => {
      const rows = [{ villageId: villages[0] ?? 0, accountId: account(never), amountFen: 100 }];
      const attempt = () => postIncome(ctx, { townId: town.id, month: "2016-12", rows });
      await leavesNothing(attempt, refusal("income.neverIncome"));
      const refused = await attempt().catch((error: Refused) => error);
      expect(refused).toMatchObject({
        field: "accountId",
        details: { note: expect.stringMatching(/./), noteEn: expect.stringMatching(/./) },
      });
    },
  );

  test("negative amounts are refused, except in investment income", async () => {
    const id = village();
    await leavesNothing(() => post(id, -1), refusal("income.negative"));
    await postIncome(ctx, {
      townId: town.id,
      month: "2016-12",
      rows: [{ villageId: id, accountId: account("561"), amountFen: -5 }],
    });
    expect(await yearOf(id)).toMatchObject({ operatingFen: -5, gapFen: 100_000_05, met: 0 });
  });

  test("impossible amounts, future months, other regimes' accounts and months before the books are refused", async () => {
    const id = villages[0] ?? 0;
    await leavesNothing(() => post(id, 100_000_000_001), refusal("income.tooLarge"));
    await leavesNothing(() => post(id, 1, {}, "2017-01"), refusal("income.futureMonth"));
    await leavesNothing(() => post(id, 1, {}, "2004-12"), refusal("income.noBasis"));
    const wrong = (await accountsOf(world.db, "2024-01")).find((each) => each.code === "501");
    await leavesNothing(() => post(id, 1, { accountId: wrong?.id }), refusal("income.otherRegime"));
  });

  test("one bad row refuses all of them", async () => {
    const rows = [
      { villageId: villages[0] ?? 0, accountId: account("501"), amountFen: 100 },
      { villageId: villages[0] ?? 0, accountId: account("501"), amountFen: -100 },
    ];
    await leavesNothing(
      () => postIncome(ctx, { townId: town.id, month: "2016-12", rows }),
      expect.objectContaining({ code: "income.negative", field: "rows.1.amountFen" }),
    );
  });

  test("a town does not see another town's villages, and a village of another town is not in this one", async () => {
    const other = await world.town("新民镇");
    const stranger = await world.village("梧侣");
    const rows = [{ villageId: stranger.id, accountId: account("501"), amountFen: 100 }];
    await leavesNothing(() => postIncome(ctx, { townId: other.id, month: "2016-12", rows }), NotFound);
    await leavesNothing(() => postIncome(ctx, { townId: town.id, month: "2016-12", rows }), NotFound);
  });

  test.each(["leader", "auditor", "admin"] as const)(
    "a %s posts nothing, reverses nothing, sets no target",
    async (role) => {
      const asRole = world.as(await world.actor(role));
      const rows = [{ villageId: villages[0] ?? 0, accountId: account("501"), amountFen: 100 }];
      const posted = (await ledgerOf(villages[0] ?? 0))[0]?.id ?? 0;
      await leavesNothing(() => postIncome(asRole, { townId: town.id, month: "2016-12", rows }), Forbidden);
      await leavesNothing(
        () =>
          saveIncomeGrid(asRole, {
            townId: town.id,
            month: "2016-12",
            cells: [{ ...rows[0], readFen: null } as never],
          }),
        Forbidden,
      );
      await leavesNothing(
        () => reverseIncome(asRole, { postingId: posted, reason: reasonOf("x") }),
        Forbidden,
      );
      await leavesNothing(
        () =>
          setTarget(asRole, {
            villageId: villages[0] ?? 0,
            year: 2016,
            amountFen: 1,
            reason: reasonOf("x"),
            version: 0,
          }),
        Forbidden,
      );
    },
  );

  test("the same key twice posts once, and with another amount it is refused", async () => {
    const id = village();
    const rows = [{ villageId: id, accountId: account("501"), amountFen: 100 }];
    const input = { townId: town.id, month: "2016-12", rows, key: "a-form" };
    const first = await postIncome(ctx, input);
    expect(await postIncome(ctx, input)).toEqual(first);
    await leavesNothing(
      () => postIncome(ctx, { ...input, rows: [{ ...rows[0], amountFen: 101 } as never] }),
      refusal("keyReused"),
    );
    expect(await ledgerOf(id)).toHaveLength(1);
  });

  test("a locked month takes no posting, no correction and no reversal", async () => {
    const id = village();
    await post(id, 100, {}, "2016-11");
    const [posting] = await ledgerOf(id);
    await world.db.transaction((tx) =>
      tx.insert(filingMonths).values({
        townId: town.id,
        month: "2016-11",
        state: "locked",
        changedAt: "2016-12-10T00:00:00.000Z",
      }),
    );
    await leavesNothing(() => post(id, 100, {}, "2016-11"), refusal("monthLocked"));
    await leavesNothing(
      () => saveIncomeGrid(ctx, { townId: town.id, month: "2016-11", reason: "x", cells: [] }),
      refusal("monthLocked"),
    );
    await leavesNothing(
      () => reverseIncome(ctx, { postingId: posting?.id ?? 0, reason: reasonOf("x") }),
      refusal("monthLocked"),
    );
  });

  test("the ledger itself refuses to be changed", async () => {
    await expect(
      world.db.transaction((tx) => tx.update(incomePostings).set({ amountFen: 1 })),
    ).rejects.toThrow();
    await expect(world.db.transaction((tx) => tx.delete(incomePostings))).rejects.toThrow();
  });
});

describe("the grid", () => {
  test("a first amount is a posting; another one is corrected by reversal and a new row, the reason on it", async () => {
    const id = village();
    expect(await save([[id, 300, null]])).toEqual({ changed: 1 });
    await leavesNothing(
      () => save([[id, 500, 300]]),
      expect.objectContaining({ code: "income.reasonRequired", field: "reason" }),
    );
    await save([[id, 500, 300]], { reason: "漏记一笔租金" });
    const rows = await ledgerOf(id);
    expect(rows.map((row) => [row.amountFen, row.reversesId, row.note])).toEqual([
      [300, null, ""],
      [-300, rows[0]?.id, "漏记一笔租金"],
      [500, null, ""],
    ]);
    expect(await yearOf(id)).toMatchObject({ operatingFen: 500, withData: 1 });
    expect((await world.lastEvent()).payload).toMatchObject({
      before: { rows: [{ amountFen: 300 }] },
      after: { rows: [{ amountFen: 500 }] },
      reason: "漏记一笔租金",
    });
  });

  test("an emptied cell is reversed and the village is unreported again", async () => {
    const id = village();
    await save([[id, 300, null]]);
    await save([[id, null, 300]], { reason: "填错了村" });
    expect(await yearOf(id)).toMatchObject({ operatingFen: 0, withData: 0, met: 0, gapFen: 0 });
    expect((await tilesOf(world.db, town, 2016)).find((tile) => tile.id === id)?.tier).toBe("noData");
  });

  test("a correction keeps what the posting said: one-off, voucher and note", async () => {
    const id = village();
    await post(id, 300, { oneOff: true, voucher: "记-12", note: "拆迁旧厂房处置" });
    await save([[id, 400, 300]], { reason: "金额笔误" });
    expect((await ledgerOf(id)).at(-1)).toMatchObject({
      amountFen: 400,
      oneOff: true,
      voucher: "记-12",
      note: "拆迁旧厂房处置",
    });
    expect(await yearOf(id)).toMatchObject({ operatingFen: 400, oneOffFen: 400 });
  });

  test("a cell that somebody else changed meanwhile is a conflict that names every such cell; nothing is saved", async () => {
    const [mine, both, untouched] = [village(), village(), village()];
    await save([
      [both, 100, null],
      [untouched, 7, null],
    ]);
    await save([[both, 200, 100]], { reason: "x" });
    await leavesNothing(
      () =>
        save(
          [
            [mine, 1, null],
            [both, 300, 100],
            [untouched, 7, 7],
          ],
          { reason: "x" },
        ),
      Conflict,
    );
    const conflict = await save(
      [
        [mine, 1, null],
        [both, 300, 100],
      ],
      { reason: "x" },
    ).catch((error: Conflict) => error);
    expect(conflict).toMatchObject({
      current: { [`cell.v${both}.a${account("501")}`]: "2.00" },
      details: { name: clerk.name },
    });
  });

  test("everything that is wrong in a grid is said at once, and nothing is saved", async () => {
    const [one = 0, two = 0, three = 0] = villages;
    const attempt = () =>
      saveIncomeGrid(ctx, {
        townId: town.id,
        month: "2010-12",
        cells: [
          { villageId: one, accountId: account("501"), amountFen: -501_00, readFen: null },
          {
            villageId: two,
            accountId: account("501"),
            amountFen: null,
            problem: "notAnAmount",
            readFen: null,
          },
          {
            villageId: two,
            accountId: account("511"),
            amountFen: null,
            problem: "finerThanAFen",
            readFen: null,
          },
          { villageId: three, accountId: account("241"), amountFen: 5, readFen: null },
          { villageId: three, accountId: account("501"), amountFen: 100_000_000_001, readFen: null },
          { villageId: three, accountId: account("511"), amountFen: 8, readFen: null },
        ],
      });
    await leavesNothing(attempt, RefusedFields);
    const { fields } = (await attempt().catch((error: RefusedFields) => error)) as RefusedFields;
    expect(Object.entries(fields).map(([name, { code }]) => [name, code])).toEqual([
      [cellName(one, account("501")), "income.negative"],
      [cellName(two, account("501")), "notAnAmount"],
      [cellName(two, account("511")), "finerThanAFen"],
      [cellName(three, account("241")), "income.neverIncome"],
      [cellName(three, account("501")), "income.tooLarge"],
    ]);
  });

  test("two people changing different cells do not disturb each other", async () => {
    const [one, two] = [village(), village()];
    await save([
      [one, 1, null],
      [two, null, null],
    ]);
    await save([
      [one, null, null],
      [two, 2, null],
    ]);
    expect([(await yearOf(one))?.operatingFen, (await yearOf(two))?.operatingFen]).toEqual([1, 2]);
  });

  test("of two editors of one cell one wins and the other is told", async () => {
    const id = village();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, at) => save([[id, 1000 + at, null]])),
    );
    expect(results.filter((result) => result.status === "fulfilled")).toHaveLength(1);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
    expect(await ledgerOf(id)).toHaveLength(1);
  });

  test("a cell of several postings is not overwritten: they are corrected one by one", async () => {
    const id = village();
    await post(id, 300);
    await post(id, 50, { oneOff: true });
    await leavesNothing(() => save([[id, 400, 350]], { reason: "x" }), refusal("income.severalPostings"));
  });

  test("saving without a change is refused, so that nobody believes it was saved", async () => {
    await leavesNothing(() => save([[villages[0] ?? 0, null, null]]), refusal("income.nothingChanged"));
  });
});

describe("reversal", () => {
  test("takes the amount out of every sum, keeps the posting, and can happen once", async () => {
    const id = village();
    const before = await incomeTotals(world.db, world.district, 2016);
    await post(id, 200_000_00);
    const [posting] = await ledgerOf(id);
    await reverseIncome(ctx, { postingId: posting?.id ?? 0, reason: reasonOf("重复登记") });
    expect(await incomeTotals(world.db, world.district, 2016)).toEqual(before);
    const rows = await ledgerOf(id);
    expect(rows).toMatchObject([
      { amountFen: 200_000_00 },
      { amountFen: -200_000_00, reversesId: posting?.id, note: "重复登记" },
    ]);
    expect(await world.lastEvent()).toMatchObject({
      verb: "income.reverse",
      subjectId: posting?.id,
      payload: { reason: "重复登记" },
    });
    await leavesNothing(
      () => reverseIncome(ctx, { postingId: rows[0]?.id ?? 0, reason: reasonOf("x") }),
      refusal("income.alreadyReversed"),
    );
    await leavesNothing(
      () => reverseIncome(ctx, { postingId: rows[1]?.id ?? 0, reason: reasonOf("x") }),
      refusal("income.isReversal"),
    );
  });

  test("another town's posting is not found", async () => {
    const stranger = world.as(await world.actor("town", "新民镇"));
    const [posting] = await ledgerOf(villages[0] ?? 0);
    await leavesNothing(
      () => reverseIncome(stranger, { postingId: posting?.id ?? 0, reason: reasonOf("x") }),
      NotFound,
    );
  });
});

describe("targets", () => {
  const set = (villageId: number, amountFen: number, version: number, year = 2016) =>
    setTarget(office, { villageId, year, amountFen, version, reason: reasonOf("区委会议纪要") });

  test("a target decides who met it, here and above, and the earlier one stays with its reason", async () => {
    const id = village();
    await post(id, 120_000_00);
    const before = await incomeTotals(world.db, town, 2016);
    await set(id, 150_000_00, 0);
    expect(await yearOf(id)).toMatchObject({ targetFen: 150_000_00, gapFen: 30_000_00, met: 0 });
    expect(await incomeTotals(world.db, town, 2016)).toEqual({
      ...before,
      targetFen: before.targetFen + 50_000_00,
      gapFen: before.gapFen + 30_000_00,
      met: before.met - 1,
    });
    expect(await world.lastEvent()).toMatchObject({
      verb: "target.set",
      subjectId: id,
      payload: { before: { targetFen: 100_000_00 }, after: { targetFen: 150_000_00 } },
    });
    await set(id, 110_000_00, 1);
    expect(await yearOf(id)).toMatchObject({ met: 1, gapFen: 0 });
    expect(await world.db.select().from(incomeTargets).where(eq(incomeTargets.villageId, id))).toHaveLength(
      2,
    );
  });

  test("a village without data keeps its target and is still without data", async () => {
    const id = villages[0] ?? 0;
    await set(id, 150_000_00, 0, 2015);
    const tile = (await tilesOf(world.db, town, 2015)).find((each) => each.id === id);
    expect(tile).toMatchObject({ targetFen: 150_000_00, gapFen: 0, tier: "noData", met: false });
    expect(await incomeTotals(world.db, town, 2015)).toMatchObject({
      targetFen: 20 * 100_000_00 - 50_000_00,
      withData: 0,
      noData: 19,
    });
  });

  test("a target that was revised meanwhile is a conflict with the value that stands", async () => {
    const id = villages[1] ?? 0;
    await set(id, 150_000_00, 0, 2015);
    await leavesNothing(() => set(id, 160_000_00, 0, 2015), Conflict);
    await leavesNothing(() => set(id, 0, 1, 2015), refusal("income.targetNotPositive"));
  });
});

test("the targets of all villages make up their town's, posted or not", async () => {
  const tiles = await tilesOf(world.db, world.district, 2016);
  const district = await incomeTotals(world.db, world.district, 2016);
  expect(tiles).toHaveLength(136);
  expect(district.targetFen).toBe(tiles.reduce((sum, tile) => sum + tile.targetFen, 0));
  expect(district.villages).toBe(136);
  expect(district.noData + district.withData).toBe(136);
});
