"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { stepSession } from "#app/_server/session/session.ts";
import { keepToken } from "#app/_server/session/sign-in.ts";
import { CodeInput } from "#lib/people/input.ts";
import { passSecondFactor } from "#lib/people/store/second-factor.ts";

export const enter = formAction(async (previous, form) => {
  const present = await stepSession("code");
  const command = async (_: unknown, { code }: CodeInput) => {
    if (!present) return;
    const { token } = await passSecondFactor(present.ctx, code, present.session.sessionId);
    await keepToken(token);
  };
  const after = (_: unknown, { next }: CodeInput) => localPath(next);
  return submit(previous, form, CodeInput, command, after, async () => present?.ctx ?? null);
});
