"use server";

import type { FormState } from "#app/_components/form-state.ts";
import { submit } from "#app/_server/action.ts";
import { endMeeting, startMeeting, writeComment } from "#lib/meetings/commands.ts";
import { EndMeeting, StartMeeting, WriteComment } from "#lib/meetings/input.ts";

export async function start(previous: FormState, form: FormData) {
  return submit(previous, form, StartMeeting, startMeeting, ({ id }) => `/board/meetings/${id}`);
}

export async function end(previous: FormState, form: FormData) {
  return submit(previous, form, EndMeeting, endMeeting, ({ id }) => `/board/meetings/${id}/minutes?done=meetingEnded`);
}

/** From the page of a project or village, back to it. */
export async function comment(previous: FormState, form: FormData) {
  return submit(previous, form, WriteComment, writeComment, (_, { projectId, villageId }) => {
    const page = projectId === undefined ? `/villages/${villageId}` : `/projects/${projectId}`;
    return `${page}?done=commented#comments`;
  });
}

/** In a meeting: the item stays on the screen. */
export async function commentInMeeting(previous: FormState, form: FormData) {
  const item = Number(form.get("item")) || 0;
  return submit(previous, form, WriteComment, writeComment, (_, { meetingId }) => `/board/meetings/${meetingId}?item=${item}&done=commented`);
}
