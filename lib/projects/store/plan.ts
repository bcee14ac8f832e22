import { desc, eq } from "drizzle-orm";
import type { Reader, Tx } from "#db/client.ts";
import { phasePlans, phases } from "#db/schema/index.ts";
import type { Ctx } from "#lib/core/context.ts";
import { Refused } from "#lib/core/errors.ts";
import type { PlanRow } from "../rules/pace.ts";
import { rankOf } from "../rules/phases.ts";

/**
 * A plan goes one way: later phases are planned no earlier and call for no less, and the last calls for all.
 * @throws {Refused} about the first row that does not.
 */
export function requireSoundPlan(plan: readonly PlanRow[]): void {
  plan.forEach((row, index) => {
    const before = plan[index - 1];
    if (before && row.plannedOn < before.plannedOn)
      throw new Refused("project.planOrder", { on: before.plannedOn }, `plan.${row.phase}.on`);
    if (before && row.plannedBp < before.plannedBp) {
      throw new Refused("project.planFalls", { percent: before.plannedBp / 100 }, `plan.${row.phase}.done`);
    }
  });
  const last = plan.at(-1);
  if (!last) throw new Refused("project.planEmpty", {}, "plan.operating.on");
  if (last.plannedBp !== 10_000)
    throw new Refused("project.planEndsBelow", { percent: last.plannedBp / 100 }, `plan.${last.phase}.done`);
}

/** Does a plan call for the same on the same days as another? */
export const isSamePlan = (a: readonly PlanRow[], b: readonly PlanRow[]): boolean =>
  a.length === b.length &&
  a.every(
    (row, i) =>
      row.phase === b[i]?.phase && row.plannedOn === b[i]?.plannedOn && row.plannedBp === b[i]?.plannedBp,
  );

/** A plan as an audit event keeps it: `building: "2016-03-01 · 20%"`. */
export const planInWords = (plan: readonly PlanRow[]): Record<string, string> =>
  Object.fromEntries(plan.map((row) => [row.phase, `${row.plannedOn} · ${row.plannedBp / 100}%`]));

/** The plan by the fields of its form. */
export const planAsTyped = (plan: readonly PlanRow[]): Record<string, string> =>
  Object.fromEntries(
    phases.flatMap((phase) => {
      const row = plan.find((each) => each.phase === phase);
      return [
        [`plan.${phase}.on`, row?.plannedOn ?? ""],
        [`plan.${phase}.done`, row ? String(row.plannedBp / 100) : ""],
      ];
    }),
  );

/** The newest revision of a project's plan, in order of phases. */
export async function currentPlan(
  db: Reader,
  projectId: number,
): Promise<{ revision: number; rows: PlanRow[] }> {
  const all = await db
    .select({
      revision: phasePlans.revision,
      phase: phasePlans.phase,
      plannedOn: phasePlans.plannedOn,
      plannedBp: phasePlans.plannedBp,
    })
    .from(phasePlans)
    .where(eq(phasePlans.projectId, projectId))
    .orderBy(desc(phasePlans.revision));
  const revision = all[0]?.revision ?? 0;
  const rows = all
    .filter((row) => row.revision === revision)
    .toSorted((a, b) => rankOf(a.phase) - rankOf(b.phase));
  return { revision, rows: rows.map(({ phase, plannedOn, plannedBp }) => ({ phase, plannedOn, plannedBp })) };
}

export async function writePlan(
  tx: Tx,
  ctx: Ctx,
  projectId: number,
  revision: number,
  plan: readonly PlanRow[],
  reason: string,
): Promise<void> {
  const recordedAt = ctx.now.toISOString();
  await tx
    .insert(phasePlans)
    .values(plan.map((row) => ({ ...row, projectId, revision, reason, personId: ctx.actor.id, recordedAt })));
}
