"use server";

import { createToken, endSession, revokeToken } from "#lib/access/commands.ts";
import { CreateToken, EndSession, RevokeToken } from "#lib/access/input.ts";
import type { FormState } from "../../_components/form-state.ts";
import { submit } from "../../_server/action.ts";
import { handOver } from "../../_server/handover.ts";

export async function end(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, EndSession, endSession, () => "/account?done=sessionEnded");
}

export async function revoke(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, RevokeToken, revokeToken, () => "/account?done=revoked");
}

export async function create(previous: FormState, form: FormData): Promise<FormState> {
  const command: (...given: Parameters<typeof createToken>) => Promise<void> = async (ctx, input) => {
    const { name, token } = await createToken(ctx, input);
    if (token) await handOver("/account", { name, secret: token });
  };
  return submit(previous, form, CreateToken, command, () => "/account?done=created#tokens");
}
