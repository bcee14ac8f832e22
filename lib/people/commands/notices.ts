import { noticesSeen } from "#db/schema/index.ts";
import { defineCommand, takes } from "#lib/audit/define-command.ts";
import type { SeeNotices } from "#lib/audit/input.ts";
import { headOf } from "#lib/audit/store/record.ts";
import { seenUpTo } from "../queries/notices.ts";
import { ownAccount } from "../store/sessions.ts";

/** The auditor has seen the notices up to the event `through`; what they saw before stays seen. */
export const seeNotices = defineCommand({
  verb: "notice.see",
  input: takes<SeeNotices>(),
  async work(tx, ctx, { input }) {
    const personId = ctx.actor.id as number;
    const before = await seenUpTo(tx, personId);
    const through = Math.min(input.through, (await headOf(tx)).seq);
    if (through <= before) return { result: { through: before }, audit: "unchanged" };
    await tx
      .insert(noticesSeen)
      .values({ personId, seq: through })
      .onConflictDoUpdate({ target: noticesSeen.personId, set: { seq: through } });
    return {
      result: { through },
      audit: { subject: ownAccount(ctx.actor), before: { seq: before }, after: { seq: through } },
    };
  },
});
