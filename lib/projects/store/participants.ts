import { and, eq, inArray, or } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { divisions, projectVillages, projectVillageVersions } from "#db/schema/index.ts";
import { under } from "#db/sql.ts";
import type { Actor } from "#lib/core/actor.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import type { Participant } from "../queries/status.ts";

type Share = { villageId: number; share: number };

/** The villages of a project, by code. */
export function participantsOf(db: Reader, projectId: number): Promise<Participant[]> {
  return db
    .select({
      villageId: projectVillages.villageId,
      code: divisions.code,
      name: divisions.shortName,
      shareBp: projectVillages.shareBp,
    })
    .from(projectVillages)
    .innerJoin(divisions, eq(divisions.id, projectVillages.villageId))
    .where(eq(projectVillages.projectId, projectId))
    .orderBy(divisions.code);
}

/**
 * The given shares as participants, by code. A village must lie in the actor's scope or take part already;
 * each is named once, every share is more than nothing, and together they are 100.00 %.
 * @throws {Refused} about the first that does not hold.
 */
export async function requireParticipants(
  db: Reader,
  actor: Actor,
  shares: readonly Share[],
  already: readonly Participant[] = [],
) {
  const ids = shares.map((row) => row.villageId);
  const known =
    already.length > 0
      ? inArray(
          divisions.id,
          already.map((row) => row.villageId),
        )
      : undefined;
  const inScope = under(divisions.code, actor.scope);
  const found = await db
    .select({ id: divisions.id, code: divisions.code, name: divisions.shortName })
    .from(divisions)
    .where(and(inArray(divisions.id, ids), eq(divisions.level, "village"), inScope && or(inScope, known)));
  const villages = new Map(found.map((row) => [row.id, row]));
  const participants = shares.map((row, index): Participant => {
    const village = villages.get(row.villageId);
    if (!village) throw new Refused("project.notAVillage", {}, `villages.${index}.villageId`);
    if (ids.indexOf(row.villageId) !== index)
      throw new Refused("project.villageTwice", { village: village.name }, `villages.${index}.villageId`);
    if (row.share <= 0)
      throw new Refused("project.shareNothing", { village: village.name }, `villages.${index}.share`);
    return { villageId: village.id, code: village.code, name: village.name, shareBp: row.share };
  });
  const sum = participants.reduce((total, row) => total + row.shareBp, 0);
  if (sum !== 10_000) throw new Refused("project.sharesSum", { percent: sum / 100 }, "villages.0.share");
  return participants.toSorted((a, b) => (a.code < b.code ? -1 : 1));
}

/**
 * Puts these in the place of the project's villages; `projectVersion` is the version that it has them from.
 */
export async function writeParticipants(
  tx: Tx,
  ctx: Ctx,
  project: { id: number; version: number },
  participants: readonly Participant[],
): Promise<void> {
  const rows = participants.map(({ villageId, shareBp }) => ({ projectId: project.id, villageId, shareBp }));
  const kept = { projectVersion: project.version, recordedAt: ctx.now.toISOString() };
  await tx.delete(projectVillages).where(eq(projectVillages.projectId, project.id));
  await tx.insert(projectVillages).values(rows);
  await tx.insert(projectVillageVersions).values(rows.map((row) => ({ ...row, ...kept })));
}
