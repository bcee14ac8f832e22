"use server";

import { withQuery } from "#app/_components/query.ts";
import { submit } from "#app/_server/action.ts";
import { formAction } from "#app/_server/form-action.ts";
import { fileFieldsOf } from "#app/_server/form-fields.ts";
import { visitor } from "#app/_server/visitor.ts";
import { importMap } from "#lib/maps/commands.ts";
import { ImportMap } from "#lib/maps/input.ts";

export const bringMap = formAction(async (previous, form) => {
  const after = (_: unknown, { node }: ImportMap) => withQuery("/board/map", { node }).concat("&done=mapImported");
  return submit(previous, form, ImportMap, importMap, after, visitor, await fileFieldsOf(form, "file"));
});
