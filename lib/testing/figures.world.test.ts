import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { people } from "#db/schema/index.ts";
import { takeWritten } from "#db/written.ts";
import type { Ctx } from "#lib/core/context.ts";
import { approveMonth } from "#lib/filing/commands/office.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { postIncome } from "#lib/income/commands/postings.ts";
import type { Difference } from "#lib/verification/queries/differences.ts";
import { proveFigures } from "#lib/verification/queries/figures.ts";
import { type CommandCase, commandCases } from "./command-cases.ts";
import { rawConnection } from "./raw-connection.ts";
import { setStage } from "./stage.ts";
import { nameOf, type Tampering, tamperings } from "./tampering.ts";
import { openWorld } from "./world.ts";

// RELIABILITY R13: the figures are what the trail says. Every command is done once; then each kind of change
// is made by hand, found, nameOf and taken back, and is found no more. The same of random work:
// lib/testing/money.world.test.ts.

const world = await openWorld();
const stage = await setStage(world);
const behind = await rawConnection(world.url);

/** What the proof finds now. What fixtures put into the tables without an event stays the same throughout. */
const found = async () =>
  new Map((await proveFigures(world.db)).differences.map((each) => [nameOf(each), each]));

/** The same context, noting in `untold` the tables that a transaction wrote to and no event told of. */
function watched(ctx: Ctx, untold: string[]): Ctx {
  const transaction: Ctx["db"]["transaction"] = (work) =>
    ctx.db.transaction(async (tx) => {
      const result = await work(tx);
      untold.push(...Object.keys(takeWritten(tx)));
      return result;
    });
  return { ...ctx, db: { ...ctx.db, transaction } };
}

test("every command tells the trail of every row that it writes", async () => {
  for (const [name, deed] of Object.entries(commandCases)) {
    const doing = await (deed as CommandCase).ready(stage);
    const untold: string[] = [];
    await doing.run(watched(doing.as(doing.actor), untold));
    expect(untold, name).toEqual([]);
  }
  await approveSomeMoney();
  const { counts } = await proveFigures(world.db);
  expect(
    Object.entries(counts).flatMap(([table, { unproved }]) =>
      unproved > 0 && table !== "setting" ? [table] : [],
    ),
  ).toEqual([]);
  // Otherwise the kinds below would find nothing to change.
  expect(Object.entries(counts).flatMap(([table, { proved }]) => (proved === 0 ? [table] : []))).toEqual([]);
});

async function approveSomeMoney() {
  const { office, town } = stage;
  const { villageId, month, accountId } = stage.cell();
  await postIncome(office, {
    townId: town.id,
    month,
    rows: [{ villageId, accountId, amountFen: 12_345_67 }],
  });
  const { id: projectId } = await stage.project();
  const plan = {
    stage: "plan",
    source: "district",
    amountFen: 500_000_00,
    documentNo: "",
    note: "",
    explanation: "",
  } as const;
  await postFunding(office, { ...plan, projectId, onDay: `${month}-15` });
  await submitMonth(office, { townId: town.id, month, version: 0, confirmed: true });
  await approveMonth(office, {
    month,
    towns: [{ townId: town.id, version: 1 }],
    confirmed: true,
    reason: "其余村（居）无收入",
  });
}

test("the proof itself: a row that is written after its event, or without one, is found", async () => {
  const untold: string[] = [];
  const { db } = watched(stage.office, untold);
  await db.transaction((tx) =>
    tx
      .update(people)
      .set({ post: "主任" })
      .where(eq(people.id, stage.office.actor.id ?? 0)),
  );
  expect(untold).toEqual(["person"]);
});

describe("what is changed by hand is found by row and event, and no more when it is taken back", () => {
  let before = new Map<string, Difference>();
  beforeAll(async () => {
    before = await found();
  });
  test.each(Object.entries(tamperings))("%s", async (_, tampering: Tampering) => {
    const { finds, undo } = await tampering({ db: world.db, behind });
    const after = await found();
    await undo();
    const fresh = [...after].filter(([name]) => !before.has(name)).map(([, each]) => each);
    expect(fresh.map(nameOf).toSorted()).toEqual(finds.toSorted());
    for (const each of fresh)
      if (each.why === "changed" || each.why === "missing") expect(each.event).toBeGreaterThan(0);
    expect([...(await found()).keys()].toSorted()).toEqual([...before.keys()].toSorted());
  });
  test("there are at least 25 kinds", () => {
    expect(Object.keys(tamperings).length).toBeGreaterThanOrEqual(25);
  });
});
