"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { endMeeting, startMeeting, writeComment } from "#lib/meetings/commands/meetings.ts";
import { EndMeeting, StartMeeting, WriteComment } from "#lib/meetings/input.ts";

export const start = formAction(async (previous, form) => {
  return submit(previous, form, StartMeeting, startMeeting, ({ id }) => `/board/meetings/${id}`);
});

export const end = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    EndMeeting,
    endMeeting,
    ({ id }) => `/board/meetings/${id}/minutes?done=meetingEnded`,
  );
});

/** From the page of a project or village, back to it. */
export const comment = formAction(async (previous, form) => {
  return submit(previous, form, WriteComment, writeComment, (_, { projectId, villageId }) => {
    const page = projectId === undefined ? `/villages/${villageId}` : `/projects/${projectId}`;
    return `${page}?done=commented#comments`;
  });
});

/** In a meeting: the item stays on the screen. */
export const commentInMeeting = formAction(async (previous, form) => {
  const item = Number(form.get("item")) || 0;
  return submit(
    previous,
    form,
    WriteComment,
    writeComment,
    (_, { meetingId }) => `/board/meetings/${meetingId}?item=${item}&done=commented`,
  );
});
