"use server";

import { SeeNotices } from "#lib/audit/input.ts";
import { seeNotices } from "#lib/audit/notice-commands.ts";
import { submit } from "../../_server/action.ts";
import { formAction } from "../../_server/form-action.ts";

export const seen = formAction(async (previous, form) => {
  return submit(previous, form, SeeNotices, seeNotices, () => "/");
});
