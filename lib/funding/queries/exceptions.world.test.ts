import { eq } from "drizzle-orm";
import { beforeEach, describe, expect, test } from "vitest";
import {
  type ExceptionKind,
  exceptionActs,
  fundingModes,
  type Phase,
  phasePassings,
  projectReports,
} from "#db/schema/index.ts";
import { asOf, withView } from "#lib/core/context.ts";
import { Forbidden, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { assignException, explainException } from "../commands/exceptions.ts";
import { setFundingMode } from "../commands/modes.ts";
import { postFunding, reverseFunding } from "../commands/postings.ts";
import { ExceptionFilter, PostFunding } from "../input.ts";
import { type Exception, exceptionOf, exceptionsOf } from "./exceptions.ts";

const world = await openWorld();
const officer = await world.actor("office");
const office = world.as(officer);
const auditor = world.as(await world.actor("auditor"));
const lianhua = await world.actor("town", "莲花镇");
const clerk = world.as(lianhua);
const neighbour = world.as(await world.actor("town", "新民镇"));

const post = (ctx: typeof office, projectId: number, given: Record<string, unknown>) =>
  postFunding(ctx, PostFunding.parse({ projectId, source: "district", onDay: "2016-05-04", ...given }));
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error) =>
      error instanceof Refused ? { code: error.code, field: error.field, ...error.details } : error,
  );

let project: { id: number; number: string; name: string };
beforeEach(async () => {
  project = await plantProject(world, { town: "莲花镇", villages: { 军营: 10000 } });
});
/** What stands about the project of the test. */
const exceptions = async (ctx = auditor) => (await exceptionsOf(ctx, { project: project.id })).rows;
const only = async (kind: ExceptionKind): Promise<Exception> => {
  const found = (await exceptions()).filter((each) => each.kind === kind);
  expect(found).toHaveLength(1);
  return found[0] as Exception;
};
const about = ({ kind, key, figures }: Exception) => ({ kind, exception: key, figures });

/** What a report of the project's town said, with its evidence, as the tables keep it. */
async function passed(phase: Phase, actualOn: string, evidenceKind: "contract" | "acceptance") {
  await world.db.transaction(async (tx) => {
    const row = { projectId: project.id, personId: lianhua.id, recordedAt: `${actualOn}T10:00:00.000Z` };
    await tx.insert(projectReports).values({
      ...row,
      month: actualOn.slice(0, 7),
      progressBp: 2000,
      phase,
      byProxy: false,
      personName: "莲花",
      provenance: "real" as const,
    });
    await tx.insert(phasePassings).values({ ...row, phase, actualOn, evidenceKind, evidence: "证据" });
  });
}

/** Plan, allotment and contract of ¥10,000. */
async function begun(ctx = office) {
  await passed("preparation", "2016-03-01", "contract");
  await post(ctx, project.id, { stage: "plan", amountFen: 1_000_000, onDay: "2016-02-01" });
  await post(ctx, project.id, {
    stage: "allot",
    amountFen: 1_000_000,
    documentNo: `文${project.id}`,
    onDay: "2016-02-02",
  });
}

describe("disbursed and not received", () => {
  test("is the town's to follow up, with its age; another disbursement opens it again", async () => {
    await begun();
    await post(office, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-12-01" });
    const exception = await only("notReceived");
    expect(exception).toMatchObject({
      amountFen: 400_000,
      sinceOn: "2016-12-01",
      ageDays: 30,
      state: "open",
      owner: { side: "town", person: null },
    });
    await explainException(clerk, { ...about(exception), explanation: "账户变更，银行退票后重汇" });
    expect(await only("notReceived")).toMatchObject({
      state: "explained",
      explanation: "账户变更，银行退票后重汇",
      explainedBy: lianhua.name,
    });
    await post(office, project.id, { stage: "disburse", amountFen: 100_000, onDay: "2016-12-20" });
    expect(await only("notReceived")).toMatchObject({
      state: "open",
      amountFen: 500_000,
      explanation: "账户变更，银行退票后重汇",
    });
    await post(clerk, project.id, { stage: "receive", amountFen: 500_000, onDay: "2016-12-28" });
    expect(await exceptions()).toEqual([]);
  });

  test("what was recorded by a past day is judged on that day", async () => {
    await begun(world.as(officer, "2016-03-02"));
    const [december, november] = [world.as(officer, "2016-12-01"), world.as(officer, "2016-11-01")];
    await post(november, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-11-01" });
    const [stood] = (await exceptionsOf(december, { project: project.id })).rows;
    await explainException(december, { ...about(stood as Exception), explanation: "已催办" });
    const on = async (day: string) =>
      (await exceptionsOf(asOf(auditor, day), { project: project.id })).rows.map((each) => [
        each.state,
        each.ageDays,
      ]);
    expect(await on("2016-11-16")).toEqual([]);
    expect(await on("2016-11-17")).toEqual([["open", 16]]);
    expect(await on("2016-12-01")).toEqual([["explained", 30]]);
  });

  test("what is not yet approved counts, whatever the page shows", async () => {
    await begun();
    await post(office, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-11-01" });
    expect(
      (await exceptionsOf(withView(auditor, { approvedOnly: true }), { project: project.id })).rows,
    ).toHaveLength(1);
  });
});

describe("the other kinds", () => {
  test("spending before the contract shows until the contract is reported, and again as what was spent before its day", async () => {
    await post(office, project.id, { stage: "plan", amountFen: 1000, onDay: "2016-02-01" });
    await post(office, project.id, {
      stage: "allot",
      amountFen: 1000,
      documentNo: `文${project.id}`,
      onDay: "2016-02-02",
    });
    for (const stage of ["disburse", "receive"])
      await post(office, project.id, { stage, amountFen: 1000, onDay: "2016-02-03" });
    await post(clerk, project.id, {
      stage: "spend",
      amountFen: 300,
      documentNo: `票${project.id}`,
      onDay: "2016-02-10",
    });
    const before = await only("beforeContract");
    expect(before).toMatchObject({ amountFen: 300, contractOn: null, owner: { side: "town" } });
    await explainException(clerk, { ...about(before), explanation: "勘察费，无需合同" });
    await passed("preparation", "2016-03-01", "contract");
    await post(clerk, project.id, { stage: "plan", source: "village", amountFen: 1 }); // something is recorded
    expect(await only("beforeContract")).toMatchObject({ state: "open", contractOn: "2016-03-01" });
  });

  test("what was explained as it was posted needs no second explanation, and is listed", async () => {
    await begun();
    await post(office, project.id, {
      stage: "disburse",
      amountFen: 1_200_000,
      onDay: "2016-12-28",
      explanation: "先行拨付，指标随后下达",
    });
    const found = await exceptions();
    expect(found.map(({ kind, state, explanation }) => [kind, state, explanation])).toEqual([
      ["order", "explained", "先行拨付，指标随后下达"],
      ["explained", "explained", "先行拨付，指标随后下达"],
    ]);
    expect(found[0]).toMatchObject({
      key: `${project.id} district disburse allot`,
      amountFen: 200_000,
      owner: { side: "office" },
    });
    await post(office, project.id, {
      stage: "disburse",
      amountFen: 1,
      onDay: "2016-12-29",
      explanation: "再付一笔",
    });
    expect(await only("order")).toMatchObject({
      state: "explained",
      explanation: "再付一笔",
      amountFen: 200_001,
    });
    await post(office, project.id, { stage: "plan", amountFen: 500_000 });
    await post(office, project.id, { stage: "allot", amountFen: 100_000, documentNo: `补${project.id}` });
    expect(await only("order")).toMatchObject({ state: "open", amountFen: 100_001 });
    await post(office, project.id, { stage: "allot", amountFen: 100_001, documentNo: `再补${project.id}` });
    expect((await exceptions()).map((each) => each.kind)).toEqual(["explained", "explained"]);
  });

  test("an invoice used by two projects is an exception of both, each for its own town", async () => {
    const other = await plantProject(world, { town: "新民镇", villages: { 梧侣: 10000 } });
    const invoice = `票${project.id}`;
    for (const [ctx, id, given] of [
      [clerk, project.id, {}],
      [neighbour, other.id, { explanation: "两镇合建，同一发票" }],
    ] as const) {
      for (const stage of ["plan", "allot", "disburse", "receive"])
        await post(ctx, id, { stage, source: "village", amountFen: 900, documentNo: `村${id}${stage}` });
      await post(ctx, id, {
        stage: "spend",
        source: "village",
        amountFen: 900,
        documentNo: invoice,
        ...given,
      });
    }
    const [mine] = (await exceptions(clerk)).filter((each) => each.kind === "sameDocument");
    expect(mine).toMatchObject({
      state: "open",
      documentNo: invoice,
      project: { id: project.id },
      amountFen: 900,
    });
    const theirs = (await exceptionsOf(neighbour, { project: other.id, kind: "sameDocument" })).rows;
    expect(theirs).toMatchObject([{ state: "explained", explanation: "两镇合建，同一发票" }]);
    expect((await exceptionsOf(clerk, {})).rows.every((each) => each.town.name === "莲花镇")).toBe(true);
    await expect(exceptionOf(clerk, "sameDocument", theirs[0]?.key ?? "")).rejects.toBeInstanceOf(NotFound);
  });

  test("a project on both lists counts as neither tied nor untied; linked or only of the same name, it is the office's", async () => {
    const linked = await plantProject(world, {
      town: "莲花镇",
      villages: { 军营: 10000 },
      level: "key",
      sameAsId: project.id,
    });
    const [exception] = (await exceptionsOf(auditor, { project: linked.id })).rows;
    expect(exception).toMatchObject({
      kind: "bothLists",
      project: { id: linked.id },
      twin: { id: project.id, linked: true },
      owner: { side: "office" },
    });
    expect((await exceptions()).map((each) => each.kind)).toEqual(["bothLists"]);
    expect((await exceptionsOf(auditor, { project: linked.id })).counts).toMatchObject({
      positions: 0,
      toFollowUp: 0,
      openCount: 1,
    });
    expect(
      await refusal(explainException(clerk, { ...about(exception as Exception), explanation: "同一项目" })),
    ).toMatchObject({
      code: "funding.othersException",
    });
    await explainException(office, {
      ...about(exception as Exception),
      explanation: "同一项目，资金登记在村级项目",
    });
    expect((await exceptions())[0]).toMatchObject({ state: "explained" });
  });
});

describe("what is done about an exception", () => {
  test("the office gives it to a clerk of the town by a day, and the town explains it; each leaves one event", async () => {
    await begun();
    await post(office, project.id, {
      stage: "disburse",
      amountFen: 1_100_000,
      onDay: "2016-12-28",
      explanation: "先拨",
    });
    await post(office, project.id, { stage: "plan", amountFen: 100_000 });
    await post(office, project.id, { stage: "allot", amountFen: 1, documentNo: `补${project.id}` });
    const order = await only("order");
    expect(order).toMatchObject({ state: "open", owner: { side: "office" } });
    expect(await refusal(explainException(clerk, { ...about(order), explanation: "x" }))).toMatchObject({
      code: "funding.othersException",
    });
    await assignException(office, { ...about(order), ownerId: lianhua.id ?? 0, dueOn: "2017-01-15" });
    const event = await world.lastEvent();
    expect(event).toMatchObject({
      verb: "exception.assign",
      subjectType: "exception",
      divisionCode: order.town.code,
    });
    expect(event.payload.after).toMatchObject({
      kind: "order",
      owner: lianhua.name,
      dueOn: "2017-01-15",
      figures: order.figures,
    });
    expect((await only("order")).owner).toEqual({
      side: "town",
      person: { id: lianhua.id, name: lianhua.name },
      dueOn: "2017-01-15",
    });
    expect((await exceptionsOf(clerk, { project: project.id, owner: "me" })).rows).toHaveLength(1);
    await explainException(clerk, { ...about(order), explanation: "指标年后补下" });
    expect(await world.lastEvent()).toMatchObject({ verb: "exception.explain" });
    expect(await only("order")).toMatchObject({ state: "explained", owner: { side: "town" } });
    expect(
      await world.db.select().from(exceptionActs).where(eq(exceptionActs.projectId, project.id)),
    ).toHaveLength(3);
  });

  test("figures that were not seen are not explained, and what is gone is not either", async () => {
    await begun();
    const { id } = await post(office, project.id, {
      stage: "disburse",
      amountFen: 400_000,
      onDay: "2016-11-01",
    });
    const seen = await only("notReceived");
    const more = await post(office, project.id, { stage: "disburse", amountFen: 1, onDay: "2016-11-02" });
    expect(await refusal(explainException(clerk, { ...about(seen), explanation: "x" }))).toMatchObject({
      code: "funding.exceptionChanged",
    });
    for (const postingId of [id, more.id])
      await reverseFunding(office, { postingId, reason: reasonOf("录错") });
    expect(await refusal(explainException(clerk, { ...about(seen), explanation: "x" }))).toMatchObject({
      code: "funding.exceptionGone",
    });
  });

  test("it goes to somebody who handles the town's money, on a day that is still to come", async () => {
    await begun();
    await post(office, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-11-01" });
    const exception = about(await only("notReceived"));
    const assign = (ownerId: number, dueOn = "2017-01-15") =>
      refusal(assignException(office, { ...exception, ownerId, dueOn }));
    expect(await assign(auditor.actor.id ?? 0)).toMatchObject({
      code: "funding.notAnOwner",
      field: "ownerId",
    });
    expect(await assign(neighbour.actor.id ?? 0)).toMatchObject({ code: "funding.notAnOwner" });
    expect(await assign(lianhua.id ?? 0, "2016-12-30")).toMatchObject({
      code: "funding.dueInPast",
      field: "dueOn",
    });
    await expect(
      assignException(clerk, { ...exception, ownerId: lianhua.id ?? 0, dueOn: "2017-01-15" }),
    ).rejects.toBeInstanceOf(Forbidden);
    await expect(explainException(neighbour, { ...exception, explanation: "x" })).rejects.toBeInstanceOf(
      NotFound,
    );
    await expect(explainException(auditor, { ...exception, explanation: "x" })).rejects.toBeInstanceOf(
      Forbidden,
    );
    expect(await assign(officer.id ?? 0)).toBeUndefined();
  });

  test("what ties out is counted by project and source, the explained among it", async () => {
    await begun();
    await post(office, project.id, { stage: "plan", source: "city", amountFen: 5 });
    await post(office, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-11-01" });
    const counts = async () => (await exceptionsOf(auditor, { project: project.id, state: "open" })).counts;
    expect(await counts()).toMatchObject({
      positions: 2,
      tied: 1,
      byExplanation: 0,
      toFollowUp: 1,
      openCount: 1,
      explainedCount: 0,
      open: { notReceived: 1 },
    });
    await explainException(clerk, { ...about(await only("notReceived")), explanation: "在途" });
    expect(await counts()).toMatchObject({
      positions: 2,
      tied: 2,
      byExplanation: 1,
      toFollowUp: 0,
      openCount: 0,
      explainedCount: 1,
      open: { notReceived: 0 },
    });
  });

  test("the list is narrowed by kind, state, owner and age", async () => {
    await begun();
    await post(office, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-11-01" });
    const found = async (given: object) =>
      (await exceptionsOf(auditor, ExceptionFilter.parse({ project: String(project.id), ...given }))).rows
        .length;
    expect(await found({ kind: "notReceived", state: "open", owner: "town", age: "60" })).toBe(1);
    for (const none of [
      { kind: "order" },
      { state: "explained" },
      { owner: "office" },
      { age: "61" },
      { owner: "me" },
    ])
      expect(await found(none)).toBe(0);
    expect(ExceptionFilter.safeParse({ kind: "moon" }).success).toBe(false);
  });
});

describe("reimbursement after acceptance", () => {
  const reimbursed = () =>
    setFundingMode(office, {
      projectId: project.id,
      source: "district",
      mode: "reimbursement",
      reason: reasonOf("先建后补项目"),
    });

  test("spending goes ahead of the money, which waits for the acceptance's day", async () => {
    await begun();
    await reimbursed();
    expect(await world.lastEvent()).toMatchObject({
      verb: "funding.mode",
      subjectType: "project",
      subjectId: project.id,
    });
    await post(clerk, project.id, { stage: "spend", amountFen: 600_000, documentNo: `票${project.id}` });
    const disburse = (given = {}) =>
      post(office, project.id, { stage: "disburse", amountFen: 600_000, onDay: "2016-09-01", ...given });
    expect(await refusal(disburse({ amountFen: 600_001 }))).toMatchObject({
      code: "funding.order",
      stage: "disburse",
      limit: "spend",
      overFen: 1,
    });
    expect(await refusal(disburse())).toMatchObject({
      code: "funding.beforeAcceptance",
      field: "onDay",
      acceptedOn: "none",
    });
    await passed("accepted", "2016-09-02", "acceptance");
    expect(await refusal(disburse())).toMatchObject({
      code: "funding.beforeAcceptance",
      acceptedOn: "2016-09-02",
    });
    await disburse({ onDay: "2016-09-02" });
    await post(clerk, project.id, { stage: "receive", amountFen: 600_000, onDay: "2016-09-05" });
    expect(await exceptions()).toEqual([]);
  });

  test("with an explanation it may be disbursed before, and that is listed", async () => {
    await begun();
    await reimbursed();
    await post(clerk, project.id, { stage: "spend", amountFen: 600_000, documentNo: `票${project.id}` });
    await post(office, project.id, {
      stage: "disburse",
      amountFen: 100,
      onDay: "2016-12-28",
      explanation: "工程进度已达九成",
    });
    expect((await exceptions()).map(({ kind, limit, state }) => [kind, limit, state])).toEqual([
      ["order", "acceptance", "explained"],
      ["explained", null, "explained"],
    ]);
  });

  test("a mode that what is posted would break is refused with the numbers, and the same mode is none", async () => {
    await begun();
    expect(
      await refusal(
        setFundingMode(office, {
          projectId: project.id,
          source: "district",
          mode: "advance",
          reason: reasonOf("x"),
        }),
      ),
    ).toMatchObject({
      code: "funding.sameMode",
    });
    await post(office, project.id, { stage: "disburse", amountFen: 400_000, onDay: "2016-12-20" });
    expect(await refusal(reimbursed())).toMatchObject({
      code: "funding.modeOrder",
      field: "mode",
      stage: "disburse",
      limit: "spend",
      overFen: 400_000,
    });
    await post(office, project.id, { stage: "receive", amountFen: 400_000, onDay: "2016-12-20" });
    await post(clerk, project.id, { stage: "spend", amountFen: 400_000, documentNo: `票${project.id}` });
    expect(await refusal(reimbursed())).toMatchObject({
      code: "funding.modeBeforeAcceptance",
      disburseFen: 400_000,
    });
    expect(await world.db.select().from(fundingModes).where(eq(fundingModes.projectId, project.id))).toEqual(
      [],
    );
  });

  test("the mode is of one source and one project, and a key project that is a village project has none", async () => {
    await begun();
    await reimbursed();
    await post(office, project.id, { stage: "plan", source: "city", amountFen: 100 });
    expect(
      await refusal(
        post(clerk, project.id, { stage: "spend", source: "city", amountFen: 1, documentNo: "票" }),
      ),
    ).toMatchObject({
      limit: "receive",
    });
    const twin = await plantProject(world, {
      town: "莲花镇",
      villages: { 军营: 10000 },
      level: "key",
      sameAsId: project.id,
    });
    expect(
      await refusal(
        setFundingMode(office, {
          projectId: twin.id,
          source: "district",
          mode: "reimbursement",
          reason: reasonOf("x"),
        }),
      ),
    ).toMatchObject({
      code: "funding.postOnPhysical",
    });
  });
});
