"use server";

import { createScreen, revokeScreen } from "#lib/screens/commands.ts";
import { CreateScreen, RevokeScreen } from "#lib/screens/input.ts";
import type { FormState } from "../../_components/form-state.ts";
import { submit } from "../../_server/action.ts";
import { handOver } from "../../_server/handover.ts";

export async function create(previous: FormState, form: FormData): Promise<FormState> {
  const command: (...given: Parameters<typeof createScreen>) => Promise<void> = async (ctx, input) => {
    const { name, token } = await createScreen(ctx, input);
    if (token) await handOver("/screens", { name, secret: token });
  };
  return submit(previous, form, CreateScreen, command, () => "/screens?done=screenCreated");
}

export async function revoke(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, RevokeScreen, revokeScreen, () => "/screens?done=screenRevoked");
}
