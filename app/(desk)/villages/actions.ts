"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { editVillage } from "#lib/divisions/commands/divisions.ts";
import { EditVillage } from "#lib/divisions/input.ts";
import { setTarget } from "#lib/income/commands/postings.ts";
import { SetTarget } from "#lib/income/input.ts";

export const saveVillage = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    EditVillage,
    editVillage,
    (_, { villageId }) => `/villages/${villageId}?done=saved`,
  );
});

export const saveTarget = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    SetTarget,
    setTarget,
    (_, { villageId, year }) => `/villages/${villageId}?year=${year}&done=saved`,
  );
});
