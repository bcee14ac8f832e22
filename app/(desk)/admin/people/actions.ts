"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { handOver } from "#app/_server/session/handover.ts";
import {
  confirmPerson,
  createPerson,
  disablePerson,
  editPerson,
  enablePerson,
  type Handover,
  resetPassword,
  unlockPerson,
} from "#lib/people/commands/people.ts";
import {
  ConfirmPerson,
  CreatePerson,
  DisablePerson,
  EditPerson,
  EnablePerson,
  ResetPassword,
  UnlockPerson,
} from "#lib/people/input.ts";

const path = "/admin/people";
const page = (done: string) => (person: { id: number }) => `${path}/${person.id}?done=${done}`;

/** A password that the system made is shown on the page that follows, once. */
async function shown(made: Promise<Handover>): Promise<Handover> {
  const person = await made;
  if (person.oneTimePassword) await handOver(path, { name: person.username, secret: person.oneTimePassword });
  return person;
}

export const create = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    CreatePerson,
    (ctx, input) => shown(createPerson(ctx, { ...input, mustChangePassword: true })),
    page("created"),
  );
});

export const edit = formAction(async (previous, form) => {
  return submit(previous, form, EditPerson, editPerson, page("saved"));
});

export const confirm = formAction(async (previous, form) => {
  return submit(previous, form, ConfirmPerson, confirmPerson, page("confirmed"));
});

export const disable = formAction(async (previous, form) => {
  return submit(previous, form, DisablePerson, disablePerson, page("disabled"));
});

export const enable = formAction(async (previous, form) => {
  return submit(previous, form, EnablePerson, enablePerson, page("enabled"));
});

export const reset = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    ResetPassword,
    (ctx, input) => shown(resetPassword(ctx, input)),
    page("reset"),
  );
});

export const unlock = formAction(async (previous, form) => {
  return submit(previous, form, UnlockPerson, unlockPerson, page("unlocked"));
});
