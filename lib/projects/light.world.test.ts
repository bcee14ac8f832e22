import { count, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import {
  auditEvents,
  lightOverrides,
  lightRules,
  phasePlans,
  projectReports,
  projects,
} from "#db/schema/index.ts";
import { asOf } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import { type Reason, reasonOf } from "#lib/core/fields.ts";
import { postFunding } from "#lib/funding/commands/postings.ts";
import { plantProject } from "#lib/testing/project.ts";
import { openWorld } from "#lib/testing/world.ts";
import { endProject } from "./commands/lifecycle.ts";
import { clearLight, overrideLight, setLightRule } from "./commands/lights.ts";
import { DraftRule, OverrideLight, SetLightRule } from "./input.ts";
import { overridesIn } from "./queries/manual-lights.ts";
import { projectCard, projectLights } from "./queries/project-card.ts";
import { mayPublishRules, publishedRules } from "./queries/thresholds.ts";
import { rulePreview } from "./queries/thresholds-preview.ts";
import { thresholdsOf } from "./rules/thresholds.ts";

const world = await openWorld();
const office = await world.actor("office");
const clerk = await world.actor("town", "莲花镇");
const at = (on: Day) => world.as(office, on);

/** A project of 2016 with a plan that calls for half of the whole from the year's first day on. */
async function project(name: string, percents: Record<string, number>) {
  const made = await plantProject(world, { town: "莲花镇", villages: { 军营: 10_000 }, name });
  await world.db.transaction(async (tx) => {
    await tx.insert(phasePlans).values({
      projectId: made.id,
      revision: 1,
      phase: "building",
      plannedOn: "2016-01-01",
      plannedBp: 5000,
      reason: "",
      recordedAt: "2016-01-01T01:00:00.000Z",
    });
    for (const [month, percent] of Object.entries(percents)) {
      await tx.insert(projectReports).values({
        projectId: made.id,
        month,
        progressBp: percent * 100,
        phase: "building",
        byProxy: false,
        personId: null,
        personName: "x",
        recordedAt: `${month}-27T01:00:00.000Z`,
        provenance: "real",
      });
    }
  });
  return made;
}
const versionOf = async (id: number) =>
  (await world.db.select({ version: projects.version }).from(projects).where(eq(projects.id, id)))[0]
    ?.version ?? 0;
const lightOn = async (id: number, on: Day) =>
  (await projectLights(world.db, await world.town("莲花镇"), on)).find((row) => row.id === id);
const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof Refused ? { code: error.code, details: error.details, field: error.field } : error;
};
const set = async (
  id: number,
  on: Day,
  input: { light?: "green" | "yellow" | "red"; expiresOn: Day; reason?: Reason },
) =>
  overrideLight(at(on), {
    projectId: id,
    version: await versionOf(id),
    light: "green",
    reason: reasonOf("业主更换"),
    ...input,
  });

describe("a light set by hand", () => {
  test("shows from today through its expiry with its reason, is one audited operation, and the past stays as it was", async () => {
    const { id } = await project("茶厂", { "2016-09": 10, "2016-10": 10 });
    await set(id, "2016-11-02", { expiresOn: "2016-11-04" });
    expect(await world.lastEvent()).toMatchObject({
      verb: "light.override",
      subjectType: "project",
      subjectId: id,
      payload: {
        before: { light: "red" },
        after: { light: "green", expiresOn: "2016-11-04" },
        reason: reasonOf("业主更换"),
      },
    });
    expect(await lightOn(id, "2016-11-01")).toMatchObject({ light: "red", override: null });
    expect(await lightOn(id, "2016-11-04")).toMatchObject({
      light: "green",
      countsAs: "green",
      override: { computed: "red", reason: reasonOf("业主更换") },
    });
    expect(await lightOn(id, "2016-11-05")).toMatchObject({ light: "red", override: null });
    const card = await projectCard(asOf(at("2016-12-31"), "2016-11-03"), id);
    expect(card.standing.assessment).toMatchObject({ light: "green", progress: { light: "red" } });
  });

  test("is taken back with a reason, and both are listed", async () => {
    const { id } = await project("冷库", { "2016-09": 10, "2016-10": 10 });
    expect(
      await codeOf(
        clearLight(at("2016-11-02"), { projectId: id, version: await versionOf(id), reason: reasonOf("x") }),
      ),
    ).toMatchObject({
      code: "override.none",
    });
    await set(id, "2016-11-02", { light: "yellow", expiresOn: "2016-12-20" });
    await clearLight(at("2016-11-03"), {
      projectId: id,
      version: await versionOf(id),
      reason: reasonOf("情况已变"),
    });
    expect(await world.lastEvent()).toMatchObject({
      verb: "light.clear",
      payload: {
        before: { light: "yellow", expiresOn: "2016-12-20" },
        after: { light: "red" },
        reason: reasonOf("情况已变"),
      },
    });
    expect((await lightOn(id, "2016-11-02"))?.light).toBe("yellow");
    expect((await lightOn(id, "2016-11-03"))?.light).toBe("red");
    const listed = (await overridesIn(at("2016-11-30"))).filter((each) => each.project.id === id);
    expect(listed).toMatchObject([
      {
        light: "yellow",
        state: "cleared",
        endedOn: "2016-11-03",
        endedReason: "情况已变",
        endedBy: office.name,
      },
    ]);
    const then = (await overridesIn(asOf(at("2016-11-30"), "2016-11-02"))).filter(
      (each) => each.project.id === id,
    );
    expect(then).toMatchObject([{ state: "inForce" }]);
  });

  test("needs a reason and an expiry from today on and no more than three months ahead", async () => {
    const { id } = await project("停车场", { "2016-10": 10 });
    const form = {
      projectId: String(id),
      version: "1",
      light: "green",
      expiresOn: "2016-12-31",
      reason: " ",
    };
    expect(OverrideLight.safeParse(form).error?.issues).toMatchObject([
      { path: ["reason"], message: "required" },
    ]);
    expect(OverrideLight.safeParse({ ...form, reason: "x", light: "grey" }).success).toBe(false);
    expect(await codeOf(set(id, "2016-11-30", { expiresOn: "2016-11-29" }))).toEqual({
      code: "override.expiryPast",
      details: { on: "2016-11-30" },
      field: "expiresOn",
    });
    expect(await codeOf(set(id, "2016-11-30", { expiresOn: "2017-03-01" }))).toEqual({
      code: "override.expiryTooFar",
      details: { on: "2017-02-28" },
      field: "expiresOn",
    });
    await set(id, "2016-11-30", { expiresOn: "2017-02-28" });
    expect(await world.db.select().from(lightOverrides).where(eq(lightOverrides.projectId, id))).toHaveLength(
      1,
    );
  });

  test("an ended project has none, a stale form changes nothing, and the same form sent twice counts once", async () => {
    const { id } = await project("民宿", { "2016-10": 10 });
    const input = {
      projectId: id,
      version: 1,
      light: "red",
      expiresOn: "2016-12-20",
      reason: reasonOf("x"),
      key: "one-form",
    } as const;
    const before = (await world.db.select({ n: count() }).from(auditEvents))[0]?.n ?? 0;
    await overrideLight(at("2016-12-01"), input);
    await overrideLight(at("2016-12-01"), input);
    expect((await world.db.select({ n: count() }).from(auditEvents))[0]?.n).toBe(before + 1);
    expect(await codeOf(overrideLight(at("2016-12-01"), { ...input, key: "another" }))).toMatchObject({
      code: "changedMeanwhile",
    });
    await endProject(at("2016-12-02"), {
      projectId: id,
      version: 2,
      endedOn: "2016-12-02",
      reason: reasonOf("x"),
    });
    expect(await codeOf(set(id, "2016-12-03", { expiresOn: "2016-12-20" }))).toMatchObject({
      code: "project.ended",
    });
  });
});

describe("money", () => {
  const pay = (
    projectId: number,
    stage: "plan" | "receive",
    amountFen: number,
    onDay: Day,
    recordedOn: Day,
  ) =>
    postFunding(world.as(stage === "plan" ? office : clerk, recordedOn), {
      projectId,
      stage,
      source: "district",
      amountFen,
      onDay,
      documentNo: "",
      note: "",
      explanation: "先行",
    });

  test("lights by what belongs to the report's month and had been recorded, on a key project by the village project that it is", async () => {
    const { id } = await project("市场", { "2016-09": 50, "2016-10": 50 });
    const { id: key } = await plantProject(world, {
      town: "莲花镇",
      villages: { 军营: 10_000 },
      name: "市场",
      level: "key",
      sameAsId: id,
    });
    expect((await lightOn(id, "2016-11-01"))?.funds).toMatchObject({
      light: "green",
      why: { key: "fundsNotPlanned" },
    });
    await pay(id, "plan", 1_000_000_00, "2016-01-20", "2016-11-02");
    await pay(id, "receive", 300_000_00, "2016-10-20", "2016-11-03");
    await pay(id, "receive", 200_000_00, "2016-11-03", "2016-11-03");
    expect((await lightOn(id, "2016-11-01"))?.funds.why.key).toBe("fundsNotPlanned");
    expect((await lightOn(id, "2016-11-02"))?.funds).toMatchObject({
      light: "red",
      plannedFen: 1_000_000_00,
      actualFen: 0,
      behindPoints: 50,
    });
    // October's money was recorded in November: it counts; November's does not belong to October's report.
    expect(await lightOn(id, "2016-11-03")).toMatchObject({
      light: "yellow",
      funds: { actualFen: 300_000_00, behindPoints: 20 },
    });
    // So all that November's report still needs is to be made.
    expect((await lightOn(id, "2016-11-02"))?.remedies).toMatchObject([
      { key: "pay", values: { totalWan: "40.1", moreWan: "40.1" } },
      { key: "hold" },
      { key: "holdFunds" },
    ]);
    expect((await lightOn(id, "2016-11-03"))?.remedies).toMatchObject([
      { key: "keep", values: { month: "2016-11" } },
    ]);
    const [{ standing }] = [await projectCard(at("2016-11-03"), key)];
    expect(standing.facts.funds).toMatchObject([
      { month: "2016-01", plannedFen: 1_000_000_00 },
      { month: "2016-10" },
      { month: "2016-11" },
    ]);
  });
});

describe("the published rule", () => {
  const numbers = {
    progressYellow: 10,
    progressRed: 30,
    judgesFunds: true,
    fundsYellow: 10,
    fundsRed: 30,
    startMonths: 3,
    reportMonths: 1,
  };
  const stricter = { ...numbers, progressYellow: 5, progressRed: 15 };

  test("is sensible: whole points, red not below yellow, a source", () => {
    const form = {
      progressYellow: "10",
      progressRed: "30",
      fundsYellow: "10",
      fundsRed: "30",
      startMonths: "3",
      reportMonths: "1",
    };
    expect(DraftRule.parse(form)).toEqual({ ...numbers, judgesFunds: false });
    for (const [field, value, message] of [
      ["progressYellow", "0", "notPoints"],
      ["progressRed", "101", "notPoints"],
      ["progressRed", "9", "redBelowYellow"],
      ["progressYellow", "", "notPoints"],
      ["fundsYellow", "4.5", "notPoints"],
      ["startMonths", "13", "notMonths"],
    ]) {
      const issues = DraftRule.safeParse({ ...form, [field as string]: value }).error?.issues;
      expect(issues, `${field} ${value}`).toMatchObject([{ path: [field], message }]);
    }
    expect(
      SetLightRule.safeParse({ ...form, effectiveOn: "2017-01-01", source: "" }).error?.issues,
    ).toMatchObject([{ path: ["source"] }]);
  });

  test("shows before it is saved whose light would be another one", async () => {
    const ctx = at("2016-11-04");
    const behind = await project("大棚", { "2016-10": 42 });
    const { moves, before, after } = await rulePreview(ctx, thresholdsOf(stricter));
    expect(moves.find((each) => each.project.id === behind.id)).toMatchObject({
      from: "green",
      to: "yellow",
    });
    expect(before.green - after.green).toBe(moves.filter((each) => each.from === "green").length);
    expect(moves.every((each) => each.from !== each.to && each.project.sameAsId === null)).toBe(true);
    expect((await rulePreview(ctx, thresholdsOf(numbers))).moves).toEqual([]);
  });

  test("counts before it is saved as the board does: what has long not reported is behind", async () => {
    const silent = await project("蜂场", { "2016-08": 50 });
    const { moves } = await rulePreview(at("2016-11-06"), thresholdsOf({ ...numbers, reportMonths: 3 }));
    expect(moves.find((each) => each.project.id === silent.id)).toMatchObject({ from: "red", to: "grey" });
  });

  test("is offered to whoever answers for all that it lights, today", async () => {
    expect(await mayPublishRules(at("2016-12-02"))).toBe(true);
    expect(await mayPublishRules(asOf(at("2016-12-02"), "2016-12-01"))).toBe(false);
    expect(await mayPublishRules(world.as(await world.actor("office", "莲花镇")))).toBe(false);
    expect(await mayPublishRules(world.as(await world.actor("leader")))).toBe(false);
  });

  test("takes effect after today and after every rule before it; lights from then on, and the past is not lit again", async () => {
    const { id } = await project("果园", { "2016-10": 42, "2016-11": 42, "2016-12": 42 });
    const publish = (on: Day, effectiveOn: Day, rule = stricter) =>
      setLightRule(at(on), { ...rule, effectiveOn, source: "区专班〔2016〕9号" });
    expect(await codeOf(publish("2016-12-02", "2016-12-02"))).toMatchObject({
      code: "rule.notAfterToday",
      field: "effectiveOn",
    });
    expect(await codeOf(publish("2016-12-02", "2107-01-01"))).toEqual({
      code: "rule.tooFar",
      details: { on: "2017-12-31" },
      field: "effectiveOn",
    });
    const days: Day[] = ["2016-10-31", "2016-11-30", "2016-12-02", "2016-12-30"];
    const lights = () => Promise.all(days.map(async (on) => (await lightOn(id, on))?.light));
    const kept = await lights();
    expect(kept).toEqual(["green", "green", "green", "green"]);
    const history = (on: Day) =>
      projectCard(at(on), id).then((card) => card.history.map(({ month, light }) => `${month} ${light}`));
    const strip = await history("2016-12-30");

    const behind = await project("竹编", { "2016-11": 35 });
    const wanted = async (on: Day) =>
      (await lightOn(behind.id, on))?.remedies.map(
        ({ key, values }) => `${key} ${values.month} ${values.percent}`,
      );
    expect(await wanted("2016-12-01")).toEqual(["reach 2016-12 41"]);

    await publish("2016-12-02", "2016-12-31");
    // What the day before was told to do is what was known then.
    expect([await wanted("2016-12-01"), await wanted("2016-12-02")]).toEqual([
      ["reach 2016-12 41"],
      ["reach 2016-12 46"],
    ]);
    expect(await world.lastEvent()).toMatchObject({
      verb: "rule.set",
      subjectType: "rule",
      payload: {
        before: { progressBand: "10–30" },
        after: { progressBand: "5–15", effectiveOn: "2016-12-31" },
        reason: reasonOf("区专班〔2016〕9号"),
      },
    });
    expect(await lights()).toEqual(kept);
    expect(await history("2016-12-30")).toEqual(strip);
    // December ends on the first day of the new rule: its report is lit by it, November's still is not.
    expect((await lightOn(id, "2016-12-31"))?.light).toBe("yellow");
    expect((await history("2016-12-31")).slice(-3)).toEqual([
      "2016-10 green",
      "2016-11 green",
      "2016-12 yellow",
    ]);

    expect(await codeOf(publish("2016-12-10", "2016-12-31", numbers))).toMatchObject({
      code: "rule.notAfterLast",
      details: { on: "2016-12-31" },
    });
    expect(await codeOf(publish("2016-12-10", "2017-02-01"))).toMatchObject({ code: "rule.unchanged" });
    expect(await world.db.select().from(lightRules)).toHaveLength(2);
    expect((await publishedRules(at("2016-12-10"))).map((rule) => [rule.effectiveOn, rule.state])).toEqual([
      ["2016-12-31", "coming"],
      ["2015-01-01", "inForce"],
    ]);
    expect((await publishedRules(at("2016-12-01"))).map((rule) => rule.state)).toEqual(["inForce"]);
    expect((await publishedRules(at("2016-12-31"))).map((rule) => rule.state)).toEqual(["inForce", "past"]);
  });
});
