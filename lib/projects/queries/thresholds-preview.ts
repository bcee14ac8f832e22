import { and, isNull } from "drizzle-orm";
import { type LightThresholds, projects } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import { type Ctx, today } from "#lib/core/context.ts";
import { monthOfDay } from "#lib/core/dates.ts";
import { calendarUntil } from "#lib/periods/queries/calendar.ts";
import { lightsUnderThresholds, type ThresholdsPreview } from "../rules/lights-under-thresholds.ts";
import { byNumber } from "./project-card.ts";
import { type ProjectStatus, projectsBelow, statusesOf } from "./status.ts";
import { rulesOf } from "./thresholds.ts";

/**
 * What `thresholds` would mean for today's lights below the actor's scope; a physical project counts once.
 * Writes nothing.
 */
export async function rulePreview(
  ctx: Ctx,
  thresholds: LightThresholds,
): Promise<ThresholdsPreview<ProjectStatus>> {
  authorize(ctx.actor, "rule.set");
  const on = today(ctx);
  const standings = await statusesOf(
    ctx.db,
    and(projectsBelow(ctx.db, ctx.actor.scope), isNull(projects.sameAsId)),
    on,
  );
  return lightsUnderThresholds(
    standings.toSorted(byNumber),
    await rulesOf(ctx.db, on),
    thresholds,
    await calendarUntil(ctx.db, monthOfDay(on)),
    on,
  );
}
