"use server";

import { setDoorRules, setDuties } from "#lib/access/door-commands.ts";
import { SetDoorRules, SetDuties } from "#lib/access/input.ts";
import { submit } from "../../../_server/action.ts";
import { formAction } from "../../../_server/form-action.ts";

export const setRules = formAction(async (previous, form) => {
  return submit(previous, form, SetDoorRules, setDoorRules, () => "/admin/door?done=saved");
});

export const separate = formAction(async (previous, form) => {
  return submit(previous, form, SetDuties, setDuties, () => "/admin/door?done=dutiesOn");
});
