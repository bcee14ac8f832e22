import { and, asc, eq } from "drizzle-orm";
import { expect, test } from "vitest";
import {
  accounts,
  auditEvents,
  divisions,
  filingAnswers,
  filingEvents,
  filingMonths,
  filingRemarks,
} from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import type { Month } from "#lib/core/dates.ts";
import { Conflict, NotFound, Refused } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import { postIncome, reverseIncome } from "#lib/income/commands/postings.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { filedMonth } from "../queries/filed-month.ts";
import { approveMonth, lockMonth, returnMonth, unlockMonth } from "./office.ts";
import { answerRemark, submitMonth, withdrawMonth } from "./town.ts";

const world = await openWorld();
const office = await world.actor("office");
const [operating] = await world.db
  .select()
  .from(accounts)
  .where(eq(accounts.code, "501"))
  .orderBy(asc(accounts.id))
  .limit(1);
const accountId = operating?.id as number;
/** That something is missing is known, and why it may be. */
const knowingly = { confirmed: true, reason: "其余村（居）本月无收入" };

/**
 * A town with its clerk and a village; each test has a town of its own, so that none stands in another's way.
 */
async function townOf(name: string, villageName: string) {
  const [town, village, clerk] = [
    await world.town(name),
    await world.village(villageName),
    await world.actor("town", name),
  ];
  const versionOf = async (month: Month) =>
    (
      await world.db
        .select()
        .from(filingMonths)
        .where(and(eq(filingMonths.townId, town.id), eq(filingMonths.month, month)))
    )[0]?.version ?? 0;
  const at = async (month: Month) => ({ townId: town.id, month, version: await versionOf(month) });
  const by = (on: string, actor = clerk) => world.as(actor, on);
  return {
    town,
    village,
    clerk,
    by,
    versionOf,
    post: (month: Month, fen: number, on = "2016-12-31", actor = clerk) =>
      postIncome(by(on, actor), {
        townId: town.id,
        month,
        rows: [{ villageId: village.id, accountId, amountFen: fen }],
      }),
    submit: async (month: Month, on = "2016-12-31", actor = clerk, confirmed = true) =>
      submitMonth(by(on, actor), { ...(await at(month)), confirmed }),
    withdraw: async (month: Month, on = "2016-12-31") =>
      withdrawMonth(by(on), { ...(await at(month)), reason: "" }),
    sendBack: async (
      month: Month,
      remarks: Parameters<typeof returnMonth>[1]["remarks"] = [],
      on = "2016-12-31",
    ) => returnMonth(by(on, office), { ...(await at(month)), reason: reasonOf("金额与台账不符"), remarks }),
    approve: async (
      month: Month,
      on = "2016-12-31",
      given: { confirmed: boolean; reason: string } = knowingly,
    ) => approveMonth(by(on, office), { month, towns: [await at(month)], ...given }),
    lock: async (month: Month, on = "2016-12-31") =>
      lockMonth(by(on, office), { month, towns: [await at(month)] }),
    unlock: async (month: Month, until: string, on = "2016-12-31") =>
      unlockMonth(by(on, office), { ...(await at(month)), reason: reasonOf("补记一笔租金"), until }),
  };
}

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => "done",
    (error) => (error instanceof Refused ? { code: error.code, ...error.details } : Promise.reject(error)),
  );
const code = async (attempt: Promise<unknown>) => {
  const answer = await refusal(attempt);
  return typeof answer === "string" ? answer : answer.code;
};

test("open → submitted → returned → submitted → approved → locked → unlocked, each remembered by an event and an audit event", async () => {
  const lianhua = await townOf("莲花镇", "军营");
  await lianhua.post("2016-11", 100_00, "2016-12-01");
  await lianhua.submit("2016-11", "2016-12-05");
  expect((await world.lastEvent()).payload).toMatchObject({
    before: { state: "open" },
    after: { state: "submitted", late: false, byProxy: false },
  });
  await lianhua.sendBack("2016-11", [], "2016-12-06");
  expect(await world.lastEvent()).toMatchObject({
    verb: "filing.return",
    subjectType: "month",
    subjectName: "莲花镇 2016-11",
  });
  await lianhua.submit("2016-11", "2016-12-07", office);
  expect((await world.lastEvent()).payload.after).toMatchObject({
    late: true,
    byProxy: true,
    dueOn: "2016-12-05",
  });
  await lianhua.approve("2016-11", "2016-12-08");
  await lianhua.lock("2016-11", "2016-12-10");
  await lianhua.unlock("2016-11", "2016-12-20", "2016-12-12");
  expect(await world.lastEvent()).toMatchObject({
    verb: "filing.unlock",
    payload: { after: { until: "2016-12-20" }, reason: "补记一笔租金" },
  });

  const events = await world.db
    .select()
    .from(filingEvents)
    .where(eq(filingEvents.townId, lianhua.town.id))
    .orderBy(asc(filingEvents.version));
  expect(
    events.map(({ version, act, state, late, byProxy }) => [version, act, state, late, byProxy]),
  ).toEqual([
    [1, "submit", "submitted", false, false],
    [2, "return", "returned", false, false],
    [3, "submit", "submitted", true, true],
    [4, "approve", "approved", false, false],
    [5, "lock", "locked", false, false],
    [6, "unlock", "open", false, false],
  ]);
  const [row] = await world.db.select().from(filingMonths).where(eq(filingMonths.townId, lianhua.town.id));
  const {
    act: _,
    late: __,
    byProxy: ______,
    personName: ___,
    provenance: ____,
    recordedAt,
    id: _____,
    ...last
  } = events[5] as (typeof events)[number];
  expect(row).toMatchObject({ ...last, changedAt: recordedAt });
  expect(last.unlockedUntil).toBe("2016-12-20T16:00:00.000Z");
});

test("a month that is not in the town's hands takes no income, report or money, whoever enters it, and says what to do", async () => {
  const xinmin = await townOf("新民镇", "西山");
  const project = await plantProject(world, { town: "新民镇", villages: { 西山: 10_000 } });
  const income = await xinmin.post("2016-10", 100_00, "2016-11-01");
  const money = {
    stage: "plan",
    source: "district",
    amountFen: 1000_00,
    documentNo: "",
    note: "",
    explanation: "",
  } as const;
  const planned = await postFunding(xinmin.by("2016-10-20", office), {
    ...money,
    projectId: project.id,
    onDay: "2016-10-20",
  });
  const report = {
    projectId: project.id,
    version: 1,
    month: "2016-10",
    progress: 100,
    phase: "identified",
    evidence: {},
    delayText: "",
  } as const;
  const entries = (actor = xinmin.clerk): ((on: string) => Promise<unknown>)[] => [
    (on) => xinmin.post("2016-10", 1_00, on, actor),
    (on) =>
      reverseIncome(xinmin.by(on, actor), { postingId: income.ids[0] as number, reason: reasonOf("x") }),
    (on) => postFunding(xinmin.by(on, office), { ...money, projectId: project.id, onDay: "2016-10-21" }),
    (on) =>
      reportProject(xinmin.by(on, actor), {
        ...report,
        note: "x",
        delayReason: "land",
        forecastOn: undefined,
      }),
  ];
  const allRefused = async (why: string, on = "2016-12-31") => {
    for (const actor of [xinmin.clerk, office])
      for (const enter of entries(actor)) expect(await code(enter(on))).toBe(why);
  };
  await xinmin.submit("2016-10");
  await allRefused("monthSubmitted");
  await xinmin.approve("2016-10");
  await allRefused("monthApproved");
  await xinmin.lock("2016-10");
  await allRefused("monthLocked");

  await xinmin.unlock("2016-10", "2016-12-31");
  await xinmin.post("2016-10", 2_00);
  await allRefused("monthUnlockExpired", "2017-01-01");
  expect(await code(xinmin.submit("2016-10", "2017-01-01"))).toBe("filing.cannot");

  // Money taken back belongs to today's month as long as that is open.
  const reversal = await reverseFunding(xinmin.by("2017-01-01", office), {
    postingId: planned.id,
    reason: reasonOf("x"),
  });
  expect(reversal.id).toBeGreaterThan(planned.id);
  expect((await world.lastEvent()).payload.after.onDay).toBe("2017-01-01");
});

test("a month is filed when it is over, or when the calendar has opened it", async () => {
  const { submit, withdraw } = await townOf("五显镇", "垵炉");
  expect(await refusal(submit("2017-01"))).toEqual({
    code: "filing.notYet",
    month: "2017-01",
    on: "2017-01-01",
  });
  expect((await submit("2016-12", "2016-12-20")).late).toBe(false);
  expect(await code(submit("2016-12"))).toBe("filing.cannot");
  await withdraw("2016-12");
  expect((await submit("2016-12", "2017-01-06")).late).toBe(true);
});

test("what is missing is named, and filing all the same must be confirmed", async () => {
  const { submit, post, town } = await townOf("汀溪镇", "堤内");
  await plantProject(world, { town: "汀溪镇", villages: { 堤内: 10_000 } });
  await post("2016-09", 1_00);
  const missing = {
    code: "filing.incomplete",
    villages: town.villages - 1,
    projects: 1,
    shares: 0,
    remarks: 0,
  };
  expect(await refusal(submit("2016-09", "2016-12-31", undefined, false))).toEqual(missing);
  expect(await code(submit("2016-09"))).toBe("done");
});

test("a returned month names the rows that are wrong; the town answers each, and the newest answer counts", async () => {
  const { post, submit, sendBack, village, by } = await townOf("洪塘镇", "三忠");
  const project = await plantProject(world, {
    town: "洪塘镇",
    villages: { 三忠: 10_000 },
    name: "三忠综合楼",
  });
  const { ids } = await post("2016-11", 12_345_67);
  await submit("2016-11");
  const about = (subject: "village" | "income" | "project" | "month", subjectId: number) => ({
    subject,
    subjectId,
    remark: `${subject}?`,
    field: "",
  });
  await sendBack("2016-11", [
    about("income", ids[0] as number),
    about("village", village.id),
    about("project", project.id),
    about("month", 0),
  ]);
  const remarks = await world.db.select().from(filingRemarks).orderBy(asc(filingRemarks.id));
  const own = remarks.slice(-4);
  expect(own.map(({ label, subjectId }) => [label, subjectId])).toEqual([
    ["三忠 · 501 经营收入 · 12345.67", ids[0]],
    ["三忠", village.id],
    [`${project.number} 三忠综合楼`, project.id],
    ["", null],
  ]);
  expect(await refusal(submit("2016-11", "2016-12-31", undefined, false))).toMatchObject({ remarks: 4 });

  const remarkId = own[0]?.id as number;
  await answerRemark(by("2016-12-31"), { remarkId, answer: "已核对" });
  await answerRemark(by("2016-12-31"), { remarkId, answer: "已红冲重录" });
  expect((await world.lastEvent()).payload).toMatchObject({
    before: { answer: "已核对" },
    after: { answer: "已红冲重录" },
  });
  expect(
    await world.db.select().from(filingAnswers).where(eq(filingAnswers.remarkId, remarkId)),
  ).toHaveLength(2);
  expect(await refusal(submit("2016-11", "2016-12-31", undefined, false))).toMatchObject({ remarks: 3 });

  await submit("2016-11");
  expect(await code(answerRemark(by("2016-12-31"), { remarkId, answer: "太迟" }))).toBe("filing.notToAnswer");
});

test("a remark on a row of another town or month returns nothing at all", async () => {
  const { post, submit, sendBack, versionOf } = await townOf("西柯镇", "浦头");
  const { ids } = await post("2016-10", 1_00);
  await submit("2016-11");
  const elsewhere = (await world.village("军营")).id;
  const remark = { remark: "x", field: "" };
  await expect(
    sendBack("2016-11", [{ subject: "income", subjectId: ids[0] as number, ...remark }]),
  ).rejects.toThrow(NotFound);
  await expect(
    sendBack("2016-11", [{ subject: "village", subjectId: elsewhere, ...remark }]),
  ).rejects.toThrow(NotFound);
  expect(await versionOf("2016-11")).toBe(1);
});

test("who looked at an earlier version sees what happened meanwhile, and does nothing", async () => {
  const { submit, withdraw, by, town, versionOf } = await townOf("祥平街道", "阳翟");
  await submit("2016-11");
  const seen = { townId: town.id, month: "2016-11", version: 1 };
  await withdraw("2016-11");
  const late = await approveMonth(by("2016-12-31", office), {
    month: "2016-11",
    towns: [seen],
    ...knowingly,
  }).catch((error) => error);
  expect(late).toBeInstanceOf(Conflict);
  expect(late).toMatchObject({ current: { state: "open", version: 2 }, details: { name: "祥平街道town" } });
  expect(await versionOf("2016-11")).toBe(2);
});

test("months lock in their order since the town's first data, and unlocking one holds up those after it", async () => {
  const { post, submit, approve, lock, unlock } = await townOf("大同街道", "东宅");
  for (const month of ["2016-07", "2016-08", "2016-09"]) {
    await post(month, 1_00);
    await submit(month);
    await approve(month);
  }
  expect(await refusal(lock("2016-08"))).toEqual({
    code: "filing.earlierNotLocked",
    town: "大同街道",
    month: "2016-08",
    earlier: "2016-07",
  });
  await lock("2016-07");
  await lock("2016-08");
  await unlock("2016-07", "2016-12-31");
  expect(await refusal(lock("2016-09"))).toMatchObject({ earlier: "2016-07" });
  // Its time is over and it was not filed: the office may lock it as it is.
  await lock("2016-07", "2017-01-05");
  expect(await code(lock("2016-09", "2017-01-05"))).toBe("done");
});

test("what was posted while a month was unlocked, and not approved, is not locked away", async () => {
  const { by, post, submit, approve, lock, unlock } = await townOf("五显镇", "垵炉");
  const project = await plantProject(world, { town: "五显镇", villages: { 垵炉: 10_000 } });
  await post("2016-07", 1_00);
  await submit("2016-07");
  await approve("2016-07");
  await unlock("2016-07", "2017-01-03");
  await post("2016-07", 2_00);
  const planned = {
    stage: "plan",
    source: "district",
    amountFen: 1000_00,
    documentNo: "",
    note: "",
    explanation: "",
  } as const;
  await postFunding(by("2016-12-31", office), { ...planned, projectId: project.id, onDay: "2016-07-31" });
  expect(await refusal(lock("2016-07", "2017-01-05"))).toEqual({
    code: "filing.rowsWait",
    town: "五显镇",
    month: "2016-07",
    income: 1,
    funding: 1,
  });
  await unlock("2016-07", "2017-01-10", "2017-01-05");
  await submit("2016-07", "2017-01-06");
  await approve("2016-07", "2017-01-07");
  await lock("2016-07", "2017-01-08");
});

test("an unlocked month that is filed and withdrawn is open no longer than it was unlocked for", async () => {
  const { post, submit, approve, unlock, withdraw } = await townOf("五显镇", "垵炉");
  await post("2016-08", 1_00);
  await submit("2016-08");
  await approve("2016-08");
  expect(await code(unlock("2016-08", "2016-12-30"))).toBe("filing.unlockPast");
  expect(await refusal(unlock("2016-08", "2017-02-01"))).toMatchObject({
    code: "filing.unlockTooLong",
    on: "2017-01-31",
  });
  await unlock("2016-08", "2017-01-03");
  await submit("2016-08", "2017-01-02");
  await withdraw("2016-08", "2017-01-05");
  expect(await code(post("2016-08", 1_00, "2017-01-05"))).toBe("monthUnlockExpired");
});

test("approving several towns is one operation: all or none, and one audit event that names them", async () => {
  const towns = [await townOf("莲花镇", "军营"), await townOf("新民镇", "西山")];
  const month = "2016-06";
  const as: Ctx = world.as(office);
  for (const { submit } of towns) await submit(month);
  const held = towns.map(({ town }) => ({ townId: town.id, version: 1 }));
  const before = (await world.db.select().from(auditEvents)).length;
  const [first, second] = held as [(typeof held)[number], (typeof held)[number]];
  await expect(
    approveMonth(as, { month, towns: [first, { ...second, version: 9 }], ...knowingly }),
  ).rejects.toThrow(Conflict);
  expect(await towns[0]?.versionOf(month)).toBe(1);
  expect(await approveMonth(as, { month, towns: held, ...knowingly })).toEqual({ towns: 2 });
  expect((await world.db.select().from(auditEvents)).length).toBe(before + 1);
  expect(await world.lastEvent()).toMatchObject({
    verb: "filing.approve",
    subjectName: "2016-06",
    divisionCode: world.district.code,
    payload: { after: { state: "approved", towns: ["莲花镇", "新民镇"] } },
  });
  expect(await lockMonth(as, { month, towns: held.map((each) => ({ ...each, version: 2 })) })).toEqual({
    towns: 2,
  });
});

test("a month of which something is missing is approved by who says so and why; the reason stays with the town's month", async () => {
  const { by, post, submit, approve, town, versionOf } = await townOf("洪塘镇", "三忠");
  await post("2016-05", 1_00);
  await submit("2016-05");
  const about = { count: 1, towns: "洪塘镇" };
  const refused = (given: { confirmed: boolean; reason: string }) =>
    refusal(approve("2016-05", "2016-12-31", given));
  expect(await refused({ confirmed: false, reason: "" })).toEqual({
    code: "filing.incompleteTowns",
    ...about,
  });
  expect(await refused({ confirmed: false, reason: "下月补报" })).toEqual({
    code: "filing.incompleteTowns",
    ...about,
  });
  expect(await refused({ confirmed: true, reason: "" })).toEqual({ code: "filing.incompleteWhy", ...about });
  expect(await versionOf("2016-05")).toBe(1);
  await approve("2016-05", "2016-12-31", { confirmed: true, reason: "其余村（居）下月补报" });
  const missing = { town: "洪塘镇", withoutIncome: town.villages - 1, withoutReport: 1, sharesDue: 0 }; // 三忠综合楼 has no report of May
  expect((await world.lastEvent()).payload).toEqual({
    before: { state: "submitted" },
    after: { state: "approved", incomplete: [missing] },
    reason: "其余村（居）下月补报",
  });
  const { events, reason } = await filedMonth(by("2016-12-31"), town.code, "2016-05");
  expect([events[0]?.act, events[0]?.reason, reason]).toEqual([
    "approve",
    "其余村（居）下月补报",
    "其余村（居）下月补报",
  ]);
});

test("of towns approved together only those of which something is missing need the reason and keep it", async () => {
  const month = "2016-04";
  const towns = [await townOf("祥平街道", "阳翟"), await townOf("大同街道", "东宅")];
  const [whole, part] = towns as [(typeof towns)[number], (typeof towns)[number]];
  const villages = await world.db.select().from(divisions).where(eq(divisions.parentId, whole.town.id));
  const rows = villages.map(({ id }) => ({ villageId: id, accountId, amountFen: 100_00 + id }));
  await postIncome(whole.by("2016-05-02"), { townId: whole.town.id, month, rows });
  for (const { submit } of towns) await submit(month);
  const held = towns.map(({ town }) => ({ townId: town.id, version: 1 }));
  const asked = { month, towns: held };
  const as = world.as(office);
  expect(await refusal(approveMonth(as, { ...asked, confirmed: false, reason: "" }))).toMatchObject({
    towns: "大同街道",
  });
  await approveMonth(as, { ...asked, confirmed: true, reason: "已核实" });
  expect((await world.lastEvent()).payload).toMatchObject({
    after: { incomplete: [{ town: "大同街道" }], towns: ["祥平街道", "大同街道"] },
    reason: "已核实",
  });
  const reasonOf = async ({ town }: typeof whole) =>
    (await filedMonth(as, town.code, month)).events[0]?.reason;
  expect([await reasonOf(whole), await reasonOf(part)]).toEqual(["", "已核实"]);
  // With nothing missing nobody has to say anything.
  const { unlock, submit, approve } = whole;
  await unlock(month, "2017-01-03");
  await submit(month);
  expect(await code(approve(month, "2016-12-31", { confirmed: false, reason: "" }))).toBe("done");
});
