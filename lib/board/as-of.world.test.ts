import { eq } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { divisions, people, projects } from "#db/schema/index.ts";
import { historyOf } from "#lib/audit/queries/trail.ts";
import type { Actor } from "#lib/core/actor.ts";
import { asOf, type Ctx, endOf, withView } from "#lib/core/context.ts";
import { type Day, yearOfMonth } from "#lib/core/dates.ts";
import { reasonOf } from "#lib/core/fields.ts";
import { fillDemonstration } from "#lib/demo/fill.ts";
import { editVillage } from "#lib/divisions/commands/divisions.ts";
import { exportPreview } from "#lib/exports/queries/exports.ts";
import { exceptionsOf } from "#lib/funding/queries/exceptions.ts";
import { fundingTotals } from "#lib/funding/queries/totals.ts";
import { setTarget } from "#lib/income/commands/postings.ts";
import { VillageFilter } from "#lib/income/input.ts";
import { villageCard } from "#lib/income/queries/village-card.ts";
import { villagesOf } from "#lib/income/queries/village-register.ts";
import { endProject, resumeProject } from "#lib/projects/commands/lifecycle.ts";
import { createProject, editProject } from "#lib/projects/commands/projects.ts";
import { ProjectFilter } from "#lib/projects/input.ts";
import { projectCard } from "#lib/projects/queries/project-card.ts";
import { projectsOf } from "#lib/projects/queries/register.ts";
import { openEmpty } from "#lib/testing/world.ts";
import { boardOf } from "./queries/board.ts";

// The demonstration's two years are lived through once more. On the last evening of each month everything
// that people look at is computed and kept aside; when it is all over the same is asked of that past day. In
// between people also do what the demonstration does not: rename, move shares, end and resume projects,
// revise targets, write plans.

const { db } = await openEmpty();
const kept = new Map<Day, Record<string, unknown>>();
const days: Day[] = Array.from(
  { length: 24 },
  (_, at) => `${2015 + Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}`,
).map((month) =>
  new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)).toISOString().slice(0, 10),
);

const evening = (actor: Actor, day: Day): Ctx => ({
  db,
  actor,
  now: new Date(Date.parse(endOf(day)) - 1),
  request: "test",
});

async function personOf(username: string): Promise<Actor> {
  const [row] = await db
    .select()
    .from(people)
    .innerJoin(divisions, eq(divisions.id, people.scopeId))
    .where(eq(people.username, username));
  if (!row) throw new Error(`Nobody is called ${username}`);
  const { id, name, role } = row.person;
  return { id, username, name, role, scope: row.division };
}

/** All that is looked at, for the district and for a town. The actor's right to write is no part of it. */
async function lookAt(ctx: Ctx) {
  const [town, village] = [await placeOf("汀溪镇"), await placeOf("堤内")];
  const project = await ownProject(ctx.db);
  const year = yearOfMonth(endOf(ctx.now.toISOString().slice(0, 10)));
  return plain({
    district: await boardOf(ctx),
    town: await boardOf(ctx, { node: town.code }),
    approved: await boardOf(withView(ctx, { approvedOnly: true })),
    lastYear: await boardOf(ctx, { year: year - 1 }),
    projects: await projectsOf(ctx, ProjectFilter.parse({ size: "1000" })),
    villages: await villagesOf(ctx, { ...VillageFilter.parse({}), node: town, year }),
    card: await villageCard(ctx, village.id, year),
    project: project && (await projectCard(ctx, project.id)),
    history: project && (await historyOf(ctx, { type: "project", id: project.id })),
    funding: await fundingTotals(ctx, { node: town.code }, "village"),
    exceptions: await exceptionsOf(ctx, {}),
    exported: [
      await exportPreview(ctx, { kind: "projects", filter: {} }),
      await exportPreview(ctx, { kind: "income", filter: { year } }),
      await exportPreview(ctx, { kind: "funding", filter: {} }),
    ],
  });
}

const plain = (value: unknown) =>
  JSON.parse(JSON.stringify(value, (_, each) => (each instanceof Map ? [...each] : each)));

/**
 * What the demonstration does not do, early on the first day of the next month, to a village and to a project
 * of its own.
 */
async function meddle(day: Day) {
  const ctx = { ...evening(await personOf("office"), day), now: new Date(Date.parse(endOf(day)) + 60_000) };
  const month = Number(day.slice(5, 7));
  const village = await placeOf("堤内");
  const project = await ownProject(db);
  if (!project) {
    await createProject(ctx, {
      ...basics,
      number: ownNumber,
      level: "village",
      townId: (await placeOf("汀溪镇")).id,
      ...sharesOf(village.id),
      plan,
    });
    return;
  }
  const { id: projectId, version, townId } = project;
  const edited = {
    ...basics,
    projectId,
    version,
    townId,
    name: `${basics.name} ${day}`,
    owner: `负责人${month}`,
    ...sharesOf(village.id, month),
  };
  if (month === 3 || month === 9) await editProject(ctx, edited);
  if (month === 5) await endProject(ctx, { projectId, version, endedOn: day, reason: reasonOf("测试终止") });
  if (month === 6) await resumeProject(ctx, { projectId, version, onDay: day, reason: reasonOf("测试恢复") });
  if (month === 4)
    await editVillage(ctx, {
      villageId: village.id,
      version: village.version,
      plan: `计划 ${day}`,
      contact: "书记",
      contactPhone: "",
    });
  if (month === 7) {
    const year = Number(day.slice(0, 4));
    const { targets } = await villageCard(ctx, village.id, year);
    await setTarget(ctx, {
      villageId: village.id,
      year,
      amountFen: 12_345_678 + year,
      reason: reasonOf("测试调整"),
      version: targets[0]?.revision ?? 0,
    });
  }
}

const ownNumber = "村-901";
const basics = {
  name: "测试厂房",
  type: "workshop" as const,
  sector: "economy" as const,
  approaches: ["project" as const],
  owner: "分管副镇长",
  contact: "",
  contactPhone: "",
  description: "",
  sameAsId: undefined,
  createdOn: undefined,
};
const plan = [
  { phase: "building" as const, plannedOn: "2015-06-01", plannedBp: 2000 },
  { phase: "operating" as const, plannedOn: "2016-12-01", plannedBp: 10_000 },
];
/** All to the village, or some of it to the village with the id before. */
const sharesOf = (villageId: number, other = 0) => ({
  villages: [
    { villageId, share: 10_000 - other * 100 },
    ...(other > 0 ? [{ villageId: villageId - 1, share: other * 100 }] : []),
  ],
});

async function placeOf(name: string) {
  const [row] = await db.select().from(divisions).where(eq(divisions.shortName, name));
  if (!row) throw new Error(`No place is called ${name}`);
  return row;
}

const ownProject = async (reader: Ctx["db"]) =>
  (await reader.select().from(projects).where(eq(projects.number, ownNumber)))[0];

beforeAll(async () => {
  await fillDemonstration(db, {
    towns: ["tingxi", "lianhua"],
    async atMonthEnd(day) {
      kept.set(day, await lookAt(evening(await personOf("office"), day)));
      await meddle(day);
    },
  });
});

describe("the board of a past day is the board that was computed on that day and kept aside", () => {
  test("all 24 month ends were kept, and they differ", () => {
    expect([...kept.keys()]).toEqual(days);
    expect(new Set([...kept.values()].map((each) => JSON.stringify(each))).size).toBe(24);
  });
  test.each(days)("%s", async (day) => {
    const ctx = evening(await personOf("office"), "2016-12-31");
    expect(await lookAt(asOf(ctx, day))).toEqual(kept.get(day));
  });
});
