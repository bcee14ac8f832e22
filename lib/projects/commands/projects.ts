import { and, eq, ne } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, fundingPostings, phasePassings, projects } from "#db/schema/index.ts";
import { count } from "#db/sql.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { changesOf } from "#lib/audit/rules/changes.ts";
import type { Actor } from "#lib/core/actor.ts";
import { provenanceOf, today } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import { divisionById } from "#lib/divisions/queries/divisions.ts";
import { searchKeys } from "#lib/divisions/rules/names.ts";
import { moveYears } from "#lib/funding/store/rollup.ts";
import type { CreateProject, EditProject, RevisePlan } from "../input.ts";
import type { Participant } from "../queries/status.ts";
import { participantsInWords } from "../rules/participants-text.ts";
import { participantsOf, requireParticipants, writeParticipants } from "../store/participants.ts";
import {
  currentPlan,
  isSamePlan,
  planAsTyped,
  planInWords,
  requireSoundPlan,
  writePlan,
} from "../store/plan.ts";
import {
  advance,
  keepVersion,
  type Project,
  requireOngoing,
  requireProject,
  requireReported,
  savedOf,
  subjectOf,
} from "../store/project.ts";

/**
 * Enters a project on the list of its level, with its villages and its first plan; it stands at 谋划入库 from
 * `createdOn`. Without a number it gets the next of its list.
 * @throws {NotFound} for a town outside the scope; {Refused} `project.…` for what makes no sense.
 */
export const createProject = defineCommand({
  verb: "project.create",
  input: takes<CreateProject>(),
  load: (tx, { actor }, { input }) => requireTown(tx, actor, input.townId),
  place: ({ code }) => ({ divisionCode: code }),
  async work(tx, ctx, { input, loaded: town }) {
    const createdOn = input.createdOn ?? today(ctx);
    if (createdOn > today(ctx)) throw new Refused("project.createdInFuture", { on: today(ctx) }, "createdOn");
    requireSoundPlan(input.plan);
    const villages = await requireParticipants(tx, ctx.actor, input.villages);
    const number = input.number || (await nextNumber(tx, input.level));
    await requireFreeNumber(tx, number);
    await requireSameAs(tx, ctx.actor, input.sameAsId, input.level);

    const { villages: _, plan, key: __, ...basics } = input;
    const [made] = await tx
      .insert(projects)
      .values({
        ...basics,
        ...searchKeys(input.name),
        number,
        createdOn,
        provenance: provenanceOf(ctx),
        createdAt: ctx.now.toISOString(),
        updatedBy: ctx.actor.name,
        updatedAt: ctx.now.toISOString(),
      })
      .returning();
    const project: Project = { ...(made as typeof projects.$inferSelect), townCode: town.code };
    await keepVersion(tx, ctx, made as typeof projects.$inferSelect);
    await writeParticipants(tx, ctx, project, villages);
    await writePlan(tx, ctx, project.id, 1, plan, "");
    await tx.insert(phasePassings).values({
      projectId: project.id,
      phase: "identified",
      actualOn: createdOn,
      evidenceKind: "note",
      evidence: number,
      personId: ctx.actor.id,
      recordedAt: ctx.now.toISOString(),
    });
    const after = {
      number,
      createdOn,
      ...(await inWords(tx, project, villages, town.shortName)),
      planned: planInWords(plan),
    };
    return { result: { id: project.id, number }, audit: { subject: subjectOf(project), after } };
  },
});

/**
 * Changes what a project is; its reports and plan have commands of their own. Saving what already stands
 * changes nothing.
 * @throws {Conflict} when it changed since `version` was read.
 */
export const editProject = defineCommand({
  verb: "project.edit",
  input: takes<EditProject>(),
  async load(tx, { actor }, { input }) {
    const project = await requireProject(tx, actor, input.projectId);
    return { project, before: await participantsOf(tx, project.id) };
  },
  place: ({ project }) => ({ divisionCode: project.townCode }),
  version({ project, before }) {
    requireOngoing(project);
    return savedOf(project, asTyped(project, before));
  },
  async work(tx, ctx, { input, loaded: { project, before } }) {
    const from = await townOf(tx, project);
    const town = input.townId === project.townId ? from : await requireTown(tx, ctx.actor, input.townId);
    const villages = await requireParticipants(tx, ctx.actor, input.villages, before);
    if ((input.sameAsId ?? null) !== project.sameAsId)
      await requireSameAs(tx, ctx.actor, input.sameAsId, project.level, project.id);

    const { villages: _, key: __, projectId: ___, version: ____, ...basics } = input;
    const edited = { ...project, ...basics, sameAsId: input.sameAsId ?? null };
    const was = await inWords(tx, project, before, from.shortName);
    const is = await inWords(tx, edited, villages, town.shortName);
    if (changesOf(was, is).length === 0) return { result: { id: project.id }, audit: "unchanged" };
    if (town.id !== from.id) await moveYears(tx, project.id, from, town);
    await advance(tx, ctx, project, {
      ...basics,
      ...searchKeys(input.name),
      sameAsId: input.sameAsId ?? null,
    });
    await writeParticipants(tx, ctx, { id: project.id, version: project.version + 1 }, villages);
    const subject = subjectOf({ ...edited, townCode: town.code });
    return { result: { id: project.id }, audit: { subject, before: was, after: is } };
  },
});

/**
 * Sets a new plan beside the earlier ones, which stay with their reasons; months already lit keep their
 * light.
 * @throws {Conflict} when the project changed since `version` was read.
 */
export const revisePlan = defineCommand({
  verb: "project.plan",
  input: takes<RevisePlan>(),
  async load(tx, { actor }, { input }) {
    const project = await requireReported(tx, actor, input.projectId);
    return { project, current: await currentPlan(tx, project.id) };
  },
  place: ({ project }) => ({ divisionCode: project.townCode }),
  version({ project, current }) {
    requireOngoing(project);
    return savedOf(project, planAsTyped(current.rows));
  },
  async work(tx, ctx, { input, loaded: { project, current } }) {
    requireSoundPlan(input.plan);
    if (isSamePlan(current.rows, input.plan)) throw new Refused("project.planUnchanged");
    const revision = current.revision + 1;
    await writePlan(tx, ctx, project.id, revision, input.plan, input.reason);
    await advance(tx, ctx, project);
    const [before, after] = [{ planned: planInWords(current.rows) }, { planned: planInWords(input.plan) }];
    return {
      result: { id: project.id, revision },
      audit: { subject: subjectOf(project), before, after, reason: input.reason },
    };
  },
});

async function requireTown(db: Reader, actor: Actor, id: number) {
  const town = await divisionById(db, actor, id);
  if (town.level !== "town") throw new Refused("project.notATown", {}, "townId");
  return town;
}

async function townOf(db: Reader, project: Project) {
  const { id, code, shortName, parentId } = divisions;
  const [town] = await db
    .select({ id, code, shortName, parentId })
    .from(divisions)
    .where(eq(id, project.townId));
  return town ?? { id: project.townId, code: project.townCode, shortName: "", parentId: null };
}

const numberPrefix = { village: { sign: "村", digits: 3 }, key: { sign: "区", digits: 2 } } as const;

/** 村-072, 区-18: the next that nobody has. */
async function nextNumber(db: Reader, level: keyof typeof numberPrefix): Promise<string> {
  const { sign, digits } = numberPrefix[level];
  const [row] = await db.select({ had: count() }).from(projects).where(eq(projects.level, level));
  for (let next = (row?.had ?? 0) + 1; ; next += 1) {
    const number = `${sign}-${String(next).padStart(digits, "0")}`;
    if (!(await isTaken(db, number))) return number;
  }
}

async function isTaken(db: Reader, number: string): Promise<boolean> {
  const rows = await db.select({ id: projects.id }).from(projects).where(eq(projects.number, number));
  return rows.length > 0;
}

async function requireFreeNumber(db: Reader, number: string): Promise<void> {
  if (await isTaken(db, number)) throw new Refused("project.numberTaken", { number }, "number");
}

/**
 * Only a key project is the same as another, namely as a village project that no other key project is the
 * same as.
 */
async function requireSameAs(
  db: Reader,
  actor: Actor,
  sameAsId: number | undefined,
  level: Project["level"],
  self = 0,
): Promise<void> {
  if (sameAsId === undefined) return;
  if (level === "village") throw new Refused("project.sameAsOnlyKey", {}, "sameAsId");
  const twin = await requireProject(db, actor, sameAsId);
  if (twin.level !== "village")
    throw new Refused("project.sameAsNotVillage", { number: twin.number }, "sameAsId");
  const pointing = await db
    .select({ number: projects.number })
    .from(projects)
    .where(and(eq(projects.sameAsId, sameAsId), ne(projects.id, self)));
  if (pointing[0]) throw new Refused("project.sameAsTaken", { number: pointing[0].number }, "sameAsId");
  // A physical project's money stands in one place: postings of its own would count twice from now on.
  const posted = await db
    .select({ id: fundingPostings.id })
    .from(fundingPostings)
    .where(eq(fundingPostings.projectId, self))
    .limit(1);
  if (posted.length > 0) throw new Refused("project.sameAsHasFunding", {}, "sameAsId");
}

/** The fields that people fill in, as an audit event keeps them. */
async function inWords(db: Reader, project: Project, villages: readonly Participant[], town: string) {
  const { name, level, type, sector, approaches, owner, contact, contactPhone, description, sameAsId } =
    project;
  const [twin] =
    sameAsId === null
      ? []
      : await db.select({ number: projects.number }).from(projects).where(eq(projects.id, sameAsId));
  const sameAs = twin?.number ?? "";
  const texts = { name, level, type, sector, town, owner, contact, contactPhone, description, sameAs };
  return { ...texts, approaches: approaches.toSorted().join(" "), villages: participantsInWords(villages) };
}

/** The project by the fields of its form, for the one who lost a race. */
function asTyped(project: Project, villages: readonly Participant[]): Record<string, unknown> {
  const { name, type, sector, townId, owner, contact, contactPhone, description } = project;
  const rows = villages.flatMap((village, index) => [
    [`villages.${index}.villageId`, village.villageId],
    [`villages.${index}.share`, village.shareBp / 100],
  ]);
  const approaches = project.approaches.join(",");
  return {
    name,
    type,
    sector,
    townId,
    owner,
    contact,
    contactPhone,
    description,
    approaches,
    sameAsId: project.sameAsId ?? "",
    ...Object.fromEntries(rows),
  };
}
