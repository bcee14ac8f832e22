"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { stepSession } from "#app/_server/session/session.ts";
import { keepToken } from "#app/_server/session/sign-in.ts";
import { changePassword } from "#lib/people/commands/own-account.ts";
import { ChangePassword } from "#lib/people/input.ts";

export const change = formAction(async (previous, form) => {
  const present = await stepSession("password");
  const command = async (_: unknown, input: ChangePassword) => {
    if (!present) return;
    const { token } = await changePassword(present.ctx, input, present.session.sessionId);
    await keepToken(token);
  };
  const after = (_: unknown, { next }: ChangePassword) => (next ? localPath(next) : "/account?done=password");
  return submit(previous, form, ChangePassword, command, after, async () => present?.ctx ?? null);
});
