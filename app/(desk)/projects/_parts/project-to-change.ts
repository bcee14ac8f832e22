import { forbidden } from "next/navigation";
import { may, type Verb } from "#lib/access/policy.ts";
import { requireProject } from "#lib/projects/guards.ts";
import { found } from "../../../_server/found.ts";
import { context } from "../../../_server/visitor.ts";

/** The project of a page that changes it, for somebody who may do `verb` to it. */
export async function projectToChange(verb: Verb, id: string) {
  const ctx = await context(verb);
  const project = await found(requireProject(ctx.db, ctx.actor, Number(id) || 0));
  if (!may(ctx.actor, verb, { divisionCode: project.townCode })) forbidden();
  return { ctx, project };
}
