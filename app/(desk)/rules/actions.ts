"use server";

import { SetLightRule } from "#lib/projects/input.ts";
import { setLightRule } from "#lib/projects/light-commands.ts";
import { submit } from "../../_server/action.ts";
import { formAction } from "../../_server/form-action.ts";

export const setRule = formAction(async (previous, form) => {
  return submit(previous, form, SetLightRule, setLightRule, () => "/rules?done=ruleSet");
});
