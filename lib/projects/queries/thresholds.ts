import { desc, eq, isNull, lt, lte, or } from "drizzle-orm";
import type { Reader } from "#db/client.ts";
import { divisions, type LightThresholds, lightRules, people } from "#db/schema/index.ts";
import { authorize, may } from "#lib/access/policy.ts";
import { type Ctx, endOf, today } from "#lib/core/context.ts";
import type { Day } from "#lib/core/dates.ts";
import type { Rules } from "../rules/thresholds.ts";

/**
 * The rules that had been published or were in force by the end of `on`, newest first, those among them that
 * were still to take effect; before there was any, the first.
 */
export async function rulesOf(db: Reader, on: Day): Promise<Rules> {
  const { effectiveOn, thresholds, recordedAt } = lightRules;
  const rules = await db
    .select({ effectiveOn, thresholds, recordedAt })
    .from(lightRules)
    .orderBy(desc(effectiveOn), desc(lightRules.id));
  const known = rules.filter((rule) => rule.recordedAt < endOf(on) || rule.effectiveOn <= on);
  return known.length > 0 ? known : rules.slice(-1);
}

export type PublishedRule = {
  id: number;
  effectiveOn: Day;
  thresholds: LightThresholds;
  source: string;
  /** Who published it; the rule that came with the district has nobody. */
  personName: string | null;
  recordedAt: string;
  /** Is it still to come, is it the one in force, or was it followed by another? */
  state: "coming" | "inForce" | "past";
};

/** Every rule that had been published or was in force by today, newest first. */
export async function publishedRules(ctx: Ctx): Promise<PublishedRule[]> {
  authorize(ctx.actor, "rule.read");
  const on = today(ctx);
  const { id, effectiveOn, thresholds, source, recordedAt } = lightRules;
  const rows = await ctx.db
    .select({ id, effectiveOn, thresholds, source, recordedAt, personName: people.name })
    .from(lightRules)
    .leftJoin(people, eq(people.id, lightRules.personId))
    .where(or(lt(recordedAt, endOf(on)), lte(effectiveOn, on)))
    .orderBy(desc(lightRules.effectiveOn), desc(lightRules.id));
  const inForce = rows.find((row) => row.effectiveOn <= on);
  return rows.map((row) => ({
    ...row,
    state: row === inForce ? "inForce" : row.effectiveOn > on ? "coming" : "past",
  }));
}

/** May the actor publish a rule? It lights everything in the database, so all of it must be theirs. */
export async function mayPublishRules({ db, actor }: Pick<Ctx, "db" | "actor">): Promise<boolean> {
  const roots = await db.select({ code: divisions.code }).from(divisions).where(isNull(divisions.parentId));
  return roots.every((root) => may(actor, "rule.set", { divisionCode: root.code }));
}
