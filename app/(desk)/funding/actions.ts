"use server";

import type { FormState } from "#app/_components/form-state.ts";
import { submit } from "#app/_server/action.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands.ts";
import { PostFunding, ReverseFunding } from "#lib/funding/input.ts";

export async function post(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, PostFunding, postFunding, (_, { projectId }) => `/funding/new?project=${projectId}&done=saved`);
}

export async function reverse(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, ReverseFunding, reverseFunding, ({ id }) => `/funding/postings/${id}?done=reversed`);
}
