import { and, isNull } from "drizzle-orm";
import { type LightThresholds, projects } from "#db/schema/index.ts";
import { authorize } from "../access/policy.ts";
import { type Ctx, today } from "../context.ts";
import { monthOfDay } from "../period.ts";
import { byNumber } from "./queries.ts";
import { type Relit, relit } from "./relit.ts";
import { calendarUntil, rulesOf } from "./rulebook.ts";
import { projectsBelow, type Standing, standingsOf } from "./standing.ts";

/** What `thresholds` would mean for today's lights below the actor's scope; a physical project counts once. Writes nothing. */
export async function rulePreview(ctx: Ctx, thresholds: LightThresholds): Promise<Relit<Standing>> {
  authorize(ctx.actor, "rule.set");
  const on = today(ctx);
  const standings = await standingsOf(ctx.db, and(projectsBelow(ctx.db, ctx.actor.scope), isNull(projects.sameAsId)), on);
  return relit(standings.toSorted(byNumber), await rulesOf(ctx.db, on), thresholds, await calendarUntil(ctx.db, monthOfDay(on)), on);
}
