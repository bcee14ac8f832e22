import { asc, eq } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { projectPauses } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import { Refused } from "#lib/core/errors.ts";
import type { EndProject, PauseProject, ResumeProject } from "../input.ts";
import { pausesFrom } from "../rules/pace.ts";
import {
  advance,
  type Project,
  requireOngoing,
  requireReported,
  savedOf,
  subjectOf,
} from "../store/project.ts";

/**
 * 暂停: from `onDay` the clock stands and no report is due.
 * @throws {Refused} `project.ended`, `project.alreadyPaused`, `project.day…`
 */
export const pauseProject = defineCommand({
  verb: "project.pause",
  input: takes<PauseProject>(),
  load: (tx, { actor }, { input }) => requireReported(tx, actor, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  version: (project) => savedOf(project),
  async work(tx, ctx, { input, loaded: project }) {
    requireOngoing(project);
    const last = (await pausesOf(tx, project.id)).at(-1);
    if (last && last.toOn === null) throw new Refused("project.alreadyPaused", { on: last.fromOn });
    requireDay(ctx, input.onDay, last?.toOn ?? project.createdOn, "onDay");
    const { onDay, reason, approval } = input;
    await insertPause(tx, ctx, { projectId: project.id, kind: "pause", onDay, reason, approval });
    await advance(tx, ctx, project);
    return {
      result: { id: project.id },
      audit: { subject: subjectOf(project), after: { pausedOn: onDay, approval }, reason },
    };
  },
});

/**
 * 恢复: ends a pause on `onDay`, or takes back an ending.
 * @throws {Refused} `project.notPaused`, `project.day…`
 */
export const resumeProject = defineCommand({
  verb: "project.resume",
  input: takes<ResumeProject>(),
  load: (tx, { actor }, { input }) => requireReported(tx, actor, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  version: (project) => savedOf(project),
  async work(tx, ctx, { input, loaded: project }) {
    const { onDay, reason } = input;
    const last = (await pausesOf(tx, project.id)).at(-1);
    const paused = last && last.toOn === null ? last : undefined;
    if (project.endedOn === null) {
      if (!paused) throw new Refused("project.notPaused");
      requireDay(ctx, onDay, paused.fromOn, "onDay");
      await insertPause(tx, ctx, { projectId: project.id, kind: "resume", onDay, reason });
    }
    await advance(tx, ctx, project, { endedOn: null, endedReason: "" });
    const before = project.endedOn === null ? { pausedOn: paused?.fromOn } : { endedOn: project.endedOn };
    return {
      result: { id: project.id },
      audit: { subject: subjectOf(project), before, after: { resumedOn: onDay }, reason },
    };
  },
});

/** 终止: no light and no report from `endedOn` on. @throws {Refused} `project.ended`, `project.day…` */
export const endProject = defineCommand({
  verb: "project.end",
  input: takes<EndProject>(),
  load: (tx, { actor }, { input }) => requireReported(tx, actor, input.projectId),
  place: ({ townCode }) => ({ divisionCode: townCode }),
  version: (project) => savedOf(project),
  async work(tx, ctx, { input, loaded: project }) {
    requireOngoing(project);
    requireDay(ctx, input.endedOn, project.createdOn, "endedOn");
    await advance(tx, ctx, project, { endedOn: input.endedOn, endedReason: input.reason });
    return {
      result: { id: project.id },
      audit: { subject: subjectOf(project), after: { endedOn: input.endedOn }, reason: input.reason },
    };
  },
});

function requireDay(ctx: Ctx, on: Day, notBefore: Day, field: string): void {
  if (on > today(ctx)) throw new Refused("project.dayInFuture", { on: today(ctx) }, field);
  if (on < notBefore) throw new Refused("project.dayTooEarly", { on: notBefore }, field);
}

async function pausesOf(db: Reader, projectId: Project["id"]) {
  return pausesFrom(
    await db
      .select()
      .from(projectPauses)
      .where(eq(projectPauses.projectId, projectId))
      .orderBy(asc(projectPauses.id)),
  );
}

type NewPause = Pick<
  typeof projectPauses.$inferInsert,
  "projectId" | "kind" | "onDay" | "reason" | "approval"
>;

async function insertPause(tx: Parameters<typeof advance>[0], ctx: Ctx, pause: NewPause): Promise<void> {
  await tx
    .insert(projectPauses)
    .values({ ...pause, personId: ctx.actor.id, recordedAt: ctx.now.toISOString() });
}
