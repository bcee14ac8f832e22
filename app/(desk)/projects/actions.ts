"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { endProject, pauseProject, resumeProject } from "#lib/projects/commands/lifecycle.ts";
import { clearLight, overrideLight } from "#lib/projects/commands/lights.ts";
import { createProject, editProject, revisePlan } from "#lib/projects/commands/projects.ts";
import { reportProject } from "#lib/projects/commands/reports.ts";
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

export const create = formAction(async (previous, form) => {
  return submit(previous, form, CreateProject, createProject, ({ id }) => `/projects/${id}?done=created`);
});

export const edit = formAction(async (previous, form) => {
  return submit(previous, form, EditProject, editProject, ({ id }) => `/projects/${id}?done=saved`);
});

export const plan = formAction(async (previous, form) => {
  return submit(previous, form, RevisePlan, revisePlan, ({ id }) => `/projects/${id}?done=saved`);
});

export const report = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    ReportProject,
    reportProject,
    (_, { projectId }) => `/projects/${projectId}?done=saved`,
  );
});

/** From the desk one goes back to the desk, where the next task waits. */
export const reportFromDesk = formAction(async (previous, form) => {
  return submit(previous, form, ReportProject, reportProject, ({ month }) => `/?month=${month}&done=saved`);
});

export const pause = formAction(async (previous, form) => {
  return submit(previous, form, PauseProject, pauseProject, ({ id }) => `/projects/${id}?done=paused`);
});

export const resume = formAction(async (previous, form) => {
  return submit(previous, form, ResumeProject, resumeProject, ({ id }) => `/projects/${id}?done=resumed`);
});

export const end = formAction(async (previous, form) => {
  return submit(previous, form, EndProject, endProject, ({ id }) => `/projects/${id}?done=ended`);
});

export const override = formAction(async (previous, form) => {
  return submit(previous, form, OverrideLight, overrideLight, ({ id }) => `/projects/${id}?done=overridden`);
});

export const clear = formAction(async (previous, form) => {
  return submit(previous, form, ClearLight, clearLight, ({ id }) => `/projects/${id}?done=cleared`);
});
