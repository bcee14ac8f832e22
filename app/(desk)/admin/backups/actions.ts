"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { destination } from "#app/_server/live/backup-clock.ts";
import { makeBackup } from "#lib/backup/commands/backups.ts";
import { MakeBackup } from "#lib/backup/input.ts";

export const make = formAction(async (previous, form) => {
  return submit(
    previous,
    form,
    MakeBackup,
    (ctx) => makeBackup(ctx, destination()),
    () => "/admin/backups?done=backedUp",
  );
});
