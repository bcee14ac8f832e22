"use server";

import type { FormState } from "#app/_components/form-state.ts";
import { submit } from "#app/_server/action.ts";
import { editVillage } from "#lib/divisions/commands.ts";
import { EditVillage } from "#lib/divisions/input.ts";
import { setTarget } from "#lib/income/commands.ts";
import { SetTarget } from "#lib/income/input.ts";

export async function saveVillage(previous: FormState, form: FormData) {
  return submit(previous, form, EditVillage, editVillage, (_, { villageId }) => `/villages/${villageId}?done=saved`);
}

export async function saveTarget(previous: FormState, form: FormData) {
  return submit(previous, form, SetTarget, setTarget, (_, { villageId, year }) => `/villages/${villageId}?year=${year}&done=saved`);
}
