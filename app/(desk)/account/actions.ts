"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { handOver } from "#app/_server/session/handover.ts";
import { createToken, endSession, revokeToken } from "#lib/people/commands/own-account.ts";
import { CreateToken, EndSession, RevokeToken } from "#lib/people/input.ts";

export const end = formAction(async (previous, form) => {
  return submit(previous, form, EndSession, endSession, () => "/account?done=sessionEnded");
});

export const revoke = formAction(async (previous, form) => {
  return submit(previous, form, RevokeToken, revokeToken, () => "/account?done=revoked");
});

export const create = formAction(async (previous, form) => {
  const command: (...given: Parameters<typeof createToken>) => Promise<void> = async (ctx, input) => {
    const { name, token } = await createToken(ctx, input);
    if (token) await handOver("/account", { name, secret: token });
  };
  return submit(previous, form, CreateToken, command, () => "/account?done=created#tokens");
});
