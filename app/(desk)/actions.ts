"use server";

import { SeeNotices } from "#lib/audit/input.ts";
import { seeNotices } from "#lib/people/commands/notices.ts";
import { formAction } from "../_server/actions/form-action.ts";
import { submit } from "../_server/actions/submit.ts";

export const seen = formAction(async (previous, form) => {
  return submit(previous, form, SeeNotices, seeNotices, () => "/");
});
