"use server";

import { CodeInput } from "#lib/access/input.ts";
import { passSecondFactor } from "#lib/access/second-factor.ts";
import { submit } from "../../_server/action.ts";
import { formAction } from "../../_server/form-action.ts";
import { localPath } from "../../_server/local-path.ts";
import { keepToken } from "../../_server/sign-in.ts";
import { settling } from "../../_server/visitor.ts";

export const enter = formAction(async (previous, form) => {
  const present = await settling("code");
  const command = async (_: unknown, { code }: CodeInput) => {
    if (!present) return;
    const { token } = await passSecondFactor(present.ctx, code, present.session.sessionId);
    await keepToken(token);
  };
  const after = (_: unknown, { next }: CodeInput) => localPath(next);
  return submit(previous, form, CodeInput, command, after, async () => present?.ctx ?? null);
});
