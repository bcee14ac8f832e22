"use server";

import { CreatePerson, DisablePerson, EditPerson, EnablePerson, ResetPassword } from "#lib/access/input.ts";
import { createPerson, disablePerson, editPerson, enablePerson, type Handover, resetPassword } from "#lib/access/people-commands.ts";
import type { FormState } from "../../../_components/form-state.ts";
import { submit } from "../../../_server/action.ts";
import { handOver } from "../../../_server/handover.ts";

const path = "/admin/people";
const page = (done: string) => (person: { id: number }) => `${path}/${person.id}?done=${done}`;

/** A password that the system made is shown on the page that follows, once. */
async function shown(made: Promise<Handover>): Promise<Handover> {
  const person = await made;
  if (person.oneTimePassword) await handOver(path, { name: person.username, secret: person.oneTimePassword });
  return person;
}

export async function create(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, CreatePerson, (ctx, input) => shown(createPerson(ctx, { ...input, mustChangePassword: true })), page("created"));
}

export async function edit(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, EditPerson, editPerson, page("saved"));
}

export async function disable(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, DisablePerson, disablePerson, page("disabled"));
}

export async function enable(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, EnablePerson, enablePerson, page("enabled"));
}

export async function reset(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, ResetPassword, (ctx, input) => shown(resetPassword(ctx, input)), page("reset"));
}
