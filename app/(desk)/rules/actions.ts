"use server";

import { SetLightRule } from "#lib/projects/input.ts";
import { setLightRule } from "#lib/projects/commands/lights.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { formAction } from "#app/_server/actions/form-action.ts";

export const setRule = formAction(async (previous, form) => {
  return submit(previous, form, SetLightRule, setLightRule, () => "/rules?done=ruleSet");
});
