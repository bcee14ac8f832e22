import { and, asc, eq } from "drizzle-orm";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Db } from "#db/client.ts";
import {
  accounts,
  divisions,
  filingMonths,
  fundingPostings,
  incomePostings,
  projects,
} from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { fundingOfYear } from "#lib/funding/store/rollup.ts";
import { postIncome, reverseIncome } from "#lib/income/commands/postings.ts";
import { incomeByMonth, incomeTotals } from "#lib/income/queries/totals.ts";
import { activePostings as standingPostings } from "#lib/income/rules/cells.ts";
import { editProject } from "#lib/projects/commands/projects.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { figuresOf } from "#lib/views/basis.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "./commands/office.ts";
import { submitMonth, withdrawMonth } from "./commands/town.ts";

const world = await openWorld();
const office = await world.actor("office");
const towns = [await world.town("莲花镇"), await world.town("新民镇")] as const;
const villages = [await world.village("军营"), await world.village("西山")] as const;
const planted = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 } });
const months: Month[] = ["2015-12", "2016-10", "2016-11"];
const [operating] = await world.db
  .select()
  .from(accounts)
  .where(eq(accounts.code, "501"))
  .orderBy(asc(accounts.id))
  .limit(1);
const accountId = operating?.id as number;

// Every operation has an instant of its own, after all months were due.
let minutes = 0;
const next = (): Ctx => {
  minutes += 1;
  return {
    ...world.as(office, "2017-01-10"),
    now: new Date(Date.parse("2017-01-10T02:00:00.000Z") + minutes * 60_000),
  };
};

const monthOf = async (townId: number, month: Month) => {
  const [row] = await world.db
    .select()
    .from(filingMonths)
    .where(and(eq(filingMonths.townId, townId), eq(filingMonths.month, month)));
  return { townId, month, version: row?.version ?? 0 };
};
const project = async () =>
  (
    await world.db.select().from(projects).where(eq(projects.id, planted.id))
  )[0] as typeof projects.$inferSelect;

/**
 * Which posting each approval reached, written down as the office approves: what the books must agree with.
 */
const reached = new Map<string, { income: number; funding: number }>();
const newest = async (table: typeof incomePostings | typeof fundingPostings) =>
  Math.max(0, ...(await world.db.select({ id: table.id }).from(table)).map((row) => row.id));

const act = {
  post: (town: number, month: Month, fen: number) =>
    postIncome(next(), {
      townId: towns[town]?.id ?? 0,
      month,
      rows: [{ villageId: villages[town]?.id ?? 0, accountId, amountFen: fen }],
    }),
  fund: async (month: Month, fen: number) =>
    postFunding(next(), {
      projectId: planted.id,
      stage: "plan",
      source: "district",
      amountFen: fen + 1,
      onDay: `${month}-15`,
      documentNo: "",
      note: "",
      explanation: "",
    }),
  reverse: async (nth: number) => {
    const posting = standingPostings(await world.db.select().from(incomePostings)).at(nth % 7);
    return posting && reverseIncome(next(), { postingId: posting.id, reason: reasonOf("x") });
  },
  reverseFunding: async (nth: number) => {
    const rows = await world.db.select().from(fundingPostings);
    const posting = rows
      .filter((row) => row.reversesId === null && !rows.some((other) => other.reversesId === row.id))
      .at(nth % 5);
    return posting && reverseFunding(next(), { postingId: posting.id, reason: reasonOf("x") });
  },
  submit: async (town: number, month: Month) =>
    submitMonth(next(), { ...(await monthOf(towns[town]?.id ?? 0, month)), confirmed: true }),
  withdraw: async (town: number, month: Month) =>
    withdrawMonth(next(), { ...(await monthOf(towns[town]?.id ?? 0, month)), reason: "" }),
  return: async (town: number, month: Month) =>
    returnMonth(next(), {
      ...(await monthOf(towns[town]?.id ?? 0, month)),
      reason: reasonOf("x"),
      remarks: [],
    }),
  approve: async (town: number, month: Month) => {
    const townId = towns[town]?.id ?? 0;
    await approveMonth(next(), {
      month,
      towns: [await monthOf(townId, month)],
      confirmed: true,
      reason: "其余无收入",
    });
    reached.set(`${townId} ${month}`, {
      income: await newest(incomePostings),
      funding: await newest(fundingPostings),
    });
  },
  lock: async (town: number, month: Month) =>
    lockMonth(next(), { month, towns: [await monthOf(towns[town]?.id ?? 0, month)] }),
  unlock: async (town: number, month: Month) =>
    unlockMonth(next(), {
      ...(await monthOf(towns[town]?.id ?? 0, month)),
      reason: reasonOf("x"),
      until: "2017-01-31",
    }),
  /** The project goes to the other town, and its money with it. */
  move: async () => {
    const { id: projectId, version, townId, name, type, sector, owner } = await project();
    const other = townId === towns[0].id ? towns[1].id : towns[0].id;
    await editProject(next(), {
      projectId,
      version,
      name,
      type,
      sector,
      approaches: ["project"],
      townId: other,
      owner,
      contact: "",
      contactPhone: "",
      description: "",
      sameAsId: undefined,
      villages: [{ villageId: villages[0].id, share: 10_000 }],
    });
  },
};

/** The sums of every node, asked of a database. */
async function books(db: Db) {
  const nodes = [...towns, ...villages, world.district];
  return Promise.all(
    nodes.map(async (node) => ({
      node: node.shortName,
      years: await Promise.all([2015, 2016].map((year) => incomeTotals(db, node, year))),
      months: await Promise.all([2015, 2016].map((year) => incomeByMonth(db, node, year))),
      funding:
        node.level === "village"
          ? []
          : (await Promise.all([2015, 2016].map((year) => fundingOfYear(db, node, year)))).map((sums) =>
              sums.filter((sum) => sum.amountFen !== 0),
            ),
    })),
  );
}

/** The approved postings, picked by hand. */
async function approvedRows() {
  const { townId } = await project();
  const townOf = new Map((await world.db.select().from(divisions)).map((row) => [row.id, row.parentId]));
  const income = (await world.db.select().from(incomePostings)).filter(
    (row) => row.id <= (reached.get(`${townOf.get(row.villageId)} ${row.month}`)?.income ?? 0),
  );
  const funding = (await world.db.select().from(fundingPostings)).filter(
    (row) => row.id <= (reached.get(`${townId} ${row.onDay.slice(0, 7)}`)?.funding ?? 0),
  );
  return { income, funding, townId };
}

const sum = (amounts: number[]) => amounts.reduce((all, each) => all + each, 0);
const ids = (rows: { id: number }[]) => rows.map((row) => row.id).toSorted((a, b) => a - b);

async function agree() {
  const approved = world.db.withView({ approvedOnly: true });
  const { income, funding, townId } = await approvedRows();
  expect(ids(await approved.select().from(incomePostings))).toEqual(ids(income));
  expect(ids(await approved.select().from(fundingPostings))).toEqual(ids(funding));
  for (const { node, years, months: byMonth, funding: money } of await books(approved)) {
    const own = income.filter(
      (row) =>
        node === world.district.shortName ||
        villages.some(
          (village, at) =>
            row.villageId === village.id && [village, towns[at]].some((each) => each?.shortName === node),
        ),
    );
    for (const [at, year] of [2015, 2016].entries()) {
      const ofYear = own.filter((row) => row.month.startsWith(String(year)));
      expect(years[at]).toMatchObject(figuresOf(ofYear.map((row) => ({ ...row, kind: "operating" }))));
      const withData = new Set(standingPostings(ofYear).map((row) => row.villageId)).size;
      expect(years[at]?.withData).toBe(withData);
      for (const month of byMonth[at] ?? [])
        expect(month.operatingFen).toBe(
          sum(ofYear.filter((row) => row.month === month.month).map((row) => row.amountFen)),
        );
      const held =
        node === world.district.shortName ||
        towns.some((town) => town.id === townId && town.shortName === node);
      const wanted = held ? sum(funding.filter((row) => row.year === year).map((row) => row.amountFen)) : 0;
      expect(sum((money[at] ?? []).map((each) => each.amountFen))).toBe(wanted);
    }
  }
}

test("approved figures stay after an unlock, new postings and a return, and move only with the next approval", async () => {
  const figure = async (approvedOnly: boolean) =>
    (await incomeTotals(world.db.withView({ approvedOnly }), towns[0], 2016)).operatingFen;
  await act.post(0, "2016-11", 100_000_00);
  expect(await figure(true)).toBe(0);
  await act.submit(0, "2016-11");
  expect(await figure(true)).toBe(0);
  await act.approve(0, "2016-11");
  expect(await figure(true)).toBe(100_000_00);
  await act.unlock(0, "2016-11");
  await act.post(0, "2016-11", 7_00);
  await act.submit(0, "2016-11");
  await act.return(0, "2016-11");
  expect([await figure(true), await figure(false)]).toEqual([100_000_00, 100_007_00]);
  await act.submit(0, "2016-11");
  await act.approve(0, "2016-11");
  expect(await figure(true)).toBe(100_007_00);
  await agree();
});

test("a project that goes to another town takes its money along, recorded and approved", async () => {
  await act.fund("2016-10", 500_00);
  await act.submit(0, "2016-10");
  await act.approve(0, "2016-10");
  const money = async (town: (typeof towns)[number], approvedOnly: boolean) =>
    sum((await fundingOfYear(world.db.withView({ approvedOnly }), town, 2016)).map((each) => each.amountFen));
  const all = async () => [
    await money(towns[0], false),
    await money(towns[0], true),
    await money(towns[1], false),
    await money(towns[1], true),
  ];
  expect(await all()).toEqual([500_01, 500_01, 0, 0]);
  await act.move();
  // The other town's October was never approved.
  expect(await all()).toEqual([0, 0, 500_01, 0]);
  await act.submit(1, "2016-10");
  await act.approve(1, "2016-10");
  expect(await all()).toEqual([0, 0, 500_01, 500_01]);
  await act.move();
  expect(await all()).toEqual([500_01, 500_01, 0, 0]);
  await agree();
});

const at = { town: fc.nat(1), month: fc.constantFrom(...months) };
const filing = fc.constantFrom(
  "submit" as const,
  "withdraw" as const,
  "return" as const,
  "approve" as const,
  "approve" as const,
  "lock" as const,
  "unlock" as const,
);
const operation = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("post" as const), ...at, fen: fc.nat(12_000_000) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("fund" as const), ...at, fen: fc.nat(12_000_000) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom("reverse" as const, "reverseFunding" as const),
      nth: fc.nat(1000),
    }),
  },
  { weight: 8, arbitrary: fc.record({ kind: filing, ...at }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("settle" as const), ...at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("move" as const) }) },
);
type Operation = typeof operation extends fc.Arbitrary<infer O> ? O : never;

function perform(op: Exclude<Operation, { kind: "settle" }>): Promise<unknown> {
  if (op.kind === "post") return act.post(op.town, op.month, op.fen);
  if (op.kind === "fund") return act.fund(op.month, op.fen);
  if (op.kind === "move") return act.move();
  return "nth" in op ? act[op.kind](op.nth) : act[op.kind](op.town, op.month);
}

/**
 * Does it, if the rules let it; `settle` goes the whole way to the next approval, so that months are approved
 * again and again.
 */
async function attempt(op: Operation): Promise<boolean> {
  if (op.kind === "settle") {
    for (const kind of ["unlock", "submit", "approve"] as const) await attempt({ ...op, kind });
    return true;
  }
  return perform(op).then(
    () => true,
    (error) => (error instanceof Refused ? false : Promise.reject(error)),
  );
}

test("after any operations approved books are the sums of approved rows, now and as of every moment before", async () => {
  const kept = new Map<string, Awaited<ReturnType<typeof books>>>();
  let done = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { minLength: 5, maxLength: 30 }), async (operations) => {
      for (const op of operations) if (await attempt(op)) done += 1;
      await agree();
      kept.set(next().now.toISOString(), await books(world.db.withView({ approvedOnly: true })));
    }),
    { numRuns: 12, verbose: 1 },
  );
  expect(done).toBeGreaterThan(40);
  for (const [instant, then] of kept)
    expect(await books(world.db.asOf(instant).withView({ approvedOnly: true })), instant).toEqual(then);
});
