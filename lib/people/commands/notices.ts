import { noticesSeen } from "#db/schema/index.ts";
import { authorize } from "#lib/access/policy.ts";
import type { SeeNotices } from "#lib/audit/input.ts";
import { once } from "#lib/audit/store/once.ts";
import { headOf, record } from "#lib/audit/store/record.ts";
import type { Ctx } from "#lib/core/context.ts";
import { seenUpTo } from "../queries/notices.ts";
import { ownAccount } from "../store/sessions.ts";

/** The auditor has seen the notices up to the event `through`; what they saw before stays seen. */
export function seeNotices(ctx: Ctx, input: SeeNotices): Promise<{ through: number }> {
  const personId = ctx.actor.id as number;
  return once(ctx, "notice.see", input, async (tx) => {
    authorize(ctx.actor, "notice.see", { personId });
    const before = await seenUpTo(tx, personId);
    const through = Math.min(input.through, (await headOf(tx)).seq);
    if (through <= before) return { through: before };
    await tx
      .insert(noticesSeen)
      .values({ personId, seq: through })
      .onConflictDoUpdate({ target: noticesSeen.personId, set: { seq: through } });
    await record(tx, ctx, "notice.see", ownAccount(ctx.actor), {
      before: { seq: before },
      after: { seq: through },
    });
    return { through };
  });
}
