"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { setLightRule } from "#lib/projects/commands/lights.ts";
import { SetLightRule } from "#lib/projects/input.ts";

export const setRule = formAction(async (previous, form) => {
  return submit(previous, form, SetLightRule, setLightRule, () => "/rules?done=ruleSet");
});
