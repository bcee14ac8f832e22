import type { Ctx } from "#lib/core/context.ts";
import { note } from "#lib/core/disk.ts";
import { Refused } from "#lib/core/errors.ts";
import { record } from "./record.ts";
import { isFirstRefusal } from "./refusals.ts";

/**
 * Remembers that somebody tried what they may not: the first time in a quarter of an hour as an event, the
 * others are counted. In a transaction of its own: the refused command's was rolled back. Where nothing can
 * be recorded, for the disk or for the clock, it stays refused all the same.
 */
export async function deny(ctx: Ctx, verb: string, at = new Date()): Promise<void> {
  const remembered = note(ctx.db, async (tx) => {
    if (!(await isFirstRefusal(tx, `access.deny ${ctx.actor.id ?? ctx.actor.role} ${verb}`, at))) return;
    const subject = {
      type: "person",
      id: ctx.actor.id,
      name: ctx.actor.name,
      divisionCode: ctx.actor.scope.code,
    } as const;
    await record(tx, ctx, "access.deny", subject, { after: { verb } });
  });
  await remembered.catch((error: unknown) => {
    if (!(error instanceof Refused && error.code === "clockBehind")) throw error;
  });
}
