import { and, eq } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { divisions, projects, projectVersions } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import type { Saved } from "#lib/audit/define-command.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Subject } from "#lib/core/audit-entry.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Conflict, NotFound, Refused } from "#lib/core/errors.ts";

/** One project's row with the place that it lies in. */
export type Project = typeof projects.$inferSelect & { townCode: string };

/** The project with `id` if its town lies in the actor's scope. @throws {NotFound} */
export async function requireProject(db: Reader, actor: Actor, id: number): Promise<Project> {
  const [found] = await db
    .select({ project: projects, townCode: divisions.code })
    .from(projects)
    .innerJoin(divisions, eq(divisions.id, projects.townId))
    .where(and(eq(projects.id, id), under(divisions.code, actor.scope)));
  if (!found) throw new NotFound(`project ${id}`);
  return { ...found.project, townCode: found.townCode };
}

/**
 * The project whose reports, phases, plan, pauses and light are meant by `id`: itself, or the village project
 * that a key project is the same as. A physical project is reported once, on the list of the villages.
 * @throws {NotFound}
 */
export async function requireReported(db: Reader, actor: Actor, id: number): Promise<Project> {
  const project = await requireProject(db, actor, id);
  return project.sameAsId === null ? project : requireProject(db, actor, project.sameAsId);
}

/** What an audit event says it is about. */
export const subjectOf = (project: Pick<Project, "id" | "name" | "townCode">): Subject => ({
  type: "project",
  id: project.id,
  name: project.name,
  divisionCode: project.townCode,
});

/** @throws {Refused} `project.ended` */
export function requireOngoing(project: Pick<Project, "endedOn">): void {
  if (project.endedOn !== null) throw new Refused("project.ended", { on: project.endedOn });
}

/** The project's version, with `current`, the values that now stand by field of the form. */
export const savedOf = (project: Project, current: Record<string, unknown> = {}): Saved => ({
  version: project.version,
  by: { name: project.updatedBy ?? "", at: project.updatedAt ?? project.createdAt },
  current,
});

/**
 * Moves the project on by one version, guarded by the version that was read, and remembers who did it.
 * @throws {Conflict} when it moved meanwhile.
 */
export async function advance(
  tx: Tx,
  ctx: Ctx,
  project: Project,
  values: Partial<typeof projects.$inferInsert> = {},
): Promise<void> {
  const moved = await tx
    .update(projects)
    .set({
      ...values,
      updatedBy: ctx.actor.name,
      updatedAt: ctx.now.toISOString(),
      version: project.version + 1,
    })
    .where(and(eq(projects.id, project.id), eq(projects.version, project.version)))
    .returning();
  const [now] = moved;
  if (!now)
    throw new Conflict({}, { name: project.updatedBy ?? "", at: project.updatedAt ?? project.createdAt });
  await keepVersion(tx, ctx, now);
}

/** Remembers the row as it now is, so that the list of a past day can be shown (db/views.ts). */
export async function keepVersion(tx: Tx, ctx: Ctx, row: typeof projects.$inferSelect): Promise<void> {
  const {
    id: projectId,
    number: _,
    level: __,
    createdOn: ___,
    createdAt: ____,
    updatedAt: _____,
    provenance: ______,
    ...changeable
  } = row;
  await tx.insert(projectVersions).values({ ...changeable, projectId, recordedAt: ctx.now.toISOString() });
}
