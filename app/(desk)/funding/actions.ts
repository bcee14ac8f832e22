"use server";

import type { FormState } from "#app/_components/form-state.ts";
import { submit } from "#app/_server/action.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands.ts";
import { assignException, explainException } from "#lib/funding/exception-commands.ts";
import { AssignException, ExplainException, PostFunding, ReverseFunding, SetFundingMode } from "#lib/funding/input.ts";
import { setFundingMode } from "#lib/funding/mode-commands.ts";
import { exceptionPath } from "./selection.ts";

export async function post(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, PostFunding, postFunding, (_, { projectId }) => `/funding/new?project=${projectId}&done=saved`);
}

export async function reverse(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, ReverseFunding, reverseFunding, ({ id }) => `/funding/postings/${id}?done=reversed`);
}

export async function setMode(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, SetFundingMode, setFundingMode, (_, { projectId }) => `/funding/new?project=${projectId}&done=modeSet`);
}

export async function assign(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, AssignException, assignException, (_, { kind, exception }) => `${exceptionPath(kind, exception)}&done=assigned`);
}

export async function explain(previous: FormState, form: FormData): Promise<FormState> {
  return submit(previous, form, ExplainException, explainException, () => "/funding/exceptions?done=explained");
}
