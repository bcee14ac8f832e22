"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { localPath } from "#app/_server/session/local-path.ts";
import { type SignedIn, stepSession } from "#app/_server/session/session.ts";
import { keepToken } from "#app/_server/session/sign-in.ts";
import type { FormState } from "#app/_ui/form-state.ts";
import { enrolSecondFactor, removeSecondFactor } from "#lib/people/commands/second-factor.ts";
import { CodeInput } from "#lib/people/input.ts";

type Renewing = (present: SignedIn, code: string) => Promise<{ token: string }>;

async function renew(
  previous: FormState,
  form: FormData,
  command: Renewing,
  done: string,
): Promise<FormState> {
  const present = await stepSession("enrol");
  const renewing = async (_: unknown, { code }: CodeInput) => {
    if (present) await keepToken((await command(present, code)).token);
  };
  const after = (_: unknown, { next }: CodeInput) => (next ? localPath(next) : `/account?done=${done}`);
  return submit(previous, form, CodeInput, renewing, after, async () => present?.ctx ?? null);
}

export const enrol = formAction(async (previous, form) => {
  const command: Renewing = ({ ctx, session, token }, code) =>
    enrolSecondFactor(ctx, code, { sessionId: session.sessionId, token });
  return renew(previous, form, command, "secondFactorOn");
});

export const remove = formAction(async (previous, form) => {
  const command: Renewing = ({ ctx, session }, code) => removeSecondFactor(ctx, code, session.sessionId);
  return renew(previous, form, command, "secondFactorOff");
});
