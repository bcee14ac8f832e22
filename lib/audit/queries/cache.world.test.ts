import { afterAll, expect, test } from "vitest";
import { boardAnew, boardOf } from "#lib/board/queries/board.ts";
import { asOf, type Ctx } from "#lib/core/context.ts";
import { NotFound } from "#lib/core/errors.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import { accountsOf } from "#lib/income/store/postings.ts";
import { openWorld } from "#lib/testing/world.ts";
import { openDatabase } from "#lib/views/open-database.ts";
import { record } from "../store/record.ts";
import { cached, newestChange } from "./cache.ts";

const world = await openWorld();
/** The same database as another process has it. */
const other = await openDatabase(world.url);
afterAll(() => other.close());

const leader = world.as(await world.actor("leader"));
const clerk: Ctx = { ...world.as(await world.actor("town", "莲花镇")), db: other };
const [account] = (await accountsOf(world.db, "2016-12")).filter((each) => each.code === "501");
const [town, village] = [await world.town("莲花镇"), await world.village("白交祠")];
const earn = (ctx: Ctx, amountFen: number, month = "2016-12") =>
  postIncome(ctx, {
    townId: town.id,
    month,
    rows: [{ villageId: village.id, accountId: account?.id ?? 0, amountFen }],
  });
const income = async (ctx: Ctx) => (await boardOf(ctx)).totals.operatingFen;

test("what a town saves in another process is on the leader's board at the very next look", async () => {
  expect(await income(leader)).toBe(0);
  for (let times = 1; times <= 5; times++) {
    await earn(clerk, 1_000_00);
    expect(await income(leader)).toBe(times * 1_000_00);
    expect(await income({ ...leader, db: other })).toBe(times * 1_000_00);
  }
});

test("while nothing is recorded the board is the one that was made, and the same as one made anew", async () => {
  const before = await boardOf(leader);
  expect(await boardOf(leader)).toBe(before);
  expect(JSON.stringify(await boardAnew(leader))).toBe(JSON.stringify(before));
});

test("signing in, being refused and exporting change no figure and clear nothing away", async () => {
  const [board, change] = [await boardOf(leader), await newestChange(other)];
  const self = { type: "session" as const, id: 1, name: "x", divisionCode: town.code };
  for (const verb of [
    "session.start",
    "session.refuse",
    "session.end",
    "access.deny",
    "export.run",
    "token.create",
  ] as const) {
    await other.transaction((tx) => record(tx, clerk, verb, self));
  }
  expect(await newestChange(world.db)).toBe(change);
  expect(await boardOf(leader)).toBe(board);
  await other.transaction((tx) => record(tx, clerk, "person.edit", self));
  expect(await newestChange(world.db)).not.toBe(change);
});

test("each area, division, year and day has its own", async () => {
  const own = { ...clerk, db: world.db };
  expect((await boardOf(own)).node.name).toBe("莲花镇");
  expect((await boardOf(leader)).node.name).toBe("同安区");
  expect((await boardOf(leader, { node: town.code })).path).toHaveLength(2);
  expect((await boardOf(own, { node: town.code })).path).toHaveLength(1);
  expect((await boardOf(leader, { year: 2015 })).totals.operatingFen).toBe(0);
  expect(await income({ ...leader, now: new Date("2016-12-30T01:00:00Z") })).toBe(5_000_00);
  expect((await boardOf({ ...leader, now: new Date("2016-12-30T01:00:00Z") })).asOf).toBe("2016-12-30");
  await expect(boardOf(own, { node: world.district.code })).rejects.toThrow(NotFound);
});

test("a past day keeps its own board, and what is recorded today is looked for there too", async () => {
  const past = asOf(leader, "2016-06-30");
  const before = await boardOf(past);
  expect(before.totals.operatingFen).toBe(0);
  expect(await boardOf(asOf(leader, "2016-06-30"))).toBe(before);
  await earn({ ...clerk, now: new Date("2016-06-15T01:00:00Z") }, 7_00, "2016-06");
  expect(await income(asOf(leader, "2016-06-30"))).toBe(7_00);
});

test("what is kept cannot be changed by whoever got it first, and a failure is not kept", async () => {
  const board = await boardOf(leader);
  expect(() => board.rows.reverse()).toThrow(TypeError);
  expect(() => Object.assign(board.totals, { operatingFen: 1 })).toThrow(TypeError);
  let times = 0;
  const fails = async () => {
    times += 1;
    if (times === 1) throw new Error("once");
    return times;
  };
  await expect(cached(world.db, ["fails"], fails)).rejects.toThrow("once");
  expect(await cached(world.db, ["fails"], fails)).toBe(2);
});

test("what is large makes room for itself: the oldest goes first", async () => {
  const made: string[] = [];
  const look = (name: string) =>
    cached(
      world.db,
      ["large", name],
      async () => {
        made.push(name);
        return name;
      },
      () => 30_000_000,
    );
  for (const name of ["a", "b", "a", "c", "b", "a"]) expect(await look(name)).toBe(name);
  expect(made).toEqual(["a", "b", "c", "a"]); // the third left no room for the first
});
