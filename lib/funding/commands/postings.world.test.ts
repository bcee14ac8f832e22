import { and, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import { auditEvents, filingMonths, fundingPostings, fundingYears } from "#db/schema/index.ts";
import { count, total } from "#db/sql.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { PostFunding } from "../input.ts";
import { projectFunding } from "../queries/project-funding.ts";
import { postFunding, reverseFunding } from "./postings.ts";

const world = await openWorld();
const office = world.as(await world.actor("office"));
const clerk = world.as(await world.actor("town", "莲花镇"));
const neighbour = world.as(await world.actor("town", "新民镇"));

const fresh = () => plantProject(world, { town: "莲花镇", villages: { 军营: 10000 } });
const post = (ctx: typeof office, projectId: number, given: Record<string, unknown>) =>
  postFunding(ctx, PostFunding.parse({ projectId, source: "district", onDay: "2016-05-04", ...given }));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) =>
      error instanceof Refused ? { code: error.code, field: error.field, ...error.details } : error,
  );
const rows = async () =>
  (await world.db.select({ n: count(), fen: total(fundingPostings.amountFen) }).from(fundingPostings))[0];
const events = async () => (await world.db.select({ n: count() }).from(auditEvents))[0]?.n ?? 0;

test("a plan is posted in yuan, kept in fen, with one audit event and the sums of town and district", async () => {
  const project = await fresh();
  const [before, heard] = [await rows(), await events()];
  const { id } = await post(office, project.id, { stage: "plan", amountFen: "12.5万", note: "一事一议" });
  expect(await rows()).toEqual({ n: (before?.n ?? 0) + 1, fen: (before?.fen ?? 0) + 12_500_000 });
  expect(await events()).toBe(heard + 1);
  const event = await world.lastEvent();
  expect(event).toMatchObject({
    verb: "funding.post",
    subjectType: "funding",
    subjectId: id,
    divisionCode: project.townCode,
  });
  expect(event.payload.after).toMatchObject({
    stage: "plan",
    amountFen: 12_500_000,
    over: null,
    sameDocumentAs: null,
  });
  const [posting] = await world.db.select().from(fundingPostings).where(eq(fundingPostings.id, id));
  expect(posting).toMatchObject({
    year: 2016,
    personName: office.actor.name,
    provenance: "real",
    reversesId: null,
    explanation: "",
  });
  const town = await world.town("莲花镇");
  for (const place of [town.id, world.district.id]) {
    const [sum] = await world.db
      .select()
      .from(fundingYears)
      .where(and(eq(fundingYears.divisionId, place), eq(fundingYears.stage, "plan")));
    expect(sum).toMatchObject({ year: 2016, source: "district", amountFen: 12_500_000 });
  }
});

test("the order of stages is kept to the fen, refused with its numbers", async () => {
  const project = await fresh();
  await post(office, project.id, { stage: "plan", amountFen: 1000_00 });
  expect(
    await refusal(
      post(office, project.id, { stage: "allot", amountFen: 1000_01, documentNo: "同财〔2016〕1号" }),
    ),
  ).toEqual({
    code: "funding.order",
    field: "amountFen",
    stage: "allot",
    amountFen: 1000_01,
    limit: "plan",
    limitFen: 1000_00,
    overFen: 1,
  });
  await post(office, project.id, { stage: "allot", amountFen: 1000_00, documentNo: "同财〔2016〕1号" });
  expect(await refusal(post(clerk, project.id, { stage: "receive", amountFen: 1 }))).toMatchObject({
    code: "funding.order",
    limit: "disburse",
  });
});

test("one source does not lend its room to another", async () => {
  const project = await fresh();
  await post(office, project.id, { stage: "plan", source: "city", amountFen: 500 });
  expect(
    await refusal(post(office, project.id, { stage: "allot", amountFen: 100, documentNo: "甲" })),
  ).toMatchObject({
    code: "funding.order",
    limitFen: 0,
  });
});

test("with an explanation the order may be broken, and the row says so; without need it is kept as a note", async () => {
  const project = await fresh();
  const { id } = await post(office, project.id, {
    stage: "disburse",
    amountFen: 800,
    explanation: "先行垫付",
  });
  const [row] = await world.db.select().from(fundingPostings).where(eq(fundingPostings.id, id));
  expect(row?.explanation).toBe("先行垫付");
  expect((await world.lastEvent()).payload.after.over).toMatchObject({ stage: "disburse", overFen: 800 });
  const plain = await post(office, project.id, {
    stage: "plan",
    amountFen: 800,
    note: "补",
    explanation: "多余",
  });
  const [kept] = await world.db.select().from(fundingPostings).where(eq(fundingPostings.id, plain.id));
  expect(kept).toMatchObject({ note: "补；多余", explanation: "" });
});

test("plans and allotments are adjusted either way, with a reason, never below what rests on them", async () => {
  const project = await fresh();
  await post(office, project.id, { stage: "plan", amountFen: 1000 });
  expect(
    await refusal(post(office, project.id, { stage: "plan", change: "cut", amountFen: 100 })),
  ).toMatchObject({
    code: "funding.noteRequired",
    field: "note",
  });
  await post(office, project.id, { stage: "plan", change: "cut", amountFen: 100, note: "调减" });
  await post(office, project.id, { stage: "allot", amountFen: 900, documentNo: "乙" });
  expect(
    await refusal(post(office, project.id, { stage: "plan", change: "cut", amountFen: 1, note: "调减" })),
  ).toMatchObject({
    code: "funding.order",
    limitFen: 899,
  });
  expect(
    await refusal(
      post(office, project.id, {
        stage: "plan",
        change: "cut",
        amountFen: 901,
        note: "调减",
        explanation: "撤销",
      }),
    ),
  ).toMatchObject({
    code: "funding.belowZero",
    stage: "plan",
    standingFen: 900,
  });
  await post(office, project.id, { stage: "plan", change: "raise", amountFen: 50, note: "追加" });
  expect(
    await refusal(post(office, project.id, { stage: "allot", change: "raise", amountFen: 50, note: "追加" })),
  ).toMatchObject({
    code: "funding.documentRequired",
    movement: "adjustment",
  });
  const { id } = await post(office, project.id, {
    stage: "allot",
    change: "cut",
    amountFen: 20,
    documentNo: "丙",
    note: "收回指标",
  });
  expect((await world.db.select().from(fundingPostings).where(eq(fundingPostings.id, id)))[0]).toMatchObject({
    movement: "adjustment",
    amountFen: -20,
  });
  expect((await world.lastEvent()).payload.after).toMatchObject({ movement: "adjustment", amountFen: -20 });
});

test("an amount is typed without a sign, whatever it does", async () => {
  const project = await fresh();
  for (const amountFen of [0, -1, "-5"]) {
    expect(await refusal(post(office, project.id, { stage: "plan", amountFen }))).toMatchObject({
      code: "funding.notPositive",
      field: "amountFen",
    });
    expect(
      await refusal(post(office, project.id, { stage: "plan", change: "cut", note: "调减", amountFen })),
    ).toMatchObject({
      code: "funding.notPositive",
    });
  }
});

/** A project with `fen` of the district's money all the way through to spending. */
async function spentThrough(fen: number) {
  const project = await fresh();
  await post(office, project.id, { stage: "plan", amountFen: fen });
  await post(office, project.id, { stage: "allot", amountFen: fen, documentNo: `文${project.id}` });
  await post(office, project.id, { stage: "disburse", amountFen: fen });
  await post(clerk, project.id, { stage: "receive", amountFen: fen });
  await post(clerk, project.id, { stage: "spend", amountFen: fen, documentNo: `票${project.id}` });
  return project;
}

test("money comes back stage by stage, from the last: a contractor, the village, the treasury", async () => {
  const project = await spentThrough(1000);
  const back = (ctx: typeof office, stage: string, amountFen: number, given: object = {}) =>
    post(ctx, project.id, {
      stage,
      change: "return",
      amountFen,
      documentNo: `退${stage}`,
      note: "结余退回",
      ...given,
    });
  expect(await refusal(back(clerk, "receive", 100))).toMatchObject({
    code: "funding.order",
    stage: "spend",
    limit: "receive",
    overFen: 100,
  });
  await back(clerk, "spend", 100);
  expect(await refusal(back(office, "disburse", 100))).toMatchObject({
    code: "funding.order",
    stage: "receive",
    limit: "disburse",
    overFen: 100,
  });
  await back(clerk, "receive", 100);
  await back(office, "disburse", 100);
  expect((await projectFunding(office, project.id)).total).toEqual({
    plan: 1000,
    allot: 1000,
    disburse: 900,
    receive: 900,
    spend: 900,
  });
  expect(await refusal(back(clerk, "spend", 901, { documentNo: "退二" }))).toMatchObject({
    code: "funding.belowZero",
    stage: "spend",
    standingFen: 900,
  });
  expect(await refusal(back(clerk, "spend", 1))).toMatchObject({ code: "funding.sameDocument" });
});

test("only what can come back does, with its voucher and its reason; only plans and allotments are adjusted", async () => {
  const project = await spentThrough(1000);
  const given = { amountFen: 10, documentNo: "退1", note: "退回" };
  expect(
    await refusal(post(office, project.id, { ...given, stage: "allot", change: "return" })),
  ).toMatchObject({
    code: "funding.notMovable",
    field: "change",
  });
  expect(await refusal(post(office, project.id, { ...given, stage: "spend", change: "cut" }))).toMatchObject({
    code: "funding.notMovable",
  });
  expect(
    await refusal(post(office, project.id, { ...given, stage: "spend", change: "return", note: "" })),
  ).toMatchObject({
    code: "funding.noteRequired",
  });
  expect(
    await refusal(
      post(office, project.id, { ...given, stage: "disburse", change: "return", documentNo: "" }),
    ),
  ).toMatchObject({
    code: "funding.documentRequired",
    movement: "return",
  });
  expect(
    await refusal(post(clerk, project.id, { ...given, stage: "disburse", change: "return" })),
  ).toMatchObject({ code: "funding.officeStage" });
});

test("a return can itself be reversed", async () => {
  const project = await spentThrough(1000);
  const { id } = await post(clerk, project.id, {
    stage: "spend",
    change: "return",
    amountFen: 100,
    documentNo: "退2",
    note: "退回",
  });
  const reversal = await reverseFunding(clerk, { postingId: id, reason: reasonOf("录错") });
  expect(
    (await world.db.select().from(fundingPostings).where(eq(fundingPostings.id, reversal.id)))[0],
  ).toMatchObject({
    movement: "return",
    amountFen: 100,
  });
  expect((await projectFunding(office, project.id)).total.spend).toBe(1000);
});

test("an invoice of another project is refused without naming the project, or explained", async () => {
  const [one, two] = [await spentThrough(500), await fresh()];
  for (const stage of ["plan", "allot", "disburse", "receive"])
    await post(office, two.id, { stage, amountFen: 500, documentNo: `文${two.id}` });
  const again = { stage: "spend", amountFen: 100, documentNo: `票${one.id}` };
  expect(await refusal(post(clerk, two.id, again))).toEqual({
    code: "funding.documentElsewhere",
    field: "documentNo",
    documentNo: `票${one.id}`,
  });
  await post(clerk, two.id, { ...again, explanation: "同一发票两个项目分摊" });
  expect((await world.lastEvent()).payload.after.sameDocumentAs).toBeGreaterThan(0);
});

test("an allotment needs its 文号 and spending its contract", async () => {
  const project = await fresh();
  expect(await refusal(post(office, project.id, { stage: "allot", amountFen: 1 }))).toMatchObject({
    code: "funding.documentRequired",
    field: "documentNo",
  });
  expect(await refusal(post(clerk, project.id, { stage: "spend", amountFen: 1 }))).toMatchObject({
    code: "funding.documentRequired",
    stage: "spend",
  });
});

test("the same paper twice is refused or explained; after a reversal it is free again", async () => {
  const project = await fresh();
  await post(office, project.id, { stage: "plan", amountFen: 1000 });
  const first = await post(office, project.id, {
    stage: "allot",
    amountFen: 100,
    documentNo: "同财〔2016〕7号",
  });
  const again = { stage: "allot", amountFen: 100, documentNo: "同财〔2016〕7号" };
  expect(await refusal(post(office, project.id, again))).toMatchObject({
    code: "funding.sameDocument",
    field: "documentNo",
    amountFen: 100,
  });
  const explained = await post(office, project.id, { ...again, explanation: "同一文件分两笔" });
  expect((await world.lastEvent()).payload.after.sameDocumentAs).toBe(first.id);
  await reverseFunding(office, { postingId: first.id, reason: reasonOf("录错") });
  await reverseFunding(office, { postingId: explained.id, reason: reasonOf("录错") });
  await post(office, project.id, again);
});

test("money of a key project is posted on the village project that it is", async () => {
  const physical = await fresh();
  const key = await plantProject(world, {
    town: "莲花镇",
    villages: { 军营: 10000 },
    level: "key",
    sameAsId: physical.id,
  });
  expect(await refusal(post(office, key.id, { stage: "plan", amountFen: 1 }))).toMatchObject({
    code: "funding.postOnPhysical",
    number: physical.number,
  });
});

test("nothing is posted for tomorrow, nor into a locked month", async () => {
  const project = await fresh();
  const town = await world.town("莲花镇");
  await world.db.transaction((tx) =>
    tx
      .insert(filingMonths)
      .values({ townId: town.id, month: "2015-03", state: "locked", changedAt: "2015-05-01T00:00:00.000Z" }),
  );
  expect(
    await refusal(post(office, project.id, { stage: "plan", amountFen: 1, onDay: "2017-01-01" })),
  ).toMatchObject({ code: "funding.future" });
  expect(
    await refusal(post(office, project.id, { stage: "plan", amountFen: 1, onDay: "2015-03-31" })),
  ).toEqual({
    code: "monthLocked",
    field: "onDay",
    month: "2015-03",
  });
});

test("a town posts plans, receipts and spending of its own projects; the state's money is allotted by the office", async () => {
  const project = await fresh();
  await post(clerk, project.id, { stage: "plan", amountFen: 1000 });
  expect(
    await refusal(post(clerk, project.id, { stage: "allot", amountFen: 1000, documentNo: "丁" })),
  ).toMatchObject({
    code: "funding.officeStage",
    field: "stage",
  });
  await post(clerk, project.id, { stage: "plan", source: "town", amountFen: 1000 });
  await post(clerk, project.id, {
    stage: "allot",
    source: "town",
    amountFen: 1000,
    documentNo: "莲政〔2016〕3号",
  });
});

test("another town's project does not exist for a clerk, and readers may not post", async () => {
  const project = await fresh();
  const before = await rows();
  await expect(post(neighbour, project.id, { stage: "plan", amountFen: 1 })).rejects.toBeInstanceOf(NotFound);
  for (const role of ["leader", "auditor"] as const) {
    await expect(
      post(world.as(await world.actor(role)), project.id, { stage: "plan", amountFen: 1 }),
    ).rejects.toBeInstanceOf(Forbidden);
  }
  const { id } = await post(clerk, project.id, { stage: "plan", amountFen: 5 });
  await expect(reverseFunding(neighbour, { postingId: id, reason: reasonOf("x") })).rejects.toBeInstanceOf(
    NotFound,
  );
  await expect(
    reverseFunding(world.as(await world.actor("auditor")), { postingId: id, reason: reasonOf("x") }),
  ).rejects.toBeInstanceOf(Forbidden);
  expect((await rows())?.n).toBe((before?.n ?? 0) + 1);
});

test("the same key posts once and answers the same; with another amount it is refused", async () => {
  const project = await fresh();
  const before = await rows();
  const once = () => post(clerk, project.id, { stage: "plan", amountFen: 77, key: "form-1" });
  const [a, b] = await Promise.all([once(), once()]);
  expect(a).toEqual(b);
  expect((await rows())?.n).toBe((before?.n ?? 0) + 1);
  expect(
    await refusal(post(clerk, project.id, { stage: "plan", amountFen: 78, key: "form-1" })),
  ).toMatchObject({ code: "keyReused" });
});

test("a reversal takes the posting back to the fen, names it, and happens once", async () => {
  const project = await fresh();
  const before = await rows();
  const { id } = await post(clerk, project.id, { stage: "plan", amountFen: 123_45 });
  const reversal = await reverseFunding(clerk, { postingId: id, reason: reasonOf("金额录错") });
  expect(await rows()).toEqual({ n: (before?.n ?? 0) + 2, fen: before?.fen });
  const event = await world.lastEvent();
  expect(event).toMatchObject({ verb: "funding.reverse", subjectId: id });
  expect(event.payload).toMatchObject({
    before: { amountFen: 123_45 },
    after: { amountFen: -123_45, reversesId: id },
    reason: "金额录错",
  });
  expect(await refusal(reverseFunding(clerk, { postingId: id, reason: reasonOf("又") }))).toMatchObject({
    code: "funding.alreadyReversed",
  });
  expect(
    await refusal(reverseFunding(clerk, { postingId: reversal.id, reason: reasonOf("又") })),
  ).toMatchObject({
    code: "funding.isReversal",
  });
});

test("of twenty reversals at once one wins", async () => {
  const project = await fresh();
  const { id } = await post(clerk, project.id, { stage: "plan", amountFen: 9 });
  const tries = await Promise.all(
    Array.from({ length: 20 }, () =>
      refusal(reverseFunding(clerk, { postingId: id, reason: reasonOf("并发") })),
    ),
  );
  expect(tries.filter((outcome) => outcome === undefined)).toHaveLength(1);
  expect(tries.filter((outcome) => outcome?.code === "funding.alreadyReversed")).toHaveLength(19);
});

test("a reversal may not pull the ground from under a later stage", async () => {
  const project = await fresh();
  const plan = await post(office, project.id, { stage: "plan", amountFen: 100 });
  await post(office, project.id, { stage: "allot", amountFen: 60, documentNo: "戊" });
  expect(await refusal(reverseFunding(office, { postingId: plan.id, reason: reasonOf("撤") }))).toMatchObject(
    {
      code: "funding.reversalOrder",
      stage: "allot",
      overFen: 60,
    },
  );
});

test("a town does not take back what the office allotted", async () => {
  const project = await fresh();
  await post(office, project.id, { stage: "plan", amountFen: 100 });
  const { id } = await post(office, project.id, { stage: "allot", amountFen: 60, documentNo: "己" });
  expect(await refusal(reverseFunding(clerk, { postingId: id, reason: reasonOf("撤") }))).toMatchObject({
    code: "funding.officeStage",
  });
});

test("a reversal belongs to the posting's day, or to today once that month is locked", async () => {
  const project = await fresh();
  const town = await world.town("莲花镇");
  const open = await post(clerk, project.id, { stage: "plan", amountFen: 10, onDay: "2016-02-02" });
  const closed = await post(clerk, project.id, { stage: "plan", amountFen: 10, onDay: "2015-04-02" });
  await world.db.transaction((tx) =>
    tx.insert(filingMonths).values({
      townId: town.id,
      month: "2015-04",
      state: "locked",
      fundingUpTo: closed.id,
      changedAt: "2015-06-01T00:00:00.000Z",
    }),
  );
  const dayAfter = async (postingId: number) => {
    const { id } = await reverseFunding(clerk, { postingId, reason: reasonOf("红冲") });
    return (await world.db.select().from(fundingPostings).where(eq(fundingPostings.id, id)))[0]?.onDay;
  };
  expect(await dayAfter(open.id)).toBe("2016-02-02");
  expect(await dayAfter(closed.id)).toBe("2016-12-31");
});

test("what a month was locked without is not taken back elsewhere: what is approved would be short of money that it never had", async () => {
  const project = await fresh();
  const town = await world.town("莲花镇");
  const { id: postingId } = await post(clerk, project.id, {
    stage: "plan",
    amountFen: 10,
    onDay: "2015-05-02",
  });
  const locked = {
    townId: town.id,
    month: "2015-05",
    state: "locked",
    changedAt: "2015-06-01T00:00:00.000Z",
  } as const;
  await world.db.transaction((tx) =>
    tx.insert(filingMonths).values({ ...locked, fundingUpTo: postingId - 1 }),
  );
  expect(await refusal(reverseFunding(clerk, { postingId, reason: reasonOf("红冲") }))).toMatchObject({
    code: "monthLocked",
    month: "2015-05",
  });
});
