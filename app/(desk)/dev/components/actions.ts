"use server";

import { formAction } from "#app/_server/actions/form-action.ts";

/** Refuses whatever is sent, so that a refused form can be looked at. */
export const tryOut = formAction(async (previous, form) => ({
  ...previous,
  status: "invalid",
  values: Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).map(String)])),
  errors: { amount: "—" },
  message: "—",
  attempt: previous.attempt + 1,
}));
