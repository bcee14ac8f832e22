import { forbidden } from "next/navigation";
import { orNotFound } from "#app/_server/session/found.ts";
import { context } from "#app/_server/session/session.ts";
import { may, type Verb } from "#lib/access/policy.ts";
import { requireProject, requireReported } from "#lib/projects/store/project.ts";

/**
 * The project of a page that changes it, for somebody who may do `verb` to it; but for its particulars that
 * is the one reported.
 */
export async function projectToChange(verb: Verb, id: string) {
  const ctx = await context(verb);
  const project = await orNotFound(
    (verb === "project.edit" ? requireProject : requireReported)(ctx.db, ctx.actor, Number(id) || 0),
  );
  if (!may(ctx.actor, verb, { divisionCode: project.townCode })) forbidden();
  return { ctx, project };
}
