"use server";

import { createProject, editProject, revisePlan } from "#lib/projects/commands.ts";
import {
  ClearLight,
  CreateProject,
  EditProject,
  EndProject,
  OverrideLight,
  PauseProject,
  ReportProject,
  ResumeProject,
  RevisePlan,
} from "#lib/projects/input.ts";
import { endProject, pauseProject, resumeProject } from "#lib/projects/lifecycle-commands.ts";
import { clearLight, overrideLight } from "#lib/projects/light-commands.ts";
import { reportProject } from "#lib/projects/report-commands.ts";
import type { FormState } from "../../_components/form-state.ts";
import { submit } from "../../_server/action.ts";

export async function create(previous: FormState, form: FormData) {
  return submit(previous, form, CreateProject, createProject, ({ id }) => `/projects/${id}?done=created`);
}

export async function edit(previous: FormState, form: FormData) {
  return submit(previous, form, EditProject, editProject, ({ id }) => `/projects/${id}?done=saved`);
}

export async function plan(previous: FormState, form: FormData) {
  return submit(previous, form, RevisePlan, revisePlan, ({ id }) => `/projects/${id}?done=saved`);
}

export async function report(previous: FormState, form: FormData) {
  return submit(previous, form, ReportProject, reportProject, (_, { projectId }) => `/projects/${projectId}?done=saved`);
}

/** From the desk one goes back to the desk, where the next task waits. */
export async function reportFromDesk(previous: FormState, form: FormData) {
  return submit(previous, form, ReportProject, reportProject, ({ month }) => `/?month=${month}&done=saved`);
}

export async function pause(previous: FormState, form: FormData) {
  return submit(previous, form, PauseProject, pauseProject, ({ id }) => `/projects/${id}?done=paused`);
}

export async function resume(previous: FormState, form: FormData) {
  return submit(previous, form, ResumeProject, resumeProject, ({ id }) => `/projects/${id}?done=resumed`);
}

export async function end(previous: FormState, form: FormData) {
  return submit(previous, form, EndProject, endProject, ({ id }) => `/projects/${id}?done=ended`);
}

export async function override(previous: FormState, form: FormData) {
  return submit(previous, form, OverrideLight, overrideLight, ({ id }) => `/projects/${id}?done=overridden`);
}

export async function clear(previous: FormState, form: FormData) {
  return submit(previous, form, ClearLight, clearLight, ({ id }) => `/projects/${id}?done=cleared`);
}
