"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { handOver } from "#app/_server/session/handover.ts";
import { createScreen, revokeScreen } from "#lib/screens/commands/screens.ts";
import { CreateScreen, RevokeScreen } from "#lib/screens/input.ts";

export const create = formAction(async (previous, form) => {
  const command: (...given: Parameters<typeof createScreen>) => Promise<void> = async (ctx, input) => {
    const { name, token } = await createScreen(ctx, input);
    if (token) await handOver("/screens", { name, secret: token });
  };
  return submit(previous, form, CreateScreen, command, () => "/screens?done=screenCreated");
});

export const revoke = formAction(async (previous, form) => {
  return submit(previous, form, RevokeScreen, revokeScreen, () => "/screens?done=screenRevoked");
});
