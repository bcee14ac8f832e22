"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { setDoorRules, setDuties } from "#lib/people/commands/sign-in-rules.ts";
import { SetDoorRules, SetDuties } from "#lib/people/input.ts";

export const setRules = formAction(async (previous, form) => {
  return submit(previous, form, SetDoorRules, setDoorRules, () => "/admin/door?done=saved");
});

export const separate = formAction(async (previous, form) => {
  return submit(previous, form, SetDuties, setDuties, () => "/admin/door?done=dutiesOn");
});
