import { and, count, eq, inArray } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import {
  lightOverrides,
  phasePassings,
  phasePlans,
  projectPauses,
  projectReports,
  projects,
} from "#db/schema/index.ts";
import { boardOf } from "#lib/board/queries/board.ts";
import { asOf } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { NotFound } from "#lib/core/errors.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { submitMonth } from "#lib/filing/commands/town.ts";
import { filedMonth } from "#lib/filing/queries/filed-month.ts";
import { filingMatrix } from "#lib/filing/queries/filing-matrix.ts";
import { deskOf } from "#lib/filing/queries/tasks.ts";
import { openWorld } from "#lib/testing/world.ts";
import { endProject, pauseProject, resumeProject } from "./commands/lifecycle.ts";
import { clearLight, overrideLight } from "./commands/lights.ts";
import { createProject, editProject, revisePlan } from "./commands/projects.ts";
import { reportProject } from "./commands/reports.ts";
import { overridesIn } from "./queries/manual-lights.ts";
import { projectCard, projectLights } from "./queries/project-card.ts";
import { reportFormOf } from "./queries/report-form.ts";

// 村-001 and 区-01 are one workshop. 区-01 had reports of its own before the office said so on 20 November.
const world = await openWorld();
const lianhua = await world.town("莲花镇");
const [clerk, office] = [await world.actor("town", "莲花镇"), await world.actor("office")];
const elsewhere = await world.actor("town", "新民镇");

const particulars = { name: "联建厂房", type: "workshop", sector: "economy", owner: "分管副镇长" } as const;
const rest = {
  approaches: [],
  contact: "",
  contactPhone: "",
  description: "",
  townId: lianhua.id,
  key: undefined,
};
async function listed(level: "village" | "key") {
  const villages = [{ villageId: (await world.village("军营")).id, share: 10_000 }];
  const plan = [{ phase: "operating" as const, plannedOn: "2016-12-19", plannedBp: 10_000 }];
  const given = {
    ...particulars,
    ...rest,
    level,
    villages,
    plan,
    number: "",
    createdOn: "2016-09-10",
    sameAsId: undefined,
  };
  return (await createProject(world.as(office, "2016-09-10"), given)).id;
}
const [own, key] = [await listed("village"), await listed("key")];
const versionOf = async (id: number) =>
  (await world.db.select({ version: projects.version }).from(projects).where(eq(projects.id, id)))[0]
    ?.version ?? 0;
const passed = { text: "同发改〔2016〕12号", on: "2016-09-20" };
const evidence = { approved: passed, preparation: passed, building: passed };
async function report(id: number, month: string, progress: number, version: number) {
  const given = {
    delayReason: "funds",
    delayText: "",
    note: "进展",
    forecastOn: undefined,
    key: undefined,
  } as const;
  return reportProject(world.as(clerk, `${month}-28`), {
    projectId: id,
    version,
    month,
    progress,
    phase: "building",
    evidence,
    ...given,
  });
}

beforeAll(async () => {
  await report(own, "2016-10", 3000, await versionOf(own));
  await report(key, "2016-10", 7000, await versionOf(key));
  const villages = [{ villageId: (await world.village("军营")).id, share: 10_000 }];
  await editProject(world.as(office, "2016-11-20"), {
    ...particulars,
    ...rest,
    projectId: key,
    villages,
    version: await versionOf(key),
    sameAsId: own,
  });
});

const cardOn = (id: number, on: Day) => projectCard(world.as(office, on), id);
/** All that is shown of where a project stands. */
async function shown(id: number, on: Day) {
  const { standing, phases, reports, history, pauses, paceBp, planRevision } = await cardOn(id, on);
  const { phase, assessment, remedies, dueOn, latest, plan, endedOn, endedReason } = standing;
  return {
    phase,
    assessment,
    remedies,
    dueOn,
    latest,
    plan,
    endedOn,
    endedReason,
    phases,
    reports,
    history,
    pauses,
    paceBp,
    planRevision,
  };
}
const isOneOn = async (on: Day) => expect(await shown(key, on)).toEqual(await shown(own, on));

describe("a key project that is a village project", () => {
  test("has the reports, phases, evidence and light of that one, on days before it was said too; until then they were two", async () => {
    for (const on of ["2016-09-30", "2016-10-28", "2016-11-20", "2016-12-31"]) await isOneOn(on);
    expect(
      (await cardOn(key, "2016-11-20")).reports.map(({ month, progressBp }) => [month, progressBp]),
    ).toEqual([["2016-10", 3000]]);
    const then = await projectLights(asOf(world.as(office), "2016-11-19").db, world.district, "2016-11-19");
    expect(then.map(({ number, latest }) => [number, latest?.progressBp])).toEqual([
      ["村-001", 3000],
      ["区-01", 7000],
    ]);
  });

  test("is one task on the desk, one line to file, one report due, while the lists count two projects and one physical", async () => {
    expect(
      (await deskOf(world.as(clerk, "2016-12-02"), "2016-11")).projects.map(({ number }) => number),
    ).toEqual(["村-001"]);
    const month = await filedMonth(world.as(clerk, "2016-12-02"), lianhua.code, "2016-11");
    expect(month.reports.map(({ project }) => project.number)).toEqual(["村-001"]);
    expect(month.missing.projects.map(({ number }) => number)).toEqual(["村-001"]);
    const matrix = await filingMatrix(world.as(office, "2016-12-02"), { year: 2016 });
    expect(matrix.rows.find(({ town }) => town.id === lianhua.id)?.cells[10]?.projects).toEqual({
      done: 0,
      of: 1,
    });
    const refused = submitMonth(world.as(clerk, "2016-12-02"), {
      townId: lianhua.id,
      month: "2016-11",
      version: 0,
      confirmed: false,
      key: undefined,
    });
    await expect(refused).rejects.toMatchObject({ code: "filing.incomplete", details: { projects: 1 } });
    const { totals } = await boardOf(world.as(office, "2016-12-02"), {});
    expect(totals.reports).toEqual({ due: 1, made: 0 });
    expect(totals.projects.both).toBe(1);
    expect(
      await world.db
        .select({ level: projects.level, n: count() })
        .from(projects)
        .groupBy(projects.level)
        .orderBy(projects.level),
    ).toEqual([
      { level: "key", n: 1 },
      { level: "village", n: 1 },
    ]);
  });

  test("is reported, planned, paused, set by hand and ended as that one, whichever is named", async () => {
    const before = await rowsOf(key);
    const version = async () =>
      (await reportFormOf(world.as(office, "2016-12-31"), key, "2016-11")).project.version;
    expect((await reportFormOf(world.as(clerk, "2016-12-31"), key, "2016-11")).project).toMatchObject({
      id: own,
      number: "村-001",
    });
    await expect(report(key, "2016-11", 4500, await versionOf(key))).rejects.toMatchObject({
      code: "changedMeanwhile",
    });
    await report(key, "2016-11", 4500, await version());
    await isOneOn("2016-11-28");
    expect((await cardOn(key, "2016-11-28")).standing.latest).toMatchObject({
      month: "2016-11",
      progressBp: 4500,
    });
    const plan = [{ phase: "operating" as const, plannedOn: "2017-03-31", plannedBp: 10_000 }];
    await revisePlan(world.as(office, "2016-12-01"), {
      projectId: key,
      version: await version(),
      plan,
      reason: reasonOf("变更"),
      key: undefined,
    });
    await isOneOn("2016-12-01");
    const by = { reason: reasonOf("业主更换"), key: undefined };
    await overrideLight(world.as(office, "2016-12-02"), {
      projectId: key,
      version: await version(),
      light: "green",
      expiresOn: "2016-12-20",
      ...by,
    });
    await isOneOn("2016-12-02");
    expect((await cardOn(own, "2016-12-02")).standing.assessment?.override).toMatchObject({ light: "green" });
    expect((await overridesIn(world.as(office, "2016-12-02"))).map((each) => each.project.number)).toEqual([
      "村-001",
    ]);
    await clearLight(world.as(office, "2016-12-03"), { projectId: key, version: await version(), ...by });
    await pauseProject(world.as(office, "2016-12-04"), {
      projectId: key,
      version: await version(),
      onDay: "2016-12-04",
      approval: "纪要",
      ...by,
    });
    await isOneOn("2016-12-04");
    expect((await cardOn(own, "2016-12-04")).standing.assessment?.light).toBe("paused");
    await resumeProject(world.as(office, "2016-12-05"), {
      projectId: key,
      version: await version(),
      onDay: "2016-12-05",
      ...by,
    });
    await endProject(world.as(office, "2016-12-06"), {
      projectId: key,
      version: await version(),
      endedOn: "2016-12-06",
      ...by,
    });
    await isOneOn("2016-12-06");
    expect((await cardOn(key, "2016-12-06")).standing).toMatchObject({
      assessment: null,
      endedOn: "2016-12-06",
    });
    expect(await projectLights(world.db, world.district, "2016-12-06")).toEqual([]);
    expect(await rowsOf(key)).toEqual(before);
    expect((await world.lastEvent()).subjectId).toBe(own);
  });

  test("is out of another town's reach by either name", async () => {
    for (const id of [own, key]) {
      await expect(reportFormOf(world.as(elsewhere), id, "2016-11")).rejects.toBeInstanceOf(NotFound);
      const given = {
        projectId: id,
        version: 1,
        onDay: "2016-12-01",
        approval: "纪要",
        reason: reasonOf("x"),
        key: undefined,
      };
      await expect(pauseProject(world.as(elsewhere), given)).rejects.toBeInstanceOf(NotFound);
    }
  });
});

/** How many rows of its own a project has in each table of what happens to projects. */
async function rowsOf(projectId: number) {
  const counts = [];
  for (const table of [projectReports, phasePassings, phasePlans, projectPauses, lightOverrides]) {
    const [row] = await world.db
      .select({ n: count() })
      .from(table)
      .where(and(eq(table.projectId, projectId), inArray(table.projectId, [own, key])));
    counts.push(row?.n);
  }
  return counts;
}
