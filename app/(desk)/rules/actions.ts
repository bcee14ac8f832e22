"use server";

import { SetLightRule } from "#lib/projects/input.ts";
import { setLightRule } from "#lib/projects/light-commands.ts";
import type { FormState } from "../../_components/form-state.ts";
import { submit } from "../../_server/action.ts";

export async function setRule(previous: FormState, form: FormData) {
  return submit(previous, form, SetLightRule, setLightRule, () => "/rules?done=ruleSet");
}
