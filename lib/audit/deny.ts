import type { Ctx } from "../context.ts";
import { record } from "./record.ts";

/** Remembers that somebody tried what they may not. In a transaction of its own: the refused command's was rolled back. */
export function deny(ctx: Ctx, verb: string): Promise<void> {
  return ctx.db.transaction((tx) =>
    record(
      tx,
      ctx,
      "access.deny",
      { type: "person", id: ctx.actor.id, name: ctx.actor.name, divisionCode: ctx.actor.scope.code },
      { after: { verb } },
    ),
  );
}
