"use server";

import { changePassword } from "#lib/access/commands.ts";
import { ChangePassword } from "#lib/access/input.ts";
import { submit } from "../../_server/action.ts";
import { formAction } from "../../_server/form-action.ts";
import { localPath } from "../../_server/local-path.ts";
import { keepToken } from "../../_server/sign-in.ts";
import { settling } from "../../_server/visitor.ts";

export const change = formAction(async (previous, form) => {
  const present = await settling("password");
  const command = async (_: unknown, input: ChangePassword) => {
    if (!present) return;
    const { token } = await changePassword(present.ctx, input, present.session.sessionId);
    await keepToken(token);
  };
  const after = (_: unknown, { next }: ChangePassword) => (next ? localPath(next) : "/account?done=password");
  return submit(previous, form, ChangePassword, command, after, async () => present?.ctx ?? null);
});
