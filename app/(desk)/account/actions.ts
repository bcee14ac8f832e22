"use server";

import { createToken, endSession, revokeToken } from "#lib/access/commands.ts";
import { CreateToken, EndSession, RevokeToken } from "#lib/access/input.ts";
import { submit } from "../../_server/action.ts";
import { formAction } from "../../_server/form-action.ts";
import { handOver } from "../../_server/handover.ts";

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
