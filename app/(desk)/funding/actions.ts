"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { assignException, explainException } from "#lib/funding/commands/exceptions.ts";
import { setFundingMode } from "#lib/funding/commands/modes.ts";
import { postFunding, reverseFunding } from "#lib/funding/commands/postings.ts";
import {
  AssignException,
  ExplainException,
  PostFunding,
  ReverseFunding,
  SetFundingMode,
} from "#lib/funding/input.ts";
import { exceptionPath } from "./sections/selection.ts";

export const post = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    PostFunding,
    postFunding,
    (_, { projectId }) => `/funding/new?project=${projectId}&done=saved`,
  );
});

export const reverse = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    ReverseFunding,
    reverseFunding,
    ({ id }) => `/funding/postings/${id}?done=reversed`,
  );
});

export const setMode = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    SetFundingMode,
    setFundingMode,
    (_, { projectId }) => `/funding/new?project=${projectId}&done=modeSet`,
  );
});

export const assign = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    AssignException,
    assignException,
    (_, { kind, exception }) => `${exceptionPath(kind, exception)}&done=assigned`,
  );
});

export const explain = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    ExplainException,
    explainException,
    () => "/funding/exceptions?done=explained",
  );
});
