"use server";

import { formAction } from "#app/_server/actions/form-action.ts";
import { submit } from "#app/_server/actions/submit.ts";
import { fileFieldsOf } from "#app/_server/actions/submitted-fields.ts";
import { sessionContext } from "#app/_server/session/session.ts";
import { withQuery } from "#app/_ui/search-params.ts";
import { importMap } from "#lib/maps/commands/maps.ts";
import { ImportMap } from "#lib/maps/input.ts";

export const bringMap = formAction(async (previous, form) => {
  const after = (_: unknown, { node }: ImportMap) =>
    withQuery("/board/map", { node }).concat("&done=mapImported");
  return submit(
    previous,
    form,
    ImportMap,
    importMap,
    after,
    sessionContext,
    await fileFieldsOf(form, "file"),
  );
});
