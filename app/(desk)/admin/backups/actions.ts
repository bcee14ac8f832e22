"use server";

import { makeBackup } from "#lib/backup/commands.ts";
import { MakeBackup } from "#lib/backup/input.ts";
import { submit } from "../../../_server/action.ts";
import { destination } from "../../../_server/backups.ts";
import { formAction } from "../../../_server/form-action.ts";

export const make = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    MakeBackup,
    (ctx) => makeBackup(ctx, destination()),
    () => "/admin/backups?done=backedUp",
  );
});
